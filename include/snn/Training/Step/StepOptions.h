//===- StepOptions.h - What one training step computes ----------*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Optimizer, learning-rate schedule and clipping, as plain data: the builder of
// the step reads it, a configuration file fills it in.
//
//===----------------------------------------------------------------------===//

#ifndef SNN_TRAINING_STEP_STEPOPTIONS_H
#define SNN_TRAINING_STEP_STEPOPTIONS_H

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace snn {
namespace training {

enum class OptimizerKind { SGD, Adam, AdamW };

/// Hyperparameters; those that a kind does not use are ignored.
struct OptimizerOptions {
  OptimizerKind kind = OptimizerKind::SGD;
  double momentum = 0;
  bool nesterov = false;
  double beta1 = 0.9;
  double beta2 = 0.999;
  double epsilon = 1e-8;
  /// Keeps the largest second moment seen so far (Adam and AdamW).
  bool amsgrad = false;
  /// Added to the gradient by SGD and Adam, taken from the parameter by AdamW.
  double weightDecay = 0;
};

enum class ScheduleKind { Constant, Step, Exponential, Cosine };

/// The learning rate as a function of the number of steps done. With
/// `k = step - warmup`, after a linear warm-up over the first `warmup` steps:
///   constant      lr
///   step          lr * gamma^floor(k / period)
///   exponential   lr * gamma^(k / period)
///   cosine        lr * (f + (1 - f) * (1 + cos(pi * min(k / period, 1))) / 2)
struct ScheduleOptions {
  ScheduleKind kind = ScheduleKind::Constant;
  double learningRate = 0.001;
  double gamma = 0.1;
  /// In steps; must be positive where the kind uses it.
  int64_t period = 1;
  /// The fraction `f` of the rate at which the cosine ends.
  double floor = 0;
  int64_t warmup = 0;
};

/// Both may be given: the norm is bounded first.
struct ClippingOptions {
  std::optional<double> norm;
  std::optional<double> value;
};

struct StepOptions {
  /// The loss function: (parameters..., data...) -> (loss, measurements...).
  std::string entry;
  /// How many of its arguments are parameters.
  unsigned numParams = 0;
  /// Parameter numbers that the optimizer leaves alone.
  std::vector<unsigned> frozen;
  OptimizerOptions optimizer;
  ScheduleOptions schedule;
  ClippingOptions clipping;
};

} // namespace training
} // namespace snn

#endif // SNN_TRAINING_STEP_STEPOPTIONS_H
