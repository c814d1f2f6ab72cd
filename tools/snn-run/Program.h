//===- Program.h - The program that a verb works on -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Options that say which function of which file to compile how, and its
// loading.
//
//===----------------------------------------------------------------------===//

#ifndef SNN_TOOLS_SNN_RUN_PROGRAM_H
#define SNN_TOOLS_SNN_RUN_PROGRAM_H

#include "RemarkPrinter.h"
#include "snn/Execution/CompiledFunction.h"
#include "snn/Tools/ProgramFile.h"
#include "llvm/Support/CommandLine.h"

namespace mlir::snn {

/// FILE, --entry, --threads, --device, --cpu, --pipeline and --remarks of one
/// verb.
struct ProgramOptions {
  explicit ProgramOptions(llvm::cl::SubCommand &verb);

  llvm::cl::opt<std::string> file, entry, device, cpu, pipeline;
  llvm::cl::opt<int> threads;
  RemarksOption remarks;
};

/// A parsed file and the function of it that is to run. What fails here has
/// printed one line to stderr.
class Program {
public:
  /// Sets the threads, parses the file and finds the entry.
  static std::unique_ptr<Program> load(const ProgramOptions &options,
                                       bool withRemarks = true);

  /// As above, for verbs whose options are another file's; 0 threads are all
  /// cores.
  static std::unique_ptr<Program> load(StringRef file, StringRef entry,
                                       int threads,
                                       const CompileOptions &options);

  /// The function that is to run.
  func::FuncOp entry() { return function; }

  /// How it is to be compiled.
  const CompileOptions &options() const { return compileOptions; }

  /// Runs a textual pass pipeline on the entry and what it calls; the arrays
  /// follow the entry's new types.
  LogicalResult transform(StringRef passes);

  /// Has the passes that run from here on print their remarks.
  ::snn::runtime::Status listen(const RemarksOption &remarks) {
    return remarks.listen(*function.getContext());
  }

  /// Makes the gradient of the entry by the arguments `wrt` what is to run.
  LogicalResult differentiate(ArrayRef<unsigned> wrt);

  /// Makes the entry with its tangents by the arguments `wrt` what is to run.
  LogicalResult differentiateForward(ArrayRef<unsigned> wrt);

  /// The arrays that the function takes and gives.
  const Signature &signature() const { return types; }

  /// How many threads compiled code uses.
  int threads() const { return numThreads; }

  FailureOr<std::unique_ptr<CompiledFunction>> compile();

private:
  Program() = default;
  /// Makes `derivative` what is to run.
  LogicalResult replaceEntry(FailureOr<func::FuncOp> derivative);

  std::unique_ptr<ProgramFile> source;
  func::FuncOp function;
  Signature types;
  CompileOptions compileOptions;
  int numThreads = 1;
};

/// Prints an error in one line and returns the exit status 1.
int fail(const ::snn::runtime::Error &error);

} // namespace mlir::snn

#endif // SNN_TOOLS_SNN_RUN_PROGRAM_H
