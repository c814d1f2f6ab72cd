//===- ReversedLoop.cpp - Loops whose tape can be had again -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "snn/Dialect/AD/Analysis/ReversedLoop.h"
#include "mlir/Interfaces/CallInterfaces.h"
#include "mlir/Interfaces/FunctionInterfaces.h"
#include "mlir/Interfaces/LoopLikeInterface.h"
#include "mlir/Transforms/RegionUtils.h"
#include "snn/Dialect/AD/Analysis/ShapeBefore.h"

using namespace mlir;
using namespace mlir::ad;

/// The loops running against `loop` that read `stack` as a sequence, if they
/// are all that uses it and there is one. A loop running the same way reads the
/// stack as an output and not as a tape: its first step needs the first slice,
/// and segments would come in the wrong order.
static SmallVector<StackingLoopOpInterface>
reversedReaders(StackingLoopOpInterface loop, Value stack) {
  SmallVector<StackingLoopOpInterface> readers;
  for (OpOperand &use : stack.getUses()) {
    auto reader = dyn_cast<StackingLoopOpInterface>(use.getOwner());
    OperandRange sequences =
        reader ? reader.getStepSequences() : OperandRange(nullptr, 0);
    if (!reader || reader.runsBackward() == loop.runsBackward() ||
        use.getOperandNumber() < sequences.getBeginOperandIndex() ||
        use.getOperandNumber() >=
            sequences.getBeginOperandIndex() + sequences.size())
      return {};
    readers.push_back(reader);
  }
  return readers;
}

/// The first op in `region` that must not run twice for each time that it is
/// there; null if there is none. Calls are followed into what they call.
static Operation *findEffect(Region &region,
                             SmallPtrSetImpl<Operation *> &callees) {
  Operation *found = nullptr;
  region.walk([&](Operation *op) {
    if (op->hasTrait<OpTrait::HasRecursiveMemoryEffects>())
      return WalkResult::advance();
    auto call = dyn_cast<CallOpInterface>(op);
    if (!call && isMemoryEffectFree(op))
      return WalkResult::advance();
    auto callee =
        call ? dyn_cast_if_present<FunctionOpInterface>(call.resolveCallable())
             : FunctionOpInterface();
    if (!callee || callee.isExternal() ||
        (callees.insert(callee).second &&
         findEffect(callee.getFunctionBody(), callees)))
      found = op;
    return found ? WalkResult::interrupt() : WalkResult::advance();
  });
  return found;
}

/// Numbers of the carried values of `loop` that `values` of its body depend on,
/// in any step.
static SmallVector<unsigned> carriedBehind(StackingLoopOpInterface loop,
                                           ValueRange values) {
  auto loopLike = cast<LoopLikeOpInterface>(loop.getOperation());
  Block *body = loop.getStepBlock();
  SmallVector<Value> work(values);
  llvm::SmallPtrSet<Operation *, 16> seen;
  BitVector needed(loopLike.getRegionIterArgs().size());
  while (!work.empty()) {
    Value value = work.pop_back_val();
    if (value.getParentBlock() != body)
      continue;
    if (Operation *op = value.getDefiningOp()) {
      if (!seen.insert(op).second)
        continue;
      llvm::append_range(work, op->getOperands());
      visitUsedValuesDefinedAbove(op->getRegions(), [&](OpOperand *use) {
        work.push_back(use->get());
      });
      continue;
    }
    for (auto [index, argument] : llvm::enumerate(loopLike.getRegionIterArgs()))
      if (argument == value && !needed.test(index)) {
        needed.set(index);
        work.push_back(loopLike.getYieldedValues()[index]);
      }
  }
  return llvm::to_vector_of<unsigned>(needed.set_bits());
}

/// The sizes of a slice of the stack of `value`, emitted before `loop`. Those
/// of a reader's stacks come from before the primal too: its tape, which has
/// the same sizes, goes away.
static FailureOr<ReversedLoop::Sizes>
sliceSizes(OpBuilder &builder, StackingLoopOpInterface loop, Value value) {
  if (!isa<RankedTensorType>(value.getType()))
    return ReversedLoop::Sizes();
  return shapeBefore(builder, loop, value);
}

/// Sorts the stacks of `found.primal` into tape and outputs.
static void sortStacks(ReversedLoop &found) {
  llvm::SetVector<Operation *> readers;
  for (auto [index, stack] :
       llvm::enumerate(found.primal.getStackedResults())) {
    auto readersOfStack = reversedReaders(found.primal, stack);
    (readersOfStack.empty() ? found.outputs : found.tape).push_back(index);
    readers.insert(readersOfStack.begin(), readersOfStack.end());
  }
  for (Operation *reader : readers)
    found.readers.push_back({cast<StackingLoopOpInterface>(reader), {}});
}

/// Fills in the sizes of the stacks that will be made before the loops over
/// segments. Fails without an error if those of one are not known there.
static LogicalResult findSizes(OpBuilder &builder, ReversedLoop &found) {
  for (unsigned index : found.outputs) {
    auto sizes = sliceSizes(builder, found.primal,
                            found.primal.getStackedValues()[index]);
    if (failed(sizes))
      return failure();
    found.outputSizes.push_back(*sizes);
  }
  for (ReversedLoop::Reader &reader : found.readers)
    for (Value value : reader.loop.getStackedValues()) {
      auto sizes = sliceSizes(builder, found.primal, value);
      if (failed(sizes))
        return failure();
      reader.stackSizes.push_back(*sizes);
    }
  return success();
}

/// A loop without a tape has no reason to give: no one asked for its
/// checkpoints. The order of the checks is from cheap to dear, and the sizes
/// come last since asking for them emits ops.
FailureOr<ReversedLoop> ad::findReversedLoop(OpBuilder &builder,
                                             StackingLoopOpInterface primal,
                                             std::string &whyNot) {
  ReversedLoop found;
  found.primal = primal;
  sortStacks(found);
  if (found.tape.empty())
    return failure();
  SmallVector<Value> tape;
  for (unsigned index : found.tape)
    tape.push_back(primal.getStackedValues()[index]);
  found.state = carriedBehind(primal, tape);
  auto loopLike = cast<LoopLikeOpInterface>(primal.getOperation());
  for (unsigned index : found.state) {
    Type type = loopLike.getRegionIterArgs()[index].getType();
    auto tensorType = dyn_cast<RankedTensorType>(type);
    if (!tensorType && !type.isIntOrIndexOrFloat()) {
      llvm::raw_string_ostream(whyNot)
          << "a carried value of type " << type << " cannot be stacked";
      return failure();
    }
  }
  llvm::SmallPtrSet<Operation *, 4> callees;
  if (Operation *effect =
          findEffect(*primal.getStepBlock()->getParent(), callees)) {
    whyNot = ("'" + effect->getName().getStringRef() +
              "' may do more than compute its results")
                 .str();
    return failure();
  }
  if (failed(findSizes(builder, found))) {
    whyNot = "the sizes of a stack are not known before the loop";
    return failure();
  }
  return found;
}

/// The number of steps is any static leading size among stacks and sequences:
/// the loop's verifier has them agree.
TapeSizes ReversedLoop::getSizes() {
  TapeSizes sizes = {ShapedType::kDynamic, 0, 0};
  for (ValueRange stacks : {ValueRange(primal.getStackedResults()),
                            ValueRange(primal.getStepSequences())})
    for (Value stack : stacks)
      if (int64_t steps = cast<RankedTensorType>(stack.getType()).getDimSize(0);
          !ShapedType::isDynamic(steps))
        sizes.steps = steps;
  for (unsigned index : tape)
    sizes.tapeBytes += storedBytes(primal.getStackedValues()[index].getType());
  auto loopLike = cast<LoopLikeOpInterface>(primal.getOperation());
  for (unsigned index : state)
    sizes.stateBytes +=
        storedBytes(loopLike.getRegionIterArgs()[index].getType());
  return sizes;
}
