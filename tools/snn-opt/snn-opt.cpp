//===- snn-opt.cpp - mlir-opt with the project's dialects and passes ------===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/InitAllPasses.h"
#include "mlir/Tools/mlir-opt/MlirOptMain.h"
#include "snn/InitAll.h"
#include "snn/Tools/Registry.h"
#include "snn/Version.h"
#include "llvm/Support/CommandLine.h"

static const char overview[] =
    "Runs passes on networks and other programs in MLIR\n\n"
    "  snn-opt NET.mlir --ad-differentiate --canonicalize\n"
    "  snn-opt NET.mlir --snn-cpu-pipeline=contract=off -o net.ll.mlir\n"
    "  snn-opt NET.mlir --snn-report-fusion\n"
    "\n"
    "Passes run in the order they are given, on all of the program, and the\n"
    "result is printed. Those of the project begin with ad- and snn-; the "
    "rest\n"
    "is mlir-opt. --mlir-print-ir-after-all shows each step. The options of a\n"
    "pass follow it: --snn-fuse-time=rows=16.\n";

int main(int argc, char **argv) {
  llvm::cl::AddExtraVersionPrinter([](llvm::raw_ostream &os) {
    os << "SNN version " SNN_VERSION_STRING "\n";
  });
  mlir::registerAllPasses();
  mlir::snn::registerAllPasses();

  mlir::DialectRegistry registry;
  mlir::snn::registerToolDialects(registry);
  return mlir::asMainReturnCode(
      mlir::MlirOptMain(argc, argv, overview, registry));
}
