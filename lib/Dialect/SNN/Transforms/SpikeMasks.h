//===- SpikeMasks.h - The i1 of a value that is 0 or 1 -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_DIALECT_SNN_TRANSFORMS_SPIKEMASKS_H
#define SNN_LIB_DIALECT_SNN_TRANSFORMS_SPIKEMASKS_H

#include "SpikeAnalysis.h"

namespace mlir::snn {

/// Emits masks of spikes: i1 where the value is 1. Each is made once, beside
/// the value that it is the mask of.
class SpikeMasks {
public:
  SpikeMasks(OpBuilder &builder, const SpikeAnalysis &analysis)
      : builder(builder), analysis(analysis) {}

  /// True if `value` is spikes, as the analysis says or as a conversion that is
  /// newer than it.
  bool isSpikes(Value value) const {
    return analysis.isSpikes(value) || convertedFrom(value);
  }

  /// The mask of `value`, which is spikes. No op that made a value that was
  /// asked for may go before this object does.
  Value get(Value value);

private:
  Value emit(Value value);
  Value emitSelect(arith::SelectOp select);

  OpBuilder &builder;
  const SpikeAnalysis &analysis;
  DenseMap<Value, Value> masks;
};

/// `type` with i1 in the place of its elements.
Type maskType(Type type);

/// `mask` with each element turned round.
Value emitNot(OpBuilder &builder, Location loc, Value mask);

/// What `mask` turns round, or null if it is made otherwise.
Value negatedBy(Value mask);

/// `fires` everywhere, in the shape of `like`.
Value emitUniformMask(OpBuilder &builder, Location loc, Value like, bool fires);

} // namespace mlir::snn

#endif // SNN_LIB_DIALECT_SNN_TRANSFORMS_SPIKEMASKS_H
