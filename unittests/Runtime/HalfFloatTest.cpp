//===- HalfFloatTest.cpp - Tests of f16 and bf16 -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Every value of both formats, every boundary between two neighbours.
//
//===----------------------------------------------------------------------===//

#include "snn/Runtime/HalfFloat.h"

#include <cmath>
#include <gtest/gtest.h>
#include <limits>

using namespace snn::runtime;

namespace {

TEST(HalfFloatTest, EveryHalfHasItsIEEEValue) {
  for (unsigned bits = 0; bits < 0x7c00; ++bits) {
    int exponent = static_cast<int>(bits >> 10);
    float fraction = static_cast<float>(bits & 0x3ff);
    float value = exponent == 0 ? std::ldexp(fraction, -24)
                                : std::ldexp(1024.0f + fraction, exponent - 25);
    ASSERT_EQ(halfToFloat(static_cast<uint16_t>(bits)), value) << bits;
    ASSERT_EQ(halfToFloat(static_cast<uint16_t>(bits | 0x8000)), -value);
  }
  EXPECT_TRUE(std::isinf(halfToFloat(0x7c00)));
  EXPECT_LT(halfToFloat(0xfc00), 0.0f);
  EXPECT_TRUE(std::isnan(halfToFloat(0x7c01)));
  EXPECT_TRUE(std::signbit(halfToFloat(0x8000)));
}

/// Between two neighbours the nearer is taken, and in the middle the even one.
TEST(HalfFloatTest, RoundsToNearestEvenEverywhere) {
  for (unsigned bits = 0; bits < 0x7bff; ++bits) {
    uint16_t low = static_cast<uint16_t>(bits), high = low + 1;
    float a = halfToFloat(low), b = halfToFloat(high), middle = (a + b) / 2;
    ASSERT_EQ(floatToHalf(a), low);
    ASSERT_EQ(floatToHalf(-a), low | 0x8000);
    ASSERT_EQ(floatToHalf(middle), low & 1 ? high : low) << bits;
    ASSERT_EQ(floatToHalf(std::nextafter(middle, 0.0f)), low) << bits;
    ASSERT_EQ(floatToHalf(std::nextafter(middle, 1e9f)), high) << bits;
  }
}

TEST(HalfFloatTest, DoublesRoundOnce) {
  for (unsigned bits = 0; bits < 0x7bff; ++bits) {
    uint16_t low = static_cast<uint16_t>(bits), high = low + 1;
    double middle = (double{halfToFloat(low)} + halfToFloat(high)) / 2;
    ASSERT_EQ(doubleToHalf(middle), low & 1 ? high : low) << bits;
    // So near the middle that float cannot tell: rounding twice goes wrong.
    ASSERT_EQ(doubleToHalf(std::nextafter(middle, 0.0)), low) << bits;
    ASSERT_EQ(doubleToHalf(std::nextafter(middle, 1e9)), high) << bits;
  }
}

TEST(HalfFloatTest, OverflowUnderflowAndNaN) {
  EXPECT_EQ(floatToHalf(65504.0f), 0x7bff);
  EXPECT_EQ(floatToHalf(65519.0f), 0x7bff);
  EXPECT_EQ(floatToHalf(65520.0f), 0x7c00);
  EXPECT_EQ(floatToHalf(-1e30f), 0xfc00);
  EXPECT_EQ(floatToHalf(1e-30f), 0);
  EXPECT_EQ(doubleToHalf(-1e-300), 0x8000);
  EXPECT_EQ(doubleToHalf(1e300), 0x7c00);
  float nan = std::numeric_limits<float>::quiet_NaN();
  EXPECT_TRUE(std::isnan(halfToFloat(floatToHalf(nan))));
  EXPECT_TRUE(std::isnan(halfToFloat(doubleToHalf(nan))));
}

TEST(HalfFloatTest, BfloatRoundsToNearestEvenEverywhere) {
  for (unsigned bits = 0; bits < 0x7f7f; ++bits) {
    uint16_t low = static_cast<uint16_t>(bits), high = low + 1;
    double middle = (double{bfloatToFloat(low)} + bfloatToFloat(high)) / 2;
    ASSERT_EQ(floatToBfloat(bfloatToFloat(low)), low);
    ASSERT_EQ(floatToBfloat(static_cast<float>(middle)), low & 1 ? high : low);
    ASSERT_EQ(doubleToBfloat(std::nextafter(middle, 0.0)), low) << bits;
    ASSERT_EQ(doubleToBfloat(std::nextafter(middle, 1e300)), high) << bits;
  }
  EXPECT_TRUE(std::isnan(
      bfloatToFloat(floatToBfloat(std::numeric_limits<float>::quiet_NaN()))));
  EXPECT_EQ(floatToBfloat(std::numeric_limits<float>::max()), 0x7f80);
}

} // namespace
