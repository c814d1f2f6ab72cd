//===- Register.cpp - Registration of the derivative rules of snn -*- C++
//-*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ScanVJP.h"
#include "snn/Dialect/SNN/Rules/Rules.h"

using namespace mlir;
using namespace mlir::snn;

namespace {
struct ScanRule
    : ad::ReverseDifferentiableOpInterface::ExternalModel<ScanRule, ScanOp> {
  LogicalResult buildVJP(Operation *op, OpBuilder &builder,
                         ad::VJPContext &context, ValueRange cotangents) const {
    return ScanVJP(cast<ScanOp>(op), builder, context).build(cotangents);
  }
};
} // namespace

void snn::registerAutodiffExternalModels(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *context, SNNDialect *) {
    ScanOp::attachInterface<ScanRule>(*context);
  });
}
