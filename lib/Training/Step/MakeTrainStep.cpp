//===- MakeTrainStep.cpp - Pass that adds a training step -------*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "snn/Dialect/AD/IR/AD.h"
#include "snn/Training/Step/Passes.h"
#include "snn/Training/Step/TrainStep.h"

#include "llvm/ADT/StringSwitch.h"

namespace mlir::snn {
#define GEN_PASS_DEF_MAKETRAINSTEPPASS
#include "snn/Training/Step/Passes.h.inc"
} // namespace mlir::snn

using namespace mlir;
using namespace mlir::snn;
using namespace ::snn::training;

namespace {
/// The builder's options as those of a pass, for use from `snn-opt`.
struct MakeTrainStepPass
    : mlir::snn::impl::MakeTrainStepPassBase<MakeTrainStepPass> {
  using MakeTrainStepPassBase::MakeTrainStepPassBase;

  void runOnOperation() override {
    StepOptions options;
    options.entry = entry;
    options.numParams = numParams;
    options.frozen.assign(frozen.begin(), frozen.end());
    if (clipNorm > 0)
      options.clipping.norm = clipNorm;
    if (clipValue > 0)
      options.clipping.value = clipValue;
    if (failed(readOptimizer(options.optimizer)) ||
        failed(readSchedule(options.schedule)) ||
        failed(buildTrainStep(getOperation(), options)))
      signalPassFailure();
  }

private:
  /// Fails after an error at the module if the optimizer is none of those
  /// known.
  LogicalResult readOptimizer(OptimizerOptions &options) {
    auto kind = llvm::StringSwitch<std::optional<OptimizerKind>>(optimizer)
                    .Case("sgd", OptimizerKind::SGD)
                    .Cases({"adam", "amsgrad"}, OptimizerKind::Adam)
                    .Case("adamw", OptimizerKind::AdamW)
                    .Default(std::nullopt);
    if (!kind)
      return getOperation().emitError("expects optimizer to be sgd, adam, "
                                      "adamw or amsgrad, got '")
             << optimizer << "'";
    options.kind = *kind;
    options.momentum = momentum;
    options.nesterov = nesterov;
    options.beta1 = beta1;
    options.beta2 = beta2;
    options.epsilon = epsilon;
    options.amsgrad = optimizer == "amsgrad";
    options.weightDecay = weightDecay;
    return success();
  }

  /// Fails after an error at the module for an unknown schedule or a bad
  /// period.
  LogicalResult readSchedule(ScheduleOptions &options) {
    auto kind = llvm::StringSwitch<std::optional<ScheduleKind>>(schedule)
                    .Case("constant", ScheduleKind::Constant)
                    .Case("step", ScheduleKind::Step)
                    .Case("exponential", ScheduleKind::Exponential)
                    .Case("cosine", ScheduleKind::Cosine)
                    .Default(std::nullopt);
    if (!kind)
      return getOperation().emitError("expects schedule to be constant, step, "
                                      "exponential or cosine, got '")
             << schedule << "'";
    if (period < 1)
      return getOperation().emitError(
                 "expects period to be a positive number of steps, got ")
             << period.getValue();
    options.kind = *kind;
    options.learningRate = learningRate;
    options.gamma = gamma;
    options.period = period;
    options.floor = floor;
    options.warmup = warmup;
    return success();
  }
};
} // namespace
