//===- Dialects.cpp - The dialects for C -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "snn-c/Dialects.h"
#include "mlir/CAPI/Registration.h"
#include "snn/InitAll.h"

MLIR_DEFINE_CAPI_DIALECT_REGISTRATION(AD, ad, mlir::ad::ADDialect)
MLIR_DEFINE_CAPI_DIALECT_REGISTRATION(SNN, snn, mlir::snn::SNNDialect)

void snnRegisterAllDialects(MlirDialectRegistry registry) {
  mlir::snn::registerAllDialects(*unwrap(registry));
}
