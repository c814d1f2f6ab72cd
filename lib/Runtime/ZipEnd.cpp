//===- ZipEnd.cpp - The last record of a zip file -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The record is 22 bytes and a comment whose length it states.
//
//===----------------------------------------------------------------------===//

#include "ZipEnd.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

using namespace snn::runtime;

namespace {
/// The end of central directory record (APPNOTE 4.3.16), and what its two bytes
/// of length can say.
constexpr size_t recordSize = 22;
constexpr size_t maxComment = 65535;

/// The last bytes of the open file, as many as a record with comment can have.
Result<std::vector<unsigned char>> readTail(int descriptor, uint64_t size) {
  size_t count = recordSize + maxComment;
  if (size < count)
    count = static_cast<size_t>(size);
  std::vector<unsigned char> tail(count);
  for (size_t done = 0; done < count;) {
    ssize_t got = ::pread(descriptor, tail.data() + done, count - done,
                          static_cast<off_t>(size - count + done));
    if (got < 0 && errno == EINTR)
      continue;
    if (got <= 0)
      return Error(std::string("cannot be read: ") +
                   std::strerror(got < 0 ? errno : EIO));
    done += static_cast<size_t>(got);
  }
  return tail;
}

/// The last record that fits, and the bytes that follow it.
Status findRecord(const std::vector<unsigned char> &tail) {
  if (tail.size() >= recordSize)
    for (size_t at = tail.size() - recordSize + 1; at-- > 0;) {
      if (std::memcmp(&tail[at], "PK\5\6", 4) != 0)
        continue;
      // The comment may itself hold these four bytes: a record counts only if
      // its comment fits in what follows it.
      size_t comment = tail[at + 20] | size_t{tail[at + 21]} << 8;
      size_t follows = tail.size() - at - recordSize;
      if (follows == comment)
        return {};
      if (follows > comment)
        return Error("expected the end of the npz archive, found " +
                     std::to_string(follows - comment) + " more bytes");
    }
  return Error("expected an npz archive, found a file that does not end as a "
               "zip archive does: truncated or of another kind");
}

/// The check proper, on a file that the caller closes.
Result<uint64_t> checkDescriptor(int descriptor) {
  struct stat info;
  if (::fstat(descriptor, &info) != 0)
    return Error(std::string("cannot be read: ") + std::strerror(errno));
  if (!S_ISREG(info.st_mode))
    return Error("cannot be read: expected a regular file");
  uint64_t size = static_cast<uint64_t>(info.st_size);
  Result<std::vector<unsigned char>> tail = readTail(descriptor, size);
  if (!tail)
    return tail.error();
  if (Status status = findRecord(*tail); !status)
    return status.error();
  return size;
}
} // namespace

Result<uint64_t> snn::runtime::checkZipEnd(const std::string &path) {
  // Not blocking, or opening a pipe would wait for its other end.
  int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0)
    return Error(std::string("cannot be read: ") + std::strerror(errno));
  Result<uint64_t> size = checkDescriptor(descriptor);
  ::close(descriptor);
  return size;
}
