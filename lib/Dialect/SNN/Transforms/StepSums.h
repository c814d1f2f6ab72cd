//===- StepSums.h - Sums of products that a time loop carries -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_DIALECT_SNN_TRANSFORMS_STEPSUMS_H
#define SNN_LIB_DIALECT_SNN_TRANSFORMS_STEPSUMS_H

#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "snn/Dialect/SNN/IR/SNN.h"

namespace mlir::snn {

/// True if every element of `tensor` is zero, of either sign: added to a sum it
/// changes nothing.
bool isZeros(Value tensor);

/// A contraction that adds to a carried value in each step, as to the sum of a
/// weight's gradient: through its destination, or through the addition `sum`.
struct Addend {
  linalg::LinalgOp op;
  unsigned carried;
  Operation *sum;
  /// The sum without it.
  Value before;

  ValueRange inputs() const { return op->getOperands().take_front(2); }
};

/// The contractions that add to carried value `index`, which the step does not
/// use otherwise; empty if it does.
SmallVector<Addend> matchSum(ScanOp scan, unsigned index);

} // namespace mlir::snn

#endif // SNN_LIB_DIALECT_SNN_TRANSFORMS_STEPSUMS_H
