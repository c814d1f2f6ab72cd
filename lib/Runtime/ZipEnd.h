//===- ZipEnd.h - The last record of a zip file -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Tells a whole zip archive from a truncated or prolonged one.
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_RUNTIME_ZIPEND_H
#define SNN_LIB_RUNTIME_ZIPEND_H

#include "snn/Runtime/Result.h"

#include <cstdint>
#include <string>

namespace snn {
namespace runtime {

/// Checks that the file at `path` ends with a zip end-of-directory record and
/// returns its size. libzip searches for the record and so accepts any bytes
/// behind it. Messages do not repeat the path.
Result<uint64_t> checkZipEnd(const std::string &path);

} // namespace runtime
} // namespace snn

#endif // SNN_LIB_RUNTIME_ZIPEND_H
