//===- TransposeSums.cpp - Sums lie along rows of weights -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ContractionForm.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/IndexingUtils.h"
#include "mlir/IR/PatternMatch.h"
#include "mlir/Interfaces/LoopLikeInterface.h"
#include "snn/Dialect/SNN/IR/SNN.h"
#include "snn/Transforms/ElementNest.h"
#include "snn/Transforms/Passes.h"
#include "snn/Transforms/Products.h"
#include "snn/Transforms/Transposition.h"

namespace mlir::snn {
#define GEN_PASS_DEF_TRANSPOSESUMSPASS
#include "snn/Transforms/Passes.h.inc"
} // namespace mlir::snn

using namespace mlir;
using namespace mlir::snn;

/// Columns of convolutions that are enough for vectors: half a register of
/// floats. With fewer a copy of the sums in another order is the lesser cost.
static constexpr int64_t kEnoughColumns = 8;

/// The order of dimensions in which the sums of a product of spikes would lie
/// along rows of weights, if they lie along spikes.
static FailureOr<SmallVector<int64_t>> findOrderOfSpikes(RewriterBase &rewriter,
                                                         SpikeMatmulOp op) {
  SmallVector<AffineMap> maps = op.getIndexingMapsArray();
  AffineMap sums = maps[2];
  if (sums.getNumResults() == 0 ||
      maps[1].isFunctionOfDim(sums.getDimPosition(sums.getNumResults() - 1)))
    return rewriter.notifyMatchFailure(op, "sums lie along rows of weights");
  // The dimension along which weights are neighbours, if it is theirs alone,
  // else another one that they alone have.
  for (AffineExpr result : llvm::reverse(maps[1].getResults())) {
    std::optional<unsigned> position = sums.getResultPosition(result);
    if (position &&
        !maps[0].isFunctionOfDim(cast<AffineDimExpr>(result).getPosition()))
      return moveToEnd(sums.getNumResults(), *position);
  }
  return rewriter.notifyMatchFailure(op, "weights have no dimension alone");
}

/// True if `op` has columns for vectors as its operands lie.
static bool hasColumns(linalg::LinalgOp op) {
  SmallVector<int64_t> sizes = op.getStaticLoopRanges();
  return llvm::any_of(ArrayRef{0u, 1u}, [&](unsigned side) {
    std::optional<unsigned> columns = findColumns(op, side);
    return columns && (ShapedType::isDynamic(sizes[*columns]) ||
                       sizes[*columns] >= kEnoughColumns);
  });
}

/// The order in which the sums of a convolution would lie along its longest
/// loop of one input alone, most often channels, if they lie along windows that
/// are narrow or that leave gaps.
static FailureOr<SmallVector<int64_t>>
findOrderOfWindows(RewriterBase &rewriter, linalg::LinalgOp op) {
  SmallVector<AffineMap> maps = op.getIndexingMapsArray();
  if (!hasWindows(maps))
    return rewriter.notifyMatchFailure(op, "has no windows");
  if (hasColumns(op))
    return rewriter.notifyMatchFailure(op, "has columns for vectors");
  if (!readsElementsAgain(op))
    return rewriter.notifyMatchFailure(op, "takes too little for a copy");
  std::optional<unsigned> best, position;
  for (auto [index, result] : llvm::enumerate(maps[2].getResults())) {
    auto dim = dyn_cast<AffineDimExpr>(result);
    if (!dim)
      continue;
    unsigned loop = dim.getPosition();
    unsigned side = maps[0].isFunctionOfDim(loop) ? 0 : 1;
    if (maps[1 - side].isFunctionOfDim(loop) ||
        !maps[side].getResultPosition(dim) ||
        (best && !hasFewerSteps(op, *best, loop)))
      continue;
    best = loop;
    position = index;
  }
  if (!best)
    return rewriter.notifyMatchFailure(op, "no input has a loop alone");
  return moveToEnd(maps[2].getNumResults(), *position);
}

/// The order of dimensions in which the sums of `op` had better be.
static FailureOr<SmallVector<int64_t>> findOrder(RewriterBase &rewriter,
                                                 linalg::LinalgOp op) {
  if (!op.hasPureTensorSemantics() || !isProduct(op))
    return rewriter.notifyMatchFailure(op, "not a product of tensors");
  if (auto spikes = dyn_cast<SpikeMatmulOp>(*op))
    return findOrderOfSpikes(rewriter, spikes);
  return findOrderOfWindows(rewriter, op);
}

/// The one use of `value` besides those that ask for its sizes; null if there
/// are none or several.
static OpOperand *findOnlyUse(Value value) {
  OpOperand *only = nullptr;
  for (OpOperand &use : value.getUses()) {
    if (isa<tensor::DimOp>(use.getOwner()))
      continue;
    if (only)
      return nullptr;
    only = &use;
  }
  return only;
}

/// Lets those who ask for sizes of `sum`, which has the shape of `init`, ask
/// for those.
static void forwardSizes(RewriterBase &rewriter, Value sum, Value init) {
  for (Operation *user : llvm::make_early_inc_range(sum.getUsers()))
    if (auto dim = dyn_cast<tensor::DimOp>(user))
      rewriter.modifyOpInPlace(dim, [&] { dim.getSourceMutable().set(init); });
}

/// Products in `loop` each of which adds to the one before: the first to
/// carried value number `index`, which the last replaces. None if the sum is
/// used for something else.
static SmallVector<linalg::LinalgOp> findChain(scf::ForOp loop,
                                               unsigned index) {
  SmallVector<linalg::LinalgOp> chain;
  Value sum = loop.getRegionIterArgs()[index];
  while (OpOperand *use = findOnlyUse(sum)) {
    if (use->getOwner() == loop.getBody()->getTerminator() &&
        use->getOperandNumber() == index)
      return chain;
    auto product = dyn_cast<linalg::LinalgOp>(use->getOwner());
    if (!product || product->getBlock() != loop.getBody() ||
        !isProduct(product) || !product.hasPureTensorSemantics() ||
        !product.isDpsInit(use))
      break;
    chain.push_back(product);
    sum = product->getResult(0);
  }
  return {};
}

/// Computes sums, each product of `chain` adding to the one before, in another
/// order of dimensions, and puts that right again after the last.
///
///   %c1 = spike_matmul .. outs(%c by (d0, d1))
///   %t = linalg.transpose %c;  %t1 = spike_matmul .. outs(%t by (d1, d0))
///   %c1 = linalg.transpose %t1
static void reorderSums(RewriterBase &rewriter,
                        ArrayRef<linalg::LinalgOp> chain,
                        ArrayRef<int64_t> order) {
  linalg::LinalgOp first = chain.front(), last = chain.back();
  rewriter.setInsertionPoint(first);
  Value sum =
      createTransposed(rewriter, first.getLoc(), first.getDpsInits()[0], order);
  for (linalg::LinalgOp op : chain) {
    forwardSizes(rewriter, op->getResult(0), first.getDpsInits()[0]);
    rewriter.setInsertionPoint(op);
    SmallVector<AffineMap> maps = op.getIndexingMapsArray();
    maps[2] = permuteResults(maps[2], order);
    SmallVector<Value> inputs(op.getDpsInputs());
    sum = createProduct(rewriter, op, inputs, sum, maps);
  }
  Value back = createTransposed(rewriter, last.getLoc(), sum,
                                invertPermutationVector(order));
  rewriter.replaceOp(last, back);
  for (linalg::LinalgOp op : llvm::reverse(chain.drop_back()))
    rewriter.eraseOp(op);
}

/// Lets `loop` carry value number `index` in the order of dimensions in which
/// its body alone uses it.
///
///   scf.for iter_args(%c) { %t = transpose %c; ..; yield transpose of %t1 }
///   %r = scf.for iter_args(%t = transpose %c0) { ..; yield %t1 }
///   transpose %r
static FailureOr<scf::ForOp> carryTransposed(RewriterBase &rewriter,
                                             scf::ForOp loop, unsigned index) {
  BlockArgument carried = loop.getRegionIterArgs()[index];
  auto yield = cast<scf::YieldOp>(loop.getBody()->getTerminator());
  auto back = yield.getOperand(index).getDefiningOp<linalg::TransposeOp>();
  OpOperand *use = findOnlyUse(carried);
  auto there = use ? dyn_cast<linalg::TransposeOp>(use->getOwner())
                   : linalg::TransposeOp();
  if (!there || !back || there.getInput() != carried ||
      !back->getResult(0).hasOneUse() ||
      ArrayRef(invertPermutationVector(there.getPermutation())) !=
          back.getPermutation())
    return rewriter.notifyMatchFailure(loop, "its body uses no transposition");
  forwardSizes(rewriter, carried, loop.getInitArgs()[index]);
  SmallVector<int64_t> order(there.getPermutation());
  Location loc = there.getLoc();
  rewriter.setInsertionPoint(loop);
  // A loop's types are those of its operands, so it is made anew.
  SmallVector<Value> inits(loop.getInitArgs());
  inits[index] = createTransposed(rewriter, loc, inits[index], order);
  auto created =
      scf::ForOp::create(rewriter, loop.getLoc(), loop.getLowerBound(),
                         loop.getUpperBound(), loop.getStep(), inits);
  created->setDiscardableAttrs(loop->getDiscardableAttrDictionary());
  rewriter.modifyOpInPlace(yield,
                           [&] { yield.setOperand(index, back.getInput()); });
  rewriter.mergeBlocks(loop.getBody(), created.getBody(),
                       created.getBody()->getArguments());
  rewriter.replaceOp(there, created.getRegionIterArgs()[index]);
  rewriter.eraseOp(back);
  rewriter.setInsertionPointAfter(created);
  SmallVector<Value> results(created.getResults());
  results[index] = createTransposed(rewriter, loc, results[index],
                                    invertPermutationVector(order));
  rewriter.replaceOp(loop, results);
  return created;
}

namespace {
/// In dW[k, n] += sum over b of h[b, k] z[b, n] the sums lie along the spikes
/// z; rows of h can be added to rows of the transposed sum alone.
struct TransposeSumsPass : snn::impl::TransposeSumsPassBase<TransposeSumsPass> {
  void runOnOperation() override {
    IRRewriter rewriter(&getContext());
    // Inner loops first: what they leave at their ends is transposed by the
    // loops around them in turn.
    SmallVector<scf::ForOp> loops;
    getOperation()->walk([&](scf::ForOp loop) { loops.push_back(loop); });
    for (scf::ForOp loop : loops)
      reorderCarried(rewriter, loop);
    SmallVector<linalg::LinalgOp> others;
    getOperation()->walk([&](linalg::LinalgOp op) { others.push_back(op); });
    for (linalg::LinalgOp op : others)
      reorderOnce(rewriter, op);
  }

private:
  /// One product of the chain that gains decides for all: they add to one sum.
  void reorderCarried(RewriterBase &rewriter, scf::ForOp loop) {
    for (unsigned index = 0; index < loop.getInitArgs().size(); ++index) {
      SmallVector<linalg::LinalgOp> chain = findChain(loop, index);
      for (linalg::LinalgOp op : chain) {
        auto order = findOrder(rewriter, op);
        if (failed(order))
          continue;
        numReordered += chain.size();
        reorderSums(rewriter, chain, *order);
        break;
      }
      if (auto created = carryTransposed(rewriter, loop, index);
          succeeded(created))
        loop = *created;
    }
  }

  /// Products outside of loops, where the sum begins with nothing that has an
  /// order; convolutions anywhere, for they do more for each sum.
  void reorderOnce(RewriterBase &rewriter, linalg::LinalgOp op) {
    auto order = findOrder(rewriter, op);
    if (failed(order))
      return;
    auto spikes = dyn_cast<SpikeMatmulOp>(*op);
    if (spikes && !spikes.hasWindows() &&
        (op->getParentOfType<LoopLikeOpInterface>() ||
         !splatOf(spikes.getInit())))
      return;
    reorderSums(rewriter, {op}, *order);
    ++numReordered;
  }
};
} // namespace
