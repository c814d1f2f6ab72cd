//===- Check.cpp - snn-run check -*-  -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "GradientCheck.h"
#include "Verbs.h"
#include "Wrt.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/FormatVariadic.h"

using namespace mlir;
using namespace mlir::snn;
using ::snn::runtime::Error;
namespace cl = llvm::cl;

static cl::SubCommand
    command("check", "Compares a gradient with finite differences, in f64");
static ProgramOptions programOptions(command);
static InputOption in(command);
static WrtOption wrt(command, cl::OneOrMore);
static cl::opt<double> rtol("rtol", cl::desc("Largest relative error allowed"),
                            cl::value_desc("x"), cl::init(1e-6),
                            cl::sub(command));
static cl::opt<int> directions("directions",
                               cl::desc("Random directions for each argument"),
                               cl::value_desc("n"), cl::init(3),
                               cl::sub(command));
static cl::opt<uint64_t> seed("seed", cl::desc("Seed of the directions"),
                              cl::value_desc("n"), cl::init(0),
                              cl::sub(command));

/// Prints the table; true if every error is within the tolerance.
static bool print(ArrayRef<GradientCheck::Row> rows) {
  llvm::outs()
      << "argument            gradient          difference      error\n";
  bool passed = true;
  for (const GradientCheck::Row &row : rows) {
    // Not `row.error > rtol`: a NaN fails.
    bool within = row.error <= rtol;
    passed &= within;
    llvm::outs() << llvm::format("%8u %19.12e %19.12e %10.1e%s\n", row.argument,
                                 row.gradient, row.difference, row.error,
                                 within ? "" : "  beyond rtol");
  }
  return passed;
}

static int check() {
  if (auto status = wrt.check(); !status)
    return fail(status.error());
  if (directions < 1)
    return fail(Error("--directions: expected at least 1, found " +
                      std::to_string(directions)));
  // Not `rtol < 0`: a NaN is refused.
  if (!(rtol >= 0))
    return fail(Error("--rtol: expected a number of at least 0, found " +
                      llvm::formatv("{0}", rtol.getValue()).str()));
  programOptions.threads = 1;
  auto compiled =
      GradientCheck::compile(programOptions, llvm::to_vector<4>(wrt));
  if (failed(compiled))
    return 1;
  auto inputs = readInputs(in, compiled->signature());
  if (!inputs)
    return fail(inputs.error());
  auto rows = compiled->run(*inputs, directions, seed);
  if (!rows)
    return fail(rows.error());
  return print(*rows) ? 0 : 1;
}

Verb mlir::snn::checkVerb() { return {&command, check}; }
