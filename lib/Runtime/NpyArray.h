//===- NpyArray.h - Elements of an npy array -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reads a whole npy array, header and elements.
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_RUNTIME_NPYARRAY_H
#define SNN_LIB_RUNTIME_NPYARRAY_H

#include "NpyHeader.h"

namespace snn {
namespace runtime {

/// Reads an array that takes `size` bytes with its header, all of them. Nothing
/// is allocated for the elements unless the header agrees with `size`.
Result<Array> readNpyArray(ByteSource &source, uint64_t size);

} // namespace runtime
} // namespace snn

#endif // SNN_LIB_RUNTIME_NPYARRAY_H
