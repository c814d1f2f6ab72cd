//===- OptimizerConfig.cpp - Reads the optimizer of a configuration -------===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ConfigSections.h"

using namespace snn::training;

/// What Adam's kinds have in common.
static void readMoments(ObjectReader &reader, OptimizerOptions &options) {
  reader.read("beta1", options.beta1, rules::fraction);
  reader.read("beta2", options.beta2, rules::fraction);
  reader.read("epsilon", options.epsilon, rules::nonNegative);
}

/// Each kind reads its own keys; those of another are then unknown, and an
/// error. A momentum for Adam would otherwise be without effect in silence.
static void readKind(ObjectReader &reader, StepOptions &step) {
  OptimizerOptions &options = step.optimizer;
  reader.require("kind");
  reader.require("learning_rate");
  reader.read("learning_rate", step.schedule.learningRate, rules::positive);
  reader.read("weight_decay", options.weightDecay, rules::nonNegative);
  std::optional<size_t> kind =
      reader.choice("kind", {"sgd", "adam", "adamw", "amsgrad"});
  switch (kind.value_or(0)) {
  case 0:
    options.kind = OptimizerKind::SGD;
    reader.read("momentum", options.momentum, rules::fraction);
    reader.read("nesterov", options.nesterov);
    if (options.nesterov && options.momentum == 0)
      reader.report("nesterov", "expected a 'momentum' above 0 beside it");
    break;
  case 1:
  case 2:
    options.kind = *kind == 1 ? OptimizerKind::Adam : OptimizerKind::AdamW;
    readMoments(reader, options);
    reader.read("amsgrad", options.amsgrad);
    break;
  case 3:
    options.kind = OptimizerKind::Adam;
    options.amsgrad = true;
    readMoments(reader, options);
    break;
  }
  // With a wrong kind, no key can be called unknown.
  if (kind)
    reader.finish();
}

/// A cosine without a period ends where the training does.
static void readSchedule(ObjectReader &reader, TrainConfig &config) {
  ScheduleOptions &schedule = config.step.schedule;
  reader.require("kind");
  std::optional<size_t> kind =
      reader.choice("kind", {"constant", "step", "exponential", "cosine"});
  schedule.kind = static_cast<ScheduleKind>(kind.value_or(0));
  config.scheduleInEpochs = reader.choice("unit", {"steps", "epochs"}) == 1;
  reader.read("warmup", schedule.warmup, 0);
  if (schedule.kind != ScheduleKind::Constant)
    reader.read("period", schedule.period, 1);
  switch (schedule.kind) {
  case ScheduleKind::Constant:
    break;
  case ScheduleKind::Step:
  case ScheduleKind::Exponential:
    reader.require("period");
    reader.read("gamma", schedule.gamma, rules::positive);
    break;
  case ScheduleKind::Cosine:
    config.periodIsRest = !reader.has("period");
    reader.read("floor", schedule.floor, rules::fraction);
    break;
  }
  reader.finish();
}

/// A bound of 0 or below would stop the training, and is reported as no
/// positive number.
void snn::training::readOptimizer(ObjectReader &root, TrainConfig &config) {
  if (root.has("optimizer")) {
    ObjectReader optimizer = root.child("optimizer");
    readKind(optimizer, config.step);
  }
  if (root.has("schedule")) {
    ObjectReader schedule = root.child("schedule");
    readSchedule(schedule, config);
  }
  ObjectReader clip = root.child("clip");
  for (auto [key, bound] : {std::pair<llvm::StringRef, std::optional<double> *>{
                                "norm", &config.step.clipping.norm},
                            {"value", &config.step.clipping.value}}) {
    double given = 0;
    clip.read(key, given, rules::positive);
    if (given > 0)
      *bound = given;
  }
  clip.finish();
}
