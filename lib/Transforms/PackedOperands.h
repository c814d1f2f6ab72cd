//===- PackedOperands.h - Blocks of a contraction's sides -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_TRANSFORMS_PACKEDOPERANDS_H
#define SNN_LIB_TRANSFORMS_PACKEDOPERANDS_H

#include "ContractionLoops.h"

namespace mlir::snn {

/// Steps of the reduction in a block: 256 of a tile's 32 columns take 32 KiB.
inline constexpr int64_t kBlockDepth = 256;
/// Rows in a block: with that depth 128 KiB of the left side, which stay in the
/// second cache while all columns of the right side pass by.
inline constexpr int64_t kBlockRows = 128;

/// Copies blocks of a contraction's sides to where its tiles read them one
/// element after the other: no two rows in the same lines of a cache, no page
/// for a few elements.
class PackedOperands : protected ContractionLoops {
protected:
  PackedOperands(OpBuilder &builder, const Contraction &contraction);

  int64_t tileColumns() { return kTileRegisters * width; }

  /// Memory for a block of the right side, panels of a tile's columns, and its
  /// copy, which threads share.
  Value allocateRight(OpBuilder &builder, Value panels);
  void packRight(OpBuilder &builder);

  /// Memory of a thread for a block of the left side, and its copy.
  Value allocateLeft(OpBuilder &builder);
  void packLeft(OpBuilder &builder);

  /// Element of the left block at `row` + `more` and `step`.
  Value leftAt(OpBuilder &builder, Value row, int64_t more, Value step);

  /// Of a register of columns, `column` from where the tile begins, those that
  /// are in the result.
  Value columnMask(OpBuilder &builder, int64_t column);

  Value least(OpBuilder &builder, Value a, Value b);
  Value times(OpBuilder &builder, Value a, int64_t b);
  Value ceilDiv(OpBuilder &builder, Value a, int64_t b);
  /// How much of a block of `most` that begins at `from` there is before
  /// `size`.
  Value rest(OpBuilder &builder, Value size, Value from, int64_t most);
  /// True if `size` is known to be a multiple of `step`.
  static bool divides(Value size, int64_t step);

  /// A parallel loop over `sizes`, from zero in steps of one.
  void emitParallel(OpBuilder &builder, ValueRange sizes,
                    function_ref<void(OpBuilder &, ValueRange)> body);

  /// The dimensions of rows and of the steps in a block; the other reduction
  /// dimensions.
  unsigned m, k;
  SmallVector<unsigned> sums;
  /// The sizes of the block at hand, and the copies.
  Value rows, columns, depth, left, right;

private:
  void packLeftRows(OpBuilder &builder);
  void packLeftSteps(OpBuilder &builder);

  /// Whether neighbours of the left side in memory are rows, not steps: then so
  /// they are in its copy, a register of them for each step.
  bool leftIsByStep;
};

} // namespace mlir::snn

#endif // SNN_LIB_TRANSFORMS_PACKEDOPERANDS_H
