//===- ScanCut.cpp - One time loop as two, one after the other -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ScanCut.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

using namespace mlir;
using namespace mlir::snn;

//===----------------------------------------------------------------------===//
// Plan
//===----------------------------------------------------------------------===//

/// True if `op` is computed again rather than stacked: it needs no earlier step
/// and no product, or it widens spikes, which are a byte each.
static bool isRecomputed(const StepGraph &graph, Operation *op) {
  if (op->getNumOperands() == 1 &&
      getElementTypeOrSelf(op->getOperand(0).getType()).isInteger(1) &&
      isa<arith::UIToFPOp, arith::ExtUIOp>(op))
    return true;
  auto structured = dyn_cast<linalg::LinalgOp>(op);
  return !graph.dependsOnCarried(op->getResult(0)) &&
         !(structured && structured.getNumReductionLoops() > 0);
}

/// Adds to `cut` what has to be stacked for the second scan to have `value`.
static void keep(ScanCut &cut, const StepGraph &graph, Value value) {
  if (cut.later.contains(value) || graph.isGiven(value) ||
      graph.isInvariant(value))
    return;
  Operation *op = value.getDefiningOp();
  if (!op || !isRecomputed(graph, op)) {
    cut.kept.insert(value);
    return;
  }
  for (Value read : graph.readsOf(op))
    keep(cut, graph, read);
}

/// A cut is possible if what `op` reads never waits for its own result: then
/// all steps of what comes before can run, then `op` for all steps, then the
/// rest.
std::optional<ScanCut> mlir::snn::planCut(ScanOp scan, const StepGraph &graph,
                                          Operation *op,
                                          ArrayRef<Value> operands,
                                          ArrayRef<Value> read,
                                          StringRef &reason) {
  for (Operation &inner : scan.getBody().front().without_terminator())
    if (!isMemoryEffectFree(&inner)) {
      reason = "an op of the step has effects";
      return std::nullopt;
    }
  ScanCut cut = {op, graph.influenceOf(op), {}};
  for (Value value : graph.readsOf(op))
    if (cut.later.contains(value)) {
      reason = "its operands need its result of an earlier step";
      return std::nullopt;
    }
  cut.kept.insert_range(operands);
  for (Value value : read)
    keep(cut, graph, value);
  for (Operation &inner : scan.getBody().front().without_terminator())
    if (&inner != op && inner.getNumResults() > 0 &&
        cut.later.contains(inner.getResult(0)))
      for (Value value : graph.readsOf(&inner))
        keep(cut, graph, value);
  return cut;
}

//===----------------------------------------------------------------------===//
// Emit
//===----------------------------------------------------------------------===//

/// The parts of `scan` that are, or are not, in `later`. Sequences belong to
/// both scans until it is known which are read.
static ScanOp::Parts partsOf(ScanOp scan, const StepValues &later,
                             bool inLater) {
  ScanOp::Parts parts = scan.getParts();
  llvm::erase_if(parts.carried, [&](unsigned index) {
    return later.carried.test(index) != inLater;
  });
  llvm::erase_if(parts.stacks, [&](unsigned index) {
    return later.contains(scan.getYield().getStacked()[index]) != inLater;
  });
  return parts;
}

void mlir::snn::eraseDeadSteps(RewriterBase &rewriter, ScanOp scan) {
  for (Operation &op :
       llvm::make_early_inc_range(llvm::reverse(scan.getBody().front())))
    if (isOpTriviallyDead(&op))
      rewriter.eraseOp(&op);
}

/// Before and after, with %p = op of %h and the rest of the step after it:
///
///   scan { %h = ..;  %p = op %h;  .. }
///   %hs = scan { %h = .. };  %ps = between(%hs);  scan over(%ps) { .. }
///
/// Both start as whole copies, and each drops the parts that belong to the
/// other.
std::pair<ScanOp, ScanOp> mlir::snn::cutScan(
    RewriterBase &rewriter, ScanOp scan, const ScanCut &cut,
    function_ref<Value(OpBuilder &, ValueRange)> emitBetween,
    function_ref<Value(OpBuilder &, Operation *, Value)> replacement) {
  ScanOp::Parts firstParts = partsOf(scan, cut.later, false),
                secondParts = partsOf(scan, cut.later, true);
  rewriter.setInsertionPointAfter(scan);
  IRMapping copies;
  auto second = cast<ScanOp>(rewriter.clone(*scan, copies));
  for (unsigned index : secondParts.carried)
    rewriter.replaceAllUsesWith(scan.getFinals()[index],
                                second.getFinals()[index]);
  for (unsigned index : secondParts.stacks)
    rewriter.replaceAllUsesWith(scan.getStacks()[index],
                                second.getStacks()[index]);

  ScanOp first =
      scan.replaceWithParts(rewriter, firstParts, {}, cut.kept.getArrayRef());
  rewriter.setInsertionPoint(second);
  ValueRange stacks = first.getStacks().take_back(cut.kept.size());
  SmallVector<Value> sequences(stacks);
  SmallVector<Type> sliceTypes =
      llvm::map_to_vector(cut.kept, [](Value v) { return v.getType(); });
  sequences.push_back(emitBetween(rewriter, stacks));
  sliceTypes.push_back(cut.at->getResult(0).getType());

  second = second.replaceWithParts(rewriter, second.getParts(), sequences, {},
                                   sliceTypes);
  auto slices = second.getSlices().take_back(sequences.size());
  for (auto [value, slice] : llvm::zip(cut.kept, slices))
    rewriter.replaceAllUsesWith(copies.lookup(value), slice);
  Operation *at = copies.lookup(cut.at->getResult(0)).getDefiningOp();
  rewriter.setInsertionPoint(at);
  rewriter.replaceOp(at, replacement(rewriter, at, slices.back()));
  secondParts.sequences = second.getParts().sequences;
  second = second.replaceWithParts(rewriter, secondParts);
  eraseDeadSteps(rewriter, first);
  eraseDeadSteps(rewriter, second);
  return {first, second};
}
