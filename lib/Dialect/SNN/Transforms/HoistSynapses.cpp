//===- HoistSynapses.cpp - Large synapses leave the time loop -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Takes contractions that need no earlier step out of time loops, for all steps
// at once, where that moves fewer bytes than reading the weights in each step.
//
//===----------------------------------------------------------------------===//

#include "AllSteps.h"
#include "ScanCut.h"
#include "StepSums.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "snn/Dialect/AD/Analysis/ShapeBefore.h"
#include "snn/Dialect/AD/Transforms/Remarks.h"
#include "snn/Dialect/SNN/Transforms/Passes.h"

namespace mlir::snn {
#define GEN_PASS_DEF_HOISTSYNAPSESPASS
#include "snn/Dialect/SNN/Transforms/Passes.h.inc"
} // namespace mlir::snn

using namespace mlir;
using namespace mlir::snn;
using ad::Remarks;

//===----------------------------------------------------------------------===//
// Costs
//===----------------------------------------------------------------------===//

/// Bytes of an element in memory; an i1 takes one.
static int64_t elementBytes(Type type) {
  Type element = getElementTypeOrSelf(type);
  return element.isIntOrFloat()
             ? llvm::divideCeil(element.getIntOrFloatBitWidth(), 8)
             : 8;
}

/// Bytes of `value`, a size that is not known counted as `unknown`.
static int64_t bytesOf(Value value, int64_t unknown) {
  int64_t bytes = elementBytes(value.getType());
  if (auto type = dyn_cast<ShapedType>(value.getType()))
    for (int64_t size : type.getShape())
      bytes *= ShapedType::isDynamic(size) ? unknown : size;
  return bytes;
}

/// True if `weights` are larger than `fitting` bytes and no smaller than
/// `kept`, the values of one step that are written and read so that the weights
/// need not be. Weights of unknown size count as small, since what is kept of
/// all steps is much memory; a batch of unknown size counts as one sample.
///
/// With 16 samples a forward pass took, in ms on one core of 1 MiB of second
/// and a share of 32 MiB of third cache, with products in the loop and before
/// it: 46.5 and 47.5 for 1 MiB of weights (500 steps), 21.7 and 19.9 for 2 MiB,
/// 41.7 and 41.1 for 4 MiB, 412 and 169 for 16 MiB (100 steps). The weight's
/// gradient in the loop and after it: 18.2 and 14.9 for 256 KiB, 34.6 and 31.8
/// for 512 KiB, 55.6 and 48.7 for 1 MiB.
static bool pays(Value weights, int64_t fitting, ValueRange kept) {
  int64_t bytes = bytesOf(weights, /*unknown=*/0), traffic = 0;
  for (Value value : kept)
    traffic += bytesOf(value, /*unknown=*/1);
  return bytes > fitting && traffic <= bytes;
}

//===----------------------------------------------------------------------===//
// Match
//===----------------------------------------------------------------------===//

namespace {
/// A contraction in a step whose one input, number `side`, differs from step
/// to step; the other one, the weights, does not.
struct Synapse {
  linalg::LinalgOp op;
  unsigned side;

  Value input() { return op->getOperand(side); }
  Value weights() { return op->getOperand(1 - side); }
  Value init() { return op->getOperand(2); }
  Value result() { return op->getResult(0); }
};
} // namespace

/// A contraction of two values that both differ, or that neither does, is none:
/// there would be no weights, or loop-invariant code motion takes it out.
static FailureOr<Synapse> matchSynapse(RewriterBase &rewriter,
                                       const StepGraph &graph, Operation *op) {
  auto structured = dyn_cast<linalg::LinalgOp>(op);
  if (!structured || !isStepContraction(structured) ||
      structured.getNumReductionLoops() == 0)
    return rewriter.notifyMatchFailure(op, "not a contraction of two tensors");
  for (unsigned side : {0u, 1u})
    if (!graph.isInvariant(op->getOperand(side)) &&
        graph.isInvariant(op->getOperand(1 - side)))
      return Synapse{structured, side};
  return rewriter.notifyMatchFailure(
      op, "not of one input that steps differ in and weights that they share");
}

/// Why a contraction stays in its loop though no step holds it there.
static constexpr StringLiteral
    kUnknownSizes = "the sizes of a stack are not known before the loop",
    kSmallWeights = "its weights fit the cache, or the values to keep of all "
                    "steps are larger";

/// True if what stacks `values` can be allocated before `scan`.
static bool canStack(ScanOp scan, ValueRange values) {
  OpBuilder builder(scan);
  return llvm::all_of(values, [&](Value value) {
    auto type = dyn_cast<RankedTensorType>(value.getType());
    return !type || type.hasStaticShape() ||
           succeeded(ad::shapeBefore(builder, scan, value));
  });
}

//===----------------------------------------------------------------------===//
// Emit
//===----------------------------------------------------------------------===//

/// The type of `value` at each of the steps of `sequence`.
static RankedTensorType typeOfSteps(Value value, Value sequence) {
  auto type = cast<RankedTensorType>(value.getType());
  SmallVector<int64_t> shape(type.getShape());
  shape.insert(shape.begin(),
               cast<RankedTensorType>(sequence.getType()).getDimSize(0));
  return RankedTensorType::get(shape, type.getElementType());
}

/// What takes the place of `op` where its product is `slice`.
static Value replaceProduct(OpBuilder &builder, Operation *op, Value slice) {
  Value init = op->getOperand(2);
  if (isZeros(init))
    return slice;
  return arith::AddFOp::create(builder, op->getLoc(), init, slice);
}

/// The products of `synapse` at all steps of `inputs`.
static Value emitProducts(OpBuilder &builder, Synapse synapse, Value inputs) {
  StepOperand operands[2];
  operands[synapse.side] = {inputs, true};
  operands[1 - synapse.side] = {synapse.weights(), false};
  return emitForAllSteps(builder, synapse.op, operands,
                         typeOfSteps(synapse.result(), inputs));
}

/// The sequence of which `value` is the slice, null if it is none.
static Value sequenceOf(ScanOp scan, Value value) {
  for (auto [slice, sequence] :
       llvm::zip(scan.getSlices(), scan.getSequences()))
    if (slice == value)
      return sequence;
  return {};
}

/// `value`, which no earlier step has a part in, at all steps: a loop of its
/// own before `scan` computes it.
static Value emitPrologue(RewriterBase &rewriter, ScanOp scan,
                          const StepGraph &graph, Value value) {
  rewriter.setInsertionPoint(scan);
  auto type = typeOfSteps(value, scan.getSequences().front());
  auto prologue = ScanOp::create(
      rewriter, scan.getLoc(), scan.getSequences(), ValueRange(),
      scan.getLength(), type, scan.getReverse(),
      [&](OpBuilder &builder, Location loc, ValueRange arguments) {
        IRMapping copies;
        copies.map(scan.getStep(), arguments[0]);
        copies.map(ValueRange(scan.getSlices()), arguments.drop_front());
        for (Operation *op : graph.producersOf(value))
          builder.clone(*op, copies);
        snn::YieldOp::create(builder, loc, ValueRange(), copies.lookup(value));
      },
      TypeRange(ValueRange(scan.getSlices())));
  return prologue.getStacks().front();
}

namespace {
struct HoistSynapsesPass : snn::impl::HoistSynapsesPassBase<HoistSynapsesPass> {
  using HoistSynapsesPassBase::HoistSynapsesPassBase;

  void runOnOperation() override {
    SmallVector<ScanOp> scans;
    getOperation()->walk([&](ScanOp scan) { scans.push_back(scan); });
    IRRewriter rewriter(&getContext());
    for (ScanOp scan : scans)
      hoist(rewriter, scan);
  }

private:
  /// Inputs first, so that what is cut is the loop that is left.
  void hoist(RewriterBase &rewriter, ScanOp scan) {
    while (hoistInput(rewriter, scan) || hoistSum(rewriter, scan)) {
    }
    if (auto parts = cut(rewriter, scan)) {
      hoist(rewriter, parts->first);
      hoist(rewriter, parts->second);
    } else if (remarks().areWanted()) {
      describeKept(rewriter, scan);
    }
  }

  Remarks remarks() { return {&getContext(), getArgument()}; }

  /// Says of each contraction that is left in `scan` why it stays there.
  void describeKept(RewriterBase &rewriter, ScanOp scan) {
    StepGraph graph(scan);
    llvm::MapVector<Operation *, StringRef> reasons;
    for (Operation &op : scan.getBody().front())
      if (auto synapse = matchSynapse(rewriter, graph, &op);
          succeeded(synapse)) {
        StringRef reason = whyNoInput(scan, graph, *synapse);
        if (graph.dependsOnCarried(synapse->input()))
          (void)planCutAt(scan, graph, *synapse, reason);
        reasons[&op] = reason;
      }
    for (unsigned index = 0; index < scan.getInits().size(); ++index)
      for (const Addend &addend : matchSum(scan, index))
        reasons[addend.op] = whyNoSum(scan, addend);
    for (auto [op, reason] : reasons) {
      auto text = remark::add("'{0}' stays in the time loop: {1}",
                              op->getName(), reason);
      // Where it would not pay nothing is missed.
      if (reason == kSmallWeights)
        remarks().analysis(op, "SynapseKept") << text;
      else
        remarks().missed(op, "SynapseKept") << text;
    }
  }

  /// Takes one contraction of inputs before `scan`, which it replaces.
  bool hoistInput(RewriterBase &rewriter, ScanOp &scan) {
    StepGraph graph(scan);
    for (Operation &op : scan.getBody().front()) {
      auto synapse = matchSynapse(rewriter, graph, &op);
      if (failed(synapse))
        continue;
      if (StringRef reason = whyNoInput(scan, graph, *synapse);
          !reason.empty()) {
        (void)rewriter.notifyMatchFailure(&op, reason);
        continue;
      }
      remarks().passed(&op, "SynapseHoisted") << remark::add(
          "'{0}' is one product for all steps before the loop", op.getName());
      Value inputs = sequenceOf(scan, synapse->input());
      if (!inputs)
        inputs = emitPrologue(rewriter, scan, graph, synapse->input());
      rewriter.setInsertionPoint(scan);
      Value products = emitProducts(rewriter, *synapse, inputs);
      scan = scan.replaceWithParts(rewriter, scan.getParts(), products, {},
                                   synapse->result().getType());
      rewriter.setInsertionPoint(&op);
      rewriter.replaceOp(
          &op, replaceProduct(rewriter, &op, scan.getSlices().back()));
      eraseDeadSteps(rewriter, scan);
      ++numInputs;
      return true;
    }
    return false;
  }

  /// Why the products for all steps are not computed before `scan`, empty if
  /// they are: they cannot be, or it would move more bytes than it saves.
  StringRef whyNoInput(ScanOp scan, const StepGraph &graph, Synapse synapse) {
    Value input = synapse.input();
    if (graph.dependsOnCarried(input))
      return "waits for earlier steps";
    SmallVector<Value> kept = {synapse.result()};
    if (!graph.isGiven(input)) {
      // What comes before it is to be cheap, and to be a matter of sequences.
      auto isCheap = [](Operation *op) {
        auto structured = dyn_cast<linalg::LinalgOp>(op);
        return isMemoryEffectFree(op) &&
               (!structured || structured.getNumReductionLoops() == 0);
      };
      if (scan.getSequences().empty() ||
          !llvm::all_of(graph.producersOf(input), isCheap))
        return "its input is not cheap to compute from sequences";
      if (!canStack(scan, input))
        return kUnknownSizes;
      kept.push_back(input);
    }
    if (!pays(synapse.weights(), fittingWeights, kept))
      return kSmallWeights;
    return {};
  }

  /// Takes one sum over the steps after `scan`, which it replaces.
  bool hoistSum(RewriterBase &rewriter, ScanOp &scan) {
    for (unsigned index = 0; index < scan.getInits().size(); ++index)
      for (const Addend &addend : matchSum(scan, index)) {
        if (StringRef reason = whyNoSum(scan, addend); !reason.empty()) {
          (void)rewriter.notifyMatchFailure(addend.op, reason);
          continue;
        }
        remarks().passed(addend.op, "SumHoisted")
            << remark::add("'{0}' is one sum over all steps after the loop",
                           addend.op->getName());
        emitSum(rewriter, scan, addend, toStack(scan, addend));
        ++numSums;
        return true;
      }
    return false;
  }

  /// The inputs of `addend` that are no sequences yet and have to be stacked.
  static SmallVector<Value> toStack(ScanOp scan, const Addend &addend) {
    SmallVector<Value> stack;
    for (Value input : addend.inputs())
      if (!sequenceOf(scan, input))
        stack.push_back(input);
    return stack;
  }

  /// Why the sum over the steps that `addend` is stays in `scan`, empty if it
  /// does not.
  StringRef whyNoSum(ScanOp scan, const Addend &addend) {
    StepGraph graph(scan);
    SmallVector<Value> stack = toStack(scan, addend);
    // A side that no step changes has no sequence to be summed over.
    if (llvm::any_of(addend.inputs(),
                     [&](Value v) { return graph.isInvariant(v); }))
      return "one side is the same in all steps";
    if (!canStack(scan, stack))
      return kUnknownSizes;
    if (!pays(addend.op->getResult(0), fittingSums, stack))
      return kSmallWeights;
    return {};
  }

  /// Before and after, with %dW carried and A, B the stacked inputs:
  ///
  ///   in the loop: %dW' = %dW + A_t^T B_t
  ///   after it:    %dW' = %dW + A^T B, over all steps
  static void emitSum(RewriterBase &rewriter, ScanOp &scan,
                      const Addend &addend, ValueRange stack) {
    scan = scan.replaceWithParts(rewriter, scan.getParts(), {}, stack);
    auto stacked = scan.getStacks().take_back(stack.size()).begin();
    SmallVector<Value> sequences;
    for (Value input : addend.inputs()) {
      Value sequence = sequenceOf(scan, input);
      sequences.push_back(sequence ? sequence : Value(*stacked++));
    }
    rewriter.setInsertionPointAfter(scan);
    Value final = scan.getFinals()[addend.carried];
    Value sum = emitSumOverSteps(rewriter, addend.op, sequences, final);
    rewriter.replaceAllUsesExcept(final, sum, sum.getDefiningOp());
    rewriter.replaceAllUsesWith(addend.sum->getResult(0), addend.before);
    eraseDeadSteps(rewriter, scan);
  }

  /// How `scan` is cut at `synapse`, which waits for earlier steps; or why it
  /// is not.
  std::optional<ScanCut> planCutAt(ScanOp scan, const StepGraph &graph,
                                   Synapse synapse, StringRef &reason) {
    SmallVector<Value> read;
    if (!isZeros(synapse.init()))
      read.push_back(synapse.init());
    reason = {};
    auto plan = planCut(scan, graph, synapse.op, synapse.input(), read, reason);
    if (!plan)
      return std::nullopt;
    SmallVector<Value> kept = {synapse.result()};
    llvm::append_range(kept, plan->kept);
    if (!canStack(scan, plan->kept.getArrayRef()))
      reason = kUnknownSizes;
    else if (!pays(synapse.weights(), fittingWeights, kept))
      reason = kSmallWeights;
    return reason.empty() ? std::move(plan) : std::nullopt;
  }

  /// Cuts `scan` at one contraction that its operands do not wait for.
  std::optional<std::pair<ScanOp, ScanOp>> cut(RewriterBase &rewriter,
                                               ScanOp scan) {
    StepGraph graph(scan);
    for (Operation &op : scan.getBody().front()) {
      auto synapse = matchSynapse(rewriter, graph, &op);
      if (failed(synapse) || !graph.dependsOnCarried(synapse->input()))
        continue;
      StringRef reason;
      auto plan = planCutAt(scan, graph, *synapse, reason);
      if (!plan) {
        (void)rewriter.notifyMatchFailure(&op, reason);
        continue;
      }
      remarks().passed(&op, "LoopCut") << remark::add(
          "'{0}' is one product for all steps between two loops", op.getName());
      ++numCuts;
      return cutScan(
          rewriter, scan, *plan,
          [&](OpBuilder &builder, ValueRange stacks) {
            return emitProducts(builder, *synapse, stacks.front());
          },
          replaceProduct);
    }
    return std::nullopt;
  }
};
} // namespace
