//===- ExpandSmallContractions.cpp - Short sums of products become elementwise
//-*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/PatternMatch.h"
#include "snn/Dialect/SNN/IR/SNN.h"
#include "snn/Transforms/Passes.h"
#include "snn/Transforms/Products.h"

namespace mlir::snn {
#define GEN_PASS_DEF_EXPANDSMALLCONTRACTIONSPASS
#include "snn/Transforms/Passes.h.inc"
} // namespace mlir::snn

using namespace mlir;
using namespace mlir::snn;

/// Products that are worth writing out: each takes a load and a broadcast where
/// a contraction would take the loads and stores of its result.
static constexpr int64_t kMostProducts = 4;

/// The number of products in each element of the result, if it is known.
static std::optional<int64_t> countProducts(linalg::LinalgOp op) {
  int64_t products = 1;
  for (auto [size, kind] :
       llvm::zip(op.getStaticLoopRanges(), op.getIteratorTypesArray())) {
    if (kind != utils::IteratorType::reduction)
      continue;
    if (ShapedType::isDynamic(size))
      return std::nullopt;
    products *= size;
  }
  return products;
}

/// True if the slices of an operand with `map` lie along the rows of the result
/// or are one number per row.
static bool staysInRows(AffineMap map, AffineMap result) {
  if (result.getNumResults() == 0)
    return true;
  AffineExpr row = result.getResults().back();
  return !llvm::is_contained(map.getResults(), row) ||
         map.getResults().back() == row;
}

/// Fails with the reason why `op` cannot be written out.
static LogicalResult matchSmall(RewriterBase &rewriter, linalg::LinalgOp op) {
  if (!op.hasPureTensorSemantics() || !isProduct(op))
    return rewriter.notifyMatchFailure(op, "not a contraction of tensors");
  if (llvm::is_contained(op.getStaticLoopRanges(), 0))
    return rewriter.notifyMatchFailure(op, "empty: there is nothing to slice");
  std::optional<int64_t> products = countProducts(op);
  if (!products || *products < 1 || *products > kMostProducts)
    return rewriter.notifyMatchFailure(op, "not known to be a short sum");
  if (!llvm::all_of(op.getIndexingMapsArray(),
                    [](AffineMap map) { return map.isProjectedPermutation(); }))
    return rewriter.notifyMatchFailure(op, "operands overlap or stand still");
  AffineMap result = op.getIndexingMapsArray().back();
  for (OpOperand *input : op.getDpsInputOperands())
    if (!staysInRows(op.getMatchingIndexingMap(input), result))
      return rewriter.notifyMatchFailure(
          op, "an operand does not lie along the result's rows");
  auto element = [](Value value) {
    return getElementTypeOrSelf(value.getType());
  };
  Type type = element(op.getDpsInits()[0]);
  if (!isa<FloatType>(type) || !llvm::all_of(op.getDpsInputs(), [&](Value v) {
        return element(v) == type ||
               (isa<SpikeMatmulOp>(op) && element(v).isInteger(1));
      }))
    return rewriter.notifyMatchFailure(op, "not in one float type");
  return success();
}

/// `operand` of `op` where the reduction loops stand at `at`.
static Value sliceAt(RewriterBase &rewriter, linalg::LinalgOp op,
                     OpOperand *operand, ArrayRef<int64_t> at) {
  auto type = cast<RankedTensorType>(operand->get().getType());
  SmallVector<OpFoldResult> sizes =
      tensor::getMixedSizes(rewriter, op.getLoc(), operand->get());
  SmallVector<OpFoldResult> offsets(sizes.size(), rewriter.getIndexAttr(0)),
      strides(sizes.size(), rewriter.getIndexAttr(1));
  SmallVector<int64_t> kept;
  AffineMap map = op.getMatchingIndexingMap(operand);
  for (unsigned dim = 0; dim < sizes.size(); ++dim) {
    int64_t step = at[map.getDimPosition(dim)];
    if (step < 0) {
      kept.push_back(type.getDimSize(dim));
      continue;
    }
    offsets[dim] = rewriter.getIndexAttr(step);
    sizes[dim] = rewriter.getIndexAttr(1);
  }
  return tensor::ExtractSliceOp::create(
      rewriter, op.getLoc(), RankedTensorType::get(kept, type.getElementType()),
      operand->get(), offsets, sizes, strides);
}

/// All positions of the reduction loops in the order in which they run; -1
/// stands for the other loops.
static SmallVector<SmallVector<int64_t>> positions(linalg::LinalgOp op) {
  SmallVector<SmallVector<int64_t>> all = {
      SmallVector<int64_t>(op.getNumLoops(), -1)};
  SmallVector<unsigned> reduction;
  op.getReductionDims(reduction);
  for (unsigned dim : reduction) {
    SmallVector<SmallVector<int64_t>> next;
    for (ArrayRef<int64_t> position : all)
      for (int64_t step = 0; step < op.getStaticLoopRanges()[dim]; ++step) {
        next.emplace_back(position);
        next.back()[dim] = step;
      }
    all = std::move(next);
  }
  return all;
}

/// `map` over the loops that are no reductions, without what they index.
static AffineMap withoutReductions(AffineMap map, linalg::LinalgOp op) {
  MLIRContext *context = map.getContext();
  SmallVector<AffineExpr> dims;
  SmallVector<bool> isReduction;
  unsigned kept = 0;
  for (utils::IteratorType kind : op.getIteratorTypesArray()) {
    isReduction.push_back(kind == utils::IteratorType::reduction);
    dims.push_back(getAffineDimExpr(kept, context));
    kept += !isReduction.back();
  }
  SmallVector<AffineExpr> results;
  for (unsigned result = 0; result < map.getNumResults(); ++result)
    if (unsigned dim = map.getDimPosition(result); !isReduction[dim])
      results.push_back(dims[dim]);
  return AffineMap::get(kept, 0, results, context);
}

/// The product of a pair of elements, or the weight if the other is a spike.
static Value createTerm(OpBuilder &builder, Location loc, Value left,
                        Value right) {
  if (!left.getType().isInteger(1))
    return arith::MulFOp::create(builder, loc, left, right);
  Value none = arith::ConstantOp::create(builder, loc,
                                         builder.getZeroAttr(right.getType()));
  return arith::SelectOp::create(builder, loc, left, right, none);
}

/// Before and after, for a sum of two products:
///
///   %c = linalg.matmul ins(%a, %b : tensor<8x2xf32>, tensor<2x4xf32>) outs(%i)
///   %c = linalg.generic ins(%a[:, 0], %b[0, :], %a[:, 1], %b[1, :]) outs(%i)
///          { i + a0 * b0 + a1 * b1 }
///
/// The products are added in the order in which the contraction would.
static void expand(RewriterBase &rewriter, linalg::LinalgOp op) {
  rewriter.setInsertionPoint(op);
  SmallVector<Value> inputs;
  SmallVector<AffineMap> maps;
  for (ArrayRef<int64_t> at : positions(op))
    for (OpOperand *input : op.getDpsInputOperands()) {
      inputs.push_back(sliceAt(rewriter, op, input, at));
      maps.push_back(withoutReductions(op.getMatchingIndexingMap(input), op));
    }
  maps.push_back(withoutReductions(
      op.getMatchingIndexingMap(op.getDpsInitOperand(0)), op));
  SmallVector<utils::IteratorType> parallel(maps.back().getNumDims(),
                                            utils::IteratorType::parallel);
  rewriter.replaceOpWithNewOp<linalg::GenericOp>(
      op, op->getResultTypes(), inputs, op.getDpsInits(), maps, parallel,
      [](OpBuilder &builder, Location loc, ValueRange arguments) {
        Value sum = arguments.back();
        for (unsigned i = 0; i + 1 < arguments.size(); i += 2) {
          Value term = createTerm(builder, loc, arguments[i], arguments[i + 1]);
          sum = arith::AddFOp::create(builder, loc, sum, term);
        }
        linalg::YieldOp::create(builder, loc, sum);
      });
}

/// The contraction of tensors that adds to the result of `op` and alone uses
/// it.
static linalg::LinalgOp addedTo(linalg::LinalgOp op) {
  if (!op->hasOneUse())
    return {};
  OpOperand &use = *op->use_begin();
  auto user = dyn_cast<linalg::LinalgOp>(use.getOwner());
  if (!user || !user.hasPureTensorSemantics() || !user.isDpsInit(&use) ||
      user->getBlock() != op->getBlock() || !isProduct(user))
    return {};
  return user;
}

/// Adds the products of `op` after those of `next` rather than before: then
/// they can join what reads the whole sum.
static void addAfter(RewriterBase &rewriter, linalg::LinalgOp op,
                     linalg::LinalgOp next) {
  Value before = op.getDpsInits()[0];
  rewriter.modifyOpInPlace(next,
                           [&] { next.getDpsInitsMutable()[0].set(before); });
  rewriter.moveOpAfter(op, next);
  rewriter.replaceAllUsesWith(next->getResult(0), op->getResult(0));
  rewriter.modifyOpInPlace(
      op, [&] { op.getDpsInitsMutable()[0].set(next->getResult(0)); });
}

namespace {
/// All are found before the first is written out, since what that leaves behind
/// are generic ops of their own.
struct ExpandSmallContractionsPass
    : snn::impl::ExpandSmallContractionsPassBase<ExpandSmallContractionsPass> {
  void runOnOperation() override {
    IRRewriter rewriter(&getContext());
    SmallVector<linalg::LinalgOp> contractions;
    getOperation()->walk([&](linalg::LinalgOp op) {
      if (succeeded(matchSmall(rewriter, op)))
        contractions.push_back(op);
    });
    for (linalg::LinalgOp op : contractions) {
      while (linalg::LinalgOp next = addedTo(op))
        addAfter(rewriter, op, next);
      expand(rewriter, op);
    }
    numExpanded += contractions.size();
  }
};
} // namespace
