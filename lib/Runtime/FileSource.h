//===- FileSource.h - A plain or gzip file as bytes -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reads a regular file, inflating it when it starts as a gzip stream does.
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_RUNTIME_FILESOURCE_H
#define SNN_LIB_RUNTIME_FILESOURCE_H

#include "ByteSource.h"

#include <array>
#include <memory>
#include <string>
#include <zlib.h>

namespace snn {
namespace runtime {

class FileSource final : public ByteSource {
public:
  /// Messages do not repeat the path; the caller puts it before them.
  static Result<std::unique_ptr<FileSource>> open(const std::string &path);
  ~FileSource() override;

  Result<size_t> read(void *bytes, size_t count) override;

  /// No more bytes than this can come out: the file's size or, when it is
  /// compressed, that times the best ratio deflate has. It bounds what a header
  /// can make the parser allocate.
  uint64_t maxBytes() const;

private:
  FileSource(int descriptor, uint64_t fileSize);

  /// Moves what is left to the front of the buffer and reads more behind it.
  Status refill();
  Result<size_t> readPlain(void *bytes, size_t count);
  Result<size_t> readInflated(void *bytes, size_t count);
  /// After the end of a gzip member: the end of the file or another member.
  Status nextMember();

  int descriptor;
  uint64_t fileSize;
  bool compressed = false;
  bool finished = false;
  /// Its next_in and avail_in are the unread part of `buffer` in both modes.
  z_stream stream = {};
  std::array<unsigned char, 1 << 16> buffer;
};

} // namespace runtime
} // namespace snn

#endif // SNN_LIB_RUNTIME_FILESOURCE_H
