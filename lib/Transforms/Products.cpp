//===- Products.cpp - Contractions of floats and of spikes -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "snn/Transforms/Products.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/IRMapping.h"
#include "snn/Dialect/SNN/IR/SNN.h"

using namespace mlir;
using namespace mlir::snn;

/// What `value` was before it was widened, or `value`.
static Value skipWidening(Value value) {
  auto widen = value.getDefiningOp<arith::ExtFOp>();
  return widen ? widen.getIn() : value;
}

bool snn::isMultiplyAdd(linalg::LinalgOp op) {
  Block *body = op.getBlock();
  if (op.getNumDpsInputs() != 2 || op.getNumDpsInits() != 1 ||
      body->getNumArguments() != 3)
    return false;
  Value a = body->getArgument(0), b = body->getArgument(1),
        out = body->getArgument(2);
  auto sum =
      body->getTerminator()->getOperand(0).getDefiningOp<arith::AddFOp>();
  if (!sum)
    return false;
  Value term = sum.getLhs() == out ? sum.getRhs() : sum.getLhs();
  auto product = term.getDefiningOp<arith::MulFOp>();
  if (!product || (sum.getLhs() != out && sum.getRhs() != out))
    return false;
  Value lhs = skipWidening(product.getLhs()),
        rhs = skipWidening(product.getRhs());
  return (lhs == a && rhs == b) || (lhs == b && rhs == a);
}

bool snn::hasWindows(ArrayRef<AffineMap> maps) {
  return llvm::any_of(
      maps, [](AffineMap map) { return !map.isProjectedPermutation(); });
}

/// True for sums of products of which something is read or written in windows.
static bool isConvolution(linalg::LinalgOp op) {
  return isMultiplyAdd(op) && op.getNumReductionLoops() > 0 &&
         hasWindows(op.getIndexingMapsArray());
}

// The interface for contractions wants a multiplication in the body, so a
// selection is none to it.
bool snn::isProduct(linalg::LinalgOp op) {
  // Upstream calls it a contraction too if one factor is a scalar.
  return isa<SpikeMatmulOp>(op) ||
         ((linalg::isaContractionOpInterface(op) || isConvolution(op)) &&
          llvm::all_of(op.getDpsInputs(), [](Value factor) {
            return isa<ShapedType>(factor.getType());
          }));
}

bool snn::readsElementsAgain(linalg::LinalgOp op) {
  SmallVector<AffineMap> maps = op.getIndexingMapsArray();
  auto hasLoopAlone = [&](unsigned side) {
    return llvm::any_of(llvm::seq(op.getNumLoops()), [&](unsigned dim) {
      return maps[2].isFunctionOfDim(dim) && maps[side].isFunctionOfDim(dim) &&
             !maps[1 - side].isFunctionOfDim(dim);
    });
  };
  return hasLoopAlone(0) && hasLoopAlone(1);
}

bool snn::canBeContract(ArrayRef<AffineMap> maps) {
  return !hasWindows(maps) &&
         llvm::all_of(llvm::seq(maps[0].getNumDims()), [&](unsigned dim) {
           return llvm::count_if(maps, [&](AffineMap map) {
                    return map.isFunctionOfDim(dim);
                  }) >= 2;
         });
}

/// An op of the kind of `op`: a product with spikes stays one.
Value snn::createProduct(OpBuilder &builder, linalg::LinalgOp op,
                         ValueRange inputs, Value init,
                         ArrayRef<AffineMap> maps) {
  ArrayAttr attribute = builder.getAffineMapArrayAttr(maps);
  if (isa<SpikeMatmulOp>(op))
    return SpikeMatmulOp::create(builder, op.getLoc(), inputs[0], inputs[1],
                                 init, attribute)
        .getResult()
        .front();
  if (canBeContract(maps))
    return linalg::ContractOp::create(builder, op.getLoc(), init.getType(),
                                      inputs, init, attribute)
        .getResult(0);
  // No named op has windows of any kind, or a loop of one input alone.
  auto product =
      linalg::GenericOp::create(builder, op.getLoc(), init.getType(), inputs,
                                init, maps, op.getIteratorTypesArray());
  IRMapping mapping;
  op->getRegion(0).cloneInto(&product.getRegion(), mapping);
  return product.getResult(0);
}
