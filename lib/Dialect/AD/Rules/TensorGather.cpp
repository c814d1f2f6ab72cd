//===- TensorGather.cpp - Rules of tensor.gather and scatter -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A gather may name a slice twice, so its reverse adds.
//
//===----------------------------------------------------------------------===//

#include "TensorRules.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "snn/Dialect/AD/Rules/CoordinateLoop.h"

using namespace mlir;
using namespace mlir::ad;

/// z_k = x[c_k]:  dx[c_k] += dz_k, in the order of k.
static LogicalResult gatherRule(tensor::GatherOp op, OpBuilder &builder,
                                VJPContext &context, Value cotangent) {
  Location loc = op.getLoc();
  CoordinateLoop loop(context.primal(op.getIndices()), op.getGatherDims(),
                      context.shape(op.getSource()), op.getSourceType(),
                      op.getResultType().getRank());
  Value start = context.accumulatorOrZero(op.getSource());
  Type element = getElementTypeOrSelf(start);
  Value sum = loop.run(
      builder, loc, start,
      [&](OpBuilder &b, const SliceGeometry &indexed,
          const SliceGeometry &slices, Value received) {
        Value before =
            indexed.read(b, loc, received, loop.sliceType.clone(element));
        Value added = convertElements(
            b, slices.read(b, loc, cotangent, loop.sliceType), element);
        Value after = arith::AddFOp::create(b, loc, before, added);
        return indexed.write(b, loc, after, received);
      });
  context.setCotangent(op.getSource(), sum);
  return success();
}

/// z = x with z[c_k] = s_k:  ds_k = dz[c_k], and dx = dz with zeros at all c_k.
/// The op requires its coordinates to be unique, so each slice is written once.
static LogicalResult scatterRule(tensor::ScatterOp op, OpBuilder &builder,
                                 VJPContext &context, Value cotangent) {
  Location loc = op.getLoc();
  CoordinateLoop loop(context.primal(op.getIndices()), op.getScatterDims(),
                      context.shape(op.getDest()), op.getDestType(),
                      op.getSourceType().getRank());
  if (context.isActive(op.getSource())) {
    Value empty =
        tensor::EmptyOp::create(builder, loc, context.shape(op.getSource()),
                                op.getSourceType().getElementType());
    Value gathered =
        loop.run(builder, loc, castTo(builder, loc, empty, op.getSourceType()),
                 [&](OpBuilder &b, const SliceGeometry &indexed,
                     const SliceGeometry &slices, Value stack) {
                   Value slice =
                       indexed.read(b, loc, cotangent, loop.sliceType);
                   return slices.write(b, loc, slice, stack);
                 });
    context.accumulate(op.getSource(), gathered);
  }
  if (context.isActive(op.getDest()))
    context.accumulate(op.getDest(),
                       loop.run(builder, loc, cotangent,
                                [&](OpBuilder &b, const SliceGeometry &indexed,
                                    const SliceGeometry &, Value rest) {
                                  return indexed.clear(b, loc, rest,
                                                       loop.sliceType);
                                }));
  return success();
}

void ad::attachTensorGatherRules(MLIRContext &context) {
  using namespace tensor;
  attachLinear<GatherOp, gatherRule>(context);
  attachLinear<ScatterOp, scatterRule>(context);
}
