//===- FusionPlan.h - Which ops of a block share one body -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_TRANSFORMS_FUSIONPLAN_H
#define SNN_TRANSFORMS_FUSIONPLAN_H

#include "mlir/IR/Block.h"
#include "mlir/IR/Operation.h"

namespace mlir::snn {

/// Which elementwise nests of a block become one op, and in which order what
/// then is in the block runs.
struct FusionPlan {
  /// A nest that stays apart from one that reads its result.
  struct Missed {
    Operation *producer, *consumer;
    /// The op that keeps them apart.
    Operation *cause;
    StringRef reason;
  };
  /// All ops of the block but its terminator; those of one entry become one op.
  /// No op comes before one that it depends on.
  SmallVector<SmallVector<Operation *>> order;
  SmallVector<Missed> missed;
};

/// Groups the nests of `block` that run over equal domains, greedily and in a
/// fixed order: first producers with those who read them, from the end of the
/// block up, then nests that read the same tensor, and in the body of a loop
/// what is left. Two groups stay apart where a way leads from one to the other
/// through an op outside both: it would have to run before and after itself.
FusionPlan planFusion(Block &block);

} // namespace mlir::snn

#endif // SNN_TRANSFORMS_FUSIONPLAN_H
