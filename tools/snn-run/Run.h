//===- Run.h - One run of a program -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What the verbs call and grad do once they know the function.
//
//===----------------------------------------------------------------------===//

#ifndef SNN_TOOLS_SNN_RUN_RUN_H
#define SNN_TOOLS_SNN_RUN_RUN_H

#include "Program.h"

namespace mlir::snn {

/// Reads the inputs, compiles, runs and writes the results. Returns the exit
/// status. Inputs and output are checked before the time is spent to compile.
int runOnce(Program &program, const std::string &inputPath,
            const std::string &outputPath);

} // namespace mlir::snn

#endif // SNN_TOOLS_SNN_RUN_RUN_H
