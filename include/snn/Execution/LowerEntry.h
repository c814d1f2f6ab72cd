//===- LowerEntry.h - From a function to LLVM's dialect -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What code that runs in this process and code that is written to a file have
// in common.
//
//===----------------------------------------------------------------------===//

#ifndef SNN_EXECUTION_LOWERENTRY_H
#define SNN_EXECUTION_LOWERENTRY_H

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "llvm/ExecutionEngine/Orc/JITTargetMachineBuilder.h"
#include <functional>

namespace mlir {
class PassManager;
} // namespace mlir

namespace mlir::snn {

/// Choices in compiling a function.
struct CompileOptions {
  /// A textual pass pipeline that ends in the LLVM dialect.
  std::string pipeline = "snn-cpu-pipeline";
  /// `native` or LLVM's name of a machine. A pipeline that names a machine
  /// itself has its way.
  std::string cpu = "native";
  /// Sees the pass manager before it runs, to print or time passes.
  std::function<LogicalResult(PassManager &)> instrument = nullptr;
};

/// What LLVM's optimizer is asked for.
inline constexpr unsigned optimizationLevel = 3;

/// Lowers `entry` and all that it calls to LLVM's dialect, in place; everything
/// else in its module is removed. Its C interface is then the function called
/// `interfaceName`. A function without a body is an error unless `isKnown`,
/// which is asked by name. Fails after an error.
LogicalResult lowerEntry(func::FuncOp entry, const CompileOptions &options,
                         function_ref<bool(StringRef)> isKnown);

/// The symbol of the C interface of a function.
std::string interfaceName(StringRef entry);

/// True for functions that this process has or has loaded, those of libm among
/// them.
bool isInProcess(StringRef name);

/// A builder of machine code for the machine that a lowered module names, which
/// need not be this one.
llvm::Expected<llvm::orc::JITTargetMachineBuilder> machineOf(ModuleOp module);

} // namespace mlir::snn

#endif // SNN_EXECUTION_LOWERENTRY_H
