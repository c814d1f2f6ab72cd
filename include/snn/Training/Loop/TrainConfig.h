//===- TrainConfig.h - What a training configuration says -------*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_TRAINING_LOOP_TRAINCONFIG_H
#define SNN_TRAINING_LOOP_TRAINCONFIG_H

#include "snn/Runtime/Result.h"
#include "snn/Training/Step/StepOptions.h"

#include "llvm/Support/JSON.h"

namespace snn {
namespace training {

enum class InitKind {
  Constant,
  Uniform,
  Normal,
  XavierUniform,
  XavierNormal,
  Npz,
};

/// A parameter and its values before the first step. Fan-in and fan-out
/// together, which Xavier bounds are made of, are the sum of the first two
/// dimensions times the product of the others, as for a matrix or a convolution
/// with filters and channels first.
struct ParameterConfig {
  std::string name;
  bool trained = true;
  InitKind init = InitKind::Constant;
  double value = 0;
  double low = 0, high = 1;
  double mean = 0, deviation = 1;
  double gain = 1;
  std::string file, array;
};

/// A file whose first dimension counts samples: IDX, or an array of an npz.
struct SourceConfig {
  std::string file;
  /// Empty for IDX.
  std::string array;
};

/// How samples become an argument: (value / divideBy - mean) / deviation, laid
/// out as batch x sample, or as time x batch x the rest of the sample, or as
/// batch x classes.
struct ArgumentConfig {
  std::string name;
  double divideBy = 1, mean = 0, deviation = 1;
  std::optional<int64_t> timeSteps;
  /// Values must be below this, as labels are.
  std::optional<int64_t> classes;
  bool oneHot = false;

  bool scales() const { return divideBy != 1 || mean != 0 || deviation != 1; }
};

/// A set of samples: a source per argument, none at all if it was not given.
using SplitConfig = std::vector<SourceConfig>;

struct DataConfig {
  std::vector<ArgumentConfig> arguments;
  SplitConfig train, validation, test;
  /// Training samples come in another order each epoch, or in the file's.
  bool shuffle = true;
  /// Taken from the training samples: a number of them, or a part below one.
  double validationShare = 0;
};

/// A result after the loss: the number of samples of the batch for which
/// something holds, or a mean over the batch.
struct MeasurementConfig {
  std::string name;
  bool isCount = false;
};

struct TrainConfig {
  std::string module;
  std::vector<ParameterConfig> parameters;
  DataConfig data;
  std::vector<MeasurementConfig> measurements;
  StepOptions step;
  /// The schedule's period and warm-up count epochs, not steps.
  bool scheduleInEpochs = false;
  /// The cosine's period was not given: it ends with the training.
  bool periodIsRest = false;
  int64_t batchSize = 1;
  int64_t epochs = 1;
  uint64_t seed = 0;
  /// 0 is one per core.
  int64_t threads = 0;
  /// Empty for none. Written at the end, when interrupted, and every so many
  /// steps if that is not 0.
  std::string checkpoint;
  int64_t checkpointEvery = 0;
  /// Empty for none; a line per epoch, and one every so many steps.
  std::string metrics;
  int64_t metricsEvery = 1;
  /// Empty for none.
  std::string exported;

  /// What decides the course of the training, for comparison with that of a
  /// checkpoint. Names of files and the number of epochs are left out.
  llvm::json::Object identity;
};

/// Reads a configuration. Relative paths are relative to its folder. An error
/// names the file and the key, and says what was expected and found; a key that
/// nothing reads is an error.
runtime::Result<TrainConfig> readTrainConfig(const std::string &path);

/// As above, of text; `path` is for messages and relative paths.
runtime::Result<TrainConfig> parseTrainConfig(llvm::StringRef text,
                                              const std::string &path);

} // namespace training
} // namespace snn

#endif // SNN_TRAINING_LOOP_TRAINCONFIG_H
