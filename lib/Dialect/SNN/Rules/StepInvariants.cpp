//===- StepInvariants.cpp - Values of a loop's body that every step computes
// alike -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "StepInvariants.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "mlir/Transforms/RegionUtils.h"

using namespace mlir;
using namespace mlir::snn;

bool StepInvariants::contains(Value value) {
  if (!region.isAncestor(value.getParentRegion()))
    return true;
  // Arguments change from step to step, and what is nested is only there
  // within its own op.
  return value.getParentRegion() == &region && value.getDefiningOp() &&
         isInvariant(value.getDefiningOp());
}

/// All values that `op` reads from outside of itself.
static SetVector<Value> valuesReadBy(Operation *op) {
  SetVector<Value> read(op->operand_begin(), op->operand_end());
  getUsedValuesDefinedAbove(op->getRegions(), read);
  return read;
}

/// True if `op` may run once before the loop in place of once in each step.
bool StepInvariants::isInvariant(Operation *op) {
  auto found = known.find(op);
  if (found != known.end())
    return found->second;
  // Before the loop it runs even if there is no step at all.
  bool invariant =
      isMemoryEffectFree(op) && isSpeculatable(op) &&
      llvm::all_of(valuesReadBy(op), [&](Value v) { return contains(v); });
  return known[op] = invariant;
}

Value StepInvariants::compute(OpBuilder &builder, Value value) {
  if (!region.isAncestor(value.getParentRegion()))
    return value;
  if (Value done = computed.lookupOrNull(value))
    return done;
  Operation *op = value.getDefiningOp();
  for (Value read : valuesReadBy(op))
    computed.map(read, compute(builder, read));
  builder.clone(*op, computed);
  return computed.lookup(value);
}
