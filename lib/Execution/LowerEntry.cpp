//===- LowerEntry.cpp - From a function to LLVM's dialect -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Runs the pipeline on one function and what it calls.
//
//===----------------------------------------------------------------------===//

#include "snn/Execution/LowerEntry.h"
#include "mlir/Dialect/DLTI/DLTI.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Pass/PassRegistry.h"
#include "snn/Execution/DropDeclarations.h"
#include "snn/Execution/EntryPoint.h"
#include "snn/Transforms/TargetCPU.h"
#include "llvm/Support/DynamicLibrary.h"
#include "llvm/Support/TargetSelect.h"
#include "llvm/TargetParser/Host.h"

using namespace mlir;
using namespace mlir::snn;

namespace {
/// Says in the module what machine it is for.
LogicalResult attachCPU(ModuleOp module, StringRef name) {
  llvm::Expected<TargetCPU> cpu = describeCPU(name);
  if (!cpu)
    return module.emitError() << "cpu: " << llvm::toString(cpu.takeError());
  // Before a pass manager could load it.
  module.getContext()->loadDialect<DLTIDialect>();
  setTargetCPU(module, *cpu);
  return success();
}

/// Runs the pipeline on `module`. Fails after an error that quotes the
/// pipeline, or after that of the pass that failed.
LogicalResult lower(ModuleOp module, const CompileOptions &options) {
  PassManager passes(module.getContext());
  StringRef pipeline = options.pipeline;
  std::string message;
  llvm::raw_string_ostream stream(message);
  // As other tools write it, with the op that it runs on.
  StringRef list = pipeline.trim();
  if (list.consume_front("builtin.module(") && !list.consume_back(")"))
    return module.emitError()
           << "pipeline '" << pipeline << "': expected ')' at the end";
  if (failed(parsePassPipeline(list, passes, stream)))
    return module.emitError()
           << "pipeline '" << pipeline << "': " << StringRef(message).rtrim();
  if (options.instrument && failed(options.instrument(passes)))
    return failure();
  return passes.run(module);
}

/// Errs at a call of a function that has no body here nor where the code runs.
LogicalResult checkCallees(ModuleOp module,
                           function_ref<bool(StringRef)> isKnown) {
  for (auto function : module.getOps<LLVM::LLVMFuncOp>())
    if (function.isExternal() && !isKnown(function.getName()))
      return function.emitError()
             << "function '" << function.getName() << "' has no body";
  return success();
}
} // namespace

LogicalResult mlir::snn::lowerEntry(func::FuncOp entry,
                                    const CompileOptions &options,
                                    function_ref<bool(StringRef)> isKnown) {
  auto module = entry->getParentOfType<ModuleOp>();
  std::string symbol = interfaceName(entry.getName());
  if (failed(isolateEntry(entry)) || failed(attachCPU(module, options.cpu)) ||
      failed(lower(module, options)))
    return failure();
  if (!module.lookupSymbol<LLVM::LLVMFuncOp>(symbol))
    return module.emitError()
           << "pipeline '" << options.pipeline
           << "' must end in the LLVM dialect, with a C interface";
  if (failed(checkCallees(module, isKnown)))
    return failure();
  dropDeclarations(module);
  return success();
}

std::string mlir::snn::interfaceName(StringRef entry) {
  return ("_mlir_ciface_" + entry).str();
}

bool mlir::snn::isInProcess(StringRef name) {
  // Without this only what LLVM itself happens to use is found of libm.
  llvm::sys::DynamicLibrary::LoadLibraryPermanently(nullptr);
  return llvm::sys::DynamicLibrary::SearchForAddressOfSymbol(name.str());
}

llvm::Expected<llvm::orc::JITTargetMachineBuilder>
mlir::snn::machineOf(ModuleOp module) {
  using llvm::orc::JITTargetMachineBuilder;
  static bool initialized = [] {
    llvm::InitializeNativeTarget();
    llvm::InitializeNativeTargetAsmPrinter();
    return true;
  }();
  (void)initialized;
  std::string cpu = targetCPU(module).name;
  llvm::Expected<JITTargetMachineBuilder> builder =
      cpu == "native" ? JITTargetMachineBuilder::detectHost()
                      : JITTargetMachineBuilder(
                            llvm::Triple(llvm::sys::getProcessTriple()));
  if (!builder)
    return builder;
  if (cpu != "native")
    builder->setCPU(cpu);
  builder->setCodeGenOptLevel(llvm::CodeGenOptLevel::Aggressive);
  return builder;
}
