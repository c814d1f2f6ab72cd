//===- PassOptions.h - Options that watch passes -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// mlir-opt's --mlir-timing and --mlir-pass-statistics, for tools with verbs and
// with help texts of their own.
//
//===----------------------------------------------------------------------===//

#ifndef SNN_TOOLS_PASSOPTIONS_H
#define SNN_TOOLS_PASSOPTIONS_H

#include "mlir/Support/LLVM.h"
#include "llvm/Support/CommandLine.h"

namespace mlir {
class PassManager;
} // namespace mlir

namespace mlir::snn {

/// Adds --mlir-timing and --mlir-pass-statistics, with their -display, to the
/// options of a tool, in a category of its help.
void registerPassOptions(llvm::cl::OptionCategory &category);

/// Adds them to the options of a tool's verbs.
void registerPassOptions(ArrayRef<llvm::cl::SubCommand *> verbs);

/// Makes a pass manager do what those options say. The reports go to stderr.
LogicalResult applyPassOptions(PassManager &passes);

} // namespace mlir::snn

#endif // SNN_TOOLS_PASSOPTIONS_H
