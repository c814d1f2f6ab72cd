//===- TensorSlices.cpp - Rules of ops that read and write parts ----------===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The reverse of reading a part adds to that part of the source's cotangent in
// place; the reverse of writing a part reads that part and sets it to zero. In
// a loop each costs the part and never the whole.
//
//===----------------------------------------------------------------------===//

#include "TensorRules.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"

using namespace mlir;
using namespace mlir::ad;

/// z = x[i]:  dx[i] += dz.
static LogicalResult extractRule(tensor::ExtractOp op, OpBuilder &builder,
                                 VJPContext &context, Value cotangent) {
  Location loc = op.getLoc();
  Value received = context.accumulatorOrZero(op.getTensor());
  cotangent =
      convertElements(builder, cotangent, getElementTypeOrSelf(received));
  SmallVector<Value> indices = primalValues(context, op.getIndices());
  Value before = tensor::ExtractOp::create(builder, loc, received, indices);
  Value sum = arith::AddFOp::create(builder, loc, before, cotangent);
  context.setCotangent(
      op.getTensor(),
      tensor::InsertOp::create(builder, loc, sum, received, indices));
  return success();
}

/// z = x with z[i] = s:  ds = dz[i], and dx = dz with zero at i.
static LogicalResult insertRule(tensor::InsertOp op, OpBuilder &builder,
                                VJPContext &context, Value cotangent) {
  Location loc = op.getLoc();
  SmallVector<Value> indices = primalValues(context, op.getIndices());
  if (context.isActive(op.getScalar()))
    context.accumulate(op.getScalar(), tensor::ExtractOp::create(
                                           builder, loc, cotangent, indices));
  if (!context.isActive(op.getDest()))
    return success();
  Value zero = arith::ConstantOp::create(
      builder, loc, builder.getZeroAttr(op.getScalar().getType()));
  context.accumulate(op.getDest(), tensor::InsertOp::create(
                                       builder, loc, zero, cotangent, indices));
  return success();
}

/// Where the slice that `op` reads or writes lies, in primal values.
template <typename OpTy>
static SliceGeometry geometryOf(OpTy op, VJPContext &context) {
  return {primalSizes(context, op.getMixedOffsets()),
          primalSizes(context, op.getMixedSizes()),
          primalSizes(context, op.getMixedStrides())};
}

/// z = x[slice]:  dx[slice] += dz.
static LogicalResult extractSliceRule(tensor::ExtractSliceOp op,
                                      OpBuilder &builder, VJPContext &context,
                                      Value cotangent) {
  Location loc = op.getLoc();
  Value received = context.accumulatorOrZero(op.getSource());
  cotangent =
      convertElements(builder, cotangent, getElementTypeOrSelf(received));
  SliceGeometry slice = geometryOf(op, context);
  Value before = slice.read(builder, loc, received, cotangent.getType());
  Value sum = arith::AddFOp::create(builder, loc, before, cotangent);
  context.setCotangent(op.getSource(),
                       slice.write(builder, loc, sum, received));
  return success();
}

/// z = x with z[slice] = s:  ds = dz[slice], and dx = dz with zeros there.
static LogicalResult insertSliceRule(tensor::InsertSliceOp op,
                                     OpBuilder &builder, VJPContext &context,
                                     Value cotangent) {
  Location loc = op.getLoc();
  SliceGeometry slice = geometryOf(op, context);
  if (context.isActive(op.getSource()))
    context.accumulate(op.getSource(),
                       slice.read(builder, loc, cotangent, op.getSourceType()));
  if (context.isActive(op.getDest()))
    context.accumulate(
        op.getDest(), slice.clear(builder, loc, cotangent, op.getSourceType()));
  return success();
}

/// x + y, as a constant where both are.
static OpFoldResult addSizes(OpBuilder &builder, Location loc, OpFoldResult x,
                             OpFoldResult y) {
  std::optional<int64_t> left = getConstantIntValue(x),
                         right = getConstantIntValue(y);
  if (left && right)
    return builder.getIndexAttr(*left + *right);
  return builder.createOrFold<arith::AddIOp>(
      loc, getValueOrCreateConstantIndexOp(builder, loc, x),
      getValueOrCreateConstantIndexOp(builder, loc, y));
}

/// Each input receives its part; the offset runs over all inputs.
static LogicalResult concatRule(tensor::ConcatOp op, OpBuilder &builder,
                                VJPContext &context, Value cotangent) {
  Location loc = op.getLoc();
  OpFoldResult offset = builder.getIndexAttr(0);
  for (Value input : op.getInputs()) {
    SmallVector<OpFoldResult> sizes = context.shape(input);
    SmallVector<OpFoldResult> offsets(sizes.size(), builder.getIndexAttr(0));
    offsets[op.getDim()] = offset;
    offset = addSizes(builder, loc, offset, sizes[op.getDim()]);
    if (context.isActive(input))
      context.accumulate(input,
                         SliceGeometry::unitStride(builder, offsets, sizes)
                             .read(builder, loc, cotangent, input.getType()));
  }
  return success();
}

void ad::attachTensorSliceRules(MLIRContext &context) {
  using namespace tensor;
  attachLinear<ExtractOp, extractRule>(context);
  attachLinear<InsertOp, insertRule>(context);
  attachLinear<ExtractSliceOp, extractSliceRule>(context);
  attachLinear<InsertSliceOp, insertSliceRule>(context);
  attachLinear<ConcatOp, concatRule>(context);
}
