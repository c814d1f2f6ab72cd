//===- LinalgSequential.cpp - Linalg ops whose order matters -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Products, running sums, Horner's scheme, gathers: what no other rule knows
// becomes a loop nest over elements, which the rule of scf.for differentiates.
// It is right for every body (a product with zeros too) and as slow as it
// looks.
//
//===----------------------------------------------------------------------===//

#include "LinalgRules.h"
#include "LoopVJP.h"
#include "mlir/Dialect/Affine/Utils.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Transforms/RegionUtils.h"

using namespace mlir;
using namespace mlir::ad;

/// The indices that `map` gives at the iteration `ivs`.
static SmallVector<Value> emitIndices(OpBuilder &b, Location loc, AffineMap map,
                                      ValueRange ivs) {
  return llvm::map_to_vector(map.getResults(), [&](AffineExpr expr) {
    return affine::expandAffineExpr(b, loc, expr, ivs, /*symbolValues=*/{});
  });
}

/// Emits the body of `op` at the iteration `ivs` and returns `inits` with the
/// elements that it computes.
static SmallVector<Value> emitIteration(OpBuilder &b, linalg::LinalgOp op,
                                        ValueRange ivs, ValueRange inits) {
  Location loc = op.getLoc();
  SmallVector<Value> tensors(op.getDpsInputs());
  llvm::append_range(tensors, inits);
  SmallVector<AffineMap> maps = op.getIndexingMapsArray();
  Block *body = op.getBlock();
  IRMapping mapping;
  for (auto [argument, tensor, map] :
       llvm::zip(body->getArguments(), tensors, maps)) {
    if (argument.use_empty())
      continue;
    Value element = tensor;
    if (isa<RankedTensorType>(tensor.getType()))
      element = tensor::ExtractOp::create(b, loc, tensor,
                                          emitIndices(b, loc, map, ivs));
    mapping.map(argument, element);
  }
  for (Operation &inner : body->without_terminator()) {
    if (auto index = dyn_cast<linalg::IndexOp>(inner)) {
      mapping.map(index, ivs[index.getDim()]);
      continue;
    }
    Operation *copy = b.clone(inner, mapping);
    // An index may be asked for deep inside, in a branch.
    copy->walk([&](linalg::IndexOp index) {
      index.replaceAllUsesWith(ivs[index.getDim()]);
      index.erase();
    });
  }
  SmallVector<Value> results;
  for (auto [value, tensor, map] :
       llvm::zip(body->getTerminator()->getOperands(), inits,
                 ArrayRef(maps).drop_front(op.getNumDpsInputs())))
    results.push_back(
        tensor::InsertOp::create(b, loc, mapping.lookupOrDefault(value), tensor,
                                 emitIndices(b, loc, map, ivs)));
  return results;
}

/// Emits the loops of `op` from dimension `ivs.size()` inwards.
static SmallVector<Value> emitLoops(OpBuilder &b, linalg::LinalgOp op,
                                    ArrayRef<Range> ranges,
                                    SmallVector<Value> &ivs, ValueRange inits) {
  if (ivs.size() == ranges.size())
    return emitIteration(b, op, ivs, inits);
  Location loc = op.getLoc();
  const Range &range = ranges[ivs.size()];
  OpFoldResult limits[] = {range.offset, range.size, range.stride};
  Value bounds[3];
  for (auto [bound, limit] : llvm::zip(bounds, limits))
    bound = getValueOrCreateConstantIndexOp(b, loc, limit);
  auto loop = scf::ForOp::create(
      b, loc, bounds[0], bounds[1], bounds[2], inits,
      [&](OpBuilder &inner, Location, Value iv, ValueRange carried) {
        ivs.push_back(iv);
        scf::YieldOp::create(inner, loc,
                             emitLoops(inner, op, ranges, ivs, carried));
      });
  return llvm::to_vector(ValueRange(loop.getResults()));
}

/// Emits the loop nest of `op` before it. At least one dimension: an op with
/// none has a single iteration, whose order does not matter.
static scf::ForOp emitLoopNest(linalg::LinalgOp op) {
  OpBuilder before(op);
  SmallVector<Range> ranges = op.createLoopRanges(before, op.getLoc());
  SmallVector<Value> ivs;
  SmallVector<Value> results =
      emitLoops(before, op, ranges, ivs, op.getDpsInits());
  return results.front().getDefiningOp<scf::ForOp>();
}

/// The loop nest takes the place of `op` in the primal program, since the
/// reverse of a loop records tapes in it:
///
///   %z = linalg.generic ins(%x) outs(%y)
///   %z = scf.for .. iter_args(%a = %y) { extract of %x, body, insert into %a }
LogicalResult ad::buildSequentialVJP(linalg::LinalgOp op, OpBuilder &builder,
                                     VJPContext &context,
                                     ValueRange cotangents) {
  if (op.getNumLoops() == 0)
    return op.emitError("no derivative rule for '")
           << op->getName() << "' of this form: its body reads a captured "
           << "tensor and there are no iterations to follow";
  SetVector<Value> operands(op->operand_begin(), op->operand_end());
  getUsedValuesDefinedAbove(op->getRegions(), operands);
  SmallVector<Value> sources = llvm::filter_to_vector(
      operands, [&](Value v) { return context.isActive(v); });

  scf::ForOp nest = emitLoopNest(op);
  SmallVector<Value> sinks;
  for (auto [result, cotangent] : llvm::zip(nest.getResults(), cotangents))
    if (cotangent)
      sinks.push_back(result);
  // What is active in the nest the surrounding sweep cannot know. Its block is
  // none that holds a value: everything else is the surrounding sweep's.
  Activity activity(*nest, sources, sinks);
  Block none;
  VJPContext inner(context.getFunctions(), &context, activity, none, builder);
  for (Value source : sources)
    if (Value received = context.accumulator(source))
      inner.setCotangent(source, received);
  LoopVJP reverse(nest, builder, inner);
  if (failed(reverse.build(cotangents)))
    return failure();
  for (Value source : sources)
    if (Value received = inner.accumulator(source))
      context.setCotangent(source, received);
  context.replacePrimalOp(op, reverse.getLoop());
  return success();
}
