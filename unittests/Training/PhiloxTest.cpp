//===- PhiloxTest.cpp - Tests of the counter-based random numbers -*- C++
//-*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "snn/Training/Loop/Philox.h"
#include "gtest/gtest.h"

using namespace snn::training;
using Words = std::array<uint32_t, 4>;

// The known answers that come with the authors' Random123 library.
TEST(PhiloxTest, givesTheKnownAnswers) {
  EXPECT_EQ(Philox::rounds({0, 0, 0, 0}, {0, 0}),
            (Words{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  constexpr uint32_t ones = 0xffffffff;
  EXPECT_EQ(Philox::rounds({ones, ones, ones, ones}, {ones, ones}),
            (Words{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
  EXPECT_EQ(Philox::rounds({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
                           {0xa4093822, 0x299f31d0}),
            (Words{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

TEST(PhiloxTest, dependsOnSeedPurposeStreamAndIndex) {
  Philox base(1, RandomPurpose::Order, 2);
  EXPECT_EQ(base.bits(3), Philox(1, RandomPurpose::Order, 2).bits(3));
  EXPECT_NE(base.bits(3), base.bits(4));
  EXPECT_NE(base.bits(3), base.bits(3 + (uint64_t(1) << 32)));
  EXPECT_NE(base.bits(3), Philox(2, RandomPurpose::Order, 2).bits(3));
  EXPECT_NE(base.bits(3), Philox(1, RandomPurpose::Split, 2).bits(3));
  EXPECT_NE(base.bits(3), Philox(1, RandomPurpose::Order, 3).bits(3));
}

TEST(PhiloxTest, hasTheMomentsOfItsDistributions) {
  Philox random(7, RandomPurpose::InitialValue, 0);
  constexpr int count = 100000;
  double sum = 0, normalSum = 0, normalSquares = 0;
  for (int i = 0; i < count; ++i) {
    double uniform = random.uniform(i), normal = random.normal(i);
    ASSERT_GE(uniform, 0);
    ASSERT_LT(uniform, 1);
    sum += uniform;
    normalSum += normal;
    normalSquares += normal * normal;
  }
  EXPECT_NEAR(sum / count, 0.5, 0.005);
  EXPECT_NEAR(normalSum / count, 0, 0.02);
  EXPECT_NEAR(normalSquares / count, 1, 0.02);
}

TEST(PhiloxTest, staysBelowItsBound) {
  Philox random(7, RandomPurpose::Order, 0);
  bool reachesLast = false;
  for (int i = 0; i < 1000; ++i) {
    ASSERT_LT(random.below(3, i), 3u);
    reachesLast |= random.below(3, i) == 2;
  }
  EXPECT_TRUE(reachesLast);
  EXPECT_EQ(random.below(1, 0), 0u);
}
