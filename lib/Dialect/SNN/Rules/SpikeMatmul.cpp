//===- SpikeMatmul.cpp - Derivative of a contraction with spikes -*- C++
//-*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "SpikeMatmul.h"

using namespace mlir;
using namespace mlir::snn;

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
  // Narrow weights get a sum of the result's precision, rounded once.
  Type element = getElementTypeOrSelf(cotangent);
  bool isWidened = element != getElementTypeOrSelf(weights);
  Value init = isWidened ? context.zero(weights, element)
                         : context.cotangentOrZero(weights);
  Value sum = SpikeMatmulOp::create(builder, op.getLoc(), spikes, cotangent,
                                    init, adjoint)
                  .getResult()
                  .front();
  if (isWidened)
    context.accumulate(
        weights,
        arith::TruncFOp::create(builder, op.getLoc(), weights.getType(), sum));
  else
    context.setCotangent(weights, sum);
  return success();
}
