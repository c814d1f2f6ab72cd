//===- ProgressDisplayTest.cpp - Tests of the progress line -----*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "snn/Training/Loop/ProgressDisplay.h"
#include "gtest/gtest.h"

using namespace snn::training;

TEST(ProgressDisplayTest, saysRateAndTimeLeft) {
  // 100 of 200 steps of the second of three epochs: 300 are left.
  EXPECT_EQ(ProgressDisplay::line({2, 3, 100, 200, 0.5}, 0, 10),
            "epoch 2/3 100/200 loss 0.5000 10.0 steps/s 0:30 left");
  EXPECT_EQ(ProgressDisplay::line({1, 1, 0, 36000, 0.5}, 0, 5),
            "epoch 1/1 0/36000 loss 0.5000 5.0 steps/s 2:00:00 left");
}

TEST(ProgressDisplayTest, fillsTheWidthWithABar) {
  std::string line = ProgressDisplay::line({2, 3, 100, 200, 0.5}, 80, 10);
  EXPECT_EQ(line.size(), 80u);
  size_t open = line.find('['), close = line.find(']');
  ASSERT_NE(close, std::string::npos);
  EXPECT_EQ(line.find(' ', open) - open - 1, (close - open - 1) / 2);
}

TEST(ProgressDisplayTest, knowsNoTimeBeforeTheFirstStep) {
  EXPECT_NE(ProgressDisplay::line({1, 1, 0, 10, 0}, 0, 0).find("0:00 left"),
            std::string::npos);
}
