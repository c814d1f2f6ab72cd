//===- Time.cpp - The verb time -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Times a function, or its gradient, and prints one line of JSON.
//
//===----------------------------------------------------------------------===//

#include "Inputs.h"
#include "Program.h"
#include "Verbs.h"
#include "Wrt.h"
#include "snn/Runtime/MemoryMeter.h"
#include "llvm/Support/JSON.h"
#include <chrono>

using namespace mlir;
using namespace mlir::snn;
using ::snn::runtime::Error;
using ::snn::runtime::MemoryMeter;
namespace cl = llvm::cl;

static cl::SubCommand command("time",
                              "Times a function, or with --wrt its gradient");
static ProgramOptions programOptions(command);
static InputOption in(command);
static WrtOption wrt(command, cl::ZeroOrMore);
static cl::opt<int> reps("reps", cl::desc("Timed runs, after one that is not"),
                         cl::value_desc("n"), cl::init(10), cl::sub(command));

static double milliseconds(std::chrono::steady_clock::duration duration) {
  return std::chrono::duration<double, std::milli>(duration).count();
}

static void print(double compileMs, std::vector<double> ms, int threads) {
  llvm::sort(ms);
  size_t middle = ms.size() / 2;
  double median =
      ms.size() % 2 ? ms[middle] : (ms[middle - 1] + ms[middle]) / 2;
  llvm::outs() << llvm::json::Value(llvm::json::Object{
                      {"compile_ms", compileMs},
                      {"median_ms", median},
                      {"min_ms", ms.front()},
                      {"max_ms", ms.back()},
                      {"reps", int64_t(ms.size())},
                      {"threads", threads},
                      {"peak_bytes", int64_t(MemoryMeter::peak())}})
               << "\n";
}

static int time() {
  if (reps < 1)
    return fail(
        Error("--reps: expected at least 1, found " + std::to_string(reps)));
  if (auto status = wrt.check(); !status)
    return fail(status.error());
  std::unique_ptr<Program> program = Program::load(programOptions);
  if (!program)
    return 1;
  if (!wrt.empty() && failed(program->differentiate(llvm::to_vector<4>(wrt))))
    return 1;
  auto inputs = readInputs(in, program->signature());
  if (!inputs)
    return fail(inputs.error());

  auto start = std::chrono::steady_clock::now();
  FailureOr<std::unique_ptr<CompiledFunction>> compiled = program->compile();
  if (failed(compiled))
    return 1;
  double compileMs = milliseconds(std::chrono::steady_clock::now() - start);

  // The first run pays for page faults and for starting the threads.
  std::vector<double> ms;
  for (int i = -1; i < reps; ++i) {
    std::chrono::steady_clock::duration duration;
    auto results = (*compiled)->call(inputs->pointers(), &duration);
    if (!results)
      return fail(results.error());
    if (i >= 0)
      ms.push_back(milliseconds(duration));
  }
  print(compileMs, std::move(ms), program->threads());
  return 0;
}

Verb mlir::snn::timeVerb() { return {&command, time}; }
