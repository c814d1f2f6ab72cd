//===- Spike.cpp - Derivative rule of snn.spike -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Spike.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/Transforms/RegionUtils.h"

using namespace mlir;
using namespace mlir::snn;

/// `incoming * g'(v)`, with g' held constant for a higher order, as it is after
/// the expansion.
static Value timesSlope(SpikeOp op, OpBuilder &builder,
                        ad::DerivativeContext &context, Value incoming) {
  // What the region takes from outside has to be had in a reverse sweep too.
  IRMapping captures;
  SetVector<Value> used;
  getUsedValuesDefinedAbove(op->getRegions(), used);
  for (Value value : used)
    captures.map(value, context.primal(value));
  Value x = context.primal(op.getInput());
  Value slope = op.buildDerivative(builder, x, captures);
  Value stopped = ad::StopGradientOp::create(builder, op.getLoc(), slope);
  return arith::MulFOp::create(builder, op.getLoc(), incoming, stopped);
}

/// z = [v > 0] has the derivative 0 wherever it has one; g'(v) takes its place,
/// the surrogate (Neftci, Mostafa, Zenke, "Surrogate gradient learning in
/// spiking neural networks", 2019). Only v is kept.
void snn::buildSpikeVJP(SpikeOp op, OpBuilder &builder, ad::VJPContext &context,
                        Value cotangent) {
  context.accumulate(op.getInput(),
                     timesSlope(op, builder, context, cotangent));
}

void snn::buildSpikeJVP(SpikeOp op, OpBuilder &builder, ad::JVPContext &context,
                        Value tangent) {
  if (tangent)
    context.setTangent(op->getResult(0),
                       timesSlope(op, builder, context, tangent));
}
