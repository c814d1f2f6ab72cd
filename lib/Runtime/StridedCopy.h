//===- StridedCopy.h - Gather of strided memory -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Copies strided memory to row-major memory.
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_RUNTIME_STRIDEDCOPY_H
#define SNN_LIB_RUNTIME_STRIDEDCOPY_H

#include <cstddef>
#include <cstdint>
#include <vector>

namespace snn {
namespace runtime {

/// Writes the elements of `source`, which has the given strides in elements,
/// in row-major order to `target`. `width` is 1, 2, 4 or 8.
void copyStrided(void *target, const void *source,
                 const std::vector<int64_t> &shape,
                 const std::vector<int64_t> &strides, size_t width);

} // namespace runtime
} // namespace snn

#endif // SNN_LIB_RUNTIME_STRIDEDCOPY_H
