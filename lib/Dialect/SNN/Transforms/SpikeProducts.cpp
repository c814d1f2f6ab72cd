//===- SpikeProducts.cpp - Arithmetic with spikes as masks -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "SpikeProducts.h"
#include "snn/Dialect/SNN/IR/ConstantLike.h"
#include "snn/Transforms/Products.h"
#include "snn/Transforms/Transposition.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace mlir::snn;

//===----------------------------------------------------------------------===//
// Contractions
//===----------------------------------------------------------------------===//

/// Channels times filters from which on a walk over windows is faster than a
/// convolution, if channels come last and if they have to be laid so. 16 images
/// of 30 x 30 with windows of 3 x 3 took, in ms at 4, 10 and 25 % and as a
/// convolution (one Zen 4 core):
///              channels last          channels first
///    8 x 64   0.26 0.61 0.77 1.02    0.97 1.66 1.81 1.22
///   16 x 32   0.52 0.72 0.86 1.01    1.28 1.53 1.72 1.19
///   32 x 32   0.68 0.85 1.07 2.01    1.58 1.77 2.10 2.35
///   32 x 64   0.77 0.92 1.65 4.03    1.86 2.15 2.74 4.85
static constexpr int64_t kLeastProductsLast = 512, kLeastProductsFirst = 1024;

/// The number of the last dimension that `map` reads along a loop by itself.
static std::optional<unsigned> lastLoop(AffineMap map) {
  for (unsigned result = map.getNumResults(); result-- > 0;)
    if (isa<AffineDimExpr>(map.getResult(result)))
      return result;
  return std::nullopt;
}

/// The steps of loop number `channels` and of those that input number `side`
/// has not; sizes that are not known are taken to be large.
static int64_t countProducts(linalg::LinalgOp op, unsigned side,
                             unsigned channels) {
  AffineMap map = op.getIndexingMapsArray()[side];
  int64_t products = 1;
  for (auto [dim, size] : llvm::enumerate(op.getStaticLoopRanges()))
    if (dim == channels || !map.isFunctionOfDim(dim))
      products *= ShapedType::isDynamic(size) ? kLeastProductsFirst : size;
  return products;
}

/// Why a walk over spikes that are read in windows would not pay; empty if it
/// would.
static StringRef whyNoWindows(linalg::LinalgOp op, unsigned side) {
  AffineMap map = op.getIndexingMapsArray()[side];
  std::optional<unsigned> channels = lastLoop(map);
  if (!channels)
    return "windows have no channels";
  bool isLast = *channels + 1 == map.getNumResults();
  if (countProducts(op, side, map.getDimPosition(*channels)) <
      (isLast ? kLeastProductsLast : kLeastProductsFirst))
    return "too few channels and filters for a walk over windows";
  return {};
}

/// Why input number `side` of the multiply-add `op` cannot be the spikes of a
/// `snn.spike_matmul`; empty if it can.
static StringRef whyNotSpikes(linalg::LinalgOp op, unsigned side) {
  SmallVector<AffineMap> maps = op.getIndexingMapsArray();
  auto weights = dyn_cast<RankedTensorType>(op->getOperand(1 - side).getType());
  auto sums = dyn_cast<RankedTensorType>(op->getOperand(2).getType());
  if (!weights || !sums ||
      !isa<RankedTensorType>(op->getOperand(side).getType()))
    return "an operand is no tensor";
  // The op widens its weights, and rounds nothing.
  if (weights.getElementType() != sums.getElementType() &&
      weights.getElementTypeBitWidth() >= sums.getElementTypeBitWidth())
    return "the sum is taken in a narrower type than that of the weights";
  if (!maps[1 - side].isProjectedPermutation() ||
      !maps[2].isProjectedPermutation())
    return "an operand is not read along its dimensions";
  if (!maps[side].isProjectedPermutation())
    if (StringRef reason = whyNoWindows(op, side); !reason.empty())
      return reason;
  for (unsigned dim = 0; dim < op.getNumLoops(); ++dim) {
    bool inA = maps[0].isFunctionOfDim(dim), inB = maps[1].isFunctionOfDim(dim);
    if (maps[2].isFunctionOfDim(dim) ? !inA && !inB : !inA || !inB)
      return "a loop is of one operand alone";
  }
  return {};
}

/// True for a structured op that adds products of two tensors to its result.
static bool isContraction(Operation *op) {
  auto structured = dyn_cast<linalg::LinalgOp>(op);
  return structured && structured.hasPureTensorSemantics() &&
         isMultiplyAdd(structured);
}

/// A constant is no spikes that anything fired: ones sum up, a table of zeros
/// and ones connects.
static bool isFired(const SpikeMasks &masks, Value value) {
  return masks.isSpikes(value) && !constantOf(value) && !isConstant(value);
}

/// Lays `mask`, which windows of `map` read, out along the last of its loops.
///
///   %m by (n, c, y + ky, x + kx)
///   %t = linalg.transpose %m by (n, y + ky, x + kx, c)
static Value layAlongChannels(RewriterBase &rewriter, Value mask,
                              AffineMap &map) {
  unsigned channels = *lastLoop(map), rank = map.getNumResults();
  if (channels + 1 == rank)
    return mask;
  SmallVector<int64_t> order = moveToEnd(rank, channels);
  map = permuteResults(map, order);
  return createTransposed(rewriter, mask.getLoc(), mask, order);
}

/// Before and after, with %m the mask of %s:
///
///   %c = linalg.matmul ins(%s, %w) outs(%i)
///   %c = snn.spike_matmul ins(%m, %w) outs(%i)
static LogicalResult maskContraction(RewriterBase &rewriter, SpikeMasks &masks,
                                     linalg::LinalgOp op) {
  StringRef reason = "neither side is spikes";
  for (unsigned side : {0u, 1u}) {
    if (!isFired(masks, op->getOperand(side)))
      continue;
    reason = whyNotSpikes(op, side);
    if (!reason.empty())
      continue;
    SmallVector<AffineMap> maps = op.getIndexingMapsArray();
    Value mask = masks.get(op->getOperand(side));
    if (!maps[side].isProjectedPermutation())
      mask = layAlongChannels(rewriter, mask, maps[side]);
    auto matmul = SpikeMatmulOp::create(
        rewriter, op.getLoc(), mask, op->getOperand(1 - side),
        op->getOperand(2),
        rewriter.getAffineMapArrayAttr({maps[side], maps[1 - side], maps[2]}));
    rewriter.replaceAllUsesWith(op->getResult(0), matmul.getResult()[0]);
    return success();
  }
  return rewriter.notifyMatchFailure(op, reason);
}

//===----------------------------------------------------------------------===//
// Products, comparisons, counts
//===----------------------------------------------------------------------===//

/// `mask ? factor : 0`, the other way round if the mask is made by a negation.
static Value emitProduct(RewriterBase &rewriter, Location loc, Value mask,
                         Value factor) {
  Value zero = constantLike(rewriter, loc, factor, 0.0);
  if (Value fires = negatedBy(mask))
    return arith::SelectOp::create(rewriter, loc, fires, zero, factor);
  return arith::SelectOp::create(rewriter, loc, mask, factor, zero);
}

/// %s * %x becomes select(%m, %x, 0). It differs where %x is infinite or NaN
/// and the spike is 0: there it is 0.
static LogicalResult maskProduct(RewriterBase &rewriter, SpikeMasks &masks,
                                 arith::MulFOp op) {
  Value spikes = op.getLhs(), factor = op.getRhs();
  if (!isFired(masks, spikes))
    std::swap(spikes, factor);
  if (!isFired(masks, spikes))
    return rewriter.notifyMatchFailure(op, "neither factor is spikes");
  Value product = emitProduct(rewriter, op.getLoc(), masks.get(spikes), factor);
  rewriter.replaceAllUsesWith(op.getResult(), product);
  return success();
}

/// The same comparison of i1 as unsigned numbers; nothing if it asks for NaN.
static std::optional<arith::CmpIPredicate>
asUnsigned(arith::CmpFPredicate predicate) {
  using F = arith::CmpFPredicate;
  using I = arith::CmpIPredicate;
  switch (predicate) {
  case F::OEQ:
  case F::UEQ:
    return I::eq;
  case F::ONE:
  case F::UNE:
    return I::ne;
  case F::OGT:
  case F::UGT:
    return I::ugt;
  case F::OGE:
  case F::UGE:
    return I::uge;
  case F::OLT:
  case F::ULT:
    return I::ult;
  case F::OLE:
  case F::ULE:
    return I::ule;
  default:
    return std::nullopt;
  }
}

/// What comparing 0 and 1 with a constant gives.
static Value emitCases(RewriterBase &rewriter, Location loc, Value mask,
                       bool ofZero, bool ofOne) {
  if (ofZero == ofOne)
    return emitUniformMask(rewriter, loc, mask, ofOne);
  return ofOne ? mask : emitNot(rewriter, loc, mask);
}

/// A comparison of spikes with a constant has two outcomes, each known: it is
/// the mask, its negation or a constant. Two spikes compare as unsigned
/// numbers.
static LogicalResult maskComparison(RewriterBase &rewriter, SpikeMasks &masks,
                                    arith::CmpFOp op) {
  Value lhs = op.getLhs(), rhs = op.getRhs();
  Location loc = op.getLoc();
  Value result;
  bool isLeft = isFired(masks, lhs);
  if (isLeft && isFired(masks, rhs)) {
    auto predicate = asUnsigned(op.getPredicate());
    if (!predicate)
      return rewriter.notifyMatchFailure(op, "asks for NaN");
    result = arith::CmpIOp::create(rewriter, loc, *predicate, masks.get(lhs),
                                   masks.get(rhs));
  } else {
    Value spikes = isLeft ? lhs : rhs;
    std::optional<APFloat> bound = constantOf(isLeft ? rhs : lhs);
    if (!isFired(masks, spikes) || !bound)
      return rewriter.notifyMatchFailure(
          op, "does not compare spikes with a constant");
    auto holds = [&](int fires) {
      APFloat number(bound->getSemantics(), fires);
      return arith::applyCmpPredicate(op.getPredicate(),
                                      isLeft ? number : *bound,
                                      isLeft ? *bound : number);
    };
    result = emitCases(rewriter, loc, masks.get(spikes), holds(0), holds(1));
  }
  rewriter.replaceAllUsesWith(op.getResult(), result);
  return success();
}

/// Counts by the i1. A signed i1 has no 1.
static LogicalResult maskCount(RewriterBase &rewriter, SpikeMasks &masks,
                               Operation *op) {
  if (!isFired(masks, op->getOperand(0)))
    return rewriter.notifyMatchFailure(op, "does not count spikes");
  Type type = op->getResult(0).getType();
  bool isBit = getElementTypeOrSelf(type).isInteger(1);
  if (isBit && isa<arith::FPToSIOp>(op))
    return rewriter.notifyMatchFailure(op, "1 is out of range");
  Value mask = masks.get(op->getOperand(0));
  Value count =
      isBit ? mask
            : Value(arith::ExtUIOp::create(rewriter, op->getLoc(), type, mask));
  rewriter.replaceAllUsesWith(op->getResult(0), count);
  return success();
}

//===----------------------------------------------------------------------===//
// All of them
//===----------------------------------------------------------------------===//

SmallVector<Value> snn::wantedMasks(Operation *op, bool maskProducts) {
  if (isContraction(op)) {
    SmallVector<Value> sides;
    for (unsigned side : {0u, 1u})
      if (maskProducts &&
          whyNotSpikes(cast<linalg::LinalgOp>(op), side).empty())
        sides.push_back(op->getOperand(side));
    return sides;
  }
  if ((isa<arith::MulFOp>(op) && maskProducts) ||
      isa<arith::CmpFOp, arith::FPToSIOp, arith::FPToUIOp>(op))
    return op->getOperands();
  return {};
}

LogicalResult snn::maskOperands(RewriterBase &rewriter, SpikeMasks &masks,
                                Operation *op, bool maskProducts,
                                SpikeCounts &counts) {
  rewriter.setInsertionPoint(op);
  if (isContraction(op)) {
    LogicalResult masked =
        maskProducts
            ? maskContraction(rewriter, masks, cast<linalg::LinalgOp>(op))
            : rewriter.notifyMatchFailure(op, "contractions are to stay");
    counts.contractions += succeeded(masked);
    return masked;
  }
  return llvm::TypeSwitch<Operation *, LogicalResult>(op)
      .Case([&](arith::MulFOp product) {
        if (!maskProducts)
          return rewriter.notifyMatchFailure(op, "products are to stay");
        LogicalResult masked = maskProduct(rewriter, masks, product);
        counts.products += succeeded(masked);
        return masked;
      })
      .Case([&](arith::CmpFOp comparison) {
        return maskComparison(rewriter, masks, comparison);
      })
      .Case<arith::FPToSIOp, arith::FPToUIOp>(
          [&](auto count) { return maskCount(rewriter, masks, count); })
      .Default([&](Operation *) {
        return rewriter.notifyMatchFailure(op, "takes no masks");
      });
}
