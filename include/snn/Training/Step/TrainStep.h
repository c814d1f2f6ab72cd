//===- TrainStep.h - Makes a training step of a loss ------------*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_TRAINING_STEP_TRAINSTEP_H
#define SNN_TRAINING_STEP_TRAINSTEP_H

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "snn/Training/Step/StepOptions.h"

namespace mlir::snn {

/// The function made, and how its arguments and results divide.
struct TrainStep {
  static constexpr llvm::StringLiteral kName = "train_step";

  func::FuncOp function;
  /// Parameter numbers that are trained, ascending.
  SmallVector<unsigned> trained;
  /// Names of the optimizer's state tensors, each one per trained parameter,
  /// slot by slot: "mean" of every parameter, then "variance" of every one.
  SmallVector<StringRef> slots;
  /// Results of the loss function after the loss.
  unsigned numMeasurements = 0;
};

/// Adds `@train_step` to `module`:
///   (parameters..., state..., step: i64, data...) ->
///   (trained parameters..., state..., loss, measurements...,
///    learning rate: f64, gradient norm: f64)
/// `step` counts from 0. Loss and gradient are requested with `ad.vjp`, so the
/// module still has to go through `ad-differentiate`. Fails, with a diagnostic
/// at the loss function, where that does not have the form StepOptions asks
/// for: trained parameters are f32 or f64 of static shape, the loss a scalar
/// float.
FailureOr<TrainStep>
buildTrainStep(ModuleOp module, const ::snn::training::StepOptions &options);

} // namespace mlir::snn

#endif // SNN_TRAINING_STEP_TRAINSTEP_H
