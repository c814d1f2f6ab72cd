//===- TrainConfig.cpp - Reads a training configuration ---------*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "snn/Training/Loop/TrainConfig.h"
#include "ConfigSections.h"

#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

using namespace snn::training;
using llvm::StringRef;
using snn::runtime::Error;
using snn::runtime::quoted;
using snn::runtime::Result;

/// Reads one parameter's name and initial values; only the keys of its own kind
/// are known.
static void readParameter(ObjectReader &reader, const PathResolver &paths,
                          ParameterConfig &parameter) {
  reader.require("name");
  reader.read("name", parameter.name);
  reader.read("trained", parameter.trained);
  reader.require("init");
  std::optional<size_t> kind =
      reader.choice("init", {"constant", "uniform", "normal", "xavier_uniform",
                             "xavier_normal", "npz"});
  parameter.init = static_cast<InitKind>(kind.value_or(0));
  switch (parameter.init) {
  case InitKind::Constant:
    reader.read("value", parameter.value, rules::finite);
    break;
  case InitKind::Uniform:
    reader.read("low", parameter.low, rules::finite);
    reader.read("high", parameter.high, rules::finite);
    if (parameter.low > parameter.high)
      reader.report("low", "expected at most the value of 'high'");
    break;
  case InitKind::Normal:
    reader.read("mean", parameter.mean, rules::finite);
    reader.read("deviation", parameter.deviation, rules::nonNegative);
    break;
  case InitKind::XavierUniform:
  case InitKind::XavierNormal:
    reader.read("gain", parameter.gain, rules::positive);
    break;
  case InitKind::Npz:
    reader.require("file");
    paths.read(reader, "file", parameter.file);
    parameter.array = parameter.name;
    reader.read("array", parameter.array);
    break;
  }
  reader.finish();
}

/// The order of "params" is that of the loss function's arguments.
static void readParameters(ObjectReader &root, const PathResolver &paths,
                           TrainConfig &config) {
  root.require("params");
  llvm::StringSet<> names;
  for (auto [number, reader] : llvm::enumerate(root.children("params"))) {
    ParameterConfig &parameter = config.parameters.emplace_back();
    readParameter(reader, paths, parameter);
    if (!names.insert(parameter.name).second)
      reader.report("name", "expected names that differ, found " +
                                quoted(parameter.name) + " twice");
    if (!parameter.trained)
      config.step.frozen.push_back(number);
  }
  config.step.numParams = config.parameters.size();
}

/// "loss" is taken: metrics have it already.
static void readMeasurements(ObjectReader &root, TrainConfig &config) {
  llvm::StringSet<> names;
  names.insert("loss");
  for (ObjectReader &reader : root.children("measurements")) {
    MeasurementConfig &measurement = config.measurements.emplace_back();
    reader.require("name");
    reader.read("name", measurement.name);
    if (!names.insert(measurement.name).second)
      reader.report("name", "expected names that differ, found " +
                                quoted(measurement.name) + " twice");
    reader.require("kind");
    measurement.isCount = reader.choice("kind", {"mean", "count"}) == 1;
    reader.finish();
  }
}

/// Where checkpoints, metrics and the trained network go.
static void readOutputs(ObjectReader &root, const PathResolver &paths,
                        TrainConfig &config) {
  ObjectReader checkpoint = root.child("checkpoint");
  paths.read(checkpoint, "file", config.checkpoint);
  checkpoint.read("every", config.checkpointEvery, 0);
  if (root.has("checkpoint"))
    checkpoint.require("file");
  checkpoint.finish();
  ObjectReader metrics = root.child("metrics");
  paths.read(metrics, "file", config.metrics);
  metrics.read("every", config.metricsEvery, 1);
  if (root.has("metrics"))
    metrics.require("file");
  metrics.finish();
  paths.read(root, "export", config.exported);
}

/// What must be the same for a checkpoint to fit: all but what only says where
/// files are and how long to go on.
static llvm::json::Object identityOf(const llvm::json::Object &document) {
  llvm::json::Object identity(document);
  for (StringRef key :
       {"module", "threads", "epochs", "checkpoint", "metrics", "export"})
    identity.erase(key);
  if (llvm::json::Object *data = identity.getObject("data")) {
    data->erase("train");
    data->erase("test");
  }
  return identity;
}

/// All keys are read before the first error is given, since an unknown key can
/// only be told at the end.
Result<TrainConfig> snn::training::parseTrainConfig(StringRef text,
                                                    const std::string &path) {
  llvm::Expected<llvm::json::Value> document = llvm::json::parse(text);
  if (!document)
    return Error(llvm::toString(document.takeError())).in(path);
  const llvm::json::Object *object = document->getAsObject();
  if (!object)
    return Error(path + ": expected a JSON object");

  Diagnosis diagnosis;
  TrainConfig config;
  ObjectReader root(*object, "", diagnosis);
  PathResolver paths(path);
  for (StringRef key : {"module", "entry", "data", "optimizer"})
    root.require(key);
  paths.read(root, "module", config.module);
  root.read("entry", config.step.entry);
  root.read("batch_size", config.batchSize, 1);
  root.read("epochs", config.epochs, 1);
  int64_t seed = 0;
  root.read("seed", seed, 0);
  config.seed = seed;
  root.read("threads", config.threads, 1);
  readParameters(root, paths, config);
  readData(root, paths, config.data);
  readMeasurements(root, config);
  readOptimizer(root, config);
  readOutputs(root, paths, config);
  root.finish();
  if (diagnosis.error)
    return diagnosis.error->in(path);
  config.identity = identityOf(*object);
  return config;
}

Result<TrainConfig> snn::training::readTrainConfig(const std::string &path) {
  auto buffer = llvm::MemoryBuffer::getFile(path, /*IsText=*/true);
  if (!buffer)
    return Error(path + ": cannot open: " + buffer.getError().message());
  return parseTrainConfig((*buffer)->getBuffer(), path);
}
