//===- DetachNests.cpp - Nests with loops and memory of their own -*- C++
//-*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "DetachNests.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace mlir::snn;

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

void snn::openCopies(RewriterBase &rewriter, scf::ForOp loop) {
  SmallVector<tensor::InsertSliceOp> copies;
  for (auto insert : loop.getBody()->getOps<tensor::InsertSliceOp>())
    if (llvm::is_contained(loop.getRegionIterArgs(), insert.getSource()))
      copies.push_back(insert);
  for (tensor::InsertSliceOp insert : copies) {
    rewriter.setInsertionPoint(insert);
    Location loc = insert.getLoc();
    RankedTensorType type = insert.getSourceType();
    Value slot = tensor::ExtractSliceOp::create(
        rewriter, loc, type, insert.getDest(), insert.getMixedOffsets(),
        insert.getMixedSizes(), insert.getMixedStrides());
    AffineMap identity = rewriter.getMultiDimIdentityMap(type.getRank());
    SmallVector<utils::IteratorType> parallel(type.getRank(),
                                              utils::IteratorType::parallel);
    auto copy = linalg::GenericOp::create(
        rewriter, loc, type, insert.getSource(), slot, {identity, identity},
        parallel, [](OpBuilder &builder, Location loc, ValueRange arguments) {
          linalg::YieldOp::create(builder, loc, arguments[0]);
        });
    rewriter.modifyOpInPlace(
        insert, [&] { insert.getSourceMutable().set(copy->getResult(0)); });
  }
}
