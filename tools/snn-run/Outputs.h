//===- Outputs.h - Arrays that a verb writes -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Writes the results of a function to an npz file, or lists them.
//
//===----------------------------------------------------------------------===//

#ifndef SNN_TOOLS_SNN_RUN_OUTPUTS_H
#define SNN_TOOLS_SNN_RUN_OUTPUTS_H

#include "snn/Execution/Signature.h"
#include "snn/Runtime/AtomicFile.h"
#include "llvm/Support/CommandLine.h"

namespace mlir::snn {

/// --out of one verb.
struct OutputOption : llvm::cl::opt<std::string> {
  explicit OutputOption(llvm::cl::SubCommand &verb);
};

/// Where results go: a file that appears whole or not at all, or without --out
/// a list of their types on stdout.
class Output {
public:
  /// Fails when the file cannot be written, before any work is done.
  static ::snn::runtime::Result<Output> open(const std::string &path);

  ::snn::runtime::Status
  write(const Signature &signature,
        const std::vector<::snn::runtime::Array> &results);

private:
  std::optional<::snn::runtime::AtomicFile> file;
};

} // namespace mlir::snn

#endif // SNN_TOOLS_SNN_RUN_OUTPUTS_H
