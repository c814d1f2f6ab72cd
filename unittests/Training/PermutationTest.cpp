//===- PermutationTest.cpp - Tests of the orders of samples -----*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "snn/Training/Loop/Permutation.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include <numeric>

using namespace snn::training;

static std::vector<int64_t> order(int64_t count, uint64_t seed,
                                  uint32_t epoch) {
  return permutation(count, seed, RandomPurpose::Order, epoch);
}

TEST(PermutationTest, holdsEveryNumberOnce) {
  for (int64_t count : {0, 1, 2, 3, 1000}) {
    std::vector<int64_t> expected(count);
    std::iota(expected.begin(), expected.end(), 0);
    EXPECT_THAT(order(count, 1, 0),
                testing::UnorderedElementsAreArray(expected));
  }
}

TEST(PermutationTest, isAFunctionOfSeedAndEpoch) {
  EXPECT_EQ(order(100, 1, 0), order(100, 1, 0));
  EXPECT_NE(order(100, 1, 0), order(100, 1, 1));
  EXPECT_NE(order(100, 1, 0), order(100, 2, 0));
}

// Each of the six orders of three should come up in a sixth of the cases.
TEST(PermutationTest, isFair) {
  std::map<std::vector<int64_t>, int> seen;
  for (uint32_t epoch = 0; epoch < 6000; ++epoch)
    ++seen[order(3, 5, epoch)];
  ASSERT_EQ(seen.size(), 6u);
  for (const auto &entry : seen)
    EXPECT_NEAR(entry.second, 1000, 120);
}
