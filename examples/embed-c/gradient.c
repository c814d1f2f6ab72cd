//===- gradient.c - Compile and run from C -*- C -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// gradient FILE.mlir NAME: the gradient of a function of three potentials.
//
//===----------------------------------------------------------------------===//

#include "mlir-c/IR.h"
#include "mlir-c/RegisterEverything.h"
#include "snn-c/Dialects.h"
#include "snn-c/Execution.h"
#include "snn-c/Passes.h"
#include "snn/Version.h"
#include <stdio.h>
#include <stdlib.h>

static void printError(MlirStringRef message, void *userData) {
  (void)userData;
  fprintf(stderr, "gradient: %.*s\n", (int)message.length, message.data);
}

/// A context with all that a program may hold.
static MlirContext createContext(void) {
  MlirDialectRegistry registry = mlirDialectRegistryCreate();
  mlirRegisterAllDialects(registry);
  snnRegisterAllDialects(registry);
  MlirContext context =
      mlirContextCreateWithRegistry(registry, /*threadingEnabled=*/true);
  mlirDialectRegistryDestroy(registry);
  snnRegisterAllPasses();
  return context;
}

static SnnFunction compile(const char *file, const char *name) {
  SnnFunction function = {NULL};
  MlirContext context = createContext();
  MlirModule module = mlirModuleCreateParseFromFile(
      context, mlirStringRefCreateFromCString(file));
  if (!mlirModuleIsNull(module)) {
    unsigned wrt[] = {0};
    function = snnFunctionCompileGradient(
        module, mlirStringRefCreateFromCString(name), 1, wrt,
        /*pipeline=*/mlirStringRefCreateFromCString(""));
    mlirModuleDestroy(module);
  }
  // What is compiled lives on.
  mlirContextDestroy(context);
  return function;
}

static void print(const char *name, SnnArray array) {
  const double *data = snnArrayGetData(array);
  printf("%s:", name);
  for (int64_t i = 0; i < snnArrayGetNumElements(array); ++i)
    printf(" %g", data[i]);
  printf("\n");
}

/// Calls with potentials and a cotangent of ones; prints both results.
static int call(SnnFunction function) {
  const int64_t shape[] = {3};
  const double potentials[] = {-0.5, 0.25, 2.0}, ones[] = {1.0, 1.0, 1.0};
  SnnArray arguments[] = {
      snnArrayCreate(SnnElementTypeF64, 1, shape, potentials),
      snnArrayCreate(SnnElementTypeF64, 1, shape, ones)};
  SnnArray results[2];
  int failed = mlirLogicalResultIsFailure(
      snnFunctionCall(function, 2, arguments, results, printError, NULL));
  for (int i = 0; i < 2; ++i)
    snnArrayDestroy(arguments[i]);
  if (failed)
    return EXIT_FAILURE;
  print("spikes", results[0]);
  print("gradient", results[1]);
  for (int i = 0; i < 2; ++i)
    snnArrayDestroy(results[i]);
  return EXIT_SUCCESS;
}

int main(int argc, char **argv) {
  if (argc != 3) {
    fprintf(stderr, "gradient: expected FILE.mlir NAME\n");
    return EXIT_FAILURE;
  }
  if (mlirLogicalResultIsFailure(snnSetThreads(0, printError, NULL)))
    return EXIT_FAILURE;
  SnnFunction function = compile(argv[1], argv[2]);
  if (snnFunctionIsNull(function))
    return EXIT_FAILURE;
  int status = call(function);
  snnFunctionDestroy(function);
  return status;
}
