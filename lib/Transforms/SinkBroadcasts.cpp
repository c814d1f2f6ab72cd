//===- SinkBroadcasts.cpp - Repeated values are computed once -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "VectorLoops.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/PatternMatch.h"
#include "snn/Transforms/ElementNest.h"
#include "snn/Transforms/Passes.h"

namespace mlir::snn {
#define GEN_PASS_DEF_SINKBROADCASTSPASS
#include "snn/Transforms/Passes.h.inc"
} // namespace mlir::snn

using namespace mlir;
using namespace mlir::snn;

namespace {
/// An operand read through a map.
struct Access {
  Value value;
  AffineMap map;
};
} // namespace

/// True if rows of `tensor` are shorter than a register. Rows that repeat are
/// then better repeated in memory, where those of all samples follow each
/// other, than read again under a mask.
static bool hasShortRows(Operation *op, Value tensor) {
  auto type = cast<RankedTensorType>(tensor.getType());
  int64_t size = type.getShape().back();
  return !ShapedType::isDynamic(size) && type.getElementType().isIntOrFloat() &&
         size < lanes(op, type.getElementType());
}

/// What `operand` of `op` repeats, if it was made by repeating a smaller
/// tensor. Before and after, in `op`:
///
///   %b = linalg.generic ins(%v : tensor<8xf32>) outs(.. : tensor<4x8xf32>)
///   ins(%b by (d0, d1) -> (d0, d1))
///   ins(%v by (d0, d1) -> (d1))
static std::optional<Access> repeatedBy(linalg::GenericOp op,
                                        OpOperand *operand) {
  auto producer = asNest(operand->get().getDefiningOp());
  if (!producer)
    return std::nullopt;
  unsigned number = cast<OpResult>(operand->get()).getResultNumber();
  auto argument = dyn_cast<BlockArgument>(
      producer.getBody()->getTerminator()->getOperand(number));
  if (!argument || argument.getOwner() != producer.getBody())
    return std::nullopt;
  OpOperand *source = producer.getMatchingOpOperand(argument);
  AffineMap map = producer.getMatchingIndexingMap(source);
  if (hasShortRows(op, operand->get()) || producer.isDpsInit(source) ||
      !isa<TensorType>(source->get().getType()) ||
      map.getNumResults() >= map.getNumDims())
    return std::nullopt;
  AffineMap composed = map.compose(op.getMatchingIndexingMap(operand));
  if (!composed.isProjectedPermutation(/*allowZeroInResults=*/true) ||
      !followsRows(composed))
    return std::nullopt;
  return Access{source->get(), composed};
}

/// Replaces the uses of `argument` by the scalar `splat`, inside the body if it
/// is a constant. Constants go inside, where folding sees them; other scalars
/// are captured.
static bool replaceBySplat(RewriterBase &rewriter, linalg::GenericOp op,
                           BlockArgument argument, Splat splat) {
  auto value = dyn_cast<Value>(splat);
  if (auto attribute = dyn_cast<Attribute>(splat)) {
    auto typed = dyn_cast<TypedAttr>(attribute);
    if (!typed || !isa<FloatAttr, IntegerAttr>(attribute))
      return false;
    rewriter.setInsertionPointToStart(op.getBody());
    value = arith::ConstantOp::create(rewriter, op.getLoc(), typed);
  }
  rewriter.replaceAllUsesWith(argument, value);
  return true;
}

/// Reads the inputs of `op` where they are smallest: constants in the body,
/// what was repeated from where it was repeated. Returns true if one changed.
static bool sinkInputs(RewriterBase &rewriter, linalg::GenericOp op) {
  SmallVector<AffineMap> maps = op.getIndexingMapsArray();
  bool changed = false;
  for (OpOperand *input : op.getDpsInputOperands()) {
    BlockArgument argument = op.getMatchingBlockArgument(input);
    if (argument.use_empty() || !isa<TensorType>(input->get().getType()))
      continue;
    if (auto splat = splatOf(input->get())) {
      changed |= replaceBySplat(rewriter, op, argument, *splat);
    } else if (auto access = repeatedBy(op, input)) {
      maps[input->getOperandNumber()] = access->map;
      rewriter.modifyOpInPlace(op, [&] { input->set(access->value); });
      changed = true;
    }
  }
  op.setIndexingMapsAttr(rewriter.getAffineMapArrayAttr(maps));
  return changed;
}

/// `op` without the inputs that its body does not use.
static linalg::GenericOp dropUnusedInputs(RewriterBase &rewriter,
                                          linalg::GenericOp op) {
  SmallVector<Value> inputs;
  SmallVector<AffineMap> maps;
  llvm::BitVector unused(op.getBody()->getNumArguments());
  for (OpOperand *input : op.getDpsInputOperands()) {
    if (op.getMatchingBlockArgument(input).use_empty()) {
      unused.set(input->getOperandNumber());
      continue;
    }
    inputs.push_back(input->get());
    maps.push_back(op.getMatchingIndexingMap(input));
  }
  if (unused.none())
    return op;
  for (OpOperand &init : op.getDpsInitsMutable())
    maps.push_back(op.getMatchingIndexingMap(&init));
  op.getBody()->eraseArguments(unused);
  rewriter.setInsertionPoint(op);
  auto smaller = linalg::GenericOp::create(
      rewriter, op.getLoc(), op->getResultTypes(), inputs, op.getDpsInits(),
      maps, op.getIteratorTypesArray());
  rewriter.inlineRegionBefore(op.getRegion(), smaller.getRegion(),
                              smaller.getRegion().begin());
  rewriter.replaceOp(op, smaller);
  return smaller;
}

/// The loops of `op` that some input depends on, if they are not all of them
/// and there is an input at all.
static std::optional<SmallVector<unsigned>>
loopsThatMatter(linalg::GenericOp op) {
  SmallVector<unsigned> loops;
  if (op.getNumDpsInputs() == 0 || op->getNumResults() != 1 ||
      op.getBody()->without_terminator().empty() ||
      op.payloadUsesValueFromOperand(op.getDpsInitOperand(0)))
    return std::nullopt;
  for (unsigned loop = 0; loop < op.getNumLoops(); ++loop)
    if (llvm::any_of(op.getDpsInputOperands(), [&](OpOperand *input) {
          return op.getMatchingIndexingMap(input).isFunctionOfDim(loop);
        }))
      loops.push_back(loop);
  if (loops.size() == op.getNumLoops())
    return std::nullopt;
  return loops;
}

/// Computes `op` over `loops` alone and repeats the result along the others.
///
///   linalg.generic ins(%v by (d1)) outs(%e : tensor<4x8xf32>) { f }
///   %s = linalg.generic ins(%v by (d0)) outs(%e1 : tensor<8xf32>) { f }
///   linalg.generic ins(%s by (d1)) outs(%e : tensor<4x8xf32>) { s }
static void shrink(RewriterBase &rewriter, linalg::GenericOp op,
                   ArrayRef<unsigned> loops) {
  MLIRContext *context = op.getContext();
  Location loc = op.getLoc();
  Value init = op.getDpsInits()[0];
  auto type = cast<RankedTensorType>(init.getType());
  rewriter.setInsertionPoint(op);
  SmallVector<OpFoldResult> sizes;
  SmallVector<AffineExpr> small(op.getNumLoops(),
                                getAffineConstantExpr(0, context)),
      repeated;
  for (auto [position, loop] : llvm::enumerate(loops)) {
    sizes.push_back(tensor::getMixedSize(rewriter, loc, init, loop));
    small[loop] = getAffineDimExpr(position, context);
    repeated.push_back(getAffineDimExpr(loop, context));
  }
  Value empty =
      tensor::EmptyOp::create(rewriter, loc, sizes, type.getElementType());
  SmallVector<AffineMap> maps;
  for (OpOperand *input : op.getDpsInputOperands()) {
    AffineMap map = op.getMatchingIndexingMap(input);
    maps.push_back(map.replaceDimsAndSymbols(small, {}, loops.size(), 0));
  }
  maps.push_back(AffineMap::getMultiDimIdentityMap(loops.size(), context));
  SmallVector<utils::IteratorType> parallel(op.getNumLoops(),
                                            utils::IteratorType::parallel);
  auto shrunk = linalg::GenericOp::create(
      rewriter, loc, empty.getType(), op.getDpsInputs(), empty, maps,
      ArrayRef(parallel).take_front(loops.size()));
  rewriter.inlineRegionBefore(op.getRegion(), shrunk.getRegion(),
                              shrunk.getRegion().begin());
  rewriter.replaceOpWithNewOp<linalg::GenericOp>(
      op, type, shrunk->getResults(), init,
      ArrayRef{AffineMap::get(op.getNumLoops(), 0, repeated, context),
               AffineMap::getMultiDimIdentityMap(op.getNumLoops(), context)},
      parallel, [](OpBuilder &builder, Location loc, ValueRange arguments) {
        linalg::YieldOp::create(builder, loc, arguments[0]);
      });
}

namespace {
/// Inputs that a splat or a repetition has replaced go before the loops that
/// matter are looked for: they would keep loops alive that nothing depends on.
struct SinkBroadcastsPass
    : snn::impl::SinkBroadcastsPassBase<SinkBroadcastsPass> {
  void runOnOperation() override {
    IRRewriter rewriter(&getContext());
    SmallVector<linalg::GenericOp> generics;
    // In program order: what an op repeats is known when its users are seen.
    getOperation()->walk<WalkOrder::PreOrder>(
        [&](linalg::GenericOp op) { generics.push_back(op); });
    for (linalg::GenericOp op : generics) {
      if (!asNest(op))
        continue;
      if (sinkInputs(rewriter, op))
        op = dropUnusedInputs(rewriter, op);
      if (auto loops = loopsThatMatter(op))
        shrink(rewriter, op, *loops);
    }
  }
};
} // namespace
