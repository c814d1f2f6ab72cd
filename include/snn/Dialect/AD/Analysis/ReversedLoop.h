//===- ReversedLoop.h - Loops whose tape can be had again -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_DIALECT_AD_ANALYSIS_REVERSEDLOOP_H
#define SNN_DIALECT_AD_ANALYSIS_REVERSEDLOOP_H

#include "snn/Dialect/AD/Analysis/CheckpointPolicy.h"
#include "snn/Dialect/AD/IR/AD.h"

namespace mlir::ad {

/// A loop with stacks that only loops running the other way read, and that can
/// run again from any of its states.
struct ReversedLoop {
  using Sizes = SmallVector<OpFoldResult>;
  /// One that reads the tape, and the sizes of a slice of each of its stacks.
  struct Reader {
    StackingLoopOpInterface loop;
    SmallVector<Sizes> stackSizes;
  };

  StackingLoopOpInterface primal;
  SmallVector<Reader> readers;
  /// Numbers of the stacks that are tape and of those that are not.
  SmallVector<unsigned> tape, outputs;
  /// The sizes of a slice of each stack in `outputs`.
  SmallVector<Sizes> outputSizes;
  /// Numbers of the carried values that the tape depends on.
  SmallVector<unsigned> state;

  /// What the types of the tape and of the state say; `builder` is used for
  /// constants alone.
  TapeSizes getSizes();
};

/// Looks at the stacks of `primal`. Sizes that only a loop knows are emitted
/// before it. If this is no reversed loop, `whyNot` says why; it stays empty if
/// there is no tape at all.
FailureOr<ReversedLoop> findReversedLoop(OpBuilder &builder,
                                         StackingLoopOpInterface primal,
                                         std::string &whyNot);

} // namespace mlir::ad

#endif // SNN_DIALECT_AD_ANALYSIS_REVERSEDLOOP_H
