//===- LoopSlices.h - Which tensors an scf.for reads and writes step by step -*-
// C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_DIALECT_SNN_TRANSFORMS_LOOPSLICES_H
#define SNN_LIB_DIALECT_SNN_TRANSFORMS_LOOPSLICES_H

#include "LoopSteps.h"
#include "llvm/ADT/MapVector.h"

namespace mlir::snn {

/// What of an `scf.for` a time loop would take as sequences and as stacks.
struct LoopSlices {
  /// Steps are numbered from the last iteration to the first.
  bool reverse = false;
  LoopSteps steps;
  /// Reads of slice t at step t, by the tensor from outside that they read.
  llvm::MapVector<Value, SmallVector<Operation *>> reads;
  /// For each iteration argument the op that writes slice t of it at step t and
  /// is all that happens to it; null for those that are carried.
  SmallVector<Operation *> writes;
  /// True for those writes that replace all of their slice.
  SmallVector<bool> isWholeWrite;
};

/// Finds the slices of `loop`. On failure `reason` says why it cannot be a time
/// loop.
FailureOr<LoopSlices> findLoopSlices(scf::ForOp loop, std::string &reason);

} // namespace mlir::snn

#endif // SNN_LIB_DIALECT_SNN_TRANSFORMS_LOOPSLICES_H
