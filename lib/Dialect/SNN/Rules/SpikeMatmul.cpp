//===- SpikeMatmul.cpp - Derivative of a contraction with spikes ----------===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "SpikeMatmul.h"

using namespace mlir;
using namespace mlir::snn;

/// C += S W:  dC passes on to the init, and dW += S^T dC, a contraction by the
/// same spikes with the maps of weights and result exchanged. Spikes are i1 and
/// carry no derivative.
LogicalResult snn::buildSpikeMatmulVJP(SpikeMatmulOp op, OpBuilder &builder,
                                       ad::VJPContext &context,
                                       ValueRange cotangents) {
  if (!op.hasPureTensorSemantics())
    return op.emitOpError("is differentiated on tensors, got memrefs");
  Value cotangent = cotangents.front(), weights = op.getWeights();
  context.accumulate(op.getInit(), cotangent);
  if (!context.isActive(weights))
    return success();
  SmallVector<AffineMap> maps = op.getIndexingMapsArray();
  ArrayAttr adjoint =
      builder.getAffineMapArrayAttr({maps[0], maps[2], maps[1]});
  Value spikes = context.primal(op.getSpikes());
  // A sum has the result's precision; narrow weights are summed in a wider one.
  Type element = getElementTypeOrSelf(cotangent);
  Type wide = ad::accumulationType(getElementTypeOrSelf(weights));
  bool isApart = element.getIntOrFloatBitWidth() > wide.getIntOrFloatBitWidth();
  Value init = isApart ? context.zero(weights, element)
                       : context.wideAccumulator(weights);
  Value sum = SpikeMatmulOp::create(builder, op.getLoc(), spikes, cotangent,
                                    init, adjoint)
                  .getResult()
                  .front();
  if (isApart)
    context.accumulate(weights, sum);
  else
    context.setCotangent(weights, sum);
  return success();
}

/// C += S W:  dC = dC0 + S dW. Spikes are i1 and have no tangent.
LogicalResult snn::buildSpikeMatmulJVP(SpikeMatmulOp op, OpBuilder &builder,
                                       ad::JVPContext &context,
                                       ValueRange tangents) {
  if (!op.hasPureTensorSemantics())
    return op.emitOpError("is differentiated on tensors, got memrefs");
  Value result = op->getResult(0);
  if (context.tangent(op.getWeights()))
    return ad::buildLinearJVP(op, builder, context, tangents);
  context.setTangent(result, context.tangent(op.getInit()));
  return success();
}
