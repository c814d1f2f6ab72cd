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

/// Calls `body` for each set spike, the first first, with its position in the
/// row; `carried` goes through the calls.
SmallVector<Value> emitSetSpikes(
    OpBuilder &builder, const SpikeRow &row, ValueRange carried,
    function_ref<SmallVector<Value>(OpBuilder &, Value, ValueRange)> body);

} // namespace mlir::snn

#endif // SNN_LIB_GPU_SPIKEMASKS_H
