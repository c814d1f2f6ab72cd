//===- ProgramFile.h - The program that a tool is given -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Parses a file of any dialect and prints what is wrong in one line.
//
//===----------------------------------------------------------------------===//

#ifndef SNN_TOOLS_PROGRAMFILE_H
#define SNN_TOOLS_PROGRAMFILE_H

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/IR/OwningOpRef.h"
#include "snn/Runtime/Result.h"
#include <memory>

namespace mlir::snn {

/// A parsed program with a context of its own, which has all dialects of
/// upstream's and ours. Every error of the context is printed to stderr in one
/// line, with its place or the tool's name before it.
class ProgramFile {
public:
  /// `path` may be - for stdin. Null after an error.
  static std::unique_ptr<ProgramFile> parse(StringRef path, StringRef toolName);

  ModuleOp module() { return *parsed; }

private:
  explicit ProgramFile(StringRef toolName);

  MLIRContext context;
  ScopedDiagnosticHandler diagnostics;
  OwningOpRef<ModuleOp> parsed;
};

/// Prints an error of a tool in one line and returns the exit status 1.
int reportError(StringRef toolName, const ::snn::runtime::Error &error);

} // namespace mlir::snn

#endif // SNN_TOOLS_PROGRAMFILE_H
