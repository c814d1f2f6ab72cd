//===- Register.cpp - Registration of the derivative rules of snn ---------===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ScanJVP.h"
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

/// Forward mode through time, without a tape; see ScanJVP.
struct ScanForward
    : ad::ForwardDifferentiableOpInterface::ExternalModel<ScanForward, ScanOp> {
  LogicalResult buildJVP(Operation *op, OpBuilder &builder,
                         ad::JVPContext &context, ValueRange) const {
    return ScanJVP(cast<ScanOp>(op), builder, context).build();
  }
};

/// dz = g'(v) dv, with g' the surrogate; see buildSpikeJVP.
struct SpikeForward
    : ad::ForwardDifferentiableOpInterface::ExternalModel<SpikeForward,
                                                          SpikeOp> {
  LogicalResult buildJVP(Operation *op, OpBuilder &builder,
                         ad::JVPContext &context, ValueRange tangents) const {
    buildSpikeJVP(cast<SpikeOp>(op), builder, context, tangents.front());
    return success();
  }
};

/// dC = S dW; see buildSpikeMatmulJVP.
struct SpikeMatmulForward
    : ad::ForwardDifferentiableOpInterface::ExternalModel<SpikeMatmulForward,
                                                          SpikeMatmulOp> {
  LogicalResult buildJVP(Operation *op, OpBuilder &builder,
                         ad::JVPContext &context, ValueRange tangents) const {
    return buildSpikeMatmulJVP(cast<SpikeMatmulOp>(op), builder, context,
                               tangents);
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

/// The same in forward mode.
template <typename OpTy>
struct NeuronForward
    : ad::ForwardDifferentiableOpInterface::ExternalModel<NeuronForward<OpTy>,
                                                          OpTy> {
  LogicalResult buildJVP(Operation *op, OpBuilder &, ad::JVPContext &,
                         ValueRange) const {
    return op->emitOpError("is differentiated as the arithmetic it stands "
                           "for: run snn-decompose-neurons first");
  }
};

template <typename... OpTys> void attachNeuronRules(MLIRContext &context) {
  (OpTys::template attachInterface<NeuronRule<OpTys>, NeuronForward<OpTys>>(
       context),
   ...);
}
} // namespace

void snn::registerAutodiffExternalModels(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *context, SNNDialect *) {
    ScanOp::attachInterface<ScanRule, ScanForward>(*context);
    SpikeOp::attachInterface<SpikeRule, SpikeForward>(*context);
    SpikeMatmulOp::attachInterface<SpikeMatmulRule, SpikeMatmulForward>(
        *context);
    attachNeuronRules<LIOp, LIFOp, ALIFOp, CubaLIFOp, RFOp, BRFOp>(*context);
  });
}
