//===- StepInvariants.h - Values of a loop's body that every step computes alike
//-*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_DIALECT_SNN_RULES_STEPINVARIANTS_H
#define SNN_LIB_DIALECT_SNN_RULES_STEPINVARIANTS_H

#include "mlir/IR/Builders.h"
#include "mlir/IR/IRMapping.h"
#include "llvm/ADT/DenseMap.h"

namespace mlir::snn {

/// Finds the values of one region that are computed from outside values alone,
/// without effects, and computes them again before the op that holds it.
class StepInvariants {
public:
  explicit StepInvariants(Region &region) : region(region) {}

  /// True if `value` is the same in every execution of the region.
  bool contains(Value value);

  /// `value`, for which `contains` holds, computed at `builder`; an op is only
  /// cloned once.
  Value compute(OpBuilder &builder, Value value);

private:
  bool isInvariant(Operation *op);

  Region &region;
  llvm::DenseMap<Operation *, bool> known;
  IRMapping computed;
};

} // namespace mlir::snn

#endif // SNN_LIB_DIALECT_SNN_RULES_STEPINVARIANTS_H
