//===- ByteSource.h - A stream of bytes to parse -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What the npy and IDX parsers read from, whether it is stored or deflated.
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_RUNTIME_BYTESOURCE_H
#define SNN_LIB_RUNTIME_BYTESOURCE_H

#include "snn/Runtime/Result.h"

#include <cstddef>
#include <cstdint>

namespace snn {
namespace runtime {

class ByteSource {
public:
  virtual ~ByteSource() = default;

  /// Reads up to `count` bytes and returns how many; 0 only at the end.
  virtual Result<size_t> read(void *bytes, size_t count) = 0;

  /// Reads exactly `count` bytes. `what` names them in the error that a source
  /// ending early gives.
  Status readExactly(void *bytes, size_t count, const char *what);

  /// Fails unless every byte has been read.
  Status expectEnd();
};

} // namespace runtime
} // namespace snn

#endif // SNN_LIB_RUNTIME_BYTESOURCE_H
