//===- LowerGather.cpp - tensor.gather and scatter as loops -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "snn/Dialect/AD/Rules/CoordinateLoop.h"
#include "snn/Transforms/Passes.h"

namespace mlir::snn {
#define GEN_PASS_DEF_LOWERGATHERPASS
#include "snn/Transforms/Passes.h.inc"
} // namespace mlir::snn

using namespace mlir;
using ad::CoordinateLoop;
using ad::SliceGeometry;

/// The sizes of what `gather` makes: the coordinates' leading ones, then those
/// of a slice, with units for the named dimensions unless it drops them.
static SmallVector<OpFoldResult> resultSizes(OpBuilder &builder,
                                             tensor::GatherOp gather,
                                             ArrayRef<OpFoldResult> source) {
  SmallVector<OpFoldResult> sizes =
      tensor::getMixedSizes(builder, gather.getLoc(), gather.getIndices());
  sizes.pop_back();
  ArrayRef<int64_t> dims = gather.getGatherDims();
  int64_t kept = source.size() - dims.size();
  bool reduced = gather.getResultType().getRank() ==
                 static_cast<int64_t>(sizes.size()) + kept;
  for (auto [dim, size] : llvm::enumerate(source)) {
    if (!llvm::is_contained(dims, dim))
      sizes.push_back(size);
    else if (!reduced)
      sizes.push_back(builder.getIndexAttr(1));
  }
  return sizes;
}

/// A loop over the coordinates that copies slice c_k of the source to slice k
/// of an uninitialized result.
static void lowerGather(tensor::GatherOp gather) {
  OpBuilder builder(gather);
  Location loc = gather.getLoc();
  RankedTensorType type = gather.getResultType();
  SmallVector<OpFoldResult> sizes =
      tensor::getMixedSizes(builder, loc, gather.getSource());
  CoordinateLoop loop(gather.getIndices(), gather.getGatherDims(), sizes,
                      gather.getSourceType(), type.getRank());
  Value stack = tensor::EmptyOp::create(
      builder, loc, resultSizes(builder, gather, sizes), type.getElementType());
  Value result = loop.run(builder, loc, stack,
                          [&](OpBuilder &b, const SliceGeometry &indexed,
                              const SliceGeometry &slices, Value carried) {
                            Value slice = indexed.read(
                                b, loc, gather.getSource(), loop.sliceType);
                            return slices.write(b, loc, slice, carried);
                          });
  if (result.getType() != type)
    result = tensor::CastOp::create(builder, loc, type, result);
  gather.replaceAllUsesWith(result);
  gather.erase();
}

/// A loop that copies slice k of the source to slice c_k of the destination.
static void lowerScatter(tensor::ScatterOp scatter) {
  OpBuilder builder(scatter);
  Location loc = scatter.getLoc();
  CoordinateLoop loop(scatter.getIndices(), scatter.getScatterDims(),
                      tensor::getMixedSizes(builder, loc, scatter.getDest()),
                      scatter.getDestType(), scatter.getSourceType().getRank());
  Value result = loop.run(builder, loc, scatter.getDest(),
                          [&](OpBuilder &b, const SliceGeometry &indexed,
                              const SliceGeometry &slices, Value carried) {
                            Value slice = slices.read(
                                b, loc, scatter.getSource(), loop.sliceType);
                            return indexed.write(b, loc, slice, carried);
                          });
  scatter.replaceAllUsesWith(result);
  scatter.erase();
}

namespace {
struct LowerGatherPass : snn::impl::LowerGatherPassBase<LowerGatherPass> {
  void runOnOperation() override {
    getOperation()->walk(lowerGather);
    getOperation()->walk(lowerScatter);
  }
};
} // namespace
