//===- Dataset.cpp - Samples of several sources together --------*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "snn/Training/Loop/Dataset.h"

using namespace snn::training;
using snn::runtime::Array;
using snn::runtime::Error;
using snn::runtime::Result;

/// Fails unless all arguments have as many samples as the first one.
Result<Dataset> Dataset::load(const DataConfig &config,
                              const SplitConfig &split,
                              const std::vector<ArgumentType> &types) {
  Dataset loaded;
  for (size_t i = 0; i < split.size(); ++i) {
    Result<SampleSource> source =
        SampleSource::load(config.arguments[i], split[i], types[i]);
    if (!source)
      return source.error();
    loaded.sources.push_back(std::move(*source));
    int64_t first = loaded.numSamples();
    int64_t here = loaded.sources.back().numSamples();
    if (here != first)
      return Error(split[i].file + ": expected " + std::to_string(first) +
                   " samples as in " + split[0].file + ", found " +
                   std::to_string(here));
  }
  return loaded;
}

/// A batch is gathered anew each time: the samples stay as the files hold them,
/// an image as bytes, and take their float form for one batch alone.
Result<std::vector<Array>>
Dataset::batch(llvm::ArrayRef<int64_t> samples) const {
  std::vector<Array> arguments;
  for (const SampleSource &source : sources) {
    Result<Array> argument = source.gather(samples);
    if (!argument)
      return argument.error();
    arguments.push_back(std::move(*argument));
  }
  return arguments;
}
