//===- Products.cpp - Contractions of floats and of spikes -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Products.h"
#include "mlir/IR/IRMapping.h"
#include "snn/Dialect/SNN/IR/SNN.h"
#include "snn/Transforms/MultiplyAdd.h"

using namespace mlir;
using namespace mlir::snn;

static bool hasWindows(ArrayRef<AffineMap> maps) {
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
bool mlir::snn::isProduct(linalg::LinalgOp op) {
  // Upstream calls it a contraction too if one factor is a scalar.
  return isa<SpikeMatmulOp>(op) ||
         ((linalg::isaContractionOpInterface(op) || isConvolution(op)) &&
          llvm::all_of(op.getDpsInputs(), [](Value factor) {
            return isa<ShapedType>(factor.getType());
          }));
}

bool mlir::snn::readsElementsAgain(linalg::LinalgOp op) {
  SmallVector<AffineMap> maps = op.getIndexingMapsArray();
  auto hasLoopAlone = [&](unsigned side) {
    return llvm::any_of(llvm::seq(op.getNumLoops()), [&](unsigned dim) {
      return maps[2].isFunctionOfDim(dim) && maps[side].isFunctionOfDim(dim) &&
             !maps[1 - side].isFunctionOfDim(dim);
    });
  };
  return hasLoopAlone(0) && hasLoopAlone(1);
}

/// True if a linalg.contract can have these maps: each loop is one of two of
/// them at least, and there are no windows.
static bool isContract(ArrayRef<AffineMap> maps) {
  return !hasWindows(maps) &&
         llvm::all_of(llvm::seq(maps[0].getNumDims()), [&](unsigned dim) {
           return llvm::count_if(maps, [&](AffineMap map) {
                    return map.isFunctionOfDim(dim);
                  }) >= 2;
         });
}

/// An op of the kind of `op`: a product with spikes stays one.
Value mlir::snn::createProduct(OpBuilder &builder, linalg::LinalgOp op,
                               ValueRange inputs, Value init,
                               ArrayRef<AffineMap> maps) {
  ArrayAttr attribute = builder.getAffineMapArrayAttr(maps);
  if (isa<SpikeMatmulOp>(op))
    return SpikeMatmulOp::create(builder, op.getLoc(), inputs[0], inputs[1],
                                 init, attribute)
        .getResult()
        .front();
  if (isContract(maps))
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
