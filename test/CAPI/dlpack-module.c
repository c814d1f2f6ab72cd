//===- dlpack-module.c - A compiled function for Python -*- C -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Loaded by dlpack.py through ctypes.
//
//===----------------------------------------------------------------------===//

#include "mlir-c/RegisterEverything.h"
#include "snn-c/DLPack.h"
#include "snn-c/Dialects.h"
#include "snn-c/Execution.h"
#include "snn-c/Passes.h"
#include <stdio.h>

static void printError(MlirStringRef text, void *userData) {
  (void)userData;
  printf("error: %.*s\n", (int)text.length, text.data);
  fflush(stdout);
}

/// The function `f` of a program; null after an error on stderr.
void *compileFunction(const char *program) {
  MlirDialectRegistry registry = mlirDialectRegistryCreate();
  mlirRegisterAllDialects(registry);
  snnRegisterAllDialects(registry);
  MlirContext context = mlirContextCreateWithRegistry(registry, false);
  mlirDialectRegistryDestroy(registry);
  static bool isRegistered;
  if (!isRegistered)
    mlirRegisterAllPasses();
  isRegistered = true;
  snnRegisterAllPasses();
  snnSetThreads(1, printError, NULL);
  MlirModule module =
      mlirModuleCreateParse(context, mlirStringRefCreateFromCString(program));
  SnnFunction function = {NULL};
  if (!mlirModuleIsNull(module))
    function = snnFunctionCompile(module, mlirStringRefCreateFromCString("f"),
                                  mlirStringRefCreateFromCString(""));
  mlirModuleDestroy(module);
  mlirContextDestroy(context);
  return function.ptr;
}

/// An array that has taken the tensor; null after an error.
void *takeTensor(struct DLManagedTensor *tensor) {
  return snnArrayFromDLPack(tensor, printError, NULL).ptr;
}

/// Calls a function of one argument, which is used up, and one result.
struct DLManagedTensor *callFunction(void *pointer, void *array, int isIndex) {
  SnnFunction function = {pointer};
  SnnArray argument = {array}, result = {NULL};
  if (isIndex)
    snnArrayReinterpret(argument, SnnElementTypeIndex);
  MlirLogicalResult status =
      snnFunctionCall(function, 1, &argument, &result, printError, NULL);
  snnArrayDestroy(argument);
  return mlirLogicalResultIsSuccess(status) ? snnArrayToDLPack(result) : NULL;
}

void destroyFunction(void *pointer) {
  SnnFunction function = {pointer};
  snnFunctionDestroy(function);
}
