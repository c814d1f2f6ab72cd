//===- ScanCanonicalize.cpp - Canonical form of time loops -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ScanPatterns.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Transforms/RegionUtils.h"
#include "snn/Dialect/AD/Analysis/ShapeBefore.h"
#include "snn/Dialect/SNN/IR/SNN.h"

using namespace mlir;
using namespace mlir::snn;

//===----------------------------------------------------------------------===//
// Parts that nothing needs
//===----------------------------------------------------------------------===//

/// Calls `add` with each value that `op` and what is nested in it read.
static void forEachRead(Operation *op, function_ref<void(Value)> add) {
  llvm::for_each(op->getOperands(), add);
  visitUsedValuesDefinedAbove(op->getRegions(),
                              [&](OpOperand *use) { add(use->get()); });
}

/// A carried value is needed if its final value is used, or if a stack, an op
/// with effects or another needed value depends on it. Values that only feed
/// each other are not: the accumulators of gradients that no one asked for.
BitVector snn::detail::findNeededCarried(ScanOp scan) {
  snn::YieldOp yield = scan.getYield();
  Block &body = scan.getBody().front();
  SmallVector<Value> work(yield.getStacked());
  BitVector needed(scan.getInits().size());
  llvm::DenseSet<Operation *> seen;
  // What it becomes in a step is needed as well.
  auto need = [&](unsigned index) {
    if (needed.test(index))
      return;
    needed.set(index);
    work.push_back(yield.getCarried()[index]);
  };
  auto read = [&](Operation *op) {
    if (seen.insert(op).second)
      forEachRead(op, [&](Value value) { work.push_back(value); });
  };
  for (auto [index, result] : llvm::enumerate(scan.getFinals()))
    if (!result.use_empty())
      need(index);
  for (Operation &op : body.without_terminator())
    if (!isMemoryEffectFree(&op))
      read(&op);
  unsigned firstCarried = 1 + scan.getSequences().size();
  while (!work.empty()) {
    Value value = work.pop_back_val();
    if (value.getParentBlock() != &body)
      continue;
    auto argument = dyn_cast<BlockArgument>(value);
    if (!argument)
      read(value.getDefiningOp());
    else if (argument.getArgNumber() >= firstCarried)
      need(argument.getArgNumber() - firstCarried);
  }
  return needed;
}

namespace {
/// Drops sequences whose slices are not read, and reads one that is there twice
/// only once. Before and after, where nothing reads %b:
///
///   snn.scan %t over(%a in %x, %b in %y)
///   snn.scan %t over(%a in %x)
struct DropSequences : OpRewritePattern<ScanOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(ScanOp scan,
                                PatternRewriter &rewriter) const final {
    ScanOp::Parts parts = scan.getParts();
    llvm::DenseMap<std::pair<Value, Type>, BlockArgument> slices;
    llvm::erase_if(parts.sequences, [&](unsigned index) {
      BlockArgument slice = scan.getSlices()[index];
      auto [known, isNew] = slices.try_emplace(
          {scan.getSequences()[index], slice.getType()}, slice);
      if (!isNew)
        rewriter.replaceAllUsesWith(slice, known->second);
      return !isNew || slice.use_empty();
    });
    if (parts.sequences.size() == scan.getSequences().size())
      return rewriter.notifyMatchFailure(scan, "every sequence is read");
    scan.replaceWithParts(rewriter, parts);
    return success();
  }
};

/// Drops stacks that are not used, stacked twice, or equal to a sequence.
///
///   %y, %z = snn.scan .. stack(..) { snn.yield stacked(%v, %v) }
///   %y = snn.scan .. stack(..) { snn.yield stacked(%v) }       %z is %y
struct DropStacks : OpRewritePattern<ScanOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(ScanOp scan,
                                PatternRewriter &rewriter) const final {
    llvm::DenseMap<std::pair<Value, Type>, Value> stacks;
    for (auto [sequence, slice] :
         llvm::zip(scan.getSequences(), scan.getSlices()))
      stacks.try_emplace({slice, sequence.getType()}, sequence);
    ScanOp::Parts parts = scan.getParts();
    llvm::erase_if(parts.stacks, [&](unsigned index) {
      Value stack = scan.getStacks()[index];
      auto [known, isNew] = stacks.try_emplace(
          {scan.getYield().getStacked()[index], stack.getType()}, stack);
      if (!isNew)
        rewriter.replaceAllUsesWith(stack, known->second);
      return stack.use_empty();
    });
    if (parts.stacks.size() == scan.getStacks().size())
      return rewriter.notifyMatchFailure(scan, "every stack is used");
    scan.replaceWithParts(rewriter, parts);
    return success();
  }
};

/// Drops carried values that never change and those that nothing needs. An
/// argument that the body yields as it is has the value of its init in every
/// step; one that nothing needs goes with all that computes it.
///
///   snn.scan %t carry(%w = %w0, %s = %s0) { %s1 = f(%s, %w);  yield %w, %s1 }
///   snn.scan %t carry(%s = %s0) { %s1 = f(%s, %w0);  yield %s1 }
struct DropCarried : OpRewritePattern<ScanOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(ScanOp scan,
                                PatternRewriter &rewriter) const final {
    BitVector needed = snn::detail::findNeededCarried(scan);
    ScanOp::Parts parts = scan.getParts();
    llvm::erase_if(parts.carried, [&](unsigned index) {
      Value init = scan.getInits()[index];
      Value next = scan.getYield().getCarried()[index];
      if (next == scan.getCarried()[index] || next == init) {
        rewriter.replaceAllUsesWith(scan.getFinals()[index], init);
        return true;
      }
      return !needed.test(index);
    });
    if (parts.carried.size() == scan.getInits().size())
      return rewriter.notifyMatchFailure(
          scan, "every carried value changes and is needed");
    scan.replaceWithParts(rewriter, parts);
    return success();
  }
};

//===----------------------------------------------------------------------===//
// No step at all
//===----------------------------------------------------------------------===//

/// Replaces a scan over no step by its inits and empty stacks. A stack over no
/// step has a leading size of 0; its other sizes have to be known without the
/// body, which is gone.
struct FoldNoStep : OpRewritePattern<ScanOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(ScanOp scan,
                                PatternRewriter &rewriter) const final {
    if (scan.getStaticLength() != 0)
      return rewriter.notifyMatchFailure(scan, "it may have steps");
    SmallVector<Value> results(scan.getInits());
    for (auto [value, stack] :
         llvm::zip(scan.getYield().getStacked(), scan.getStacks())) {
      auto type = cast<RankedTensorType>(stack.getType());
      SmallVector<OpFoldResult> sizes = {rewriter.getIndexAttr(0)};
      if (type.getRank() > 1) {
        auto known = ad::shapeBefore(rewriter, scan, value);
        if (failed(known))
          return rewriter.notifyMatchFailure(
              scan, "the sizes of a stack are not known before the loop");
        llvm::append_range(sizes, *known);
      }
      Value empty = tensor::EmptyOp::create(rewriter, scan.getLoc(), sizes,
                                            type.getElementType());
      if (empty.getType() != type)
        empty = tensor::CastOp::create(rewriter, scan.getLoc(), type, empty);
      results.push_back(empty);
    }
    rewriter.replaceOp(scan, results);
    return success();
  }
};
} // namespace

void ScanOp::getCanonicalizationPatterns(RewritePatternSet &patterns,
                                         MLIRContext *context) {
  patterns.add<DropSequences, DropStacks, DropCarried, FoldNoStep>(context);
  snn::detail::populateScanCastPatterns(patterns);
}
