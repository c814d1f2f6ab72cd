//===- NpyArray.cpp - Elements of an npy array -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Elements are read into place, then turned to the host's byte order and to
// row-major order where the file has another.
//
//===----------------------------------------------------------------------===//

#include "NpyArray.h"

#include "ByteOrder.h"

using namespace snn::runtime;

namespace {
/// Both sizes are known before the elements are read: an archive whose header
/// disagrees with it is refused without allocating anything.
Status checkSize(const NpyHeader &header, uint64_t size) {
  Result<int64_t> elements = countElements(header.type, header.shape);
  if (!elements)
    return elements.error();
  uint64_t expected = static_cast<uint64_t>(*elements) * byteWidth(header.type);
  uint64_t found = size < header.size ? 0 : size - header.size;
  if (expected != found)
    return Error(std::string(found < expected ? "truncated: " : "") +
                 "expected " + std::to_string(expected) + " bytes for " +
                 typeString(header.type, header.shape) + ", found " +
                 std::to_string(found));
  return {};
}

/// Compiled code may take a branch on a bool as on an `i1`: another value than
/// 0 or 1 would be undefined there.
Status checkBools(const Array &array) {
  const uint8_t *bytes = array.dataAs<uint8_t>();
  for (int64_t i = 0, e = array.numElements(); i < e; ++i)
    if (bytes[i] > 1)
      return Error("expected bools of 0 or 1, found " +
                   std::to_string(bytes[i]) + " at element " +
                   std::to_string(i));
  return {};
}

/// Fortran order has the first dimension turn fastest: its strides are the
/// running products from the left.
Result<Array> toRowMajor(const Array &array) {
  std::vector<int64_t> strides;
  int64_t stride = 1;
  for (int64_t dim : array.shape()) {
    strides.push_back(stride);
    stride *= dim > 0 ? dim : 1;
  }
  return Array::fromStrided(array.elementType(), array.data(), array.shape(),
                            strides);
}
} // namespace

Result<Array> snn::runtime::readNpyArray(ByteSource &source, uint64_t size) {
  Result<NpyHeader> header = readNpyHeader(source);
  if (!header)
    return header.error();
  if (Status status = checkSize(*header, size); !status)
    return status.error();
  Result<Array> array = Array::uninitialized(header->type, header->shape);
  if (!array)
    return array;
  // The end has to be reached even if nothing more is expected: that is when
  // libzip compares the checksum.
  Status status =
      source.readExactly(array->data(), array->numBytes(), "elements");
  if (status)
    status = source.expectEnd();
  if (status && header->type == ElementType::Bool)
    status = checkBools(*array);
  if (!status)
    return status.error();
  // Order of bytes first: the strided copy moves whole elements.
  if (header->swapped)
    swapBytes(array->data(), array->numElements(), byteWidth(header->type));
  if (header->fortranOrder && array->rank() > 1)
    return toRowMajor(*array);
  return array;
}
