//===- ApartNests.h - Loop nests that stay apart -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What the fusion report and the remarks of step fusion say: both ask here, so
// that they cannot differ.
//
//===----------------------------------------------------------------------===//

#ifndef SNN_TRANSFORMS_APARTNESTS_H
#define SNN_TRANSFORMS_APARTNESTS_H

#include "snn/Transforms/FusionPlan.h"
#include "llvm/ADT/DenseMap.h"

namespace mlir::snn {

/// True for ops on tensors that become a loop nest over elements.
bool isLoopNest(Operation *op);

/// A nest that writes to memory what another one reads.
struct ApartNests {
  /// The op that keeps them apart, one of the two or one in between.
  Operation *cause;
  StringRef reason;
  /// True where no fusion could help: a sum is whole before it is used.
  bool isInherent = false;
};

/// Finds what keeps nests apart. Holds plans of blocks, which are not to change
/// as long as it lives.
class ApartNestFinder {
public:
  /// Why the nests beside `consumer` whose results it reads are not one with
  /// it, one entry for each.
  SmallVector<ApartNests> findProducers(Operation *consumer);

private:
  std::optional<ApartNests> visitEdge(Operation *producer, Operation *consumer,
                                      Value value);
  ApartNests visitGenerics(Operation *producer, Operation *consumer);

  DenseMap<Block *, FusionPlan> plans;
};

} // namespace mlir::snn

#endif // SNN_TRANSFORMS_APARTNESTS_H
