//===- Transposition.h - Tensors with a dimension at the end -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_TRANSFORMS_TRANSPOSITION_H
#define SNN_TRANSFORMS_TRANSPOSITION_H

#include "mlir/Dialect/Linalg/IR/Linalg.h"

namespace mlir::snn {

/// The order of dimensions with number `position` moved to the end.
SmallVector<int64_t> moveToEnd(int64_t rank, int64_t position);

/// The results of `map` in the order of `permutation`.
AffineMap permuteResults(AffineMap map, ArrayRef<int64_t> permutation);

/// `value` with its dimensions in the order of `permutation`: what it is a
/// transposition of if that has this order, a fill if it is the same
/// everywhere.
Value createTransposed(OpBuilder &builder, Location loc, Value value,
                       ArrayRef<int64_t> permutation);

} // namespace mlir::snn

#endif // SNN_TRANSFORMS_TRANSPOSITION_H
