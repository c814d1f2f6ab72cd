//===- Idx.h - IDX files -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reads the IDX format of the MNIST family of data sets.
//
//===----------------------------------------------------------------------===//

#ifndef SNN_RUNTIME_IDX_H
#define SNN_RUNTIME_IDX_H

#include "snn/Runtime/Array.h"

#include <string>

namespace snn {
namespace runtime {

/// Reads a whole IDX file, plain or gzip: u8, i8, i16, i32, f32 or f64 with 1
/// to 255 dimensions of which `Array` takes 64. The size must match the header
/// to the byte, and nothing is allocated that the file is too small to fill.
Result<Array> readIdx(const std::string &path);

} // namespace runtime
} // namespace snn

#endif // SNN_RUNTIME_IDX_H
