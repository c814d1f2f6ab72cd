//===- CompiledFunction.h - Functions that run in this process -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Compiles a function of a module and calls it with arrays.
//
//===----------------------------------------------------------------------===//

#ifndef SNN_EXECUTION_COMPILEDFUNCTION_H
#define SNN_EXECUTION_COMPILEDFUNCTION_H

#include "snn/Execution/LowerEntry.h"
#include "snn/Execution/Signature.h"
#include <chrono>
#include <memory>

namespace mlir {
class ExecutionEngine;
} // namespace mlir

namespace mlir::snn {

/// A function compiled for this machine. It keeps its machine code alive and
/// needs neither the module nor the context that it came from.
class CompiledFunction {
public:
  using Arrays = std::vector<::snn::runtime::Array>;

  /// Compiles `entry` with all that it calls. Everything else in its module is
  /// removed, and the module is lowered in place. Fails after an error.
  static FailureOr<std::unique_ptr<CompiledFunction>>
  compile(func::FuncOp entry, const CompileOptions &options = {});

  ~CompiledFunction();

  const Signature &signature() const { return types; }

  /// For giving arrays other names in messages and files.
  Signature &signature() { return types; }

  /// Checks the arguments against the signature, then runs. The results are
  /// the caller's. `duration` gets the time that the compiled code took.
  ::snn::runtime::Result<Arrays>
  call(ArrayRef<const ::snn::runtime::Array *> arguments,
       std::chrono::steady_clock::duration *duration = nullptr) const;

private:
  CompiledFunction(Signature types, std::unique_ptr<ExecutionEngine> engine,
                   void (*code)(void **));

  Signature types;
  std::unique_ptr<ExecutionEngine> engine;
  void (*code)(void **);
};

} // namespace mlir::snn

#endif // SNN_EXECUTION_COMPILEDFUNCTION_H
