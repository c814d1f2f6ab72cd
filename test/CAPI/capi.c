//===- capi.c - The C API, used from C -*- C -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir-c/Diagnostics.h"
#include "mlir-c/Pass.h"
#include "mlir-c/RegisterEverything.h"
#include "snn-c/Dialects.h"
#include "snn-c/Execution.h"
#include "snn-c/Passes.h"
#include <stdio.h>

static const char program[] =
    "func.func @f(%x: tensor<2xf64>, %y: tensor<2xf64> {snn.spikes})\n"
    "    -> tensor<2xf64> {\n"
    "  %z = arith.mulf %x, %y : tensor<2xf64>\n"
    "  return %z : tensor<2xf64>\n"
    "}\n"
    "func.func @slope(%x: tensor<2xf64>) -> tensor<2xf64> {\n"
    "  %d = ad.vjp @f(%x, %x) cotangents(%x) {wrt = [1]} : (tensor<2xf64>, "
    "tensor<2xf64>) cotangents(tensor<2xf64>) -> (tensor<2xf64>)\n"
    "  return %d : tensor<2xf64>\n"
    "}\n";

static MlirStringRef str(const char *text) {
  return mlirStringRefCreateFromCString(text);
}

static void print(MlirStringRef text, void *userData) {
  (void)userData;
  printf("%.*s", (int)text.length, text.data);
}

static void printError(MlirStringRef text, void *userData) {
  (void)userData;
  printf("error: %.*s\n", (int)text.length, text.data);
}

static MlirLogicalResult printDiagnostic(MlirDiagnostic diagnostic,
                                         void *userData) {
  printf("diagnostic: ");
  mlirDiagnosticPrint(diagnostic, print, userData);
  printf("\n");
  return mlirLogicalResultSuccess();
}

// CHECK-LABEL: handles
// CHECK-NEXT: ad is loaded
// CHECK-NEXT: snn is loaded
static void testHandles(void) {
  printf("handles\n");
  MlirDialectHandle handles[] = {mlirGetDialectHandle__ad__(),
                                 mlirGetDialectHandle__snn__()};
  MlirContext context = mlirContextCreate();
  for (int i = 0; i < 2; ++i) {
    mlirDialectHandleRegisterDialect(handles[i], context);
    MlirDialect dialect = mlirDialectHandleLoadDialect(handles[i], context);
    print(mlirDialectGetNamespace(dialect), NULL);
    printf(mlirDialectIsNull(dialect) ? " is missing\n" : " is loaded\n");
  }
  mlirContextDestroy(context);
}

// CHECK-LABEL: passes
// CHECK: func.func @slope(%[[X:.*]]: tensor<2xf64>)
// CHECK-NOT: ad.vjp
// CHECK: %[[D:.*]] = arith.mulf %[[X]], %[[X]]
// CHECK: return %[[D]]
// CHECK: error: {{.*}}'no-such-pass' does not refer to a registered pass
static void testPasses(MlirModule module) {
  printf("passes\n");
  MlirContext context = mlirModuleGetContext(module);
  MlirOperation copy = mlirOperationClone(mlirModuleGetOperation(module));
  MlirPassManager passes = mlirPassManagerCreate(context);
  MlirOpPassManager nested = mlirPassManagerGetAsOpPassManager(passes);
  const char *pipeline = "builtin.module(ad-differentiate,inline,symbol-dce)";
  if (mlirLogicalResultIsFailure(
          mlirParsePassPipeline(nested, str(pipeline), print, NULL)) ||
      mlirLogicalResultIsFailure(mlirPassManagerRunOnOp(passes, copy)))
    printf("failed\n");
  mlirOperationPrint(copy, print, NULL);
  mlirOpPassManagerAddPipeline(nested, str("no-such-pass"), print, NULL);
  mlirPassManagerDestroy(passes);
  mlirOperationDestroy(copy);
}

// CHECK-LABEL: arrays
// CHECK-NEXT: i32 1, rank 2, 2x3, 6 elements, 0 0
// CHECK-NEXT: scalar 7
// CHECK-NEXT: null null null
static void testArrays(void) {
  printf("arrays\n");
  const int64_t shape[] = {2, 3}, negative[] = {-1}, seven = 7;
  SnnArray zeros = snnArrayCreate(SnnElementTypeI32, 2, shape, NULL);
  const int32_t *data = snnArrayGetData(zeros);
  printf("i32 %d, rank %d, %dx%d, %d elements, %d %d\n",
         snnArrayGetElementType(zeros) == SnnElementTypeI32,
         (int)snnArrayGetRank(zeros), (int)snnArrayGetDimSize(zeros, 0),
         (int)snnArrayGetDimSize(zeros, 1), (int)snnArrayGetNumElements(zeros),
         (int)data[0], (int)data[5]);
  snnArrayDestroy(zeros);
  SnnArray scalar = snnArrayCreate(SnnElementTypeIndex, 0, NULL, &seven);
  printf("scalar %d\n", (int)*(int64_t *)snnArrayGetData(scalar));
  snnArrayDestroy(scalar);
  SnnArray wrong[] = {snnArrayCreate(SnnElementTypeF32, 1, negative, NULL),
                      snnArrayCreate(SnnElementTypeF32, -1, shape, NULL),
                      snnArrayCreate((SnnElementType)99, 2, shape, NULL)};
  for (int i = 0; i < 3; ++i)
    printf("%s%s", i ? " " : "", snnArrayIsNull(wrong[i]) ? "null" : "array");
  printf("\n");
}

static void call(SnnFunction function, int count, const SnnArray *arguments) {
  SnnArray results[4];
  if (mlirLogicalResultIsFailure(snnFunctionCall(function, count, arguments,
                                                 results, printError, NULL)))
    return;
  printf("results:");
  for (intptr_t i = 0; i < snnFunctionGetNumResults(function); ++i) {
    const double *data = snnArrayGetData(results[i]);
    printf(" [%g %g]", data[0], data[1]);
    snnArrayDestroy(results[i]);
  }
  printf("\n");
}

// CHECK-LABEL: execution
// CHECK-NEXT: diagnostic: no function called 'nix'
// CHECK-NEXT: diagnostic: {{.*}}'nix' does not refer to a registered pass
// CHECK-NEXT: nix
// CHECK-NEXT: ^
// CHECK-NEXT: diagnostic: wrt: {{.*}}
// CHECK-NEXT: 2 arguments, 1 results; 3 arguments, 3 results
static void testCompile(MlirModule module, SnnFunction *function,
                        SnnFunction *gradient) {
  printf("execution\n");
  unsigned wrt[] = {1, 0}, none[] = {5};
  MlirStringRef f = str("f"), standard = str("");
  if (!snnFunctionIsNull(snnFunctionCompile(module, str("nix"), standard)) ||
      !snnFunctionIsNull(snnFunctionCompile(module, f, str("nix"))) ||
      !snnFunctionIsNull(
          snnFunctionCompileGradient(module, f, 1, none, standard)))
    printf("compiled what cannot be\n");
  *function = snnFunctionCompile(module, f, standard);
  *gradient = snnFunctionCompileGradient(module, f, 2, wrt, standard);
  printf("%d arguments, %d results; %d arguments, %d results\n",
         (int)snnFunctionGetNumArguments(*function),
         (int)snnFunctionGetNumResults(*function),
         (int)snnFunctionGetNumArguments(*gradient),
         (int)snnFunctionGetNumResults(*gradient));
}

// CHECK-NEXT: results: [2 0]
// CHECK-NEXT: results: [2 0] [2 30] [1 0]
// CHECK-NEXT: error: expected 2 arguments, found 1
// CHECK-NEXT: error: argument 1: expected an array, found null
// CHECK-NEXT: error: arg1: expected 2xf64, found 1xf64
// CHECK-NEXT: error: arg1: expected spikes (0 or 1), found 2 at index [0]
// CHECK-NOT: {{.}}
static void testCall(SnnFunction function, SnnFunction gradient) {
  const int64_t two = 2, one = 1;
  const double x[] = {2, 3}, y[] = {1, 0}, ct[] = {1, 10};
  SnnArray arrays[] = {snnArrayCreate(SnnElementTypeF64, 1, &two, x),
                       snnArrayCreate(SnnElementTypeF64, 1, &two, y),
                       snnArrayCreate(SnnElementTypeF64, 1, &two, ct)};
  call(function, 2, arrays);
  call(gradient, 3, arrays);
  call(function, 1, arrays);
  SnnArray missing[] = {arrays[0], {NULL}};
  call(function, 2, missing);
  SnnArray small[] = {arrays[0], snnArrayCreate(SnnElementTypeF64, 1, &one, x)};
  call(function, 2, small);
  SnnArray noSpikes[] = {arrays[1], arrays[0]};
  call(function, 2, noSpikes);
  // An error that nobody wants to hear of is none the less one.
  if (mlirLogicalResultIsSuccess(
          snnFunctionCall(function, 0, NULL, NULL, NULL, NULL)))
    printf("called without arguments\n");
  snnArrayDestroy(small[1]);
  for (int i = 0; i < 3; ++i)
    snnArrayDestroy(arrays[i]);
}

int main(void) {
  testHandles();
  snnRegisterAllPasses();
  snnRegisterAllPasses();
  mlirRegisterAllPasses();
  MlirDialectRegistry registry = mlirDialectRegistryCreate();
  mlirRegisterAllDialects(registry);
  snnRegisterAllDialects(registry);
  MlirContext context =
      mlirContextCreateWithRegistry(registry, /*threadingEnabled=*/false);
  mlirDialectRegistryDestroy(registry);
  mlirContextAttachDiagnosticHandler(context, printDiagnostic, NULL, NULL);
  MlirModule module = mlirModuleCreateParse(context, str(program));
  testPasses(module);
  testArrays();
  if (mlirLogicalResultIsFailure(snnSetThreads(1, printError, NULL)))
    return 1;
  SnnFunction function, gradient;
  testCompile(module, &function, &gradient);
  // What is compiled outlives what it was compiled of.
  mlirModuleDestroy(module);
  mlirContextDestroy(context);
  testCall(function, gradient);
  snnFunctionDestroy(function);
  snnFunctionDestroy(gradient);
  return 0;
}
