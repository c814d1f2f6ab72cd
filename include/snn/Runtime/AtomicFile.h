//===- AtomicFile.h - A file that appears whole or not -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Writes results and checkpoints so that no reader ever sees half of one.
//
//===----------------------------------------------------------------------===//

#ifndef SNN_RUNTIME_ATOMICFILE_H
#define SNN_RUNTIME_ATOMICFILE_H

#include "snn/Runtime/Result.h"

#include <cstdint>
#include <string>

namespace snn {
namespace runtime {

/// A file under construction. The bytes go to a temporary file in the target's
/// folder; `commit` makes them durable and renames it to the target. Whatever
/// stood there before stays untouched until then, and the destructor removes
/// the temporary file of anything not committed.
class AtomicFile {
public:
  /// Fails when the folder does not exist or cannot be written, and when
  /// `path` names something that is not a regular file, such as a folder or a
  /// device. A symbolic link is followed: its target is replaced.
  static Result<AtomicFile> create(const std::string &path);

  AtomicFile(AtomicFile &&other) noexcept;
  AtomicFile &operator=(AtomicFile &&) = delete;
  ~AtomicFile();

  /// Writes at the current position. After a failure only destruction is left.
  Status write(const void *bytes, size_t count);
  Status write(const std::string &text) {
    return write(text.data(), text.size());
  }

  /// Moves the position, for formats that fill in a header at the end.
  Status seek(uint64_t position);

  /// Flushes to the disk and renames. Call once, last.
  Status commit();

  /// The path as it was given.
  const std::string &path() const { return name; }

private:
  AtomicFile(std::string name, std::string target, std::string temporary,
             int descriptor);

  Error failure(int code) const;

  std::string name;
  std::string target;
  std::string temporary;
  int descriptor;
};

} // namespace runtime
} // namespace snn

#endif // SNN_RUNTIME_ATOMICFILE_H
