//===- snn-reduce.cpp - Makes a program that fails smaller ----------------===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/IR/MLIRContext.h"
#include "mlir/InitAllPasses.h"
#include "mlir/Tools/mlir-reduce/MlirReduceMain.h"
#include "snn/InitAll.h"
#include "snn/Tools/Registry.h"

int main(int argc, char **argv) {
  mlir::registerAllPasses();
  mlir::snn::registerAllPasses();
  mlir::DialectRegistry registry;
  mlir::snn::registerToolDialects(registry);
  mlir::MLIRContext context(registry);
  return failed(mlir::mlirReduceMain(argc, argv, context));
}
