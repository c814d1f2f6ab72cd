//===- Array.cpp - Owned n-dimensional array -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Allocation of arrays, with every size checked before it is used.
//
//===----------------------------------------------------------------------===//

#include "snn/Runtime/Array.h"

#include "StridedCopy.h"

using namespace snn::runtime;

Result<int64_t> snn::runtime::countElements(ElementType type,
                                            const std::vector<int64_t> &shape) {
  if (shape.size() > Array::maxRank)
    return Error("expected at most " + std::to_string(Array::maxRank) +
                 " dimensions, found " + std::to_string(shape.size()));
  // Zero dimensions are left out of the bound, as in NumPy, so that strides of
  // an empty array cannot overflow either.
  int64_t bytes = static_cast<int64_t>(byteWidth(type));
  bool empty = false;
  for (int64_t dim : shape) {
    if (dim < 0)
      return Error("expected dimensions of at least 0, found " +
                   std::to_string(dim));
    if (dim == 0)
      empty = true;
    else if (__builtin_mul_overflow(bytes, dim, &bytes))
      return Error("the size of " + typeString(type, shape) +
                   " does not fit 63 bits");
  }
  return empty ? 0 : bytes / static_cast<int64_t>(byteWidth(type));
}

Result<Array> Array::uninitialized(ElementType type,
                                   std::vector<int64_t> shape) {
  Result<int64_t> elements = countElements(type, shape);
  if (!elements)
    return elements.error();
  // Cannot overflow: countElements has bounded it.
  size_t bytes = static_cast<size_t>(*elements) * byteWidth(type);
  // aligned_alloc wants a multiple of the alignment; at least one line, so
  // that data() is never null.
  size_t rounded = (bytes / alignment + 1) * alignment;
  void *memory = std::aligned_alloc(alignment, rounded);
  if (!memory)
    return Error("not enough memory for " + runtime::typeString(type, shape) +
                 " (" + std::to_string(bytes) + " bytes)");
  return Array(type, std::move(shape), *elements, memory);
}

Result<Array> Array::zeros(ElementType type, std::vector<int64_t> shape) {
  Result<Array> array = uninitialized(type, std::move(shape));
  if (array)
    std::memset(array->data(), 0, array->numBytes());
  return array;
}

Result<Array> Array::adopt(ElementType type, std::vector<int64_t> shape,
                           void *memory, std::function<void()> release) {
  Result<int64_t> elements = countElements(type, shape);
  if (!elements) {
    release();
    return elements.error();
  }
  assert(memory && "adopted memory is not null");
  Array array(type, std::move(shape), *elements, memory);
  array.memory.get_deleter().release = std::move(release);
  return std::move(array);
}

Result<Array> Array::clone() const {
  Result<Array> copy = uninitialized(type, dims);
  if (copy)
    std::memcpy(copy->data(), data(), numBytes());
  return copy;
}

/// Copies, so that nothing refers to `source` afterwards. Strides count
/// elements.
Result<Array> Array::fromStrided(ElementType type, const void *source,
                                 std::vector<int64_t> shape,
                                 const std::vector<int64_t> &strides) {
  if (strides.size() != shape.size())
    return Error("expected " + std::to_string(shape.size()) +
                 " strides, found " + std::to_string(strides.size()));
  Result<Array> array = uninitialized(type, std::move(shape));
  if (array)
    copyStrided(array->data(), source, array->shape(), strides,
                byteWidth(type));
  return array;
}

std::vector<int64_t> Array::strides() const {
  std::vector<int64_t> result(rank(), 1);
  // A zero dimension counts as one, as in the bound of countElements.
  for (size_t i = rank(); i-- > 1;)
    result[i - 1] = result[i] * (dims[i] > 0 ? dims[i] : 1);
  return result;
}

/// The bits stay; only what they are taken for changes.
Status Array::reinterpretAs(ElementType other) {
  if (byteWidth(other) != byteWidth(type))
    return Error(std::string("expected elements of the width of ") +
                 toString(other) + ", found " + toString(type));
  type = other;
  return {};
}
