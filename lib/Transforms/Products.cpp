//===- Products.cpp - Contractions of floats and of spikes -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Products.h"
#include "snn/Dialect/SNN/IR/SNN.h"

using namespace mlir;
using namespace mlir::snn;

// The interface for contractions wants a multiplication in the body, so a
// selection is none to it.
bool mlir::snn::isProduct(linalg::LinalgOp op) {
  // Upstream calls it a contraction too if one factor is a scalar.
  return isa<SpikeMatmulOp>(op) ||
         (linalg::isaContractionOpInterface(op) &&
          llvm::all_of(op.getDpsInputs(), [](Value factor) {
            return isa<ShapedType>(factor.getType());
          }));
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
  return linalg::ContractOp::create(builder, op.getLoc(), init.getType(),
                                    inputs, init, attribute)
      .getResult(0);
}
