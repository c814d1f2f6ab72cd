//===- RemarkPrinter.h - Remarks for people -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_TOOLS_SNN_RUN_REMARKPRINTER_H
#define SNN_TOOLS_SNN_RUN_REMARKPRINTER_H

#include "mlir/IR/MLIRContext.h"
#include "snn/Runtime/Result.h"
#include "llvm/Support/CommandLine.h"

namespace mlir::snn {

/// --remarks[=REGEX] of one verb.
struct RemarksOption : llvm::cl::opt<std::string> {
  explicit RemarksOption(llvm::cl::SubCommand &verb);

  /// From here on passes that run in `context` print their remarks to stderr,
  /// each once, if the option is there and its expression matches the pass.
  /// Fails if it is no expression.
  ::snn::runtime::Status listen(MLIRContext &context) const;
};

} // namespace mlir::snn

#endif // SNN_TOOLS_SNN_RUN_REMARKPRINTER_H
