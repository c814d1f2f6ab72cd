//===- CoordinateLoop.h - Loops over the slices of coordinates --*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_DIALECT_AD_RULES_COORDINATELOOP_H
#define SNN_DIALECT_AD_RULES_COORDINATELOOP_H

#include "snn/Dialect/AD/Rules/SliceGeometry.h"

namespace mlir::ad {

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

  /// `indexed` has the sizes `indexedSizes`; the slices are stacked in a tensor
  /// of rank `slicesRank`.
  CoordinateLoop(Value indices, ArrayRef<int64_t> dims,
                 SmallVector<OpFoldResult> indexedSizes,
                 RankedTensorType indexed, int64_t slicesRank);

  using Body = function_ref<Value(OpBuilder &, const SliceGeometry &indexed,
                                  const SliceGeometry &slices, Value carried)>;

  /// Runs `body` for each coordinate and gives back the last carried value.
  Value run(OpBuilder &builder, Location loc, Value init, Body body) const;

private:
  SliceGeometry indexedGeometry(OpBuilder &builder, Location loc,
                                ValueRange position) const;
  SliceGeometry slicesGeometry(OpBuilder &builder, ValueRange position) const;
};

} // namespace mlir::ad

#endif // SNN_DIALECT_AD_RULES_COORDINATELOOP_H
