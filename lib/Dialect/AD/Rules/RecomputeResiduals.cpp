//===- RecomputeResiduals.cpp - Runs again what cannot be kept -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A tape has one size for all steps. Values whose size differs from step to
// step (an inner loop that runs as often as the step's number, and what it
// keeps) are computed again from what the step starts with, in the reverse of
// that step. They are exact copies: nothing here draws random numbers.
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Matchers.h"
#include "mlir/Interfaces/CallInterfaces.h"
#include "mlir/Transforms/RegionUtils.h"
#include "snn/Dialect/AD/Rules/VJPContext.h"

using namespace mlir;
using namespace mlir::ad;

/// True for ops that cost less than what they give: sizes and constants.
static bool isCheap(Operation *op) {
  return matchPattern(op, m_Constant()) || isa<tensor::EmptyOp>(op) ||
         (op->getNumRegions() == 0 && isPure(op) &&
          llvm::all_of(op->getOperandTypes(),
                       [](Type type) { return type.isIntOrIndex(); }));
}

/// True if `op` may run a second time. A call is made for what it returns, as
/// the sweep takes it to be, and an assertion that held holds again.
static bool mayRunAgain(Operation *op) {
  return !op->walk([](Operation *inner) {
              bool may = isMemoryEffectFree(inner) ||
                         isa<CallOpInterface, cf::AssertOp>(inner) ||
                         inner->hasTrait<OpTrait::HasRecursiveMemoryEffects>();
              return may ? WalkResult::advance() : WalkResult::interrupt();
            }).wasInterrupted();
}

/// `value` of the primal block as it can be had at `start` of the reverse
/// block: as a residual if it can be kept and is not cheap, else by a copy of
/// its op and of what that depends on, shared through `computed`. Fails after
/// an error at what can neither be kept nor run again.
FailureOr<Value> VJPContext::computeAgain(OpBuilder &start, Value value,
                                          IRMapping &computed,
                                          function_ref<bool(Value)> canKeep) {
  if (Value done = computed.lookupOrNull(value))
    return done;
  if (value.getParentBlock() != &primalBlock)
    return parent ? parent->primal(value) : value;
  Operation *op = value.getDefiningOp();
  if (!op && !canKeep(value))
    return value.getParentBlock()->getParentOp()->emitError(
               "cannot keep a value of type ")
           << value.getType()
           << " for the reverse sweep: expected a ranked tensor or a scalar";
  if (!op || (!isCheap(op) && canKeep(value))) {
    Value known = primals.lookup(value);
    // What the sweep computed by itself comes further down than `start`.
    bool isAtStart = known && (!op || isa<BlockArgument>(known));
    return isAtStart ? known : addResidual(value);
  }
  if (!mayRunAgain(op))
    return op->emitError("cannot keep a value of type ")
           << value.getType()
           << " for the reverse sweep, since its sizes may differ from step to "
              "step, and cannot run '"
           << op->getName() << "' again, since it has side effects";
  SetVector<Value> inputs(op->operand_begin(), op->operand_end());
  getUsedValuesDefinedAbove(op->getRegions(), inputs);
  for (Value input : inputs) {
    auto again = computeAgain(start, input, computed, canKeep);
    if (failed(again))
      return failure();
    computed.map(input, *again);
  }
  start.clone(*op, computed);
  return computed.lookup(value);
}

/// Residuals that are refused leave the reverse block's arguments, and what
/// they stood for is computed at `start`; those that are kept stay as they are.
LogicalResult
VJPContext::recomputeResiduals(OpBuilder &start,
                               function_ref<bool(Value)> canKeep) {
  IRMapping computed;
  SmallVector<Residual> refused;
  for (const Residual &residual : residuals)
    if (!canKeep(residual.primal))
      refused.push_back(residual);
  for (const Residual &residual : refused) {
    auto again = computeAgain(start, residual.primal, computed, canKeep);
    if (failed(again))
      return failure();
    Value(residual.argument).replaceAllUsesWith(*again);
    primals[residual.primal] = *again;
  }
  for (const Residual &residual : refused) {
    reverseBlock->eraseArgument(residual.argument.getArgNumber());
    llvm::erase_if(residuals, [&](const Residual &other) {
      return other.primal == residual.primal;
    });
  }
  return success();
}
