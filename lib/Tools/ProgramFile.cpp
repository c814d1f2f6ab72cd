//===- ProgramFile.cpp - The program that a tool is given -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "snn/Tools/ProgramFile.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Support/FileUtilities.h"
#include "snn/Tools/Registry.h"
#include "llvm/Support/SourceMgr.h"

using namespace mlir;
using namespace mlir::snn;

namespace {
DialectRegistry makeRegistry() {
  DialectRegistry registry;
  registerToolDialects(registry);
  return registry;
}

/// "FILE:LINE:COLUMN", where the location has that.
std::string place(Location loc) {
  std::string text;
  // A module has the file's name but no line.
  if (auto file = loc->findInstanceOf<FileLineColLoc>()) {
    llvm::raw_string_ostream stream(text);
    stream << file.getFilename().getValue();
    if (file.getLine() != 0)
      stream << ":" << file.getLine() << ":" << file.getColumn();
  }
  return text;
}

/// Prints an error and its notes in one line.
void printInOneLine(Diagnostic &diagnostic, StringRef toolName) {
  if (diagnostic.getSeverity() != DiagnosticSeverity::Error)
    return;
  std::string where = place(diagnostic.getLocation());
  std::string text = diagnostic.str();
  for (Diagnostic &note : diagnostic.getNotes())
    text += "; " + note.str();
  std::replace(text.begin(), text.end(), '\n', ' ');
  llvm::errs() << (where.empty() ? toolName : where) << ": error: " << text
               << "\n";
}
} // namespace

ProgramFile::ProgramFile(StringRef toolName)
    : context(makeRegistry(), MLIRContext::Threading::DISABLED),
      diagnostics(&context, [name = toolName.str()](Diagnostic &diagnostic) {
        printInOneLine(diagnostic, name);
        return success();
      }) {
  // What another compiler left, such as attributes, need not be known; an op
  // that is needed has to be.
  context.allowUnregisteredDialects();
  context.printOpOnDiagnostic(false);
  context.loadAllAvailableDialects();
}

std::unique_ptr<ProgramFile> ProgramFile::parse(StringRef path,
                                                StringRef toolName) {
  std::string message;
  auto buffer = openInputFile(path, &message);
  if (!buffer) {
    reportError(toolName, ::snn::runtime::Error(message));
    return nullptr;
  }
  std::unique_ptr<ProgramFile> program(new ProgramFile(toolName));
  llvm::SourceMgr sources;
  sources.AddNewSourceBuffer(std::move(buffer), SMLoc());
  program->parsed = parseSourceFile<ModuleOp>(sources, &program->context);
  return program->parsed ? std::move(program) : nullptr;
}

int mlir::snn::reportError(StringRef toolName,
                           const ::snn::runtime::Error &error) {
  llvm::errs() << toolName << ": error: " << error.message() << "\n";
  return 1;
}
