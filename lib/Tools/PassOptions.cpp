//===- PassOptions.cpp - Options that watch passes -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "snn/Tools/PassOptions.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Support/Timing.h"

using namespace mlir;
namespace cl = llvm::cl;

/// Upstream's options are those of the tool itself, which a verb does not see.
static void addPassOptions(cl::OptionCategory *category,
                           ArrayRef<cl::SubCommand *> verbs) {
  registerPassManagerCLOptions();
  registerDefaultTimingManagerCLOptions();
  for (StringRef name :
       {"mlir-timing", "mlir-timing-display", "mlir-pass-statistics",
        "mlir-pass-statistics-display"}) {
    cl::Option *option = cl::getRegisteredOptions().lookup(name);
    if (!option)
      continue;
    if (verbs.empty()) {
      option->addCategory(*category);
      continue;
    }
    option->removeArgument();
    for (cl::SubCommand *verb : verbs)
      option->addSubCommand(*verb);
    option->addArgument();
  }
}

void mlir::snn::registerPassOptions(cl::OptionCategory &category) {
  addPassOptions(&category, {});
}

void mlir::snn::registerPassOptions(ArrayRef<cl::SubCommand *> verbs) {
  addPassOptions(nullptr, verbs);
}

LogicalResult mlir::snn::applyPassOptions(PassManager &passes) {
  applyDefaultTimingPassManagerCLOptions(passes);
  return applyPassManagerCLOptions(passes);
}
