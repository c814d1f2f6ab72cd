//===- Evaluation.cpp - Measuring a network between epochs ------*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ElementAccess.h"
#include "snn/Training/Loop/StopSignals.h"
#include "snn/Training/Loop/Trainer.h"

#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"

#include <cmath>

using namespace snn::training;
using snn::runtime::Array;
using snn::runtime::Result;
using snn::runtime::Status;

/// Loss and measurements of one call, weighted by its samples.
RunningMeans Trainer::meansOf(const Array *results, int64_t samples) const {
  RunningMeans means;
  means.samples = samples;
  double weight = static_cast<double>(samples);
  means.sums.push_back(scalarValue(results[0]) * weight);
  for (size_t i = 0; i < config.measurements.size(); ++i)
    means.sums.push_back(scalarValue(results[1 + i]) *
                         (config.measurements[i].isCount ? 1 : weight));
  return means;
}

/// Nothing when a signal came in between. The last batch may be smaller; where
/// the loss function takes whole batches only, its samples are left out.
Result<std::optional<RunningMeans>> Trainer::evaluate(const SampleSet &set) {
  RunningMeans means;
  means.sums.assign(1 + config.measurements.size(), 0);
  llvm::ArrayRef<int64_t> left = set.samples;
  size_t batchSize = config.batchSize;
  while (left.size() >= batchSize ||
         (functions.takesSmallBatches && !left.empty())) {
    if (StopSignals::received())
      return std::optional<RunningMeans>();
    llvm::ArrayRef<int64_t> samples =
        left.take_front(std::min(batchSize, left.size()));
    left = left.drop_front(samples.size());
    Result<std::vector<Array>> data = set.data->batch(samples);
    if (!data)
      return data.error();
    std::vector<const Array *> arguments;
    for (const std::vector<Array> *part : {&current.parameters, &*data})
      for (const Array &array : *part)
        arguments.push_back(&array);
    Result<std::vector<Array>> results = functions.evaluate(arguments);
    if (!results)
      return results.error();
    RunningMeans batch = meansOf(results->data(), samples.size());
    for (size_t i = 0; i < means.sums.size(); ++i)
      means.sums[i] += batch.sums[i];
    means.samples += batch.samples;
  }
  return std::optional<RunningMeans>(std::move(means));
}

/// Adds the means to a line of the metrics file, under names that begin with
/// `prefix`.
void Trainer::report(llvm::json::Object &line, const std::string &prefix,
                     const RunningMeans &means) const {
  auto add = [&](const std::string &name, double value) {
    // JSON has no word for what is no number.
    line[prefix + name] = std::isfinite(value) ? llvm::json::Value(value)
                                               : llvm::json::Value(nullptr);
  };
  add("loss", means.mean(0));
  for (size_t i = 0; i < config.measurements.size(); ++i)
    add(config.measurements[i].name, means.mean(1 + i));
}

/// The same means as text for the terminal.
std::string Trainer::summary(const std::string &prefix,
                             const RunningMeans &means) const {
  std::string text;
  llvm::raw_string_ostream out(text);
  out << ", " << prefix << "loss " << llvm::format("%.4f", means.mean(0));
  for (size_t i = 0; i < config.measurements.size(); ++i)
    out << ", " << prefix << config.measurements[i].name << " "
        << llvm::format("%.4f", means.mean(1 + i));
  return text;
}

/// Evaluates, records the epoch and goes to the next; false when a signal came
/// first, in which case the evaluation is made again after resuming.
Result<bool> Trainer::endEpoch() {
  llvm::json::Object line{
      {"kind", "epoch"}, {"epoch", current.epoch + 1}, {"step", current.step}};
  report(line, "", current.means);
  std::string text = summary("", current.means);
  for (auto [prefix, set] : {std::pair("validation", &sets.validation),
                             std::pair("test", &sets.test)}) {
    if (!set->data)
      continue;
    Result<std::optional<RunningMeans>> means = evaluate(*set);
    if (!means)
      return means.error();
    if (!*means)
      return false;
    report(line, std::string(prefix) + "_", **means);
    line[std::string(prefix) + "_samples"] = (*means)->samples;
    text += summary(std::string(prefix) + " ", **means);
  }
  double seconds = secondsNow();
  line["seconds"] = seconds;
  if (Status status = metrics->write(std::move(line)); !status)
    return status.error();
  display.clear();
  llvm::outs() << "epoch " << current.epoch + 1 << text
               << llvm::format(", %.1f s\n", seconds);
  llvm::outs().flush();
  ++current.epoch;
  current.batch = 0;
  current.means.sums.assign(current.means.sums.size(), 0);
  current.means.samples = 0;
  return true;
}
