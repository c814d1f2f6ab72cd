//===- Execution.h - Compile and run for C -*- C -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_C_EXECUTION_H
#define SNN_C_EXECUTION_H

#include "mlir-c/IR.h"
#include "snn-c/Array.h"

#ifdef __cplusplus
extern "C" {
#endif

/// A function compiled for this machine. It needs neither its module nor its
/// context any more.
struct SnnFunction {
  void *ptr;
};
typedef struct SnnFunction SnnFunction;

/// Compiles the function `entry` of a module, which stays as it is, by a
/// pipeline that ends in the LLVM dialect; an empty one is `snn-cpu-pipeline`.
/// Upstream's dialects and passes have to be registered, and ours. Null after
/// an error, which is a diagnostic of the module's context.
MLIR_CAPI_EXPORTED SnnFunction snnFunctionCompile(MlirModule module,
                                                  MlirStringRef entry,
                                                  MlirStringRef pipeline);

/// The same for the gradient of `entry` by `numWrt` of its arguments. It takes
/// the arguments and a cotangent for each floating-point result, and returns
/// the results and the gradients in the order of `wrt`.
MLIR_CAPI_EXPORTED SnnFunction snnFunctionCompileGradient(
    MlirModule module, MlirStringRef entry, intptr_t numWrt,
    const unsigned *wrt, MlirStringRef pipeline);

MLIR_CAPI_EXPORTED void snnFunctionDestroy(SnnFunction function);
static inline bool snnFunctionIsNull(SnnFunction function) {
  return !function.ptr;
}

MLIR_CAPI_EXPORTED intptr_t snnFunctionGetNumArguments(SnnFunction function);
MLIR_CAPI_EXPORTED intptr_t snnFunctionGetNumResults(SnnFunction function);

/// Calls with arrays of the function's types, which stay the caller's. On
/// success `results` holds as many arrays as there are results, each for the
/// caller to destroy. On failure it is untouched, and `onError`, unless it is
/// null, gets one line that says which argument, what was expected and found.
MLIR_CAPI_EXPORTED MlirLogicalResult snnFunctionCall(
    SnnFunction function, intptr_t numArguments, const SnnArray *arguments,
    SnnArray *results, MlirStringCallback onError, void *userData);

/// Sets how many threads compiled code uses, 0 for all cores. It loads the
/// OpenMP runtime, so it comes before the first compilation. `onError` as
/// above.
MLIR_CAPI_EXPORTED MlirLogicalResult snnSetThreads(int threads,
                                                   MlirStringCallback onError,
                                                   void *userData);

#ifdef __cplusplus
}
#endif

#endif // SNN_C_EXECUTION_H
