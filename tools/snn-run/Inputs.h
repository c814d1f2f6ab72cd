//===- Inputs.h - Arrays that a verb reads -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reads the arguments of a function from an npz file.
//
//===----------------------------------------------------------------------===//

#ifndef SNN_TOOLS_SNN_RUN_INPUTS_H
#define SNN_TOOLS_SNN_RUN_INPUTS_H

#include "snn/Execution/Signature.h"
#include "llvm/Support/CommandLine.h"

namespace mlir::snn {

/// --in of one verb.
struct InputOption : llvm::cl::opt<std::string> {
  explicit InputOption(llvm::cl::SubCommand &verb);
};

/// Arrays by position, with the pointers that calls take.
struct Inputs {
  std::vector<::snn::runtime::Array> arrays;

  SmallVector<const ::snn::runtime::Array *> pointers() const;
};

/// Reads and checks the arguments of `signature`, and nothing else of the file.
/// A missing cotangent (cot0, ...) of a scalar is 1.
::snn::runtime::Result<Inputs> readInputs(const std::string &path,
                                          const Signature &signature);

} // namespace mlir::snn

#endif // SNN_TOOLS_SNN_RUN_INPUTS_H
