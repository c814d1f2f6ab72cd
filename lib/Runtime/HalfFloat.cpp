//===- HalfFloat.cpp - f16 and bf16 conversions -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Bit-level conversions, independent of the host's instructions and flags.
//
//===----------------------------------------------------------------------===//

#include "snn/Runtime/HalfFloat.h"

#include <cmath>
#include <cstring>

using namespace snn::runtime;

namespace {
/// The bits of a binary32.
uint32_t bitsOf(float value) {
  uint32_t bits;
  std::memcpy(&bits, &value, sizeof(bits));
  return bits;
}

/// The binary32 of these bits.
float floatOf(uint32_t bits) {
  float value;
  std::memcpy(&value, &bits, sizeof(value));
  return value;
}

/// `value >> shift`, rounded to nearest even.
uint32_t shiftRounded(uint32_t value, unsigned shift) {
  uint32_t kept = value >> shift;
  uint32_t rest = value & ((1u << shift) - 1);
  uint32_t half = 1u << (shift - 1);
  return kept + (rest > half || (rest == half && (kept & 1)));
}

/// Rounds to odd: an inexact result gets an odd last bit. Rounding that to a
/// format with at least two bits fewer equals rounding the double once
/// (Boldo and Melquiond, "Emulation of FMA and correctly rounded sums", 2008).
float roundToOdd(double value) {
  // NaN and what float holds exactly need no rounding.
  float nearest = static_cast<float>(value);
  if (std::isnan(value) || static_cast<double>(nearest) == value)
    return nearest;
  uint32_t bits = bitsOf(nearest);
  if (std::isinf(nearest) || std::fabs(nearest) > std::fabs(value))
    --bits; // One towards zero; from infinity, to the largest finite float.
  return floatOf(bits | 1);
}
} // namespace

float snn::runtime::halfToFloat(uint16_t bits) {
  uint32_t sign = static_cast<uint32_t>(bits & 0x8000) << 16;
  uint32_t exponent = (bits >> 10) & 0x1f;
  uint32_t fraction = bits & 0x3ff;
  // Infinity and NaN: the payload moves along.
  if (exponent == 0x1f)
    return floatOf(sign | 0x7f800000 | fraction << 13);
  if (exponent == 0) {
    // Subnormal halves are normal floats; 2^-24 is the smallest.
    float magnitude = std::ldexp(static_cast<float>(fraction), -24);
    return floatOf(sign | bitsOf(magnitude));
  }
  // The biases are 15 and 127.
  return floatOf(sign | (exponent + 112) << 23 | fraction << 13);
}

/// By ranges of the magnitude's bits, which are in the order of the numbers.
uint16_t snn::runtime::floatToHalf(float value) {
  uint32_t bits = bitsOf(value);
  uint32_t sign = (bits >> 16) & 0x8000;
  uint32_t magnitude = bits & 0x7fffffff;
  if (magnitude > 0x7f800000) // NaN: keep the upper payload, make it quiet.
    return static_cast<uint16_t>(sign | 0x7e00 | (magnitude >> 13 & 0x3ff));
  if (magnitude >= 0x47800000) // 2^16 and above, infinity included.
    return static_cast<uint16_t>(sign | 0x7c00);
  if (magnitude >= 0x38800000) // Normal halves; a carry moves the exponent.
    return static_cast<uint16_t>(sign |
                                 shiftRounded(magnitude - (112u << 23), 13));
  uint32_t exponent = magnitude >> 23;
  if (exponent < 102) // Below half of the smallest subnormal.
    return static_cast<uint16_t>(sign);
  // A subnormal half counts units of 2^-24: shift the significand, with its
  // leading one, down to that unit.
  uint32_t fraction = (magnitude & 0x7fffff) | 0x800000;
  return static_cast<uint16_t>(sign | shiftRounded(fraction, 126 - exponent));
}

float snn::runtime::bfloatToFloat(uint16_t bits) {
  return floatOf(static_cast<uint32_t>(bits) << 16);
}

uint16_t snn::runtime::floatToBfloat(float value) {
  uint32_t bits = bitsOf(value);
  // Rounding could carry a NaN into infinity; set its quiet bit instead.
  if ((bits & 0x7fffffff) > 0x7f800000)
    return static_cast<uint16_t>(bits >> 16 | 0x40);
  return static_cast<uint16_t>(shiftRounded(bits, 16));
}

uint16_t snn::runtime::doubleToHalf(double value) {
  return floatToHalf(roundToOdd(value));
}

uint16_t snn::runtime::doubleToBfloat(double value) {
  return floatToBfloat(roundToOdd(value));
}
