//===- ElementBodyVJP.cpp - Reverse of a region run per element -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ElementBodyVJP.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Transforms/RegionUtils.h"

using namespace mlir;
using namespace mlir::ad;

namespace {
/// The reverse of one element, in a block that stands in no region:
/// (indices, element cotangent, accumulators, residuals) -> accumulators.
struct ElementReverse {
  Block block;
  SmallVector<VJPContext::Residual> residuals;
  SmallVector<Value> yielded;
};
} // namespace

/// Fills `reverse` from the element's `body`. Accumulators of narrow floats are
/// wide, since a capture receives from every element. Fails after an error at
/// an op of the body that has no rule.
static LogicalResult buildReverse(ElementReverse &reverse, Block &body,
                                  ArrayRef<Value> captures, Type element,
                                  VJPContext &context) {
  Location loc = body.getParentOp()->getLoc();
  VJPContext sweep(context.getFunctions(), &context, context.getActivity(),
                   body, reverse.block);
  for (BlockArgument index : body.getArguments())
    sweep.setPrimal(index, reverse.block.addArgument(index.getType(), loc));
  Value cotangent = reverse.block.addArgument(element, loc);
  for (Value capture : captures)
    sweep.setCotangent(capture, reverse.block.addArgument(
                                    accumulatorType(capture.getType()), loc));
  sweep.accumulate(body.getTerminator()->getOperand(0), cotangent);
  if (failed(sweep.sweep()))
    return failure();
  for (Value capture : captures)
    reverse.yielded.push_back(sweep.accumulator(capture));
  reverse.residuals = llvm::to_vector(sweep.getResiduals());
  return success();
}

/// The ops of `body` that compute `residuals`, in order.
static SmallVector<Operation *>
opsToRepeat(Block &body, ArrayRef<VJPContext::Residual> residuals) {
  llvm::SmallDenseSet<Value> needed;
  for (const VJPContext::Residual &residual : residuals)
    needed.insert(residual.primal);
  SmallVector<Operation *> ops;
  for (Operation &op : llvm::reverse(body.without_terminator())) {
    if (llvm::none_of(op.getResults(),
                      [&](Value v) { return needed.contains(v); }))
      continue;
    ops.push_back(&op);
    needed.insert(op.operand_begin(), op.operand_end());
    llvm::SetVector<Value> above;
    getUsedValuesDefinedAbove(op.getRegions(), above);
    needed.insert(above.begin(), above.end());
  }
  std::reverse(ops.begin(), ops.end());
  return ops;
}

/// Maps what `ops` use from outside of `body` to its primal values, before the
/// loops are built.
static IRMapping mapCaptures(Block &body, ArrayRef<Operation *> ops,
                             VJPContext &context) {
  IRMapping mapping;
  for (Operation *op : ops) {
    llvm::SetVector<Value> used(op->operand_begin(), op->operand_end());
    getUsedValuesDefinedAbove(op->getRegions(), used);
    for (Value value : used)
      if (!body.getParent()->isAncestor(value.getParentRegion()))
        mapping.map(value, context.primal(value));
  }
  return mapping;
}

/// Emits the reverse of the element at `indices` into a loop. The ops that
/// `repeated` holds come first, on the primal captures; then those of the
/// reverse, with what these computed as its residuals.
static SmallVector<Value>
emitElement(OpBuilder &builder, Location loc, ElementReverse &reverse,
            Block &body, ArrayRef<Operation *> repeated, IRMapping mapping,
            Value cotangent, ValueRange indices, ValueRange accumulators) {
  mapping.map(body.getArguments(), indices);
  for (Operation *op : repeated)
    builder.clone(*op, mapping);
  SmallVector<Value> arguments(indices);
  arguments.push_back(
      tensor::ExtractOp::create(builder, loc, cotangent, indices));
  llvm::append_range(arguments, accumulators);
  for (const VJPContext::Residual &residual : reverse.residuals)
    arguments.push_back(mapping.lookup(residual.primal));
  IRMapping inReverse;
  inReverse.map(reverse.block.getArguments(), arguments);
  for (Operation &op : reverse.block)
    builder.clone(op, inReverse);
  return llvm::map_to_vector(
      reverse.yielded, [&](Value v) { return inReverse.lookupOrDefault(v); });
}

/// x_i = f(i, c):  dc += sum over i of (df/dc at i) dx_i, one element after the
/// other, in the order of the indices.
LogicalResult ad::buildElementBodyVJP(Block &body, Value cotangent,
                                      ArrayRef<OpFoldResult> sizes,
                                      OpBuilder &builder, VJPContext &context) {
  Location loc = body.getParentOp()->getLoc();
  SmallVector<Value> captures =
      activeCaptures(*body.getParent(), context.getActivity());
  if (captures.empty())
    return success();
  auto inits = llvm::map_to_vector(
      captures, [&](Value v) { return context.wideAccumulator(v); });
  ElementReverse reverse;
  if (failed(buildReverse(reverse, body, captures,
                          getElementTypeOrSelf(cotangent.getType()), context)))
    return failure();
  SmallVector<Operation *> repeated = opsToRepeat(body, reverse.residuals);
  IRMapping mapping = mapCaptures(body, repeated, context);

  Value zero = arith::ConstantIndexOp::create(builder, loc, 0);
  Value one = arith::ConstantIndexOp::create(builder, loc, 1);
  SmallVector<Value> lower(sizes.size(), zero), step(sizes.size(), one);
  scf::LoopNest nest = scf::buildLoopNest(
      builder, loc, lower, getValueOrCreateConstantIndexOp(builder, loc, sizes),
      step, inits,
      [&](OpBuilder &b, Location, ValueRange indices, ValueRange carried) {
        return emitElement(b, loc, reverse, body, repeated, mapping, cotangent,
                           indices, carried);
      });
  for (auto [capture, sum] : llvm::zip(captures, nest.results))
    context.setCotangent(capture, sum);
  return success();
}
