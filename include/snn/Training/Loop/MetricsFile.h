//===- MetricsFile.h - Metrics as JSON lines --------------------*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_TRAINING_LOOP_METRICSFILE_H
#define SNN_TRAINING_LOOP_METRICSFILE_H

#include "snn/Runtime/Result.h"

#include "llvm/Support/JSON.h"

#include <cstdio>
#include <memory>

namespace snn {
namespace training {

/// A file of JSON objects, one a line, each flushed as soon as it is written.
class MetricsFile {
public:
  /// Opens `path` for lines after the first `keep` bytes; what follows these is
  /// cut off. A shorter file is kept as it is. An empty path is no file: lines
  /// are dropped.
  static runtime::Result<MetricsFile> open(const std::string &path,
                                           int64_t keep);

  runtime::Status write(llvm::json::Object line);

  /// Length of the file so far.
  int64_t bytes() const { return length; }

private:
  struct Close {
    void operator()(std::FILE *file) const { std::fclose(file); }
  };

  std::string path;
  std::unique_ptr<std::FILE, Close> file;
  int64_t length = 0;
};

} // namespace training
} // namespace snn

#endif // SNN_TRAINING_LOOP_METRICSFILE_H
