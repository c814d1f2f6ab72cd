//===- TrainConfigTest.cpp - Tests of reading a training configuration -*- C++
//-*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "snn/Training/Loop/TrainConfig.h"
#include "gtest/gtest.h"

using namespace snn::training;

/// A configuration with `more` beside the keys that must be there.
static snn::runtime::Result<TrainConfig> parse(const std::string &more) {
  return parseTrainConfig(
      R"({"module": "net.mlir", "entry": "loss",
          "params": [{"name": "w", "init": "constant"}],
          "optimizer": {"kind": "adamw", "learning_rate": 0.5},
          "data": {"arguments": [{"name": "x"}], "train": {"x": "/abs/x.gz"}})" +
          more + "}",
      "folder/config.json");
}

TEST(TrainConfigTest, resolvesPathsAndDefaults) {
  auto config = parse("");
  ASSERT_TRUE(config) << config.error().message();
  EXPECT_EQ(config->module, "folder/net.mlir");
  EXPECT_EQ(config->data.train[0].file, "/abs/x.gz");
  EXPECT_EQ(config->step.numParams, 1u);
  EXPECT_EQ(config->step.optimizer.kind, OptimizerKind::AdamW);
  EXPECT_EQ(config->step.schedule.learningRate, 0.5);
  EXPECT_EQ(config->batchSize, 1);
  EXPECT_TRUE(config->data.shuffle);
  EXPECT_FALSE(config->step.clipping.norm);
}

TEST(TrainConfigTest, identityLeavesOutWhatChangesNothing) {
  auto first = parse(R"(, "threads": 1, "epochs": 1)");
  auto second = parse(R"(, "threads": 2, "epochs": 9, "export": "x.npz")");
  auto third = parse(R"(, "seed": 5)");
  ASSERT_TRUE(first && second && third);
  EXPECT_EQ(first->identity, second->identity);
  EXPECT_NE(first->identity, third->identity);
}

TEST(TrainConfigTest, namesTheKeyOfTheFirstError) {
  auto error = [](const std::string &more) {
    auto config = parse(more);
    return config ? "" : config.error().message();
  };
  EXPECT_EQ(error(R"(, "zeta": 1, "alpha": 2)"),
            "folder/config.json: alpha: unknown key");
  EXPECT_EQ(
      error(R"(, "clip": {"norm": 0})"),
      "folder/config.json: clip.norm: expected a positive number, found 0");
  EXPECT_EQ(
      error(R"(, "schedule": {"kind": "saw"})"),
      "folder/config.json: schedule.kind: expected one of constant, step, "
      "exponential, cosine, found \"saw\"");
  EXPECT_EQ(error(R"(, "measurements": [7])"),
            "folder/config.json: measurements[0]: expected an object, found 7");
  EXPECT_EQ(
      error(R"(, "epochs": 1.5)"),
      "folder/config.json: epochs: expected a whole number of at least 1, "
      "found 1.5");
}
