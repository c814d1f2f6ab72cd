//===- HalfFloat.h - f16 and bf16 conversions -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Conversions of the 16-bit float formats, rounding to nearest even.
//
//===----------------------------------------------------------------------===//

#ifndef SNN_RUNTIME_HALFFLOAT_H
#define SNN_RUNTIME_HALFFLOAT_H

#include <cstdint>

namespace snn {
namespace runtime {

/// IEEE binary16. Exact to float; NaN stays NaN, overflow gives infinity,
/// subnormals are kept.
float halfToFloat(uint16_t bits);
uint16_t floatToHalf(float value);

/// The upper half of a binary32.
float bfloatToFloat(uint16_t bits);
uint16_t floatToBfloat(float value);

/// Rounds once: going through float would round twice.
uint16_t doubleToHalf(double value);
uint16_t doubleToBfloat(double value);

} // namespace runtime
} // namespace snn

#endif // SNN_RUNTIME_HALFFLOAT_H
