//===- MetricsFile.cpp - Metrics as JSON lines ------------------*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "snn/Training/Loop/MetricsFile.h"

#include "llvm/Support/FormatVariadic.h"

#include <cerrno>
#include <sys/stat.h>
#include <unistd.h>

using namespace snn::training;
using snn::runtime::Result;
using snn::runtime::Status;
using snn::runtime::systemError;

/// Lines after those of the checkpoint were written by steps that a resumed
/// training makes again: they are cut off.
Result<MetricsFile> MetricsFile::open(const std::string &path, int64_t keep) {
  MetricsFile metrics;
  metrics.path = path;
  if (path.empty())
    return metrics;
  // Appending, so that a line never overwrites one.
  metrics.file.reset(std::fopen(path.c_str(), "a"));
  struct stat info;
  if (!metrics.file || fstat(fileno(metrics.file.get()), &info) != 0)
    return systemError(path, "cannot open", errno);
  metrics.length = info.st_size;
  if (keep < info.st_size) {
    if (ftruncate(fileno(metrics.file.get()), keep) != 0)
      return systemError(path, "cannot cut off later lines", errno);
    metrics.length = keep;
  }
  return metrics;
}

/// Flushed at once, so that a reader sees whole lines while the training runs.
Status MetricsFile::write(llvm::json::Object line) {
  if (!file)
    return {};
  std::string text = llvm::formatv("{0}\n", llvm::json::Value(std::move(line)));
  if (std::fwrite(text.data(), 1, text.size(), file.get()) != text.size() ||
      std::fflush(file.get()) != 0)
    return systemError(path, "cannot write", errno);
  length += text.size();
  return {};
}
