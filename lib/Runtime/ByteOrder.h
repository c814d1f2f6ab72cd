//===- ByteOrder.h - Byte order of files and host -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Turns elements of the other byte order around in place.
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_RUNTIME_BYTEORDER_H
#define SNN_LIB_RUNTIME_BYTEORDER_H

#include <cstddef>
#include <cstdint>
#include <utility>

namespace snn {
namespace runtime {

inline bool isBigEndianHost() {
  const uint16_t one = 1;
  return *reinterpret_cast<const unsigned char *>(&one) == 0;
}

/// Reverses the bytes of each of `count` elements of `width` bytes.
inline void swapBytes(void *data, int64_t count, size_t width) {
  unsigned char *bytes = static_cast<unsigned char *>(data);
  if (width == 1)
    return;
  for (int64_t i = 0; i < count; ++i, bytes += width)
    for (size_t k = 0; k < width / 2; ++k)
      std::swap(bytes[k], bytes[width - 1 - k]);
}

} // namespace runtime
} // namespace snn

#endif // SNN_LIB_RUNTIME_BYTEORDER_H
