//===- DataConfig.cpp - Reads the data section of a configuration ---------===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ConfigSections.h"

using namespace snn::training;
using snn::runtime::quoted;

/// Reads how an argument is made of samples, and refuses pairs of keys that
/// contradict each other.
static void readArgument(ObjectReader &reader, ArgumentConfig &argument) {
  reader.require("name");
  reader.read("name", argument.name);
  reader.read("divide_by", argument.divideBy, rules::positive);
  reader.read("mean", argument.mean, rules::finite);
  reader.read("deviation", argument.deviation, rules::positive);
  int64_t number = 0;
  if (reader.has("time_steps")) {
    reader.read("time_steps", number, 1);
    argument.timeSteps = number;
  }
  if (reader.has("classes")) {
    reader.read("classes", number, 1);
    argument.classes = number;
  }
  reader.read("one_hot", argument.oneHot);
  if (argument.oneHot)
    reader.require("classes");
  if (argument.oneHot && argument.timeSteps)
    reader.report("one_hot", "expected no 'time_steps' beside it");
  if (argument.classes && argument.scales())
    reader.report("classes",
                  "expected no 'divide_by', 'mean' or 'deviation' beside it");
  reader.finish();
}

/// The source of argument `key`: a string is an IDX file, an object names an
/// npz and the array in it, which has the argument's name unless it says
/// otherwise.
static void readSource(ObjectReader &split, const std::string &key,
                       const PathResolver &paths, SourceConfig &source) {
  split.require(key);
  const llvm::json::Value *given = split.value(key);
  if (!given || !given->getAsObject())
    return paths.read(split, key, source.file);
  ObjectReader reader = split.child(key);
  reader.require("npz");
  paths.read(reader, "npz", source.file);
  source.array = key;
  reader.read("array", source.array);
  reader.finish();
}

/// One source for each of the data arguments, in their order.
static void readSplit(ObjectReader &data, llvm::StringRef key,
                      const PathResolver &paths, const DataConfig &config,
                      SplitConfig &split) {
  ObjectReader reader = data.child(key);
  for (const ArgumentConfig &argument : config.arguments)
    readSource(reader, argument.name, paths, split.emplace_back());
  reader.finish();
}

/// "validation" is a split of its own, or a share of the training samples: a
/// part of them below 1, else their number.
void snn::training::readData(ObjectReader &root, const PathResolver &paths,
                             DataConfig &data) {
  if (!root.has("data"))
    return;
  ObjectReader reader = root.child("data");
  reader.require("arguments");
  llvm::StringSet<> names;
  for (ObjectReader &argument : reader.children("arguments")) {
    readArgument(argument, data.arguments.emplace_back());
    const std::string &name = data.arguments.back().name;
    if (!names.insert(name).second)
      argument.report("name", "expected names that differ, found " +
                                  quoted(name) + " twice");
  }
  if (data.arguments.empty())
    reader.report("arguments", "expected at least one");
  reader.require("train");
  readSplit(reader, "train", paths, data, data.train);
  if (reader.has("test"))
    readSplit(reader, "test", paths, data, data.test);
  reader.read("shuffle", data.shuffle);
  const llvm::json::Value *validation = reader.value("validation");
  if (validation && validation->getAsObject())
    readSplit(reader, "validation", paths, data, data.validation);
  else
    reader.read("validation", data.validationShare, rules::nonNegative);
  if (data.validationShare > 1 &&
      data.validationShare != static_cast<int64_t>(data.validationShare))
    reader.expected("validation", "a part below 1 or a whole number",
                    *validation);
  reader.finish();
}
