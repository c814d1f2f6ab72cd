//===- ScanCasts.cpp - Sizes that casts hide from time loops -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ScanPatterns.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace mlir::snn;

/// What `value` is cast from if that tells more sizes, else null.
static Value moreStaticSource(Value value) {
  auto cast = value.getDefiningOp<tensor::CastOp>();
  return cast && tensor::canFoldIntoConsumerOp(cast) ? cast.getSource()
                                                     : Value();
}

namespace {
/// Reads sequences as what they were before a cast that forgot sizes. Before
/// and after:
///
///   %y = tensor.cast %x : tensor<9x4xf32> to tensor<?x4xf32>
///   snn.scan %t over(%a in %y)
///   snn.scan %t over(%a in %x)
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

/// Carries values of the type that an init had before a cast that forgot sizes;
/// a carried value keeps its sizes, so every step's value has them too.
///
///   %c = tensor.cast %s0 : tensor<4xf32> to tensor<?xf32>
///   %s1 = snn.scan %t carry(%s = %c : tensor<?xf32>)
///   %s1 = snn.scan %t carry(%s = %s0 : tensor<4xf32>)     and a cast of %s1
struct FoldCarriedCasts : OpRewritePattern<ScanOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(ScanOp scan,
                                PatternRewriter &rewriter) const final {
    SmallVector<unsigned> folded;
    SmallVector<Value> sources;
    BitVector needed = snn::detail::findNeededCarried(scan);
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
  /// Carries `sources` beside the values numbered `folded` and has their
  /// readers read these, cast back. The old ones then feed nothing and leave by
  /// DropCarried.
  static LogicalResult rebuild(PatternRewriter &rewriter, ScanOp scan,
                               ArrayRef<unsigned> folded,
                               ArrayRef<Value> sources,
                               const NewYieldValuesFn &yieldStatic) {
    size_t numCarried = scan.getInits().size();
    auto replaced = scan.replaceWithAdditionalYields(
        rewriter, sources, /*replaceInitOperandUsesInLoop=*/false, yieldStatic);
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
/// tell. The stack is added anew with the better type and the old one, unused
/// then, leaves by DropStacks.
///
///   %y = snn.scan %t over(%a in %x : tensor<9x4xf32>) stack(tensor<?x4xf32>)
///   %y = snn.scan %t over(%a in %x : tensor<9x4xf32>) stack(tensor<9x4xf32>)
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

void snn::detail::populateScanCastPatterns(RewritePatternSet &patterns) {
  patterns.add<FoldSequenceCasts, FoldCarriedCasts, RefineStacks>(
      patterns.getContext());
}
