//===- BranchVJP.cpp - Reverse of an scf.if -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BranchVJP.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "snn/Dialect/AD/Analysis/ShapeBefore.h"
#include "snn/Dialect/AD/Rules/Stacking.h"

using namespace mlir;
using namespace mlir::ad;

LogicalResult BranchVJP::build(ValueRange cotangents) {
  SetVector<Value> used;
  for (Region &region : branch->getRegions())
    for (Value capture : activeCaptures(region, context.getActivity()))
      used.insert(capture);
  captures = used.takeVector();
  // Before the branches are built, so that both see the values.
  for (Value capture : captures)
    context.cotangentOrZero(capture);
  Value condition = context.primal(branch.getCondition());

  SmallVector<Side> sides;
  for (Block *primal : {branch.thenBlock(), branch.elseBlock()}) {
    auto side = buildSide(*primal, cotangents);
    if (failed(side))
      return failure();
    sides.push_back(std::move(*side));
  }
  for (Side &side : sides)
    for (VJPContext::Residual &residual : side.residuals)
      if (!stackType(residual.primal.getType(), 0))
        return branch.emitError("cannot keep a value of type ")
               << residual.primal.getType()
               << " for the reverse sweep: expected a ranked tensor or a "
                  "scalar";
  yieldResiduals(sides);

  auto reverse = scf::IfOp::create(builder, branch.getLoc(),
                                   ValueRange(captures).getTypes(), condition,
                                   /*addThenBlock=*/false,
                                   /*addElseBlock=*/false);
  reverse.getThenRegion().push_back(sides[0].body.release());
  reverse.getElseRegion().push_back(sides[1].body.release());
  for (auto [capture, cotangent] : llvm::zip(captures, reverse.getResults()))
    context.setCotangent(capture, cotangent);
  return success();
}

FailureOr<BranchVJP::Side> BranchVJP::buildSide(Block &primal,
                                                ValueRange cotangents) {
  Side side;
  side.body = std::make_unique<Block>();
  VJPContext sweep(context.getFunctions(), &context, context.getActivity(),
                   primal, *side.body);
  for (Value capture : captures)
    sweep.setCotangent(capture, context.cotangent(capture));
  for (auto [yielded, cotangent] :
       llvm::zip(primal.getTerminator()->getOperands(), cotangents))
    if (cotangent)
      sweep.accumulate(yielded, cotangent);
  if (failed(sweep.sweep()))
    return failure();
  auto yielded = llvm::map_to_vector(
      captures, [&](Value v) { return sweep.cotangent(v); });
  scf::YieldOp::create(sweep.getBuilder(), branch.getLoc(), yielded);
  side.residuals = llvm::to_vector(sweep.getResiduals());
  return side;
}

/// What the side not taken yields for a residual of the other: never read, but
/// of the same sizes where they are known, so that a tape can hold either.
static Value emitPlaceholder(OpBuilder &b, scf::IfOp branch, Value residual) {
  Location loc = residual.getLoc();
  auto type = dyn_cast<RankedTensorType>(residual.getType());
  if (!type)
    return arith::ConstantOp::create(b, loc, b.getZeroAttr(residual.getType()));
  OpBuilder before(branch);
  auto sizes = shapeBefore(before, branch, residual);
  if (succeeded(sizes))
    return tensor::EmptyOp::create(b, loc, *sizes, type.getElementType());
  SmallVector<OpFoldResult> none;
  for (int64_t size : type.getShape())
    none.push_back(b.getIndexAttr(ShapedType::isDynamic(size) ? 0 : size));
  Value empty = tensor::EmptyOp::create(b, loc, none, type.getElementType());
  return tensor::CastOp::create(b, loc, type, empty);
}

void BranchVJP::yieldResiduals(ArrayRef<Side> sides) {
  Block *blocks[] = {branch.thenBlock(), branch.elseBlock()};
  SmallVector<Type> types(branch.getResultTypes());
  for (auto [index, side] : llvm::enumerate(sides)) {
    Block *own = blocks[index], *other = blocks[1 - index];
    OpBuilder inOther(other->getTerminator());
    for (const VJPContext::Residual &residual : side.residuals) {
      Value placeholder = emitPlaceholder(inOther, branch, residual.primal);
      if (placeholder.getType() != residual.primal.getType())
        placeholder = tensor::CastOp::create(
            inOther, branch.getLoc(), residual.primal.getType(), placeholder);
      own->getTerminator()->insertOperands(
          own->getTerminator()->getNumOperands(), residual.primal);
      other->getTerminator()->insertOperands(
          other->getTerminator()->getNumOperands(), placeholder);
      types.push_back(residual.primal.getType());
    }
  }
  unsigned next = branch.getNumResults();
  OpBuilder before(branch);
  auto augmented =
      scf::IfOp::create(before, branch.getLoc(), types, branch.getCondition(),
                        /*addThenBlock=*/false, /*addElseBlock=*/false);
  augmented.getThenRegion().takeBody(branch.getThenRegion());
  augmented.getElseRegion().takeBody(branch.getElseRegion());
  context.replacePrimalOp(branch, augmented);
  branch = augmented;
  for (const Side &side : sides) {
    for (const VJPContext::Residual &residual : side.residuals) {
      Value kept = context.primal(augmented.getResult(next++));
      Value(residual.argument).replaceAllUsesWith(kept);
    }
    side.body->eraseArguments(0, side.body->getNumArguments());
  }
}
