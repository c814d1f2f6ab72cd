//===- CoordinateLoop.cpp - Loops over the slices that coordinates name ---===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "snn/Dialect/AD/Rules/CoordinateLoop.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace mlir::ad;

CoordinateLoop::CoordinateLoop(Value indices, ArrayRef<int64_t> dims,
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

/// Where the slice lies that the coordinates at `position` name: one element
/// wide in the dimensions `dims`, whole in all others. Coordinates of any
/// integer type become indices.
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

/// Where the slice number `position` lies in the stack. tensor.gather may keep
/// the named dimensions in its result as ones or drop them; the rank tells
/// which.
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

/// One loop for each dimension of the coordinates but the last, which holds the
/// coordinates of one slice. With no such dimension there is one slice and no
/// loop.
///
///   scf.for %i = 0 to n iter_args(%r = init) {
///     %c = tensor.extract indices[%i, 0]
///     body(the slice of `indexed` at %c, slice %i of `slices`, %r) }
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
