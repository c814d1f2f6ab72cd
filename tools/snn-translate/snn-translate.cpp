//===- snn-translate.cpp - To and from other formats ----------------------===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Upstream's translations, and ours. An importer of a format is a folder of
// lib/Target that registers itself here.
//
//===----------------------------------------------------------------------===//

#include "mlir/InitAllTranslations.h"
#include "mlir/Tools/mlir-translate/MlirTranslateMain.h"
#include "snn/Target/LLVMIR/ToLLVMIR.h"
#include "snn/Version.h"
#include "llvm/Support/CommandLine.h"

int main(int argc, char **argv) {
  llvm::cl::AddExtraVersionPrinter([](llvm::raw_ostream &os) {
    os << "SNN version " SNN_VERSION_STRING "\n";
  });
  mlir::registerAllTranslations();
  mlir::snn::registerToLLVMIRTranslation();
  return failed(mlir::mlirTranslateMain(
      argc, argv,
      "Translates networks to and from other formats\n\n"
      "  snn-translate --snn-to-llvmir NET.mlir -o net.ll\n"));
}
