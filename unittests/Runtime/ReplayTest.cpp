//===- ReplayTest.cpp - Tests of recorded and replayed values -*-  -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "snn/Runtime/Replay.h"
#include "gtest/gtest.h"

using snn::runtime::Replay;

TEST(ReplayTest, GivesBackWhatWasRecordedInOrder) {
  Replay::record();
  EXPECT_EQ(snnReplayF64(1.5), 1.5);
  EXPECT_TRUE(snnReplayI1(true));
  EXPECT_FALSE(snnReplayI1(false));
  EXPECT_EQ(Replay::size(), 3u);
  for (int run = 0; run < 2; ++run) {
    Replay::rewind();
    EXPECT_EQ(snnReplayF64(7.0), 1.5);
    EXPECT_TRUE(snnReplayI1(false));
    EXPECT_FALSE(Replay::isComplete());
    EXPECT_FALSE(snnReplayI1(true));
    EXPECT_TRUE(Replay::isComplete());
  }
}

TEST(ReplayTest, NoticesThatMoreIsAskedForThanWasRecorded) {
  Replay::record();
  snnReplayF64(1.0);
  Replay::rewind();
  snnReplayF64(2.0);
  EXPECT_EQ(snnReplayF64(3.0), 3.0);
  EXPECT_FALSE(Replay::isComplete());
}

TEST(ReplayTest, RecordingForgets) {
  Replay::record();
  snnReplayF64(1.0);
  Replay::record();
  EXPECT_EQ(Replay::size(), 0u);
  EXPECT_TRUE(Replay::isComplete());
}
