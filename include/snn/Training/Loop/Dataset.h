//===- Dataset.h - Samples from files, batch by batch -----------*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_TRAINING_LOOP_DATASET_H
#define SNN_TRAINING_LOOP_DATASET_H

#include "snn/Runtime/Array.h"
#include "snn/Training/Loop/TrainConfig.h"

namespace snn {
namespace training {

/// What an argument of the loss function takes; -1 is any size.
struct ArgumentType {
  runtime::ElementType type;
  std::vector<int64_t> shape;
};

/// The samples of one argument, and how they become that argument.
class SampleSource {
public:
  /// Loads `source` and checks every value: a float must be finite, a label
  /// below the number of classes, a value for an integer argument whole. The
  /// error names the array and the index.
  static runtime::Result<SampleSource> load(const ArgumentConfig &config,
                                            const SourceConfig &source,
                                            const ArgumentType &type);

  int64_t numSamples() const { return values.shape().front(); }

  /// The shape of a batch.
  std::vector<int64_t> batchShape(int64_t batchSize) const;

  /// The argument for the given samples, in their order.
  runtime::Result<runtime::Array> gather(llvm::ArrayRef<int64_t> samples) const;

private:
  SampleSource(ArgumentConfig config, ArgumentType type, runtime::Array values)
      : config(std::move(config)), type(std::move(type)),
        values(std::move(values)) {}

  struct Limits;

  runtime::Status checkLayout();
  runtime::Status checkValues(const std::string &file) const;
  Limits limits() const;
  /// What is wrong with a value outside the limits.
  std::string problem(double value) const;
  /// Scaled values from an element on.
  void readRow(int64_t position, llvm::MutableArrayRef<double> row) const;

  ArgumentConfig config;
  ArgumentType type;
  runtime::Array values;
  /// A sample is `steps` rows of shape `row`; without time there is one.
  int64_t steps = 1;
  std::vector<int64_t> row;
  int64_t rowSize = 1;
};

/// A set of samples, one source per data argument of the loss function.
class Dataset {
public:
  static runtime::Result<Dataset> load(const DataConfig &config,
                                       const SplitConfig &split,
                                       const std::vector<ArgumentType> &types);

  int64_t numSamples() const { return sources.front().numSamples(); }

  /// The data arguments for the given samples.
  runtime::Result<std::vector<runtime::Array>>
  batch(llvm::ArrayRef<int64_t> samples) const;

private:
  std::vector<SampleSource> sources;
};

} // namespace training
} // namespace snn

#endif // SNN_TRAINING_LOOP_DATASET_H
