//===- NpyHeader.h - Header of an npy array -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The part of the npy format that says type, order and shape.
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_RUNTIME_NPYHEADER_H
#define SNN_LIB_RUNTIME_NPYHEADER_H

#include "snn/Runtime/Array.h"

#include "ByteSource.h"

namespace snn {
namespace runtime {

struct NpyHeader {
  ElementType type;
  /// The elements are in the byte order that the host does not have.
  bool swapped;
  bool fortranOrder;
  std::vector<int64_t> shape;
  /// Bytes that the header itself took.
  uint64_t size;
};

/// Reads the header of format versions 1 to 3 and stops at the first element.
Result<NpyHeader> readNpyHeader(ByteSource &source);

/// The header that NumPy would write for a row-major array in little-endian
/// order: version 1, padded so that the elements start at a multiple of 64.
std::string formatNpyHeader(ElementType type,
                            const std::vector<int64_t> &shape);

} // namespace runtime
} // namespace snn

#endif // SNN_LIB_RUNTIME_NPYHEADER_H
