//===- ScanCanonicalize.cpp - Canonical form of time loops -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

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

/// The carried values that a used result or an effect of the body depends on,
/// directly or over further steps.
static BitVector findNeededCarried(ScanOp scan) {
  snn::YieldOp yield = scan.getYield();
  Block &body = scan.getBody().front();
  SmallVector<Value> work(yield.getStacked());
  BitVector needed(scan.getInits().size());
  llvm::DenseSet<Operation *> seen;
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
/// only once.
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

/// Drops carried values that never change and those that nothing needs.
struct DropCarried : OpRewritePattern<ScanOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(ScanOp scan,
                                PatternRewriter &rewriter) const final {
    BitVector needed = findNeededCarried(scan);
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

/// Replaces a scan over no step by its inits and empty stacks.
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

//===----------------------------------------------------------------------===//
// Static sizes
//===----------------------------------------------------------------------===//

/// What `value` is cast from if that tells more sizes, else null.
static Value moreStaticSource(Value value) {
  auto cast = value.getDefiningOp<tensor::CastOp>();
  return cast && tensor::canFoldIntoConsumerOp(cast) ? cast.getSource()
                                                     : Value();
}

/// Reads sequences as what they were before a cast that forgot sizes.
struct FoldSequenceCasts : OpRewritePattern<ScanOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(ScanOp scan,
                                PatternRewriter &rewriter) const final {
    ScanOp::Parts parts = scan.getParts();
    SmallVector<unsigned> folded;
    SmallVector<Value> sources;
    for (auto [index, sequence] : llvm::enumerate(scan.getSequences())) {
      // A slice that nothing reads leaves by another pattern.
      Value source = moreStaticSource(sequence);
      if (!source || scan.getSlices()[index].use_empty())
        continue;
      folded.push_back(index);
      sources.push_back(source);
    }
    if (folded.empty())
      return rewriter.notifyMatchFailure(scan, "no cast forgets sizes");
    ScanOp refined = scan.replaceWithParts(rewriter, parts, sources);
    rewriter.setInsertionPointToStart(&refined.getBody().front());
    auto added = refined.getSlices().take_back(folded.size());
    for (auto [index, slice] : llvm::zip(folded, added)) {
      BlockArgument old = refined.getSlices()[index];
      rewriter.replaceAllUsesWith(old, castTo(rewriter, slice, old.getType()));
    }
    return success();
  }

private:
  /// Slices of rank 1 differ by being a scalar or a tensor of rank 0.
  static Value castTo(OpBuilder &builder, Value slice, Type type) {
    if (slice.getType() == type)
      return slice;
    if (isa<RankedTensorType>(slice.getType()))
      return tensor::CastOp::create(builder, slice.getLoc(), type, slice);
    return tensor::FromElementsOp::create(builder, slice.getLoc(),
                                          cast<RankedTensorType>(type), slice);
  }
};

/// Carries values of the type that an init had before a cast that forgot
/// sizes; a carried value keeps its sizes, so every step's value has them too.
struct FoldCarriedCasts : OpRewritePattern<ScanOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(ScanOp scan,
                                PatternRewriter &rewriter) const final {
    SmallVector<unsigned> folded;
    SmallVector<Value> sources;
    BitVector needed = findNeededCarried(scan);
    for (auto [index, init] : llvm::enumerate(scan.getInits()))
      if (Value source = moreStaticSource(init); source && needed[index]) {
        folded.push_back(index);
        sources.push_back(source);
      }
    if (folded.empty())
      return rewriter.notifyMatchFailure(scan, "no cast forgets sizes");

    SmallVector<Value> nexts;
    for (unsigned index : folded)
      nexts.push_back(scan.getYield().getCarried()[index]);
    auto yieldStatic = [&](OpBuilder &b, Location loc,
                           ArrayRef<BlockArgument> arguments) {
      SmallVector<Value> values;
      for (auto [next, argument] : llvm::zip(nexts, arguments))
        values.push_back(
            tensor::CastOp::create(b, loc, argument.getType(), next));
      return values;
    };
    return rebuild(rewriter, scan, folded, sources, yieldStatic);
  }

private:
  static LogicalResult rebuild(PatternRewriter &rewriter, ScanOp scan,
                               ArrayRef<unsigned> folded,
                               ArrayRef<Value> sources,
                               const NewYieldValuesFn &yieldStatic) {
    size_t numCarried = scan.getInits().size();
    auto replaced = scan.replaceWithAdditionalYields(
        rewriter, sources, /*replaceInitUses=*/false, yieldStatic);
    auto refined = cast<ScanOp>(replaced->getOperation());
    for (auto [added, index] : llvm::enumerate(folded)) {
      BlockArgument old = refined.getCarried()[index];
      rewriter.setInsertionPointToStart(&refined.getBody().front());
      rewriter.replaceAllUsesWith(
          old, tensor::CastOp::create(rewriter, old.getLoc(), old.getType(),
                                      refined.getCarried()[numCarried + added])
                   .getResult());
      Value result = refined.getFinals()[index];
      rewriter.setInsertionPointAfter(refined);
      rewriter.replaceAllUsesWith(
          result,
          tensor::CastOp::create(rewriter, result.getLoc(), result.getType(),
                                 refined.getFinals()[numCarried + added])
              .getResult());
    }
    return success();
  }
};

/// Gives a stack the sizes that the number of steps and a cast of its value
/// tell.
struct RefineStacks : OpRewritePattern<ScanOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(ScanOp scan,
                                PatternRewriter &rewriter) const final {
    bool isLengthKnown = !ShapedType::isDynamic(scan.getStaticLength());
    SmallVector<unsigned> refinable;
    SmallVector<Value> values;
    for (auto [index, value, stack] :
         llvm::enumerate(scan.getYield().getStacked(), scan.getStacks())) {
      auto type = cast<RankedTensorType>(stack.getType());
      Value source = moreStaticSource(value);
      if (stack.use_empty() ||
          !(source || (isLengthKnown && type.isDynamicDim(0))))
        continue;
      refinable.push_back(index);
      values.push_back(source ? source : value);
    }
    if (refinable.empty())
      return rewriter.notifyMatchFailure(scan, "stacks tell what is known");
    ScanOp refined =
        scan.replaceWithParts(rewriter, scan.getParts(), {}, values);
    rewriter.setInsertionPointAfter(refined);
    auto added = refined.getStacks().take_back(values.size());
    for (auto [index, stack] : llvm::zip(refinable, added)) {
      Value old = refined.getStacks()[index];
      rewriter.replaceAllUsesWith(
          old,
          tensor::CastOp::create(rewriter, old.getLoc(), old.getType(), stack)
              .getResult());
    }
    return success();
  }
};
} // namespace

void ScanOp::getCanonicalizationPatterns(RewritePatternSet &patterns,
                                         MLIRContext *context) {
  patterns.add<DropSequences, DropStacks, DropCarried, FoldNoStep,
               FoldSequenceCasts, FoldCarriedCasts, RefineStacks>(context);
}
