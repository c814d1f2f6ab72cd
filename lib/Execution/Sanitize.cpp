//===- Sanitize.cpp - Sanitizers for compiled code -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A network's code shares the process with a sanitizer's run time, so a wrong
// index or a race of its threads is found as one of the compiler's own is.
//
//===----------------------------------------------------------------------===//

#include "Sanitize.h"
#include "llvm/Passes/PassBuilder.h"
#include "llvm/Transforms/Instrumentation/AddressSanitizer.h"
#include "llvm/Transforms/Instrumentation/ThreadSanitizer.h"

using namespace llvm;

#if __has_feature(address_sanitizer)
/// Globals stay as they are: nobody runs the constructors that would register
/// them.
static void addSanitizer(Module &module, ModulePassManager &passes) {
  for (GlobalVariable &global : module.globals()) {
    GlobalValue::SanitizerMetadata unchecked;
    unchecked.NoAddress = true;
    global.setSanitizerMetadata(unchecked);
  }
  for (Function &function : module)
    function.addFnAttr(Attribute::SanitizeAddress);
  // Calls compile faster than checks in place, and networks run once in tests.
  AddressSanitizerOptions options;
  options.InstrumentationWithCallsThreshold = 0;
  passes.addPass(AddressSanitizerPass(options, /*UseGlobalGC=*/false,
                                      /*UseOdrIndicator=*/false,
                                      AsanDtorKind::None, AsanCtorKind::None));
}
#elif __has_feature(thread_sanitizer)
static void addSanitizer(Module &module, ModulePassManager &passes) {
  for (Function &function : module)
    function.addFnAttr(Attribute::SanitizeThread);
  passes.addPass(createModuleToFunctionPassAdaptor(ThreadSanitizerPass()));
}
#else
static void addSanitizer(Module &, ModulePassManager &) {}
#endif

void mlir::snn::sanitize(Module &module) {
  ModulePassManager passes;
  addSanitizer(module, passes);
  if (passes.isEmpty())
    return;
  LoopAnalysisManager loops;
  FunctionAnalysisManager functions;
  CGSCCAnalysisManager components;
  llvm::ModuleAnalysisManager modules;
  PassBuilder builder;
  builder.registerModuleAnalyses(modules);
  builder.registerCGSCCAnalyses(components);
  builder.registerFunctionAnalyses(functions);
  builder.registerLoopAnalyses(loops);
  builder.crossRegisterProxies(loops, functions, components, modules);
  passes.run(module, modules);
}
