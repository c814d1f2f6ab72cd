//===- Dialects.h - The dialects for C -*- C -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_C_DIALECTS_H
#define SNN_C_DIALECTS_H

#include "mlir-c/IR.h"

#ifdef __cplusplus
extern "C" {
#endif

/// Handles of the dialects, mlirGetDialectHandle__ad__ and __snn__. They know
/// nothing of derivative rules and of bufferization; see below.
MLIR_DECLARE_CAPI_DIALECT_REGISTRATION(AD, ad);
MLIR_DECLARE_CAPI_DIALECT_REGISTRATION(SNN, snn);

/// Adds both dialects with their models of upstream's interfaces, and the
/// derivative rules of upstream's dialects.
MLIR_CAPI_EXPORTED void snnRegisterAllDialects(MlirDialectRegistry registry);

#ifdef __cplusplus
}
#endif

#endif // SNN_C_DIALECTS_H
