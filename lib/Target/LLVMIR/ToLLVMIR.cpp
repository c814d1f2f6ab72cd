//===- ToLLVMIR.cpp - Networks as LLVM IR -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "snn/Target/LLVMIR/ToLLVMIR.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Target/LLVMIR/Export.h"
#include "mlir/Tools/mlir-translate/Translation.h"
#include "snn/Execution/DropDeclarations.h"
#include "snn/Pipelines/Pipelines.h"
#include "snn/Tools/Registry.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/Module.h"

using namespace mlir;

/// Lowers in place, and prints.
static LogicalResult translate(ModuleOp module, raw_ostream &os) {
  PassManager passes(module.getContext());
  snn::buildCPUPipeline(passes, snn::CPUPipelineOptions());
  if (failed(passes.run(module)))
    return failure();
  snn::dropDeclarations(module);
  llvm::LLVMContext context;
  std::unique_ptr<llvm::Module> result =
      translateModuleToLLVMIR(module, context);
  if (!result)
    return failure();
  result->print(os, nullptr);
  return success();
}

void mlir::snn::registerToLLVMIRTranslation() {
  static TranslateFromMLIRRegistration registration(
      "snn-to-llvmir",
      "a network at any level, lowered by snn-cpu-pipeline, as LLVM IR",
      [](Operation *op, raw_ostream &os) -> LogicalResult {
        if (auto module = dyn_cast<ModuleOp>(op))
          return translate(module, os);
        return op->emitError()
               << "expected a module, found '" << op->getName() << "'";
      },
      registerToolDialects);
}
