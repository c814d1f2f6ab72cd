//===- ZipTarget.h - An AtomicFile that libzip writes to -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Lets libzip write into a file that appears whole or not.
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_RUNTIME_ZIPTARGET_H
#define SNN_LIB_RUNTIME_ZIPTARGET_H

#include "snn/Runtime/AtomicFile.h"

#include <zip.h>

namespace snn {
namespace runtime {

/// What libzip's callbacks share: the file and its first error, which says more
/// than the code that libzip makes of it.
struct ZipTarget {
  explicit ZipTarget(AtomicFile &file) : file(file) {}

  /// A source for zip_open_from_source, or null when memory is short. It refers
  /// to this target, which must outlive the archive.
  zip_source_t *createSource();

  AtomicFile &file;
  /// Where the next byte goes, and the furthest that any went.
  uint64_t position = 0, end = 0;
  Status status;
  zip_error_t error = {};
};

} // namespace runtime
} // namespace snn

#endif // SNN_LIB_RUNTIME_ZIPTARGET_H
