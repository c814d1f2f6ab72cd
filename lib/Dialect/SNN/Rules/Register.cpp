//===- Register.cpp - Registration of the derivative rules of snn ---------===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ScanVJP.h"
#include "Spike.h"
#include "SpikeMatmul.h"
#include "snn/Dialect/SNN/Rules/Rules.h"

using namespace mlir;
using namespace mlir::snn;

namespace {
/// Backpropagation through time; see ScanVJP.
struct ScanRule
    : ad::ReverseDifferentiableOpInterface::ExternalModel<ScanRule, ScanOp> {
  LogicalResult buildVJP(Operation *op, OpBuilder &builder,
                         ad::VJPContext &context, ValueRange cotangents) const {
    return ScanVJP(cast<ScanOp>(op), builder, context).build(cotangents);
  }
};

/// dv = dz g'(v), with g' the surrogate; see buildSpikeVJP.
struct SpikeRule
    : ad::ReverseDifferentiableOpInterface::ExternalModel<SpikeRule, SpikeOp> {
  LogicalResult buildVJP(Operation *op, OpBuilder &builder,
                         ad::VJPContext &context, ValueRange cotangents) const {
    buildSpikeVJP(cast<SpikeOp>(op), builder, context, cotangents.front());
    return success();
  }
};

/// dW = S^T dC; see buildSpikeMatmulVJP.
struct SpikeMatmulRule
    : ad::ReverseDifferentiableOpInterface::ExternalModel<SpikeMatmulRule,
                                                          SpikeMatmulOp> {
  LogicalResult buildVJP(Operation *op, OpBuilder &builder,
                         ad::VJPContext &context, ValueRange cotangents) const {
    return buildSpikeMatmulVJP(cast<SpikeMatmulOp>(op), builder, context,
                               cotangents);
  }
};

/// A neuron's derivative is that of the arithmetic it stands for.
template <typename OpTy>
struct NeuronRule
    : ad::ReverseDifferentiableOpInterface::ExternalModel<NeuronRule<OpTy>,
                                                          OpTy> {
  LogicalResult buildVJP(Operation *op, OpBuilder &, ad::VJPContext &,
                         ValueRange) const {
    return op->emitOpError("is differentiated as the arithmetic it stands "
                           "for: run snn-decompose-neurons first");
  }
};

template <typename... OpTys> void attachNeuronRules(MLIRContext &context) {
  (OpTys::template attachInterface<NeuronRule<OpTys>>(context), ...);
}
} // namespace

void snn::registerAutodiffExternalModels(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *context, SNNDialect *) {
    ScanOp::attachInterface<ScanRule>(*context);
    SpikeOp::attachInterface<SpikeRule>(*context);
    SpikeMatmulOp::attachInterface<SpikeMatmulRule>(*context);
    attachNeuronRules<LIOp, LIFOp, ALIFOp, CubaLIFOp, RFOp, BRFOp>(*context);
  });
}
