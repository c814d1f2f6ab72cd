//===- snn-lsp-server.cpp - Editors and the project's dialects ------------===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/Tools/mlir-lsp-server/MlirLspServerMain.h"
#include "snn/Tools/Registry.h"

int main(int argc, char **argv) {
  mlir::DialectRegistry registry;
  mlir::snn::registerToolDialects(registry);
  return failed(mlir::MlirLspServerMain(argc, argv, registry));
}
