//===- SplitConcats.cpp - Products with joined tensors are split ----------===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/PatternMatch.h"
#include "mlir/Interfaces/LoopLikeInterface.h"
#include "snn/Transforms/Passes.h"
#include "snn/Transforms/Products.h"

namespace mlir::snn {
#define GEN_PASS_DEF_SPLITCONCATSPASS
#include "snn/Transforms/Passes.h.inc"
} // namespace mlir::snn

using namespace mlir;
using namespace mlir::snn;

namespace {
/// A contraction one of whose inputs joins tensors along a dimension that is
/// summed over.
struct JoinedContraction {
  linalg::LinalgOp op;
  tensor::ConcatOp concat;
  /// Which input it is, and where the other one has the loop that is summed.
  unsigned side, otherDim;
};
} // namespace

/// One input has to be a tensor.concat along a dimension that the result lacks:
/// a recurrent layer that joins its input and its spikes, [x_t, z_t] W.
static FailureOr<JoinedContraction> matchJoined(RewriterBase &rewriter,
                                                linalg::LinalgOp op) {
  if (!op.hasPureTensorSemantics() || !isProduct(op) ||
      isa<linalg::GenericOp>(op))
    return rewriter.notifyMatchFailure(op, "not a contraction by name");
  SmallVector<AffineMap> maps = op.getIndexingMapsArray();
  for (unsigned side : {0u, 1u}) {
    auto concat = op.getDpsInputs()[side].getDefiningOp<tensor::ConcatOp>();
    if (!concat)
      continue;
    unsigned dim = concat.getDim();
    auto loop = dyn_cast<AffineDimExpr>(maps[side].getResult(dim));
    if (!loop || maps[2].isFunctionOfDim(loop.getPosition()))
      continue;
    if (auto other = maps[1 - side].getResultPosition(loop))
      return JoinedContraction{op, concat, side, *other};
  }
  return rewriter.notifyMatchFailure(op, "no input joins what is summed over");
}

/// `size` elements of `value` from `offset` on along `dim`, outside of all
/// loops that do not change `value`.
static Value sliceAlong(RewriterBase &rewriter, Location loc, Value value,
                        unsigned dim, int64_t offset, int64_t size) {
  SmallVector<OpFoldResult> sizes = tensor::getMixedSizes(rewriter, loc, value);
  SmallVector<OpFoldResult> offsets(sizes.size(), rewriter.getIndexAttr(0)),
      strides(sizes.size(), rewriter.getIndexAttr(1));
  offsets[dim] = rewriter.getIndexAttr(offset);
  sizes[dim] = rewriter.getIndexAttr(size);
  auto slice = tensor::ExtractSliceOp::create(rewriter, loc, value, offsets,
                                              sizes, strides);
  auto hoist = [](Operation *op) {
    auto loop = dyn_cast<LoopLikeOpInterface>(op->getParentOp());
    while (loop && llvm::all_of(op->getOperands(), [&](Value operand) {
             return loop.isDefinedOutsideOfLoop(operand);
           })) {
      loop.moveOutOfLoop(op);
      loop = dyn_cast<LoopLikeOpInterface>(op->getParentOp());
    }
  };
  // The sizes that are not known come first: the slice needs them.
  for (Value operand : slice->getOperands().drop_front())
    if (Operation *definition = operand.getDefiningOp())
      hoist(definition);
  hoist(slice);
  return slice;
}

/// Adds the products with one part after the other: the order of the sum.
/// Before and after:
///
///   %c = linalg.matmul ins(concat(%x, %z), %w) outs(%i)
///   %p = linalg.matmul ins(%x, %w[0:nx]) outs(%i)
///   %c = linalg.matmul ins(%z, %w[nx:]) outs(%p)
///
/// The first needs no earlier step then, and can leave the loop.
static LogicalResult split(RewriterBase &rewriter, JoinedContraction joined) {
  auto [op, concat, side, otherDim] = joined;
  rewriter.setInsertionPoint(op);
  uint64_t dim = concat.getDim();
  if (llvm::any_of(concat.getInputs(), [dim](Value part) {
        return cast<RankedTensorType>(part.getType()).isDynamicDim(dim);
      }))
    return rewriter.notifyMatchFailure(op, "the parts have unknown sizes");
  Value sum = op.getDpsInits()[0];
  int64_t offset = 0;
  for (Value part : concat.getInputs()) {
    int64_t size = cast<RankedTensorType>(part.getType()).getDimSize(dim);
    Value other = sliceAlong(rewriter, op.getLoc(), op.getDpsInputs()[1 - side],
                             otherDim, offset, size);
    offset += size;
    Value left = side == 0 ? part : other, right = side == 0 ? other : part;
    sum = createProduct(rewriter, op, {left, right}, sum,
                        op.getIndexingMapsArray());
  }
  rewriter.replaceOp(op, sum);
  return success();
}

namespace {
struct SplitConcatsPass : snn::impl::SplitConcatsPassBase<SplitConcatsPass> {
  void runOnOperation() override {
    IRRewriter rewriter(&getContext());
    SmallVector<JoinedContraction> contractions;
    getOperation()->walk([&](linalg::LinalgOp op) {
      if (auto joined = matchJoined(rewriter, op); succeeded(joined))
        contractions.push_back(*joined);
    });
    for (const JoinedContraction &joined : contractions)
      if (succeeded(split(rewriter, joined)) && joined.concat->use_empty())
        rewriter.eraseOp(joined.concat);
  }
};
} // namespace
