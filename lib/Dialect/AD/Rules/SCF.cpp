//===- SCF.cpp - Derivative rules of scf.for and scf.if -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/SCF/IR/SCF.h"
#include "BranchVJP.h"
#include "LoopVJP.h"
#include "snn/Dialect/AD/Rules/Rules.h"

using namespace mlir;
using namespace mlir::ad;

namespace {
struct ForActivity
    : ActivityOpInterface::ExternalModel<ForActivity, scf::ForOp> {
  void getActivityEdges(Operation *op,
                        function_ref<void(Value, Value)> edge) const {
    auto loop = cast<scf::ForOp>(op);
    for (auto [init, argument, yielded, result] :
         llvm::zip(loop.getInitArgs(), loop.getRegionIterArgs(),
                   loop.getYieldedValues(), loop.getResults())) {
      edge(init, argument);
      edge(yielded, argument);
      edge(yielded, result);
      edge(init, result); // no iteration at all
    }
  }
};

struct IfActivity : ActivityOpInterface::ExternalModel<IfActivity, scf::IfOp> {
  void getActivityEdges(Operation *op,
                        function_ref<void(Value, Value)> edge) const {
    auto branch = cast<scf::IfOp>(op);
    if (branch.getNumResults() == 0)
      return;
    for (auto [yielded, result] :
         llvm::zip(branch.thenYield().getOperands(), branch.getResults()))
      edge(yielded, result);
    for (auto [yielded, result] :
         llvm::zip(branch.elseYield().getOperands(), branch.getResults()))
      edge(yielded, result);
  }
};

struct ForRule
    : ReverseDifferentiableOpInterface::ExternalModel<ForRule, scf::ForOp> {
  LogicalResult buildVJP(Operation *op, OpBuilder &builder, VJPContext &context,
                         ValueRange cotangents) const {
    return LoopVJP(cast<scf::ForOp>(op), builder, context).build(cotangents);
  }
};

struct IfRule
    : ReverseDifferentiableOpInterface::ExternalModel<IfRule, scf::IfOp> {
  LogicalResult buildVJP(Operation *op, OpBuilder &builder, VJPContext &context,
                         ValueRange cotangents) const {
    return BranchVJP(cast<scf::IfOp>(op), builder, context).build(cotangents);
  }
};
} // namespace

void ad::registerSCFRules(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *context, scf::SCFDialect *) {
    scf::ForOp::attachInterface<ForActivity, ForRule>(*context);
    scf::IfOp::attachInterface<IfActivity, IfRule>(*context);
  });
}
