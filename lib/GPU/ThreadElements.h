//===- ThreadElements.h - An op's elements in the threads -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Loops that give each thread its part of the elements of a structured op.
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_GPU_THREADELEMENTS_H
#define SNN_LIB_GPU_THREADELEMENTS_H

#include "mlir/Dialect/Linalg/IR/Linalg.h"

namespace mlir::snn {

/// Which of how many threads runs the code that is emitted.
struct ThreadShare {
  Value thread;
  Value count;
  /// `count` where it is known, else 0.
  int64_t knownCount = 0;
};

/// A function of the place of an element.
using ElementBody = function_ref<void(OpBuilder &, ValueRange)>;

/// The body of loops that carry values: gives what is carried on.
using SumBody =
    function_ref<SmallVector<Value>(OpBuilder &, ValueRange, ValueRange)>;

/// The sizes of those of `ranges` that `loops` name.
SmallVector<OpFoldResult> sizesOf(ArrayRef<Range> ranges,
                                  ArrayRef<unsigned> loops);

/// `ivs`, with those of `loops` at `place`.
SmallVector<Value> placed(ArrayRef<Value> ivs, ArrayRef<unsigned> loops,
                          ValueRange place);

/// Loops over `sizes`, the first outermost; without any, the body alone.
void emitNest(OpBuilder &builder, Location loc, ArrayRef<OpFoldResult> sizes,
              ElementBody body);

/// The same, carrying `sums` through all of them.
SmallVector<Value> emitNest(OpBuilder &builder, Location loc,
                            ArrayRef<OpFoldResult> sizes, ValueRange sums,
                            SumBody body);

/// Runs `body` for each element of a space of `sizes`, each in one thread.
/// Where the element is depends on the static sizes other than 1 alone, so that
/// two ops over the same space give each thread the same elements.
void emitThreadElements(OpBuilder &builder, Location loc,
                        ArrayRef<OpFoldResult> sizes, const ThreadShare &share,
                        ElementBody body);

/// The loops of `op` whose iterations write elements of their own; others run
/// in the thread that an element belongs to.
SmallVector<unsigned> parallelLoops(linalg::LinalgOp op);

/// `op` in plain arithmetic on the elements that belong to a thread.
void emitElements(OpBuilder &builder, linalg::LinalgOp op,
                  const ThreadShare &share);

/// The place in `operand` that iteration `ivs` looks at.
SmallVector<Value> placeOf(OpBuilder &builder, Location loc, AffineMap map,
                           ValueRange ivs);

} // namespace mlir::snn

#endif // SNN_LIB_GPU_THREADELEMENTS_H
