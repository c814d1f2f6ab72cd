//===- TrainingProgram.h - What the verb train compiles ---------*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_TOOLS_SNN_RUN_TRAININGPROGRAM_H
#define SNN_TOOLS_SNN_RUN_TRAININGPROGRAM_H

#include "Program.h"
#include "snn/Training/Loop/Trainer.h"

namespace mlir::snn {

/// Makes a trainer of a configuration: loads module and data, sets the initial
/// values, builds the training step and compiles it beside the loss function.
class TrainingProgram {
public:
  /// Fails after one line on stderr. `threads` overrides the configuration's
  /// unless it is 0.
  static std::unique_ptr<TrainingProgram>
  load(::snn::training::TrainConfig config, int threads, StringRef cpu,
       const RemarksOption &remarks);

  ::snn::training::Trainer &trainer() { return *loop; }

  /// Writes the parameters and the data arguments of a first batch under the
  /// names that the verb call reads the loss function's arguments by.
  ::snn::runtime::Status exportArguments(const std::string &path) const;

  /// "6 parameters (21386 values), 468 steps per epoch", for people.
  std::string description() const;

private:
  using Datasets = std::vector<std::unique_ptr<::snn::training::Dataset>>;

  explicit TrainingProgram(::snn::training::TrainConfig config)
      : config(std::move(config)) {}

  ::snn::runtime::Status checkEntry(const Signature &signature);
  ::snn::runtime::Status loadData();
  ::snn::runtime::Status splitData();
  ::snn::runtime::Status checkBatchSize();
  void settleSchedule();
  LogicalResult compile(Program &program);
  ::snn::runtime::Status makeTrainer(ArrayRef<StringRef> slots,
                                     ArrayRef<unsigned> trained);

  ::snn::training::TrainConfig config;
  std::vector<::snn::training::ArgumentType> parameterTypes, dataTypes;
  Datasets datasets;
  ::snn::training::SampleSets sets;
  bool takesSmallBatches = true;
  std::unique_ptr<CompiledFunction> step, loss;
  std::unique_ptr<::snn::training::Trainer> loop;
};

} // namespace mlir::snn

#endif // SNN_TOOLS_SNN_RUN_TRAININGPROGRAM_H
