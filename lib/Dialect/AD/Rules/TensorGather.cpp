//===- TensorGather.cpp - Rules of tensor.gather and scatter -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One loop over the coordinates; each step moves one slice. A gather may name
// a slice twice, so its reverse adds.
//
//===----------------------------------------------------------------------===//

#include "TensorRules.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

using namespace mlir;
using namespace mlir::ad;

namespace {
/// A tensor indexed by coordinates ("indexed"), and the stack of the slices
/// that they name ("slices").
struct CoordinateLoop {
  /// The primal coordinates, as tensor<... x coordinates>.
  Value indices;
  ArrayRef<int64_t> dims;
  SmallVector<OpFoldResult> indexedSizes;
  /// One slice, without the dimensions that the coordinates name.
  RankedTensorType sliceType;
  int64_t slicesRank;

  CoordinateLoop(Value indices, ArrayRef<int64_t> dims,
                 SmallVector<OpFoldResult> indexedSizes,
                 RankedTensorType indexed, int64_t slicesRank)
      : indices(indices), dims(dims), indexedSizes(std::move(indexedSizes)),
        slicesRank(slicesRank) {
    SmallVector<int64_t> shape;
    for (auto [dim, size] : llvm::enumerate(indexed.getShape()))
      if (!llvm::is_contained(dims, dim))
        shape.push_back(size);
    sliceType = RankedTensorType::get(shape, indexed.getElementType());
  }

  using Body = function_ref<Value(OpBuilder &, const SliceGeometry &indexed,
                                  const SliceGeometry &slices, Value carried)>;

  /// Runs `body` for each coordinate and gives back the last carried value.
  Value run(OpBuilder &builder, Location loc, Value init, Body body) const;

private:
  SliceGeometry indexedGeometry(OpBuilder &builder, Location loc,
                                ValueRange position) const;
  SliceGeometry slicesGeometry(OpBuilder &builder, ValueRange position) const;
};
} // namespace

SliceGeometry CoordinateLoop::indexedGeometry(OpBuilder &builder, Location loc,
                                              ValueRange position) const {
  SmallVector<OpFoldResult> sizes = indexedSizes;
  SmallVector<OpFoldResult> offsets(sizes.size(), builder.getIndexAttr(0));
  for (auto [number, dim] : llvm::enumerate(dims)) {
    SmallVector<Value> at(position);
    at.push_back(arith::ConstantIndexOp::create(builder, loc, number));
    Value coordinate = tensor::ExtractOp::create(builder, loc, indices, at);
    if (!coordinate.getType().isIndex())
      coordinate = arith::IndexCastOp::create(
          builder, loc, builder.getIndexType(), coordinate);
    offsets[dim] = coordinate;
    sizes[dim] = builder.getIndexAttr(1);
  }
  return SliceGeometry::unitStride(builder, offsets, sizes);
}

SliceGeometry CoordinateLoop::slicesGeometry(OpBuilder &builder,
                                             ValueRange position) const {
  bool reduced =
      slicesRank == static_cast<int64_t>(position.size()) + sliceType.getRank();
  SmallVector<OpFoldResult> sizes(position.size(), builder.getIndexAttr(1));
  for (auto [dim, size] : llvm::enumerate(indexedSizes)) {
    bool named = llvm::is_contained(dims, dim);
    if (!named)
      sizes.push_back(size);
    else if (!reduced)
      sizes.push_back(builder.getIndexAttr(1));
  }
  SmallVector<OpFoldResult> offsets(sizes.size(), builder.getIndexAttr(0));
  for (auto [dim, index] : llvm::enumerate(position))
    offsets[dim] = index;
  return SliceGeometry::unitStride(builder, offsets, sizes);
}

Value CoordinateLoop::run(OpBuilder &builder, Location loc, Value init,
                          Body body) const {
  SmallVector<OpFoldResult> sizes =
      tensor::getMixedSizes(builder, loc, indices);
  sizes.pop_back();
  Value zero = arith::ConstantIndexOp::create(builder, loc, 0);
  Value one = arith::ConstantIndexOp::create(builder, loc, 1);
  SmallVector<Value> lower(sizes.size(), zero), step(sizes.size(), one);
  if (sizes.empty())
    return body(builder, indexedGeometry(builder, loc, {}),
                slicesGeometry(builder, {}), init);
  scf::LoopNest nest = scf::buildLoopNest(
      builder, loc, lower, getValueOrCreateConstantIndexOp(builder, loc, sizes),
      step, init,
      [&](OpBuilder &b, Location, ValueRange position, ValueRange carried) {
        return SmallVector<Value>{body(b, indexedGeometry(b, loc, position),
                                       slicesGeometry(b, position),
                                       carried.front())};
      });
  return nest.results.front();
}

static LogicalResult gatherRule(tensor::GatherOp op, OpBuilder &builder,
                                VJPContext &context, Value cotangent) {
  Location loc = op.getLoc();
  CoordinateLoop loop(context.primal(op.getIndices()), op.getGatherDims(),
                      context.shape(op.getSource()), op.getSourceType(),
                      op.getResultType().getRank());
  Value sum =
      loop.run(builder, loc, context.cotangentOrZero(op.getSource()),
               [&](OpBuilder &b, const SliceGeometry &indexed,
                   const SliceGeometry &slices, Value received) {
                 Value before = indexed.read(b, loc, received, loop.sliceType);
                 Value added = slices.read(b, loc, cotangent, loop.sliceType);
                 Value after = arith::AddFOp::create(b, loc, before, added);
                 return indexed.write(b, loc, after, received);
               });
  context.setCotangent(op.getSource(), sum);
  return success();
}

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
  GatherOp::attachInterface<TensorRule<GatherOp, gatherRule>>(context);
  ScatterOp::attachInterface<TensorRule<ScatterOp, scatterRule>>(context);
}
