//===- Wrap.h - What is behind the handles of C -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_CAPI_WRAP_H
#define SNN_LIB_CAPI_WRAP_H

#include "mlir/CAPI/Wrap.h"
#include "snn-c/Execution.h"
#include "snn/Execution/CompiledFunction.h"

DEFINE_C_API_PTR_METHODS(SnnArray, ::snn::runtime::Array)
DEFINE_C_API_PTR_METHODS(SnnFunction, mlir::snn::CompiledFunction)

#endif // SNN_LIB_CAPI_WRAP_H
