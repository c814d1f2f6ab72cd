//===- FileSource.cpp - A plain or gzip file as bytes -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// zlib's own gzread ignores what follows a gzip stream, and so hides a damaged
// download; this reader does not.
//
//===----------------------------------------------------------------------===//

#include "FileSource.h"

#include "Deflate.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace snn::runtime;

namespace {
/// The magic of gzip. An IDX file starts with two zero bytes, so the two kinds
/// cannot be mistaken for each other.
bool startsAsGzip(const z_stream &stream) {
  return stream.avail_in >= 2 && stream.next_in[0] == 0x1f &&
         stream.next_in[1] == 0x8b;
}
} // namespace

FileSource::FileSource(int descriptor, uint64_t fileSize)
    : descriptor(descriptor), fileSize(fileSize) {
  stream.next_in = buffer.data();
}

FileSource::~FileSource() {
  if (compressed)
    inflateEnd(&stream);
  ::close(descriptor);
}

Result<std::unique_ptr<FileSource>> FileSource::open(const std::string &path) {
  // Not blocking, or opening a pipe would wait for its other end.
  int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0)
    return Error(std::string("cannot be read: ") + std::strerror(errno));
  // The bound on allocations needs a size, which only regular files have.
  struct stat info;
  if (::fstat(descriptor, &info) != 0 || !S_ISREG(info.st_mode)) {
    ::close(descriptor);
    return Error("cannot be read: expected a regular file");
  }
  std::unique_ptr<FileSource> source(
      new FileSource(descriptor, static_cast<uint64_t>(info.st_size)));
  if (Status status = source->refill(); !status)
    return status.error();
  if (startsAsGzip(source->stream)) {
    // 16: expect a gzip header, checksum and length.
    if (inflateInit2(&source->stream, MAX_WBITS + 16) != Z_OK)
      return Error("cannot be read: not enough memory to inflate it");
    source->compressed = true;
  }
  return source;
}

/// What a header may ask for at most.
uint64_t FileSource::maxBytes() const {
  return compressed ? maxInflatedBytes(fileSize) : fileSize;
}

/// Fills the buffer as far as the file goes.
Status FileSource::refill() {
  // What is left may be one byte of a two-byte magic: keep it in front.
  std::memmove(buffer.data(), stream.next_in, stream.avail_in);
  stream.next_in = buffer.data();
  while (stream.avail_in < buffer.size()) {
    ssize_t got = ::read(descriptor, buffer.data() + stream.avail_in,
                         buffer.size() - stream.avail_in);
    if (got < 0 && errno == EINTR)
      continue;
    if (got < 0)
      return Error(std::string("cannot be read: ") + std::strerror(errno));
    if (got == 0)
      break;
    stream.avail_in += static_cast<unsigned>(got);
  }
  return {};
}

Result<size_t> FileSource::read(void *bytes, size_t count) {
  return compressed ? readInflated(bytes, count) : readPlain(bytes, count);
}

/// At most what the buffer holds: `readExactly` asks again.
Result<size_t> FileSource::readPlain(void *bytes, size_t count) {
  // An empty buffer after a refill is the end of the file: 0 is returned.
  if (stream.avail_in == 0)
    if (Status status = refill(); !status)
      return status.error();
  size_t taken = count < stream.avail_in ? count : stream.avail_in;
  std::memcpy(bytes, stream.next_in, taken);
  stream.next_in += taken;
  stream.avail_in -= static_cast<unsigned>(taken);
  return taken;
}

/// 0 is the end of the last gzip member.
Result<size_t> FileSource::readInflated(void *bytes, size_t count) {
  constexpr size_t mostPerCall = 1u << 30; // avail_out has 32 bits.
  unsigned wanted =
      static_cast<unsigned>(count < mostPerCall ? count : mostPerCall);
  stream.next_out = static_cast<unsigned char *>(bytes);
  stream.avail_out = wanted;
  // Returns with the first bytes that come out. Input that yields none, such as
  // a header, is read on; Z_BUF_ERROR says only that there was no progress yet.
  while (!finished && stream.avail_out == wanted && wanted != 0) {
    if (stream.avail_in == 0) {
      if (Status status = refill(); !status)
        return status.error();
      if (stream.avail_in == 0)
        return Error("truncated: the gzip stream has no end");
    }
    int code = inflate(&stream, Z_NO_FLUSH);
    if (code == Z_STREAM_END) {
      if (Status status = nextMember(); !status)
        return status.error();
    } else if (code != Z_OK && code != Z_BUF_ERROR) {
      return Error(std::string("corrupt gzip stream: ") +
                   (stream.msg ? stream.msg : zError(code)));
    }
  }
  return wanted - stream.avail_out;
}

Status FileSource::nextMember() {
  // RFC 1952 allows any number of members; anything else behind one is damage.
  if (stream.avail_in < 2)
    if (Status status = refill(); !status)
      return status;
  if (stream.avail_in == 0) {
    finished = true;
    return {};
  }
  if (!startsAsGzip(stream))
    return Error("expected the end of the file after the gzip stream, found "
                 "more bytes");
  inflateReset(&stream);
  return {};
}
