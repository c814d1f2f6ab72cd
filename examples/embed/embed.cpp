//===- embed.cpp - Another compiler that trains with ours -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Gives the ops of its own dialect derivatives, builds a pipeline of its own
// passes and ours, and runs what comes out.
//
//===----------------------------------------------------------------------===//

#include "Audio.h"
#include "mlir/InitAllDialects.h"
#include "mlir/InitAllExtensions.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Target/LLVMIR/Dialect/All.h"
#include "snn/Dialect/AD/Rules/VJPContext.h"
#include "snn/Execution/CompiledFunction.h"
#include "snn/Execution/Threads.h"
#include "snn/InitAll.h"
#include "snn/Version.h"
#include "llvm/Support/Format.h"

#if SNN_VERSION < SNN_MAKE_VERSION(0, 1, 0)
#error "needs SNN 0.1"
#endif

using namespace mlir;
using ::snn::runtime::Array;

namespace {
/// One op's own rule, written as an external model: d(x - c x^3) is
/// 1 - 3 c x^2. Asking for the primal x is what keeps it for the reverse loop.
struct SoftClipRule
    : ad::ReverseDifferentiableOpInterface::ExternalModel<SoftClipRule,
                                                          audio::SoftClipOp> {
  LogicalResult buildVJP(Operation *op, OpBuilder &builder,
                         ad::VJPContext &context, ValueRange cotangents) const {
    auto clip = cast<audio::SoftClipOp>(op);
    ImplicitLocOpBuilder b(op->getLoc(), builder);
    Value x = context.primal(clip.getX()), ct = cotangents.front();
    Value square = arith::MulFOp::create(b, x, x);
    Value bend = audio::GainOp::create(
        b, arith::MulFOp::create(b, ct, square),
        b.getF64FloatAttr(3 * clip.getCurve().convertToDouble()));
    context.accumulate(clip.getX(), arith::SubFOp::create(b, ct, bend));
    return success();
  }
};

/// A family's rule, for ops that exist and ops to come: what is linear and its
/// own transpose is its own derivative.
bool isLinear(Operation *op) { return op->hasTrait<audio::Linear>(); }
LogicalResult buildLinearVJP(Operation *op, OpBuilder &builder,
                             ad::VJPContext &context, ValueRange cotangents) {
  IRMapping map;
  map.map(op->getOperand(0), cotangents.front());
  context.accumulate(op->getOperand(0), builder.clone(*op, map)->getResult(0));
  return success();
}

void registerAudio(DialectRegistry &registry) {
  registry.insert<audio::AudioDialect>();
  registry.addExtension(
      +[](MLIRContext *context, audio::AudioDialect *, ad::ADDialect *ad) {
        audio::SoftClipOp::attachInterface<SoftClipRule>(*context);
        ad->addFallbackRule({isLinear, buildLinearVJP});
      });
  // The third way, a rule in IR alone, is in effects.mlir.
}

/// Rules are for ops as they are written, so they are lowered after
/// differentiation.
void buildAudioPipeline(OpPassManager &passes) {
  passes.addPass(mlir::snn::createDecomposeNeuronsPass());
  passes.addPass(mlir::snn::createExpandFGIPass());
  passes.addPass(ad::createDifferentiatePass());
  passes.addPass(audio::createLowerAudioPass());
  mlir::snn::buildCPUPipeline(passes, mlir::snn::CPUPipelineOptions());
}

void print(const char *name, const Array &array) {
  llvm::outs() << name << " " << array.typeString() << ":";
  for (int64_t i = 0; i < array.numElements(); ++i)
    llvm::outs() << " " << llvm::format("%g", array.dataAs<double>()[i]);
  llvm::outs() << "\n";
}

int fail(StringRef message) {
  llvm::errs() << "embed: " << message << "\n";
  return 1;
}

/// Compiles @gradient of the module and calls it with a signal.
int run(ModuleOp module) {
  auto entry = module.lookupSymbol<func::FuncOp>("gradient");
  if (!entry)
    return fail("expected a function @gradient");
  mlir::snn::CompileOptions options;
  options.pipeline = "audio-pipeline";
  auto compiled = mlir::snn::CompiledFunction::compile(entry, options);
  if (failed(compiled))
    return fail("cannot compile @gradient");
  auto signal = Array::of<double>({3, 2}, {0.5, 1.0, -0.5, 0.0, 1.0, -1.0});
  auto results = (*compiled)->call({&*signal});
  if (!results)
    return fail(results.error().message());
  print("envelope", (*results)[0]);
  print("gradient", (*results)[1]);
  return 0;
}
} // namespace

int main(int argc, char **argv) {
  if (argc != 2)
    return fail("expected one argument, a file");
  DialectRegistry registry;
  mlir::registerAllDialects(registry);
  mlir::registerAllExtensions(registry);
  registerAllToLLVMIRTranslations(registry);
  mlir::snn::registerAllDialects(registry);
  registerAudio(registry);
  PassPipelineRegistration<>("audio-pipeline", "Effects to the LLVM dialect",
                             buildAudioPipeline);
  // Compiled loops over many samples call the OpenMP runtime.
  if (auto threads = mlir::snn::setThreads(0); !threads)
    return fail(threads.error().message());

  MLIRContext context(registry);
  auto module = parseSourceFile<ModuleOp>(argv[1], &context);
  if (!module)
    return 1;
  llvm::outs() << "built with SNN " << SNN_VERSION_STRING << "\n";
  return run(*module);
}
