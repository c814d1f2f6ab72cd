//===- RowLoops.h - Loops over rows that spikes select -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_TRANSFORMS_ROWLOOPS_H
#define SNN_LIB_TRANSFORMS_ROWLOOPS_H

#include "ColumnBlocks.h"
#include "SpikeRows.h"

namespace mlir::snn {

/// The loops of a spike product while they are emitted, and access to its
/// operands where they stand.
class RowLoops {
public:
  RowLoops(OpBuilder &builder, const SpikeRows &rows);

  /// Loops over `dims`, outermost first, with `body` inside.
  void emit(OpBuilder &builder, ArrayRef<unsigned> dims,
            function_ref<void(OpBuilder &)> body);
  /// The same, with values carried.
  SmallVector<Value>
  emit(OpBuilder &builder, ArrayRef<unsigned> dims, ValueRange carried,
       function_ref<SmallVector<Value>(OpBuilder &, ValueRange)> body);

  /// Blocks of columns of at most so many registers; in `body` the loops stand
  /// at one of them.
  void emitBlocks(OpBuilder &builder, int64_t registers, Remainder remainder,
                  function_ref<void(OpBuilder &)> body);

  /// Spikes along the bits at the present position: `kWordSpikes` from `first`
  /// on, or `count` of them.
  Value loadSpikesFrom(OpBuilder &builder, Value first, Value count);

  /// All spikes along the bits; in `body` the loops stand at one of them.
  SmallVector<Value>
  emitSpikes(OpBuilder &builder, ValueRange carried,
             function_ref<SmallVector<Value>(OpBuilder &, ValueRange)> body);

  /// The present block of the present row.
  SmallVector<Value> loadWeights(OpBuilder &builder);
  SmallVector<Value> loadSums(OpBuilder &builder);
  void storeSums(OpBuilder &builder, ValueRange sums);
  SmallVector<Value> createZeros(OpBuilder &builder);
  SmallVector<Value> add(OpBuilder &builder, ValueRange sums, ValueRange row);

  /// Memory on the stack of the function, or of the parallel iteration, that
  /// the op is in, aligned to registers.
  Value createStack(OpBuilder &builder, MemRefType type);

  SpikeRows rows;
  Location loc;
  /// By loop.
  SmallVector<Value> sizes, at;
  SmallVector<ColumnVector> block;

private:
  SmallVector<Value> load(OpBuilder &builder, Value memory, AffineMap map);

  Value zero;
  /// The spikes as a buffer of i8.
  Value bytes;
};

} // namespace mlir::snn

#endif // SNN_LIB_TRANSFORMS_ROWLOOPS_H
