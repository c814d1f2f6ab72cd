//===- Call.cpp - The verb call -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Runs a function once on arrays from a file.
//
//===----------------------------------------------------------------------===//

#include "Inputs.h"
#include "Outputs.h"
#include "Program.h"
#include "Run.h"
#include "Verbs.h"

using namespace mlir::snn;

static llvm::cl::SubCommand command("call", "Runs a function on arrays");
static ProgramOptions programOptions(command);
static InputOption in(command);
static OutputOption out(command);

static int call() {
  std::unique_ptr<Program> program = Program::load(programOptions);
  if (!program)
    return 1;
  return runOnce(*program, in, out);
}

Verb mlir::snn::callVerb() { return {&command, call}; }
