//===- TapeCut.h - What of a loop body to keep for its reverse -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_DIALECT_AD_ANALYSIS_TAPECUT_H
#define SNN_DIALECT_AD_ANALYSIS_TAPECUT_H

#include "mlir/IR/Block.h"
#include "mlir/IR/ValueRange.h"

namespace mlir::ad {

/// Bits that one value of `type` takes on a tape: one for an `i1`. A dynamic
/// size counts as 64, so that a plan depends on types alone.
int64_t tapeBits(Type type);

/// What to keep of each execution of a block so that `needed` values of it can
/// be had again later.
struct TapePlan {
  /// Values to keep, in the order of their definition.
  SmallVector<Value> keep;
  /// Ops to run again on what is kept, in the order of the block.
  SmallVector<Operation *> recompute;
};

/// Plans a tape for `needed`, values of `block`, that writes the fewest bits:
/// a minimum cut between what only the first execution knows and `needed`.
/// `isFree` says which values cost nothing to have again (slices of inputs, the
/// step number, what is on a tape already). Cheap ops are run again,
/// contractions, reductions and ops with loops never; of two cuts of one
/// weight the later is taken, which runs less again. The result depends on the
/// order of the ops and nothing else.
TapePlan cutTape(Block &block, ValueRange needed,
                 function_ref<bool(Value)> isFree);

} // namespace mlir::ad

#endif // SNN_DIALECT_AD_ANALYSIS_TAPECUT_H
