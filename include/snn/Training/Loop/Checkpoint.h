//===- Checkpoint.h - Training state on disk --------------------*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_TRAINING_LOOP_CHECKPOINT_H
#define SNN_TRAINING_LOOP_CHECKPOINT_H

#include "snn/Runtime/Array.h"
#include "snn/Training/Loop/TrainConfig.h"

namespace snn {
namespace training {

/// Weighted sums of the loss and the measurements over the samples so far.
struct RunningMeans {
  std::vector<double> sums;
  int64_t samples = 0;

  double mean(size_t number) const {
    return samples ? sums[number] / static_cast<double>(samples) : 0;
  }
};

/// All that a training depends on from one step to the next. Random numbers are
/// functions of seed, epoch and position, so no generator is among it.
struct TrainState {
  /// Every parameter, trained or not, in the order of the loss function.
  std::vector<runtime::Array> parameters;
  /// The optimizer's state, slot by slot, one per trained parameter.
  std::vector<runtime::Array> optimizer;
  int64_t step = 0;
  /// Epochs done, and batches done of the one under way.
  int64_t epoch = 0;
  int64_t batch = 0;
  RunningMeans means;
  double seconds = 0;
  /// Length of the metrics file when the state was saved.
  int64_t metricsBytes = 0;
};

/// Names under which the arrays of a state are stored.
struct StateNames {
  /// "param.w_in", ...
  std::vector<std::string> parameters;
  /// "mean.w_in", ...
  std::vector<std::string> optimizer;
};

/// Writes an npz of `state`, whole or not at all.
runtime::Status writeCheckpoint(const std::string &path,
                                const TrainState &state,
                                const StateNames &names,
                                const llvm::json::Object &identity);

/// Reads a checkpoint into `state`, which holds arrays of the types to expect.
/// Fails, and leaves `state` as it was, when the file is damaged, an array is
/// missing or of another type, or the checkpoint is of a configuration that
/// differs from `identity`: the error names the first key that does.
runtime::Status readCheckpoint(const std::string &path, TrainState &state,
                               const StateNames &names,
                               const llvm::json::Object &identity);

} // namespace training
} // namespace snn

#endif // SNN_TRAINING_LOOP_CHECKPOINT_H
