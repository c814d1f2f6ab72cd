//===- FailureTest.cpp - Tests of calls that end early -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "snn/Runtime/Failure.h"
#include "gtest/gtest.h"

#include <thread>

using snn::runtime::callGuarded;

static void fails(void **arguments) {
  snnFail(static_cast<const char *>(*arguments));
}

static void succeeds(void **arguments) { *arguments = nullptr; }

/// Its inner call fails, and it goes on.
static void nests(void **arguments) {
  EXPECT_FALSE(callGuarded(fails, arguments));
  succeeds(arguments);
}

TEST(FailureTest, GivesTheMessageToTheCaller) {
  char text[] = "expected 3 steps";
  void *argument = text;
  auto status = callGuarded(fails, &argument);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().message(), "expected 3 steps");
}

TEST(FailureTest, ACallThatEndsAsItShouldIsNoFailure) {
  char text[] = "";
  void *argument = text;
  EXPECT_TRUE(callGuarded(succeeds, &argument));
  EXPECT_EQ(argument, nullptr);
}

TEST(FailureTest, AnInnerFailureLeavesTheOuterCallGoing) {
  char text[] = "inner";
  void *argument = text;
  EXPECT_TRUE(callGuarded(nests, &argument));
  EXPECT_EQ(argument, nullptr);
}

TEST(FailureTest, OutsideOfACallTheProcessEndsWithTheMessage) {
  EXPECT_EXIT(std::thread([] { snnFail("no steps"); }).join(),
              testing::ExitedWithCode(1), "error: no steps");
}
