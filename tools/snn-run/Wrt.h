//===- Wrt.h - Arguments to differentiate by -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The option --wrt.
//
//===----------------------------------------------------------------------===//

#ifndef SNN_TOOLS_SNN_RUN_WRT_H
#define SNN_TOOLS_SNN_RUN_WRT_H

#include "snn/Runtime/Result.h"
#include "llvm/ADT/SmallSet.h"
#include "llvm/Support/CommandLine.h"

namespace mlir::snn {

/// --wrt of one verb: argument numbers, separated by commas.
struct WrtOption : llvm::cl::list<unsigned> {
  WrtOption(llvm::cl::SubCommand &verb, llvm::cl::NumOccurrencesFlag occurs)
      : llvm::cl::list<unsigned>(
            "wrt", llvm::cl::desc("Arguments to differentiate by, such as 1,2"),
            llvm::cl::value_desc("numbers"), llvm::cl::CommaSeparated, occurs,
            llvm::cl::sub(verb)) {}

  /// Refuses a number that is there twice: its gradient has one name.
  ::snn::runtime::Status check() const {
    llvm::SmallSet<unsigned, 8> seen;
    for (unsigned i : *this)
      if (!seen.insert(i).second)
        return ::snn::runtime::Error(
            "--wrt: expected each argument once, found " + std::to_string(i) +
            " again");
    return {};
  }
};

} // namespace mlir::snn

#endif // SNN_TOOLS_SNN_RUN_WRT_H
