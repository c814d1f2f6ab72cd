//===- Registry.cpp - The dialects that every tool knows -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "snn/Tools/Registry.h"
#include "mlir/InitAllDialects.h"
#include "mlir/InitAllExtensions.h"
#include "mlir/Target/LLVMIR/Dialect/All.h"
#include "snn/InitAll.h"

void mlir::snn::registerToolDialects(DialectRegistry &registry) {
  mlir::registerAllDialects(registry);
  mlir::registerAllExtensions(registry);
  // Those for GPUs are all of them.
  mlir::registerAllGPUToLLVMIRTranslations(registry);
  mlir::registerAllToLLVMIRTranslations(registry);
  mlir::snn::registerAllDialects(registry);
}
