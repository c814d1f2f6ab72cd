//===- ElementwiseLoop.h - Loops over whole parameters ----------*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_TRAINING_STEP_ELEMENTWISELOOP_H
#define SNN_LIB_TRAINING_STEP_ELEMENTWISELOOP_H

#include "mlir/IR/Builders.h"

namespace mlir::snn {

using ElementwiseBody =
    llvm::function_ref<SmallVector<Value>(OpBuilder &, Location, ValueRange)>;

/// Applies `body` to the elements of `inputs`, which all have one type: a float
/// or a tensor of static shape. One loop gives `numResults` values of that
/// type.
SmallVector<Value> buildElementwise(OpBuilder &builder, Location loc,
                                    ValueRange inputs, unsigned numResults,
                                    ElementwiseBody body);

/// The sum of the squares of the elements of `input`, in f64.
Value buildSumOfSquares(OpBuilder &builder, Location loc, Value input);

} // namespace mlir::snn

#endif // SNN_LIB_TRAINING_STEP_ELEMENTWISELOOP_H
