//===- Products.h - Contractions of floats and of spikes -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_TRANSFORMS_PRODUCTS_H
#define SNN_TRANSFORMS_PRODUCTS_H

#include "mlir/Dialect/Linalg/IR/Linalg.h"

namespace mlir::snn {

/// True if the body of `op` is `out + a * b`, of inputs that may be widened:
/// contractions, convolutions and the derivatives of both.
bool isMultiplyAdd(linalg::LinalgOp op);

/// True if one of `maps` has more than loops by themselves.
bool hasWindows(ArrayRef<AffineMap> maps);

/// True if a linalg.contract can have these maps: each loop is one of two of
/// them at least, and there are no windows.
bool canBeContract(ArrayRef<AffineMap> maps);

/// True if `op` adds up what two inputs give together: their products, or the
/// weights that spikes select. Inputs and sums may be windows.
bool isProduct(linalg::LinalgOp op);

/// True if each input of the product `op` has loops of the result that the
/// other has not: then each of its elements is read for several of the result.
bool readsElementsAgain(linalg::LinalgOp op);

/// A product of tensors as `op` is one, of other inputs with other maps over
/// the same loops.
Value createProduct(OpBuilder &builder, linalg::LinalgOp op, ValueRange inputs,
                    Value init, ArrayRef<AffineMap> maps);

} // namespace mlir::snn

#endif // SNN_TRANSFORMS_PRODUCTS_H
