//===- PlanTape.cpp - Decides what a loop keeps for its reverse -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "TapeSegments.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/IRMapping.h"
#include "snn/Dialect/AD/Analysis/TapeCut.h"
#include "snn/Dialect/AD/IR/AD.h"
#include "snn/Dialect/AD/Transforms/Passes.h"
#include "snn/Dialect/AD/Transforms/Remarks.h"
#include "llvm/Support/FormatVariadic.h"

namespace mlir::ad {
#define GEN_PASS_DEF_PLANTAPEPASS
#include "snn/Dialect/AD/Transforms/Passes.h.inc"
} // namespace mlir::ad

using namespace mlir;
using namespace mlir::ad;

namespace {
/// A loop and one that reads stacks of it, which are its tape.
struct TapedPair {
  StackingLoopOpInterface primal, reverse;
  /// Numbers of the stacked results that only `reverse` reads, and of the
  /// sequences by which it does.
  SmallVector<unsigned> stacks, sequences;
  /// The values of the primal body that they hold.
  SmallVector<Value> values;
};

/// What a free value of the primal body is in the reverse body.
struct FreeValue {
  Value primal;
  /// The sequence to read it from, or else the number of the stack that holds
  /// it; the step number has neither.
  Value sequence = {};
  std::optional<unsigned> stack = std::nullopt;
};
} // namespace

/// The number of the sequence by which `loop` reads `stack` as its only user.
static std::optional<unsigned> soleReader(Value stack,
                                          StackingLoopOpInterface loop) {
  if (!stack.hasOneUse() || *stack.user_begin() != loop)
    return std::nullopt;
  for (auto [index, sequence] : llvm::enumerate(loop.getStepSequences()))
    if (sequence == stack)
      return index;
  return std::nullopt;
}

/// The stacks of `primal` that `reverse` alone reads, perhaps none.
static TapedPair findTape(StackingLoopOpInterface primal,
                          StackingLoopOpInterface reverse) {
  TapedPair pair{primal, reverse, {}, {}, {}};
  for (auto [index, stack] : llvm::enumerate(primal.getStackedResults()))
    if (std::optional<unsigned> sequence = soleReader(stack, reverse)) {
      pair.stacks.push_back(index);
      pair.sequences.push_back(*sequence);
      pair.values.push_back(primal.getStackedValues()[index]);
    }
  return pair;
}

/// The values of the primal body that the reverse can have without a tape:
/// slices of the primal's sequences, the step number, and what is stacked for
/// other readers anyway.
static SmallVector<FreeValue> findFreeValues(const TapedPair &pair) {
  StackingLoopOpInterface primal = pair.primal;
  SmallVector<FreeValue> free = {{primal.getStepNumber()}};
  for (auto [slice, sequence] :
       llvm::zip(primal.getStepSlices(), primal.getStepSequences()))
    free.push_back({slice, sequence});
  for (auto [index, value] : llvm::enumerate(primal.getStackedValues()))
    if (!llvm::is_contained(pair.stacks, index))
      free.push_back({value, Value(), index});
  return free;
}

/// What `values` cost per step, in the unit that the cut weighs.
static int64_t bitsOf(ValueRange values) {
  int64_t bits = 0;
  for (Value value : values)
    bits += tapeBits(value.getType());
  return bits;
}

/// The number of the stack of `loop` that holds `value`.
static std::optional<unsigned> stackOf(StackingLoopOpInterface loop,
                                       Value value) {
  for (auto [index, stacked] : llvm::enumerate(loop.getStackedValues()))
    if (stacked == value)
      return index;
  return std::nullopt;
}

/// The free values that the plan's ops and the tape's values read.
static SmallVector<FreeValue> usedFreeValues(ArrayRef<FreeValue> free,
                                             const TapePlan &plan,
                                             ValueRange needed) {
  SmallVector<FreeValue> used;
  for (const FreeValue &value : free) {
    bool isRead = llvm::is_contained(needed, value.primal);
    for (Operation *op : plan.recompute)
      op->walk([&](Operation *inner) {
        isRead |= llvm::is_contained(inner->getOperands(), value.primal);
      });
    if (isRead)
      used.push_back(value);
  }
  return used;
}

/// Replaces the tape of `pair` by the one that `plan` says.
///
///   primal: stack(%a, %b)          reverse: over(%ta, %tb) { use of %ta, %tb }
///
/// becomes, where %a and %b are cheap to compute of %x,
///
///   primal: stack(%x)              reverse: over(%tx) { %a, %b of %tx;  use }
static void applyPlan(RewriterBase &rewriter, TapedPair pair,
                      const TapePlan &plan, ArrayRef<FreeValue> free) {
  // The new tape beside the old one.
  SmallVector<Value> added;
  for (Value value : plan.keep)
    if (!stackOf(pair.primal, value))
      added.push_back(value);
  pair.primal = pair.primal.replaceStacked(rewriter, {}, added);

  SmallVector<Value> sequences, primals;
  for (Value value : plan.keep) {
    primals.push_back(value);
    sequences.push_back(
        pair.primal.getStackedResults()[*stackOf(pair.primal, value)]);
  }
  for (const FreeValue &value : usedFreeValues(free, plan, pair.values))
    if (value.sequence || value.stack) {
      primals.push_back(value.primal);
      sequences.push_back(value.sequence
                              ? value.sequence
                              : pair.primal.getStackedResults()[*value.stack]);
    }
  pair.reverse = pair.reverse.replaceSequences(rewriter, {}, sequences,
                                               ValueRange(primals).getTypes());

  // What is not kept runs again, first thing in the reverse step.
  IRMapping mapping;
  mapping.map(pair.primal.getStepNumber(), pair.reverse.getStepNumber());
  auto slices = pair.reverse.getStepSlices();
  for (auto [primal, slice] :
       llvm::zip(primals, slices.take_back(sequences.size())))
    mapping.map(primal, slice);
  rewriter.setInsertionPointToStart(pair.reverse.getStepBlock());
  for (Operation *op : plan.recompute)
    rewriter.clone(*op, mapping);
  for (auto [value, sequence] : llvm::zip(pair.values, pair.sequences))
    rewriter.replaceAllUsesWith(slices[sequence],
                                mapping.lookupOrDefault(value));

  // The old tape has no reader left but the values that stay on it.
  SmallVector<unsigned> dropped;
  for (auto [stack, value] : llvm::zip(pair.stacks, pair.values))
    if (!llvm::is_contained(plan.keep, value))
      dropped.push_back(stack);
  pair.reverse =
      pair.reverse.replaceSequences(rewriter, pair.sequences, {}, {});
  // A reverse loop that reads no sequence any more asks the tape for its
  // length.
  rewriter.setInsertionPoint(pair.primal);
  for (unsigned stack : dropped)
    for (Operation *length : llvm::make_early_inc_range(
             pair.primal.getStackedResults()[stack].getUsers()))
      rewriter.replaceOp(length, getValueOrCreateConstantIndexOp(
                                     rewriter, length->getLoc(),
                                     pair.primal.getStepCount(rewriter)));
  pair.primal.replaceStacked(rewriter, dropped, {});
}

//===----------------------------------------------------------------------===//
// Remarks
//===----------------------------------------------------------------------===//

/// "3 values of 96 bytes", as they lie in memory: the cut counts a spike as a
/// bit, a tensor of spikes has bytes.
static std::string describeSize(ValueRange values) {
  int64_t bytes = 0;
  for (Value value : values)
    bytes += storedBytes(value.getType());
  return llvm::formatv("{0} value{1} of {2} bytes", values.size(),
                       values.size() == 1 ? "" : "s", bytes);
}

/// What `pair` has on its tape by `plan`, value by value, and what its reverse
/// computes again.
static void describeTape(const Remarks &remarks, TapedPair pair,
                         const TapePlan &plan) {
  if (!remarks.areWanted())
    return;
  std::string kept = "keeps " + describeSize(plan.keep) + " per step";
  if (bitsOf(plan.keep) < bitsOf(pair.values))
    remarks.passed(pair.primal, "TapeCut")
        << remark::add("{0} instead of {1}; its reverse runs {2} ops again",
                       kept, describeSize(pair.values), plan.recompute.size());
  else
    remarks.analysis(pair.primal, "TapeAsAsked")
        << kept + ", as derivative rules asked";
  for (Value value : plan.keep) {
    Operation *definition = value.getDefiningOp();
    remarks.analysis(definition ? definition : pair.primal, "ValueKept")
        << remark::add("{0} of type {1} is on the tape",
                       definition ? "a result" : "a carried value",
                       value.getType());
  }
  for (Operation *op : plan.recompute)
    if (!op->hasTrait<OpTrait::ConstantLike>())
      remarks.analysis(op, "OpRecomputed") << "runs again in the reverse loop";
}

/// For how many steps the tape of `found` is kept.
static void describeSegments(const Remarks &remarks, ReversedLoop &found,
                             std::optional<int64_t> length) {
  if (!remarks.areWanted())
    return;
  TapeSizes sizes = found.getSizes();
  if (!length) {
    remarks.analysis(found.primal, "TapeWhole") << remark::add(
        "keeps {0} bytes per step for all steps at once", sizes.tapeBytes);
    return;
  }
  std::string steps = ShapedType::isDynamic(*length)
                          ? std::string("as many steps as there are segments")
                          : llvm::formatv("{0} steps", *length).str();
  remarks.passed(found.primal, "Checkpoints") << remark::add(
      "keeps {0} bytes of state for each segment of {1}, and {2} bytes per "
      "step for one segment at once",
      sizes.stateBytes, steps, sizes.tapeBytes);
}

namespace {
/// First the cut, which decides what a step has to keep, and then checkpoints,
/// which decide for how many steps it is kept at once.
struct PlanTapePass : ad::impl::PlanTapePassBase<PlanTapePass> {
  using PlanTapePassBase::PlanTapePassBase;

  void runOnOperation() override {
    // Loops are replaced as their tapes are planned, so pairs are looked for
    // anew, each reverse loop once.
    SmallVector<Operation *> loops;
    getOperation()->walk(
        [&](StackingLoopOpInterface loop) { loops.push_back(loop); });
    for (unsigned index = 0; index < loops.size(); ++index) {
      if (loops[index])
        planTapeOf(cast<StackingLoopOpInterface>(loops[index]), loops);
      if (loops[index])
        keepCheckpoints(cast<StackingLoopOpInterface>(loops[index]), loops);
    }
  }

private:
  /// Plans all tapes that `primal` writes; keeps `loops` up to date.
  void planTapeOf(StackingLoopOpInterface primal,
                  MutableArrayRef<Operation *> loops);

  /// Has `primal` keep checkpoints instead of a tape, if the policy wants it;
  /// loops that go away are null in `loops`.
  void keepCheckpoints(StackingLoopOpInterface primal,
                       MutableArrayRef<Operation *> loops);

  Remarks remarks() { return {&getContext(), getArgument()}; }
};
} // namespace

void PlanTapePass::keepCheckpoints(StackingLoopOpInterface primal,
                                   MutableArrayRef<Operation *> loops) {
  if (checkpoint.kind == CheckpointPolicy::Kind::None)
    return;
  IRRewriter rewriter(&getContext());
  rewriter.setInsertionPoint(primal);
  std::string whyNot;
  FailureOr<ReversedLoop> found = findReversedLoop(rewriter, primal, whyNot);
  if (failed(found)) {
    if (!whyNot.empty())
      remarks().missed(primal, "NoCheckpoints")
          << "keeps its whole tape: " + whyNot;
    return;
  }
  std::optional<int64_t> length =
      chooseSegmentLength(checkpoint, found->getSizes());
  describeSegments(remarks(), *found, length);
  if (length) {
    splitIntoSegments(rewriter, *found, *length, loops);
    ++numSplit;
  }
}

/// Each reader has a tape of its own; a stack that several read is no tape but
/// a value that is there anyway. A plan is applied only if it saves bits, so
/// that nothing changes where the rules asked for the right values already.
void PlanTapePass::planTapeOf(StackingLoopOpInterface primal,
                              MutableArrayRef<Operation *> loops) {
  llvm::SetVector<Operation *> readers;
  for (Value stack : primal.getStackedResults())
    for (Operation *user : stack.getUsers())
      if (isa<StackingLoopOpInterface>(user))
        readers.insert(user);
  for (Operation *reader : readers) {
    TapedPair pair = findTape(primal, cast<StackingLoopOpInterface>(reader));
    if (pair.stacks.empty())
      continue;
    SmallVector<FreeValue> free = findFreeValues(pair);
    TapePlan plan = {pair.values, {}};
    if (policy == TapePolicy::MinCut)
      plan = cutTape(*primal.getStepBlock(), pair.values, [&](Value value) {
        return llvm::any_of(
            free, [&](const FreeValue &f) { return f.primal == value; });
      });
    describeTape(remarks(), pair, plan);
    if (bitsOf(plan.keep) >= bitsOf(pair.values))
      continue;
    numBitsSaved += bitsOf(pair.values) - bitsOf(plan.keep);
    IRRewriter rewriter(&getContext());
    Block *primalBody = primal.getStepBlock();
    Block *reverseBody = pair.reverse.getStepBlock();
    applyPlan(rewriter, pair, plan, free);
    // Bodies move into the loops that replace theirs.
    Operation *newPrimal = primalBody->getParentOp();
    Operation *newReverse = reverseBody->getParentOp();
    llvm::replace(loops, primal.getOperation(), newPrimal);
    llvm::replace(loops, reader, newReverse);
    primal = cast<StackingLoopOpInterface>(newPrimal);
  }
}
