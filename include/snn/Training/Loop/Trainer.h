//===- Trainer.h - The training loop ----------------------------*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_TRAINING_LOOP_TRAINER_H
#define SNN_TRAINING_LOOP_TRAINER_H

#include "snn/Training/Loop/Checkpoint.h"
#include "snn/Training/Loop/Dataset.h"
#include "snn/Training/Loop/MetricsFile.h"
#include "snn/Training/Loop/ProgressDisplay.h"

#include <chrono>
#include <functional>

namespace snn {
namespace training {

/// Compiled code: arguments in, results out.
using StepFunction = std::function<runtime::Result<std::vector<runtime::Array>>(
    const std::vector<const runtime::Array *> &)>;

/// What the loop calls; it computes nothing itself.
struct StepFunctions {
  /// As `mlir::snn::TrainStep` says.
  StepFunction train;
  /// The loss function.
  StepFunction evaluate;
  /// Parameter numbers that `train` returns.
  std::vector<unsigned> trained;
  /// Samples that `evaluate` takes at a time may be fewer than a batch.
  bool takesSmallBatches = false;
};

/// Samples of a data set.
struct SampleSet {
  const Dataset *data = nullptr;
  std::vector<int64_t> samples;
};

struct SampleSets {
  SampleSet train, validation, test;
};

/// How a training ended.
struct Outcome {
  bool finished = false;
  /// The signal that stopped it, or 0.
  int signal = 0;
};

/// Goes through epochs and batches. In epoch e, the training samples come in
/// the order of `permutation(.., seed, RandomPurpose::Order, e)`; those that do
/// not fill a last batch are left out of this epoch. Evaluation goes through
/// its samples in order, and leaves out those of a last, smaller batch only if
/// the loss function takes no small batches.
class Trainer {
public:
  Trainer(TrainConfig config, StepFunctions functions, SampleSets sets,
          TrainState initial, StateNames names);

  /// Goes on from the checkpoint.
  runtime::Status resume();

  /// Trains until the end, a signal, or `stopAfter` steps in all (-1: never).
  /// The checkpoint is written in each case.
  runtime::Result<Outcome> run(int64_t stopAfter);

  const TrainState &state() const { return current; }
  int64_t batchesPerEpoch() const {
    return static_cast<int64_t>(sets.train.samples.size()) / config.batchSize;
  }

private:
  runtime::Result<Outcome> runEpochs(int64_t stopAfter);
  runtime::Result<bool> runEpoch(int64_t stopAfter);
  std::vector<int64_t> orderOfEpoch() const;
  runtime::Status runStep(llvm::ArrayRef<int64_t> samples);
  runtime::Status adopt(std::vector<runtime::Array> results);
  runtime::Status recordStep(const RunningMeans &step, double learningRate,
                             double gradientNorm);
  runtime::Result<bool> endEpoch();
  runtime::Result<std::optional<RunningMeans>> evaluate(const SampleSet &set);
  runtime::Status save();
  RunningMeans meansOf(const runtime::Array *results, int64_t samples) const;
  void report(llvm::json::Object &line, const std::string &prefix,
              const RunningMeans &means) const;
  std::string summary(const std::string &prefix,
                      const RunningMeans &means) const;
  double secondsNow() const;
  bool mustStop(int64_t stopAfter) const;

  TrainConfig config;
  StepFunctions functions;
  SampleSets sets;
  TrainState current;
  StateNames names;
  std::optional<MetricsFile> metrics;
  ProgressDisplay display;
  int64_t savedStep = -1;
  std::chrono::steady_clock::time_point started;
};

} // namespace training
} // namespace snn

#endif // SNN_TRAINING_LOOP_TRAINER_H
