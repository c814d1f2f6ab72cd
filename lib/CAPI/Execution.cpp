//===- Execution.cpp - Compile and run for C -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "snn-c/Execution.h"
#include "Wrap.h"
#include "mlir/CAPI/IR.h"
#include "mlir/CAPI/Support.h"
#include "mlir/Target/LLVMIR/Dialect/Builtin/BuiltinToLLVMIRTranslation.h"
#include "mlir/Target/LLVMIR/Dialect/LLVMIR/LLVMToLLVMIRTranslation.h"
#include "mlir/Target/LLVMIR/Dialect/OpenMP/OpenMPToLLVMIRTranslation.h"
#include "snn/Execution/EntryPoint.h"
#include "snn/Execution/Threads.h"

using namespace mlir;
using ::snn::runtime::Array;
using ::snn::runtime::Error;

namespace {
/// Hands the message to `onError`, if there is one, and is the failure to
/// return. The string lives as long as the call of `onError`.
MlirLogicalResult fail(const Error &error, MlirStringCallback onError,
                       void *userData) {
  const std::string &message = error.message();
  if (onError)
    onError(mlirStringRefCreate(message.data(), message.size()), userData);
  return mlirLogicalResultFailure();
}

/// Compiles `entry`, or its gradient by `wrt`, of a copy of the module, since
/// the pipeline lowers in place. The caller destroys the function; null if it
/// fails, with the diagnostic given already.
SnnFunction compile(ModuleOp original, StringRef entry,
                    std::optional<ArrayRef<unsigned>> wrt, StringRef pipeline) {
  MLIRContext &context = *original.getContext();
  registerBuiltinDialectTranslation(context);
  registerLLVMDialectTranslation(context);
  registerOpenMPDialectTranslation(context);
  OwningOpRef<ModuleOp> module = original.clone();
  auto function = mlir::snn::findEntry(*module, entry);
  if (succeeded(function) && wrt)
    function = mlir::snn::addGradient(*function, *wrt);
  if (failed(function))
    return {nullptr};
  mlir::snn::CompileOptions options;
  if (!pipeline.empty())
    options.pipeline = pipeline.str();
  auto compiled = mlir::snn::CompiledFunction::compile(*function, options);
  if (failed(compiled))
    return {nullptr};
  return wrap(compiled->release());
}
} // namespace

SnnFunction snnFunctionCompile(MlirModule module, MlirStringRef entry,
                               MlirStringRef pipeline) {
  return compile(unwrap(module), unwrap(entry), std::nullopt, unwrap(pipeline));
}

SnnFunction snnFunctionCompileGradient(MlirModule module, MlirStringRef entry,
                                       intptr_t numWrt, const unsigned *wrt,
                                       MlirStringRef pipeline) {
  return compile(unwrap(module), unwrap(entry),
                 ArrayRef<unsigned>(wrt, size_t(numWrt)), unwrap(pipeline));
}

void snnFunctionDestroy(SnnFunction function) { delete unwrap(function); }

intptr_t snnFunctionGetNumArguments(SnnFunction function) {
  return unwrap(function)->signature().arguments.size();
}

intptr_t snnFunctionGetNumResults(SnnFunction function) {
  return unwrap(function)->signature().results.size();
}

MlirLogicalResult snnFunctionCall(SnnFunction function, intptr_t numArguments,
                                  const SnnArray *arguments, SnnArray *results,
                                  MlirStringCallback onError, void *userData) {
  SmallVector<const Array *> arrays;
  for (SnnArray array : ArrayRef<SnnArray>(arguments, size_t(numArguments))) {
    if (snnArrayIsNull(array))
      return fail(Error("argument " + std::to_string(arrays.size()) +
                        ": expected an array, found null"),
                  onError, userData);
    arrays.push_back(unwrap(array));
  }
  auto values = unwrap(function)->call(arrays);
  if (!values)
    return fail(values.error(), onError, userData);
  for (Array &value : *values)
    *results++ = wrap(new Array(std::move(value)));
  return mlirLogicalResultSuccess();
}

MlirLogicalResult snnSetThreads(int threads, MlirStringCallback onError,
                                void *userData) {
  auto set = mlir::snn::setThreads(threads);
  return set ? mlirLogicalResultSuccess()
             : fail(set.error(), onError, userData);
}
