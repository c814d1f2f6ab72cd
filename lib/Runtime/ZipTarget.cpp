//===- ZipTarget.cpp - An AtomicFile that libzip writes to -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// libzip's file source renames a temporary of its own without flushing it; this
// source writes straight into the AtomicFile.
//
//===----------------------------------------------------------------------===//

#include "ZipTarget.h"

#include <algorithm>
#include <cerrno>

using namespace snn::runtime;

namespace {
/// Keeps the first error and tells libzip that there is one.
zip_int64_t fail(ZipTarget &target, const Error &error) {
  if (target.status)
    target.status = error;
  zip_error_set(&target.error, ZIP_ER_WRITE, EIO);
  return -1;
}

/// libzip goes back to put sizes and checksum into a member's header, then to
/// the end again.
zip_int64_t seek(ZipTarget &target, void *data, zip_uint64_t length) {
  zip_int64_t to = zip_source_seek_compute_offset(target.position, target.end,
                                                  data, length, &target.error);
  if (to < 0)
    return fail(target, Error(target.file.path() +
                              ": cannot be written: libzip asked for a "
                              "position outside the file"));
  if (Status status = target.file.seek(static_cast<uint64_t>(to)); !status)
    return fail(target, status.error());
  target.position = static_cast<uint64_t>(to);
  return 0;
}

/// Writes where libzip stands, and notes how far the file goes.
zip_int64_t write(ZipTarget &target, void *data, zip_uint64_t length) {
  if (Status status = target.file.write(data, length); !status)
    return fail(target, status.error());
  target.position += length;
  target.end = std::max(target.end, target.position);
  return static_cast<zip_int64_t>(length);
}

/// There is no old archive: libzip starts a new one on this answer.
zip_int64_t reportAbsent(ZipTarget &target) {
  zip_error_set(&target.error, ZIP_ER_READ, ENOENT);
  return -1;
}

/// What libzip asks of a source, by command; -1 says that `target.error` is
/// set.
zip_int64_t answer(void *context, void *data, zip_uint64_t length,
                   zip_source_cmd_t command) {
  ZipTarget &target = *static_cast<ZipTarget *>(context);
  // zip_open and zip_close ask in this order: supports, stat, begin, writes and
  // seeks, commit or rollback, free.
  switch (command) {
  case ZIP_SOURCE_SUPPORTS:
    return ZIP_SOURCE_SUPPORTS_WRITABLE;
  case ZIP_SOURCE_ERROR:
    return zip_error_to_data(&target.error, data, length);
  case ZIP_SOURCE_WRITE:
    return write(target, data, length);
  case ZIP_SOURCE_SEEK_WRITE:
    return seek(target, data, length);
  case ZIP_SOURCE_TELL_WRITE:
    return static_cast<zip_int64_t>(target.position);
  // Beginning, committing and giving up are the AtomicFile's business.
  case ZIP_SOURCE_BEGIN_WRITE:
  case ZIP_SOURCE_COMMIT_WRITE:
  case ZIP_SOURCE_ROLLBACK_WRITE:
  case ZIP_SOURCE_CLOSE:
  case ZIP_SOURCE_FREE:
    return 0;
  default: // Reading and statistics of the old archive.
    return reportAbsent(target);
  }
}
} // namespace

zip_source_t *ZipTarget::createSource() {
  return zip_source_function_create(answer, this, nullptr);
}
