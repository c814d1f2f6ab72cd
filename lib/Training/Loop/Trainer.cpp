//===- Trainer.cpp - The training loop --------------------------*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "snn/Training/Loop/Trainer.h"
#include "ElementAccess.h"
#include "snn/Training/Loop/Permutation.h"
#include "snn/Training/Loop/StopSignals.h"

#include <cmath>
#include <numeric>

using namespace snn::training;
using snn::runtime::Array;
using snn::runtime::Error;
using snn::runtime::Result;
using snn::runtime::Status;

/// One sum for the loss, and one for each measurement.
Trainer::Trainer(TrainConfig config, StepFunctions functions, SampleSets sets,
                 TrainState initial, StateNames names)
    : config(std::move(config)), functions(std::move(functions)),
      sets(std::move(sets)), current(std::move(initial)),
      names(std::move(names)) {
  current.means.sums.assign(1 + this->config.measurements.size(), 0);
}

/// The counters have to agree with each other: batches per epoch may have
/// changed with the data.
Status Trainer::resume() {
  if (Status status =
          readCheckpoint(config.checkpoint, current, names, config.identity);
      !status)
    return status;
  int64_t batches = batchesPerEpoch();
  if (current.batch > batches ||
      current.step != current.epoch * batches + current.batch)
    return Error(config.checkpoint + ": 'counters': expected step " +
                 std::to_string(current.epoch * batches + current.batch) +
                 " of the epoch and batch, found " +
                 std::to_string(current.step));
  savedStep = current.step;
  return {};
}

/// Also the time so far and the length of the metrics, so that a resumed
/// training goes on from both.
Status Trainer::save() {
  if (config.checkpoint.empty())
    return {};
  current.seconds = secondsNow();
  started = std::chrono::steady_clock::now();
  current.metricsBytes = metrics->bytes();
  savedStep = current.step;
  return writeCheckpoint(config.checkpoint, current, names, config.identity);
}

/// Seconds of training in all runs up to the last checkpoint, and since then.
double Trainer::secondsNow() const {
  std::chrono::duration<double> run =
      std::chrono::steady_clock::now() - started;
  return current.seconds + run.count();
}

/// Asked between steps only, where the state is whole.
bool Trainer::mustStop(int64_t stopAfter) const {
  return StopSignals::received() != 0 ||
         (stopAfter >= 0 && current.step >= stopAfter);
}

/// A checkpoint is written however the training ends, but not after an error:
/// then the last good one stays.
Result<Outcome> Trainer::run(int64_t stopAfter) {
  Result<MetricsFile> opened =
      MetricsFile::open(config.metrics, current.metricsBytes);
  if (!opened)
    return opened.error();
  metrics = std::move(*opened);
  StopSignals signals;
  started = std::chrono::steady_clock::now();
  Result<Outcome> outcome = runEpochs(stopAfter);
  display.clear();
  if (!outcome)
    return outcome;
  if (Status status = save(); !status)
    return status.error();
  return outcome;
}

/// Epochs until the last, or until one is stopped before its end.
Result<Outcome> Trainer::runEpochs(int64_t stopAfter) {
  while (current.epoch < config.epochs) {
    Result<bool> whole = runEpoch(stopAfter);
    if (!whole)
      return whole.error();
    if (*whole) {
      whole = endEpoch();
      if (!whole)
        return whole.error();
    }
    if (!*whole)
      return Outcome{false, StopSignals::received()};
  }
  return Outcome{true, 0};
}

/// A function of seed and epoch: a resumed epoch has the order that it began
/// with.
std::vector<int64_t> Trainer::orderOfEpoch() const {
  int64_t count = sets.train.samples.size();
  if (config.data.shuffle)
    return permutation(count, config.seed, RandomPurpose::Order,
                       static_cast<uint32_t>(current.epoch));
  std::vector<int64_t> order(count);
  std::iota(order.begin(), order.end(), 0);
  return order;
}

/// Runs the rest of an epoch's steps; false when stopped before its end.
Result<bool> Trainer::runEpoch(int64_t stopAfter) {
  std::vector<int64_t> order = orderOfEpoch();
  std::vector<int64_t> samples(config.batchSize);
  while (current.batch < batchesPerEpoch()) {
    if (mustStop(stopAfter))
      return false;
    for (int64_t i = 0; i < config.batchSize; ++i)
      samples[i] =
          sets.train.samples[order[current.batch * config.batchSize + i]];
    if (Status status = runStep(samples); !status)
      return status.error();
    if (config.checkpointEvery > 0 &&
        current.step % config.checkpointEvery == 0)
      if (Status status = save(); !status)
        return status.error();
  }
  return true;
}

/// Arguments and results are in the order that `mlir::snn::TrainStep` says.
Status Trainer::runStep(llvm::ArrayRef<int64_t> samples) {
  Result<std::vector<Array>> data = sets.train.data->batch(samples);
  if (!data)
    return data.error();
  Result<Array> step = Array::of<int64_t>({}, {current.step});
  if (!step)
    return step.error();
  std::vector<const Array *> arguments;
  for (const std::vector<Array> *part :
       {&current.parameters, &current.optimizer})
    for (const Array &array : *part)
      arguments.push_back(&array);
  arguments.push_back(&*step);
  for (const Array &array : *data)
    arguments.push_back(&array);
  Result<std::vector<Array>> results = functions.train(arguments);
  if (!results)
    return results.error();
  return adopt(std::move(*results));
}

/// Makes the results of a step the current state, unless they are no numbers.
/// The old parameters are still there then, and the message says what step the
/// checkpoint is of.
Status Trainer::adopt(std::vector<Array> results) {
  size_t numState = functions.trained.size() + current.optimizer.size();
  double learningRate = scalarValue(results[results.size() - 2]);
  double gradientNorm = scalarValue(results.back());
  RunningMeans step = meansOf(&results[numState], config.batchSize);
  for (auto [what, value] :
       {std::pair("loss", step.mean(0)), {"gradient's norm", gradientNorm}})
    if (!std::isfinite(value)) {
      std::string saved =
          savedStep < 0 || config.checkpoint.empty()
              ? ""
              : "; the checkpoint is of step " + std::to_string(savedStep);
      return Error("step " + std::to_string(current.step + 1) + ", epoch " +
                   std::to_string(current.epoch + 1) + ": the " + what +
                   (std::isnan(value) ? " is NaN" : " is infinite") + saved);
    }
  for (size_t i = 0; i < functions.trained.size(); ++i)
    current.parameters[functions.trained[i]] = std::move(results[i]);
  for (size_t i = 0; i < current.optimizer.size(); ++i)
    current.optimizer[i] = std::move(results[functions.trained.size() + i]);
  ++current.step;
  ++current.batch;
  for (size_t i = 0; i < step.sums.size(); ++i)
    current.means.sums[i] += step.sums[i];
  current.means.samples += step.samples;
  return recordStep(step, learningRate, gradientNorm);
}

/// Shows each step, and writes one line every `metricsEvery` steps.
Status Trainer::recordStep(const RunningMeans &step, double learningRate,
                           double gradientNorm) {
  display.show({current.epoch + 1, config.epochs, current.batch,
                batchesPerEpoch(), current.means.mean(0)});
  if (current.step % config.metricsEvery != 0)
    return {};
  llvm::json::Object line{
      {"kind", "step"}, {"epoch", current.epoch + 1}, {"step", current.step}};
  report(line, "", step);
  line["learning_rate"] = learningRate;
  line["gradient_norm"] = gradientNorm;
  line["seconds"] = secondsNow();
  return metrics->write(std::move(line));
}
