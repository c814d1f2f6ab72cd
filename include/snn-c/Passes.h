//===- Passes.h - The passes for C -*- C -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_C_PASSES_H
#define SNN_C_PASSES_H

#include "mlir-c/Support.h"

#ifdef __cplusplus
extern "C" {
#endif

/// Registers every pass and pipeline, for `mlirParsePassPipeline` and
/// `mlirOpPassManagerAddPipeline` to find by name. More than once does no harm.
MLIR_CAPI_EXPORTED void snnRegisterAllPasses(void);

#ifdef __cplusplus
}
#endif

#endif // SNN_C_PASSES_H
