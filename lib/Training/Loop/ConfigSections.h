//===- ConfigSections.h - Sections of a training configuration --*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_TRAINING_LOOP_CONFIGSECTIONS_H
#define SNN_LIB_TRAINING_LOOP_CONFIGSECTIONS_H

#include "ObjectReader.h"
#include "snn/Training/Loop/TrainConfig.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/Path.h"

namespace snn {
namespace training {

/// Reads paths, which are relative to the folder of the configuration.
class PathResolver {
public:
  explicit PathResolver(llvm::StringRef configPath)
      : folder(llvm::sys::path::parent_path(configPath)) {}

  void read(ObjectReader &reader, llvm::StringRef key,
            std::string &target) const {
    reader.read(key, target);
    if (!target.empty())
      target = resolve(target);
  }

  std::string resolve(llvm::StringRef path) const {
    if (llvm::sys::path::is_absolute(path))
      return path.str();
    llvm::SmallString<128> full(folder);
    llvm::sys::path::append(full, path);
    return full.str().str();
  }

private:
  std::string folder;
};

/// Reads "data".
void readData(ObjectReader &root, const PathResolver &paths, DataConfig &data);

/// Reads "optimizer", "schedule" and "clip".
void readOptimizer(ObjectReader &root, TrainConfig &config);

} // namespace training
} // namespace snn

#endif // SNN_LIB_TRAINING_LOOP_CONFIGSECTIONS_H
