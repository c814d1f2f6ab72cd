//===- SpikeMasks.h - The set spikes of a row, by masks of bits -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Loops over the spikes of a row in memory that are set. A spike is a byte
// there; where the row is aligned, many are loaded at once and packed to bits.
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_GPU_SPIKEMASKS_H
#define SNN_LIB_GPU_SPIKEMASKS_H

#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinTypes.h"

namespace mlir::snn {

/// Neighbouring spikes in memory.
struct SpikeRow {
  Location loc;
  Value memory;
  /// Of the first.
  SmallVector<Value> place;
  OpFoldResult size;
};

/// What is done for a set spike, in two parts: what several of them load is
/// under way before the first of it is needed.
struct SpikeUse {
  /// What the spike at a position of the row chooses.
  function_ref<Value(OpBuilder &, Value position)> load;
  /// Takes it; gives what is carried on.
  function_ref<SmallVector<Value>(OpBuilder &, Value position, Value loaded,
                                  ValueRange carried)>
      use;
};

/// Does `use` for each set spike, the first first; `carried` goes through all.
/// A load may be repeated without a use, and comes before the uses of the three
/// spikes in front of it.
SmallVector<Value> emitSetSpikes(OpBuilder &builder, const SpikeRow &row,
                                 ValueRange carried, const SpikeUse &use);

} // namespace mlir::snn

#endif // SNN_LIB_GPU_SPIKEMASKS_H
