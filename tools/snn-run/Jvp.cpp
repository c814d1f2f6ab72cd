//===- Jvp.cpp - The verb jvp -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Runs a function and its tangents on arrays from a file.
//
//===----------------------------------------------------------------------===//

#include "Inputs.h"
#include "Outputs.h"
#include "Program.h"
#include "Run.h"
#include "Verbs.h"
#include "Wrt.h"

using namespace mlir;
using namespace mlir::snn;

static llvm::cl::SubCommand
    command("jvp", "Runs a function and its tangents on arrays");
static ProgramOptions programOptions(command);
static InputOption in(command);
static OutputOption out(command);
static WrtOption wrt(command, llvm::cl::ZeroOrMore);

static int jvp() {
  if (wrt.empty())
    return fail(::snn::runtime::Error("--wrt: expected argument numbers"));
  if (auto status = wrt.check(); !status)
    return fail(status.error());
  std::unique_ptr<Program> program = Program::load(programOptions);
  if (!program ||
      failed(program->differentiateForward(llvm::to_vector<4>(wrt))))
    return 1;
  return runOnce(*program, in, out);
}

Verb mlir::snn::jvpVerb() { return {&command, jvp}; }
