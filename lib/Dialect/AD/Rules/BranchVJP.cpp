//===- BranchVJP.cpp - Reverse of scf.if and scf.index_switch -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BranchVJP.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/UB/IR/UBOps.h"
#include "snn/Dialect/AD/Analysis/ShapeBefore.h"
#include "snn/Dialect/AD/Rules/Stacking.h"

using namespace mlir;
using namespace mlir::ad;

Operation *ad::createLike(OpBuilder &b, Operation *branch, TypeRange types,
                          Value selector) {
  if (auto chosen = dyn_cast<scf::IndexSwitchOp>(branch))
    return scf::IndexSwitchOp::create(b, branch->getLoc(), types, selector,
                                      chosen.getCases(), chosen.getNumCases());
  return scf::IfOp::create(b, branch->getLoc(), types, selector,
                           /*addThenBlock=*/false, /*addElseBlock=*/false);
}

/// Before, in the primal program, and the reverse, for a branch that captures
/// %w and whose first side is %w * %x:
///
///   %y = scf.if %c { scf.yield %w * %x } else { scf.yield %x }
///   %dw1 = scf.if %c { scf.yield %dw0 + %dy * %x } else { scf.yield %dw0 }
LogicalResult BranchVJP::build(ValueRange cotangents) {
  SetVector<Value> used;
  for (Region &region : branch->getRegions())
    for (Value capture : activeCaptures(region, context.getActivity()))
      used.insert(capture);
  captures = used.takeVector();
  if (failed(context.requireCotangents(branch, captures)))
    return failure();
  // Before the branches are built, so that all sides see the values.
  for (Value capture : captures)
    context.wideAccumulator(capture);
  Value selector = context.primal(branch->getOperand(0));

  SmallVector<Side> sides;
  for (Region &region : branch->getRegions()) {
    auto side = buildSide(region.front(), cotangents);
    if (failed(side))
      return failure();
    sides.push_back(std::move(*side));
  }
  yieldResiduals(sides);

  SmallVector<Type> types = llvm::map_to_vector(
      captures, [&](Value v) { return context.accumulator(v).getType(); });
  Operation *reverse = createLike(builder, branch, types, selector);
  for (auto [region, side] : llvm::zip(reverse->getRegions(), sides))
    region.push_back(side.body.release());
  for (auto [capture, cotangent] : llvm::zip(captures, reverse->getResults()))
    context.setCotangent(capture, cotangent);
  return success();
}

/// The reverse of one side as a block that stands in no region yet. It starts
/// with what the captures have received so far and yields what they have
/// received after it, so that a side which does not use a capture hands its
/// cotangent on as it is.
FailureOr<BranchVJP::Side> BranchVJP::buildSide(Block &primal,
                                                ValueRange cotangents) {
  Side side;
  side.body = std::make_unique<Block>();
  VJPContext sweep(context.getFunctions(), &context, context.getActivity(),
                   primal, *side.body);
  for (Value capture : captures)
    sweep.setCotangent(capture, context.accumulator(capture));
  for (auto [yielded, cotangent] :
       llvm::zip(primal.getTerminator()->getOperands(), cotangents))
    if (cotangent)
      sweep.accumulate(yielded, cotangent);
  if (failed(sweep.sweep()))
    return failure();
  auto yielded = llvm::map_to_vector(
      captures, [&](Value v) { return sweep.accumulator(v); });
  scf::YieldOp::create(sweep.getBuilder(), branch->getLoc(), yielded);
  OpBuilder start(builder.getContext());
  start.setInsertionPointToStart(side.body.get());
  if (failed(sweep.recomputeResiduals(start, [](Value value) -> bool {
        return static_cast<bool>(stackType(value.getType(), 0));
      })))
    return failure();
  side.residuals = llvm::to_vector(sweep.getResiduals());
  return side;
}

/// What a side not taken yields for a residual of another: never read, but of
/// the same sizes where they are known, so that a tape can hold either.
static Value emitPlaceholder(OpBuilder &b, Operation *branch, Value residual) {
  Location loc = residual.getLoc();
  auto type = dyn_cast<RankedTensorType>(residual.getType());
  if (!type)
    return ub::PoisonOp::create(b, loc, residual.getType());
  OpBuilder before(branch);
  auto sizes = shapeBefore(before, branch, residual, AcrossCalls::Yes);
  SmallVector<OpFoldResult> none;
  for (int64_t size : type.getShape())
    none.push_back(b.getIndexAttr(ShapedType::isDynamic(size) ? 0 : size));
  Value empty = tensor::EmptyOp::create(
      b, loc, succeeded(sizes) ? *sizes : none, type.getElementType());
  if (empty.getType() != type)
    empty = tensor::CastOp::create(b, loc, type, empty);
  return empty;
}

/// Before, where the reverse of the first side asks for %r:
///
///   %y = scf.if %c { %r = ..  scf.yield %y0 } else { scf.yield %y1 }
///
/// After:
///
///   %y:2 = scf.if %c { %r = ..  scf.yield %y0, %r }
///          else { scf.yield %y1, %placeholder }
void BranchVJP::yieldResiduals(ArrayRef<Side> sides) {
  SmallVector<Type> types(branch->getResultTypes());
  for (auto [own, side] : llvm::zip(branch->getRegions(), sides))
    for (const VJPContext::Residual &residual : side.residuals) {
      types.push_back(residual.primal.getType());
      for (Region &region : branch->getRegions()) {
        Operation *yield = region.front().getTerminator();
        OpBuilder atEnd(yield);
        Value yielded = &region == &own
                            ? residual.primal
                            : emitPlaceholder(atEnd, branch, residual.primal);
        yield->insertOperands(yield->getNumOperands(), yielded);
      }
    }
  unsigned next = branch->getNumResults();
  OpBuilder before(branch);
  Operation *augmented =
      createLike(before, branch, types, branch->getOperand(0));
  for (auto [to, from] :
       llvm::zip(augmented->getRegions(), branch->getRegions()))
    to.takeBody(from);
  context.replacePrimalOp(branch, augmented);
  branch = augmented;
  for (const Side &side : sides) {
    for (const VJPContext::Residual &residual : side.residuals) {
      Value kept = context.primal(augmented->getResult(next++));
      Value(residual.argument).replaceAllUsesWith(kept);
    }
    side.body->eraseArguments(0, side.body->getNumArguments());
  }
}
