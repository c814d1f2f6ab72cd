//===- BitRows.h - Rows with a bit per element -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_TRANSFORMS_BITROWS_H
#define SNN_TRANSFORMS_BITROWS_H

#include <cstdint>

namespace mlir::snn {

/// The bits that rows of `columns` elements are padded to: as many as the least
/// integer has that holds a row, or 64.
int64_t bitsOfWord(int64_t columns);

/// Bytes of a row of `columns` elements in words of so many bits, or that it is
/// not known.
int64_t bytesOfRow(int64_t columns, int64_t word);

} // namespace mlir::snn

#endif // SNN_TRANSFORMS_BITROWS_H
