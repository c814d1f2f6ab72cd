//===- SpikeWords.h - Spikes in memory as bits -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_TRANSFORMS_SPIKEWORDS_H
#define SNN_LIB_TRANSFORMS_SPIKEWORDS_H

#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinTypes.h"

namespace mlir::snn {

/// Spikes that are read at once: as many bytes as a register has, and as many
/// bits as an integer.
inline constexpr int64_t kWordSpikes = 64;

/// Emits `body` for each `kWordSpikes` of `size` neighbouring spikes, with the
/// position of the first of them. `count` is null, or in the last step how many
/// there are if that may be fewer.
SmallVector<Value>
emitWordSteps(OpBuilder &builder, Location loc, Value size, ValueRange carried,
              function_ref<SmallVector<Value>(OpBuilder &, Value first,
                                              Value count, ValueRange carried)>
                  body);

/// `kWordSpikes` spikes from `indices` of a buffer of `i8` on as a vector of
/// i1, or `count` of them and then zeros. All bytes but 0 are spikes.
Value loadSpikes(OpBuilder &builder, Location loc, Value bytes,
                 ValueRange indices, Value count);

/// A vector of i1 as one integer, its first element the lowest bit.
Value packBits(OpBuilder &builder, Location loc, Value flags);

/// Calls `body` for each set bit of `word`, the lowest first, with its position
/// as an index. Besides the body, a bit takes three instructions and a branch.
SmallVector<Value> emitSetBits(
    OpBuilder &builder, Location loc, Value word, ValueRange carried,
    function_ref<SmallVector<Value>(OpBuilder &, Value bit, ValueRange)> body);

} // namespace mlir::snn

#endif // SNN_LIB_TRANSFORMS_SPIKEWORDS_H
