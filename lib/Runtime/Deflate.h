//===- Deflate.h - The best ratio of deflate -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Bounds what a compressed file can contain, before anything is allocated for
// it.
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_RUNTIME_DEFLATE_H
#define SNN_LIB_RUNTIME_DEFLATE_H

#include <cstdint>

namespace snn {
namespace runtime {

/// Deflate codes at best 258 bytes in 2 bits, 1032 to 1 (zlib's technical
/// notes, "Maximum Compression Factor").
inline uint64_t maxInflatedBytes(uint64_t compressed) {
  constexpr uint64_t bestRatio = 1032;
  return compressed > UINT64_MAX / bestRatio ? UINT64_MAX
                                             : compressed * bestRatio;
}

} // namespace runtime
} // namespace snn

#endif // SNN_LIB_RUNTIME_DEFLATE_H
