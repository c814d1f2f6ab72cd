//===- Activity.h - Which values carry a derivative -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_DIALECT_AD_ANALYSIS_ACTIVITY_H
#define SNN_DIALECT_AD_ANALYSIS_ACTIVITY_H

#include "mlir/IR/Block.h"
#include "mlir/IR/ValueRange.h"
#include "llvm/ADT/DenseSet.h"

namespace mlir::ad {

/// Activity of the values in one block and in the regions that its loops and
/// branches open: a value is varied if a source reaches it through
/// differentiable edges, useful if it reaches a sink, active if both.
class Activity {
public:
  /// Analyses the ops of `block`. `sources` are what is differentiated with
  /// respect to, `sinks` are what has a cotangent.
  Activity(Block &block, ValueRange sources, ValueRange sinks);

  /// The same for one op that opens its regions.
  Activity(Operation &op, ValueRange sources, ValueRange sinks);

  bool isVaried(Value value) const { return varied.contains(value); }
  bool isActive(Value value) const { return active.contains(value); }

private:
  llvm::DenseSet<Value> varied;
  llvm::DenseSet<Value> active;
};

} // namespace mlir::ad

#endif // SNN_DIALECT_AD_ANALYSIS_ACTIVITY_H
