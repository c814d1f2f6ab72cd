//===- Products.h - Contractions of floats and of spikes -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_TRANSFORMS_PRODUCTS_H
#define SNN_LIB_TRANSFORMS_PRODUCTS_H

#include "mlir/Dialect/Linalg/IR/Linalg.h"

namespace mlir::snn {

/// True if `op` adds up what two inputs give together: their products, or the
/// weights that spikes select.
bool isProduct(linalg::LinalgOp op);

/// A product of tensors as `op` is one, of other inputs with other maps.
Value createProduct(OpBuilder &builder, linalg::LinalgOp op, ValueRange inputs,
                    Value init, ArrayRef<AffineMap> maps);

} // namespace mlir::snn

#endif // SNN_LIB_TRANSFORMS_PRODUCTS_H
