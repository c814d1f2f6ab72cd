//===- SpikeProducts.h - Arithmetic with spikes as masks -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_DIALECT_SNN_TRANSFORMS_SPIKEPRODUCTS_H
#define SNN_LIB_DIALECT_SNN_TRANSFORMS_SPIKEPRODUCTS_H

#include "SpikeMasks.h"

namespace mlir::snn {

/// The operands of `op` that it would rather have as masks: both factors of a
/// product, either side of a contraction, what is compared with a constant or
/// counted. Products and contractions only if `maskProducts`. They need not be
/// spikes.
SmallVector<Value> wantedMasks(Operation *op, bool maskProducts);

/// What was rewritten.
struct SpikeCounts {
  unsigned products = 0, contractions = 0;
};

/// Rewrites `op` to take masks of those of its operands that are spikes, and
/// replaces its results. The op stays, without uses, for its operands may have
/// masks yet to be made.
LogicalResult maskOperands(RewriterBase &rewriter, SpikeMasks &masks,
                           Operation *op, bool maskProducts,
                           SpikeCounts &counts);

} // namespace mlir::snn

#endif // SNN_LIB_DIALECT_SNN_TRANSFORMS_SPIKEPRODUCTS_H
