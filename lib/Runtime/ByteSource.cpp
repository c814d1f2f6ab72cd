//===- ByteSource.cpp - A stream of bytes to parse -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Exact reads on top of partial ones.
//
//===----------------------------------------------------------------------===//

#include "ByteSource.h"

using namespace snn::runtime;

Status ByteSource::readExactly(void *bytes, size_t count, const char *what) {
  size_t done = 0;
  while (done < count) {
    // A source gives what it has at hand, which may be less.
    Result<size_t> got = read(static_cast<char *>(bytes) + done, count - done);
    if (!got)
      return got.error();
    if (*got == 0)
      return Error("truncated: expected " + std::to_string(count) +
                   " bytes of " + what + ", found " + std::to_string(done));
    done += *got;
  }
  return {};
}

Status ByteSource::expectEnd() {
  // Also makes the source notice its end, and check its checksum there.
  char extra;
  Result<size_t> got = read(&extra, 1);
  if (!got)
    return got.error();
  if (*got != 0)
    return Error("expected the end after the array, found more bytes");
  return {};
}
