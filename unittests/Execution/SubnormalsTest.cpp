//===- SubnormalsTest.cpp - Tests of how kernels treat subnormals -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/InitAllDialects.h"
#include "mlir/InitAllExtensions.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Target/LLVMIR/Dialect/All.h"
#include "snn/Execution/CompiledFunction.h"
#include "snn/Execution/Threads.h"
#include "snn/InitAll.h"
#include "gtest/gtest.h"

#include <cfenv>
#include <limits>

using namespace mlir;
using namespace mlir::snn;
using ::snn::runtime::Array;
using ::snn::runtime::ElementType;

namespace {
// One product on the thread that calls, and one in each of four tiles.
constexpr StringLiteral product = R"(
  func.func @product(%x: f32, %y: f32) -> f32 {
    %z = arith.mulf %x, %y : f32
    return %z : f32
  })";
constexpr StringLiteral products = R"(
  func.func @product(%x: f32, %y: f32) -> f32 {
    %c3 = arith.constant 3 : index
    %e = tensor.empty() : tensor<4xf32>
    %all = scf.forall (%i) in (4) shared_outs(%o = %e) -> tensor<4xf32> {
      %one = tensor.empty() : tensor<1xf32>
      %xs = linalg.fill ins(%x : f32) outs(%one : tensor<1xf32>) -> tensor<1xf32>
      %ys = linalg.fill ins(%y : f32) outs(%one : tensor<1xf32>) -> tensor<1xf32>
      %z = arith.mulf %xs, %ys : tensor<1xf32>
      scf.forall.in_parallel {
        tensor.parallel_insert_slice %z into %o[%i] [1] [1] : tensor<1xf32> into tensor<4xf32>
      }
    }
    %last = tensor.extract %all[%c3] : tensor<4xf32>
    return %last : f32
  })";

class SubnormalsTest : public testing::TestWithParam<StringRef> {
protected:
  SubnormalsTest() {
    DialectRegistry registry;
    mlir::registerAllDialects(registry);
    mlir::registerAllExtensions(registry);
    registerAllToLLVMIRTranslations(registry);
    mlir::snn::registerAllDialects(registry);
    static bool once = (mlir::snn::registerPipelines(), true);
    (void)once;
    context.appendDialectRegistry(registry);
    context.loadAllAvailableDialects();
  }

  /// The product as compiled code computes it on two threads.
  float multiply(float x, float y, StringRef pipeline) {
    EXPECT_TRUE(bool(setThreads(2)));
    OwningOpRef<ModuleOp> module =
        parseSourceString<ModuleOp>(GetParam(), &context);
    auto compiled = CompiledFunction::compile(
        module->lookupSymbol<func::FuncOp>("product"), {pipeline.str()});
    if (failed(compiled)) {
      ADD_FAILURE() << "does not compile";
      return 0;
    }
    auto scalar = [](float value) {
      return Array::fromStrided(ElementType::F32, &value, {}, {});
    };
    auto left = scalar(x), right = scalar(y);
    auto results = (*compiled)->call({&*left, &*right});
    return *static_cast<const float *>(results->front().data());
  }

  MLIRContext context;
};

constexpr float small = 1e-30f;
constexpr float smaller = 1e-10f;

TEST_P(SubnormalsTest, areZero) {
  EXPECT_EQ(multiply(small, smaller, "snn-cpu-pipeline"), 0);
  // A subnormal that goes in counts as zero too.
  EXPECT_EQ(multiply(1e-40f, 1e20f, "snn-cpu-pipeline"), 0);
  // The smallest normal number is one.
  float normal = std::numeric_limits<float>::min();
  EXPECT_EQ(multiply(normal, 1, "snn-cpu-pipeline"), normal);
}

TEST_P(SubnormalsTest, areKeptOnDemand) {
  volatile float x = small, y = smaller;
  EXPECT_EQ(multiply(x, y, "snn-cpu-pipeline{keep-subnormals}"), x * y);
  EXPECT_GT(x * y, 0);
}

// What the caller computes and how it rounds is its own affair.
TEST_P(SubnormalsTest, areTheCallersAfterwards) {
  std::fesetround(FE_UPWARD);
  multiply(small, smaller, "snn-cpu-pipeline");
  EXPECT_EQ(std::fegetround(), FE_UPWARD);
  std::fesetround(FE_TONEAREST);
  volatile float x = small, y = smaller;
  EXPECT_GT(x * y, 0);
}

INSTANTIATE_TEST_SUITE_P(Threads, SubnormalsTest,
                         testing::Values(product, products));
} // namespace
