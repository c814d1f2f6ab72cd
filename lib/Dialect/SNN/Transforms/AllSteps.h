//===- AllSteps.h - A contraction of all time steps at once -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_DIALECT_SNN_TRANSFORMS_ALLSTEPS_H
#define SNN_LIB_DIALECT_SNN_TRANSFORMS_ALLSTEPS_H

#include "mlir/Dialect/Linalg/IR/Linalg.h"

namespace mlir::snn {

/// An operand of a contraction of all steps.
struct StepOperand {
  Value value;
  /// Whether `value` has a leading dimension of steps; else all steps share it.
  bool isSequence;
};

/// True if `op` can be taken for all steps at once: products of tensors in one
/// float type, or of spikes, whose operands are read along their dimensions. An
/// outer product, which sums over nothing in a step, is one too.
bool isStepContraction(linalg::LinalgOp op);

/// Emits the products of `op` at each step, from zeros, as one contraction; the
/// result is a sequence of `type`. If rows lead the operand that has steps and
/// the result, steps and rows are one dimension of the contraction.
Value emitForAllSteps(OpBuilder &builder, linalg::LinalgOp op,
                      ArrayRef<StepOperand> operands, RankedTensorType type);

/// Emits the sum of `op` over all steps of two sequences, added to `init`. If
/// rows lead both, steps and rows are one dimension of the contraction; not so
/// in a loop, which `snn-fuse-time` could not divide by samples any more.
Value emitSumOverSteps(OpBuilder &builder, linalg::LinalgOp op,
                       ValueRange sequences, Value init);

} // namespace mlir::snn

#endif // SNN_LIB_DIALECT_SNN_TRANSFORMS_ALLSTEPS_H
