//===- PassManagerTest.cpp - Passes and pipelines from C++ -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What a compiler that embeds this one does: builds a pass manager, by passes
// or by pipelines with options, and runs it on a module.
//
//===----------------------------------------------------------------------===//

#include "mlir/Pass/PassManager.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/ExecutionEngine/ExecutionEngine.h"
#include "mlir/InitAllDialects.h"
#include "mlir/InitAllExtensions.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Target/LLVMIR/Dialect/All.h"
#include "mlir/Transforms/Passes.h"
#include "mlir/Transforms/WalkPatternRewriteDriver.h"
#include "snn/InitAll.h"
#include "snn/Runtime/Allocation.h"
#include "llvm/Support/TargetSelect.h"
#include "gmock/gmock.h"

using namespace mlir;
using namespace mlir::snn;
using testing::HasSubstr;

namespace {
// The last potential of a leaky neuron that sees the same current in each of
// five steps, by the decay.
constexpr StringLiteral program = R"(
  func.func @neuron(%decay: f64, %current: f64) -> f64 {
    %n = arith.constant 5 : index
    %rest = arith.constant 0.0 : f64
    %u = snn.scan %t length(%n) carry(%v = %rest : f64) {
      %z, %next = snn.lif %current, %v decay(%decay : f64)
        surrogate(#snn.triangle) : f64
      snn.yield carry(%next : f64)
    }
    return %u : f64
  }
  func.func @slope(%decay: f64, %current: f64) -> f64 {
    %one = arith.constant 1.0 : f64
    %g = ad.vjp @neuron(%decay, %current) cotangents(%one) {wrt = [0]}
      : (f64, f64) cotangents(f64) -> (f64)
    return %g : f64
  })";

/// The same in C++.
double slope(double decay, double current) {
  double u = 0, du = 0;
  for (int t = 0; t < 5; ++t) {
    double v = decay * u + current, dv = u + decay * du;
    double z = v > 1, dz = std::max(0.0, 1 - std::abs(v - 1)) * dv;
    u = v - z;
    du = dv - dz;
  }
  return du;
}

/// What compiled code takes its memory from.
llvm::orc::SymbolMap memoryOfCompiledCode(llvm::orc::MangleAndInterner mangle) {
  auto define = [](auto *function) {
    return llvm::orc::ExecutorSymbolDef(
        llvm::orc::ExecutorAddr::fromPtr(function),
        llvm::JITSymbolFlags::Exported);
  };
  return {
      {mangle("_mlir_memref_to_llvm_aligned_alloc"),
       define(_mlir_memref_to_llvm_aligned_alloc)},
      {mangle("_mlir_memref_to_llvm_free"), define(_mlir_memref_to_llvm_free)}};
}

class PassManagerTest : public testing::Test {
protected:
  PassManagerTest() {
    DialectRegistry registry;
    mlir::registerAllDialects(registry);
    mlir::registerAllExtensions(registry);
    registerAllToLLVMIRTranslations(registry);
    mlir::snn::registerAllDialects(registry);
    context.appendDialectRegistry(registry);
    module = parseSourceString<ModuleOp>(program, &context);
  }

  /// The number of ops called `name`.
  unsigned count(StringRef name) {
    unsigned number = 0;
    module->walk(
        [&](Operation *op) { number += op->getName().getStringRef() == name; });
    return number;
  }

  MLIRContext context;
  OwningOpRef<ModuleOp> module;
};

TEST_F(PassManagerTest, passesOneByOne) {
  PassManager passes(&context);
  passes.addPass(createDecomposeNeuronsPass());
  passes.addPass(createExpandFGIPass());
  passes.addPass(ad::createDifferentiatePass());
  passes.addPass(createInlinerPass());
  passes.addPass(ad::createEraseStopGradientPass());
  ad::PlanTapePassOptions tape;
  tape.policy = ad::TapePolicy::SaveAll;
  passes.addPass(ad::createPlanTapePass(tape));
  ASSERT_TRUE(succeeded(passes.run(*module)));
  EXPECT_EQ(count("ad.vjp") + count("ad.stop_gradient"), 0u);
  EXPECT_EQ(count("snn.lif") + count("snn.spike"), 0u);
  EXPECT_GE(count("snn.scan"), 2u);
}

TEST_F(PassManagerTest, passesOnFunctions) {
  PassManager passes(&context);
  passes.addNestedPass<func::FuncOp>(createDecomposeNeuronsPass());
  passes.addNestedPass<func::FuncOp>(createExpandFGIPass());
  ASSERT_TRUE(succeeded(passes.run(*module)));
  EXPECT_EQ(count("snn.lif") + count("snn.spike"), 0u);
  EXPECT_EQ(count("ad.vjp"), 1u);
}

TEST_F(PassManagerTest, patternsOfAPass) {
  context.loadAllAvailableDialects();
  RewritePatternSet patterns(&context);
  populateDecomposeNeuronsPatterns(patterns);
  walkAndApplyPatterns(*module, std::move(patterns));
  EXPECT_EQ(count("snn.lif"), 0u);
  EXPECT_EQ(count("snn.spike"), 1u);
}

TEST_F(PassManagerTest, cpuPipelineRuns) {
  PassManager passes(&context);
  buildCPUPipeline(passes, CPUPipelineOptions());
  ASSERT_TRUE(succeeded(passes.run(*module)));
  module->walk([](Operation *op) {
    if (!isa<ModuleOp>(op))
      EXPECT_EQ(op->getName().getDialectNamespace(), "llvm");
  });

  llvm::InitializeNativeTarget();
  llvm::InitializeNativeTargetAsmPrinter();
  auto engine = ExecutionEngine::create(*module);
  ASSERT_TRUE(bool(engine));
  (*engine)->registerSymbols(memoryOfCompiledCode);
  for (double current : {0.1, 0.4, 0.9}) {
    double got = 0;
    llvm::Error error =
        (*engine)->invoke("slope", 0.8, current, ExecutionEngine::result(got));
    ASSERT_FALSE(bool(error));
    EXPECT_NEAR(got, slope(0.8, current), 1e-12);
  }
}

TEST_F(PassManagerTest, cpuPipelineTakesOptions) {
  OwningOpRef<ModuleOp> original = module->clone();
  auto lower = [&](Contraction contract, bool keepSubnormals) {
    module = original->clone();
    CPUPipelineOptions options;
    options.contract = contract;
    options.keepSubnormals = keepSubnormals;
    PassManager passes(&context);
    buildCPUPipeline(passes, options);
    EXPECT_TRUE(succeeded(passes.run(*module)));
  };
  lower(Contraction::On, false);
  EXPECT_GT(count("llvm.intr.fmuladd"), 0u);
  lower(Contraction::Off, false);
  EXPECT_EQ(count("llvm.intr.fmuladd"), 0u);
  lower(Contraction::Off, true);
  EXPECT_EQ(count("llvm.call_intrinsic"), 0u);
}

TEST_F(PassManagerTest, structurePipelineStopsAtStructuredOps) {
  module = parseSourceString<ModuleOp>(R"(
    func.func @f(%x: tensor<8xf32>) -> tensor<8xf32> {
      %y = math.exp %x : tensor<8xf32>
      %z = arith.addf %y, %x : tensor<8xf32>
      return %z : tensor<8xf32>
    })",
                                       &context);
  PassManager passes(&context);
  buildStructurePipeline(passes, CPUPipelineOptions());
  ASSERT_TRUE(succeeded(passes.run(*module)));
  EXPECT_EQ(count("linalg.generic"), 1u);
}

TEST_F(PassManagerTest, aFailingPassSaysWhy) {
  std::string error;
  ScopedDiagnosticHandler handler(&context, [&](Diagnostic &diagnostic) {
    if (diagnostic.getSeverity() == DiagnosticSeverity::Error)
      error = diagnostic.str();
    return success();
  });
  PassManager passes(&context);
  passes.addPass(ad::createEraseStopGradientPass());
  EXPECT_TRUE(failed(passes.run(*module)));
  EXPECT_THAT(error, HasSubstr("run ad-differentiate first"));
}
} // namespace
