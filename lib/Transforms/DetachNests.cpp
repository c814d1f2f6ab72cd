//===- DetachNests.cpp - Nests with loops and memory of their own ---------===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "DetachNests.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "snn/Transforms/ElementNest.h"

using namespace mlir;
using namespace mlir::snn;

/// A transposed result becomes a transposed read, as nests have it:
///
///   (d0, d1) -> (d0, d1) read and (d0, d1) -> (d1, d0) written
///   (d0, d1) -> (d1, d0) read and (d0, d1) -> (d0, d1) written
void snn::alignLoops(linalg::GenericOp op) {
  SmallVector<AffineMap> maps = op.getIndexingMapsArray();
  AffineMap result = maps.back();
  if (op.getNumReductionLoops() != 0 || op.hasIndexSemantics() ||
      result.isIdentity() || !result.isPermutation())
    return;
  AffineMap inverse = inversePermutation(result);
  for (AffineMap &map : maps)
    map = map.compose(inverse);
  op.setIndexingMapsAttr(Builder(op).getAffineMapArrayAttr(maps));
}

/// The size of dimension `dim` of `value`, taken from where the tensor was
/// made: asking a nest for it would make its result one that is needed.
static OpFoldResult sizeOf(OpBuilder &builder, Value value, int64_t dim) {
  while (auto destination = value.getDefiningOp<DestinationStyleOpInterface>())
    value = destination.getTiedOpOperand(cast<OpResult>(value))->get();
  if (auto empty = value.getDefiningOp<tensor::EmptyOp>())
    return empty.getMixedSizes()[dim];
  return tensor::getMixedSize(builder, value.getLoc(), value, dim);
}

/// True if `init` is memory that nobody looks at before: new, or a slice that
/// is written whole.
static bool isFreeDestination(Value init) {
  return init.getDefiningOp<tensor::EmptyOp>() ||
         (init.getDefiningOp<tensor::ExtractSliceOp>() && init.hasOneUse());
}

/// What the body reads of an init becomes an input, and the init memory without
/// contents: an op that only writes its results can share a body with any
/// other.
///
///   linalg.generic ins(%x) outs(%s) { s + x }
///   linalg.generic ins(%x, %s) outs(tensor.empty) { s + x }
linalg::GenericOp snn::detachDestinations(RewriterBase &rewriter,
                                          linalg::GenericOp op) {
  SmallVector<Value> inputs(op.getDpsInputs()), inits;
  SmallVector<AffineMap> maps(op.getIndexingMapsArray());
  Block *body = op.getBody();
  rewriter.setInsertionPoint(op);
  for (OpOperand &init : op.getDpsInitsMutable()) {
    Value value = init.get();
    bool isRead = op.payloadUsesValueFromOperand(&init);
    if (isRead) {
      BlockArgument old = op.getMatchingBlockArgument(&init);
      maps.insert(maps.begin() + inputs.size(),
                  op.getMatchingIndexingMap(&init));
      old.replaceAllUsesWith(
          body->insertArgument(inputs.size(), old.getType(), old.getLoc()));
      inputs.push_back(value);
    }
    if (isRead || !isFreeDestination(value)) {
      auto type = cast<RankedTensorType>(value.getType());
      SmallVector<OpFoldResult> sizes;
      for (int64_t dim = 0; dim < type.getRank(); ++dim)
        sizes.push_back(sizeOf(rewriter, value, dim));
      value = tensor::EmptyOp::create(rewriter, op.getLoc(), sizes,
                                      type.getElementType());
      assert(value.getType() == type && "sizes are those of the type");
    }
    inits.push_back(value);
  }
  auto detached = linalg::GenericOp::create(rewriter, op.getLoc(),
                                            op->getResultTypes(), inputs, inits,
                                            maps, op.getIteratorTypesArray());
  rewriter.inlineRegionBefore(op.getRegion(), detached.getRegion(),
                              detached.getRegion().begin());
  rewriter.replaceOp(op, detached);
  return detached;
}

/// A nest before `op` that copies `source` into `memory`.
static Value createCopyNest(RewriterBase &rewriter, Operation *op, Value source,
                            Value memory) {
  auto type = cast<RankedTensorType>(source.getType());
  AffineMap identity = rewriter.getMultiDimIdentityMap(type.getRank());
  SmallVector<utils::IteratorType> parallel(type.getRank(),
                                            utils::IteratorType::parallel);
  return linalg::GenericOp::create(
             rewriter, op->getLoc(), type, source, memory, {identity, identity},
             parallel,
             [](OpBuilder &builder, Location loc, ValueRange arguments) {
               linalg::YieldOp::create(builder, loc, arguments[0]);
             })
      .getResult(0);
}

/// True if `source` is in other memory than a stack that it is copied into: it
/// is carried, or the result of a nest that something else reads.
static bool isCopied(Value source, scf::ForOp loop) {
  return llvm::is_contained(loop.getRegionIterArgs(), source) ||
         (!source.hasOneUse() && asNest(source.getDefiningOp()) &&
          source.getParentBlock() == loop.getBody());
}

/// Opens the copies of what `loop` carries into slices of its stacks.
///
///   %y1 = tensor.insert_slice %s into %y[%t]
///   %slot = tensor.extract_slice %y[%t];  %c = copy of %s into %slot
///   %y1 = tensor.insert_slice %c into %y[%t]
///
/// The copy is a nest, and so can be part of the step's one body.
static void openStacking(RewriterBase &rewriter, scf::ForOp loop) {
  SmallVector<tensor::InsertSliceOp> copies;
  for (auto insert : loop.getBody()->getOps<tensor::InsertSliceOp>())
    if (isCopied(insert.getSource(), loop))
      copies.push_back(insert);
  for (tensor::InsertSliceOp insert : copies) {
    rewriter.setInsertionPoint(insert);
    Value slot = tensor::ExtractSliceOp::create(
        rewriter, insert.getLoc(), insert.getSourceType(), insert.getDest(),
        insert.getMixedOffsets(), insert.getMixedSizes(),
        insert.getMixedStrides());
    Value copy = createCopyNest(rewriter, insert, insert.getSource(), slot);
    rewriter.modifyOpInPlace(insert,
                             [&] { insert.getSourceMutable().set(copy); });
  }
}

/// Opens the copies by which a carried value moves to another position, as in a
/// line of delays.
///
///   scf.for iter_args(%z1, %z2) { .. yield %z, %z1 }
///   scf.for iter_args(%z1, %z2) { .. %c = copy of %z1;  yield %z, %c }
static void openMoves(RewriterBase &rewriter, scf::ForOp loop) {
  Operation *yield = loop.getBody()->getTerminator();
  for (OpOperand &yielded : yield->getOpOperands()) {
    auto argument = dyn_cast<BlockArgument>(yielded.get());
    if (!argument || !isa<RankedTensorType>(argument.getType()) ||
        !llvm::is_contained(loop.getRegionIterArgs(), argument) ||
        argument == loop.getRegionIterArg(yielded.getOperandNumber()))
      continue;
    rewriter.setInsertionPoint(yield);
    Value memory = tensor::EmptyOp::create(
        rewriter, loop.getLoc(),
        tensor::getMixedSizes(rewriter, loop.getLoc(), argument),
        getElementTypeOrSelf(argument));
    Value copy = createCopyNest(rewriter, yield, argument, memory);
    rewriter.modifyOpInPlace(yield, [&] { yielded.set(copy); });
  }
}

void snn::openCopies(RewriterBase &rewriter, scf::ForOp loop) {
  openStacking(rewriter, loop);
  openMoves(rewriter, loop);
}
