//===- StepGraph.h - What depends on what in a time step -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_DIALECT_SNN_TRANSFORMS_STEPGRAPH_H
#define SNN_LIB_DIALECT_SNN_TRANSFORMS_STEPGRAPH_H

#include "snn/Dialect/SNN/IR/SNN.h"
#include "llvm/ADT/BitVector.h"
#include "llvm/ADT/SetVector.h"

namespace mlir::snn {

/// Values of a scan's body, and the numbers of the carried values that are
/// among them.
struct StepValues {
  llvm::DenseSet<Value> values;
  llvm::BitVector carried;

  bool contains(Value value) const { return values.contains(value); }
};

/// Dependences between the ops of a scan's body, those nested in an op counted
/// as the op's. Holds as long as the body does not change.
class StepGraph {
public:
  explicit StepGraph(ScanOp scan);

  /// True if `value` is defined before the scan.
  bool isInvariant(Value value) const;

  /// True if `value` is a slice of a sequence or the number of the step.
  bool isGiven(Value value) const;

  /// True if an earlier step has a part in `value`.
  bool dependsOnCarried(Value value) const {
    return fromCarried.contains(value);
  }

  /// What `op` reads of the body.
  ArrayRef<Value> readsOf(Operation *op) const {
    return reads.find(op)->second;
  }

  /// The ops that compute `values` from what is given, in order.
  SetVector<Operation *> producersOf(ValueRange values) const;

  /// The results of `op` and all that depends on them, in this step or a later
  /// one.
  StepValues influenceOf(Operation *op) const;

private:
  mutable ScanOp scan;
  llvm::DenseMap<Operation *, SmallVector<Value>> reads;
  llvm::DenseSet<Value> fromCarried;
};

} // namespace mlir::snn

#endif // SNN_LIB_DIALECT_SNN_TRANSFORMS_STEPGRAPH_H
