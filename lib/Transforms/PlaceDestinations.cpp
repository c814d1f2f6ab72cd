//===- PlaceDestinations.cpp - Loops update what they carry in place ------===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/PatternMatch.h"
#include "snn/Dialect/AD/Analysis/SizeSources.h"
#include "snn/Transforms/ElementNest.h"
#include "snn/Transforms/Passes.h"

namespace mlir::snn {
#define GEN_PASS_DEF_PLACEDESTINATIONSPASS
#include "snn/Transforms/Passes.h.inc"
} // namespace mlir::snn

using namespace mlir;
using namespace mlir::snn;

/// True if `op` reads `use`, an input, element by element as it writes.
static bool readsAsItWrites(OpOperand &use) {
  auto op = asNest(use.getOwner());
  return op && !op.isDpsInit(&use) &&
         op.getMatchingIndexingMap(&use).isIdentity();
}

/// True if nothing looks at `argument`, carried by the loop with this body,
/// once `writer` has begun to write its memory.
static bool diesAt(BlockArgument argument, Operation *writer) {
  Block *body = argument.getOwner();
  return llvm::all_of(argument.getUses(), [&](OpOperand &use) {
    if (isa<tensor::DimOp>(use.getOwner()))
      return true;
    Operation *user = body->findAncestorOpInBlock(*use.getOwner());
    return user->isBeforeInBlock(writer) ||
           (user == writer && use.getOwner() == writer && readsAsItWrites(use));
  });
}

/// The destination at the head of the ops that make `yielded`, each in the
/// memory of the one before it; null if some of that memory is used otherwise.
/// For %y = g outs(%z), %z = f outs(%e): the operand %e of f.
static OpOperand *findFirstDestination(Value yielded, Block *body) {
  OpOperand *destination = nullptr;
  while (auto op = yielded.getDefiningOp<DestinationStyleOpInterface>()) {
    if (op->getBlock() != body || !isa<linalg::LinalgOp>(*op) ||
        (destination && !yielded.hasOneUse()))
      break;
    destination = op.getTiedOpOperand(cast<OpResult>(yielded));
    yielded = destination->get();
    if (splatOf(yielded))
      break; // made anew, wherever it is used
  }
  return destination;
}

/// Fills `memory` with `splat` before `op`.
static Value createFill(RewriterBase &rewriter, Operation *op, Splat splat,
                        Value memory) {
  rewriter.setInsertionPoint(op);
  auto scalar = dyn_cast<Value>(splat);
  if (!scalar)
    scalar = arith::ConstantOp::create(rewriter, op->getLoc(),
                                       cast<TypedAttr>(cast<Attribute>(splat)));
  return linalg::FillOp::create(rewriter, op->getLoc(), scalar, memory)
      .getResult(0);
}

/// Lets the value that replaces carried value number `index` of `loop` be
/// written into the memory of the one that it replaces.
///
///   scf.for iter_args(%s) { %n = linalg.generic ins(%s) outs(tensor.empty) }
///   scf.for iter_args(%s) { %n = linalg.generic ins(%s) outs(%s) }
static LogicalResult updateInPlace(RewriterBase &rewriter, scf::ForOp loop,
                                   unsigned index) {
  BlockArgument carried = loop.getRegionIterArgs()[index];
  if (!isa<RankedTensorType>(carried.getType()))
    return rewriter.notifyMatchFailure(loop, "carries no tensor there");
  OpOperand *destination =
      findFirstDestination(loop.getYieldedValues()[index], loop.getBody());
  if (!destination || destination->get().getType() != carried.getType())
    return rewriter.notifyMatchFailure(
        loop, "what replaces the value is not made by structured ops");
  Operation *writer = destination->getOwner();
  auto splat = splatOf(destination->get());
  if (!splat && !destination->get().getDefiningOp<tensor::EmptyOp>())
    return rewriter.notifyMatchFailure(writer, "its memory has contents");
  if (!diesAt(carried, writer) ||
      (splat && llvm::is_contained(writer->getOperands(), carried)))
    return rewriter.notifyMatchFailure(
        writer, "the carried value is read when this writes");
  Value memory =
      splat ? createFill(rewriter, writer, *splat, carried) : Value(carried);
  rewriter.modifyOpInPlace(writer, [&] { destination->set(memory); });
  return success();
}

/// True if `yielded` is in other memory than that of the carried values, and it
/// is known where.
static bool isMadeElsewhere(Value yielded, scf::ForOp loop) {
  Operation *op = yielded.getDefiningOp();
  if (!op || op->getBlock() != loop.getBody())
    return false;
  if (isa<tensor::ExtractSliceOp>(op))
    return true;
  while (auto structured = yielded.getDefiningOp<linalg::LinalgOp>())
    yielded = structured.getTiedOpOperand(cast<OpResult>(yielded))->get();
  return yielded.getDefiningOp<tensor::EmptyOp>() || splatOf(yielded);
}

/// Copies what replaces carried value number `index` of `loop` into the memory
/// of that value: else each step would allocate, and give its memory to the
/// next.
///
///   scf.for iter_args(%s) { %n in memory of its own;  yield %n }
///   scf.for iter_args(%s) { .. %c = linalg.copy %n into %s;  yield %c }
static void copyInPlace(RewriterBase &rewriter, scf::ForOp loop,
                        unsigned index) {
  Operation *yield = loop.getBody()->getTerminator();
  Value yielded = yield->getOperand(index);
  Value carried = loop.getRegionIterArgs()[index];
  if (!isMadeElsewhere(yielded, loop) || yielded.getType() != carried.getType())
    return;
  rewriter.setInsertionPoint(yield);
  auto copy = linalg::CopyOp::create(rewriter, loop.getLoc(), yielded, carried);
  rewriter.modifyOpInPlace(
      yield, [&] { yield->setOperand(index, copy.getResult(0)); });
}

/// Gives sums in a loop that begin with a constant memory that is filled where
/// they begin: the constant's own memory would have to be copied.
///
///   linalg.matmul ins(..) outs(dense<0.0>)
///   %z = linalg.fill 0.0 into tensor.empty;  linalg.matmul ins(..) outs(%z)
static void fillAccumulators(RewriterBase &rewriter, scf::ForOp loop) {
  for (auto op : loop.getBody()->getOps<linalg::LinalgOp>())
    for (OpOperand &init : op.getDpsInitsMutable()) {
      auto splat = splatOf(init.get());
      auto type = dyn_cast<RankedTensorType>(init.get().getType());
      auto fill = init.get().getDefiningOp<linalg::FillOp>();
      if (!splat || !type || !op.payloadUsesValueFromOperand(&init) ||
          (fill && fill->getBlock() == loop.getBody() && fill->hasOneUse()))
        continue;
      rewriter.setInsertionPoint(op);
      Value memory = tensor::EmptyOp::create(
          rewriter, op.getLoc(),
          tensor::getMixedSizes(rewriter, op.getLoc(), init.get()),
          type.getElementType());
      Value filled = createFill(rewriter, op, *splat, memory);
      rewriter.modifyOpInPlace(op, [&] { init.set(filled); });
    }
}

namespace {
/// In place first, and a copy only where that cannot be: a copy costs one pass
/// over the state per step, an allocation a call into the system's memory.
struct PlaceDestinationsPass
    : snn::impl::PlaceDestinationsPassBase<PlaceDestinationsPass> {
  void runOnOperation() override {
    IRRewriter rewriter(&getContext());
    getOperation()->walk([&](scf::ForOp loop) {
      ad::SizeSources sizes(ad::AcrossCalls::No);
      for (unsigned index = 0; index < loop.getRegionIterArgs().size(); ++index)
        if (!sizes.areKept(loop, index))
          continue; // the new value may not fit
        else if (succeeded(updateInPlace(rewriter, loop, index)))
          ++numInPlace;
        else
          copyInPlace(rewriter, loop, index);
      fillAccumulators(rewriter, loop);
    });
  }
};
} // namespace
