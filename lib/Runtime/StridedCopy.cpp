//===- StridedCopy.cpp - Gather of strided memory -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Walks the outer dimensions with a counter and the innermost in a plain loop.
//
//===----------------------------------------------------------------------===//

#include "StridedCopy.h"

#include <cstring>

using namespace snn::runtime;

namespace {
/// One row of `count` elements that lie `stride` elements apart in `source`.
template <typename T>
void copyRow(T *target, const T *source, int64_t count, int64_t stride) {
  // The common case by far.
  if (stride == 1) {
    std::memcpy(target, source, static_cast<size_t>(count) * sizeof(T));
    return;
  }
  for (int64_t i = 0; i < count; ++i)
    target[i] = source[i * stride];
}

/// Copies row by row; rows are runs of the last dimension. Strides count
/// elements and may be negative or zero, as those of a reversed or a repeated
/// array are.
template <typename T>
void copyTyped(T *target, const T *source, const std::vector<int64_t> &shape,
               const std::vector<int64_t> &strides) {
  if (shape.empty()) {
    *target = *source;
    return;
  }
  for (int64_t dim : shape)
    if (dim == 0)
      return;
  size_t inner = shape.size() - 1;
  // One counter per outer dimension, and the offset that they add up to.
  std::vector<int64_t> position(inner, 0);
  int64_t offset = 0;
  while (true) {
    copyRow(target, source + offset, shape[inner], strides[inner]);
    target += shape[inner];
    // Advance the counter: the last outer dimension turns fastest.
    size_t d = inner;
    while (d > 0) {
      --d;
      offset += strides[d];
      if (++position[d] < shape[d])
        break;
      // Back to the start of this dimension, and on to the next slower one.
      offset -= strides[d] * shape[d];
      position[d] = 0;
      if (d == 0)
        return;
    }
    // A vector is a single row.
    if (inner == 0)
      return;
  }
}
} // namespace

void snn::runtime::copyStrided(void *target, const void *source,
                               const std::vector<int64_t> &shape,
                               const std::vector<int64_t> &strides,
                               size_t width) {
  // Elements are moved as integers of their width, whatever they mean.
  switch (width) {
  case 1:
    return copyTyped(static_cast<uint8_t *>(target),
                     static_cast<const uint8_t *>(source), shape, strides);
  case 2:
    return copyTyped(static_cast<uint16_t *>(target),
                     static_cast<const uint16_t *>(source), shape, strides);
  case 4:
    return copyTyped(static_cast<uint32_t *>(target),
                     static_cast<const uint32_t *>(source), shape, strides);
  default:
    return copyTyped(static_cast<uint64_t *>(target),
                     static_cast<const uint64_t *>(source), shape, strides);
  }
}
