//===- Verbs.h - The verbs of snn-run -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One function per verb; each lives in the file of its name.
//
//===----------------------------------------------------------------------===//

#ifndef SNN_TOOLS_SNN_RUN_VERBS_H
#define SNN_TOOLS_SNN_RUN_VERBS_H

#include "llvm/Support/CommandLine.h"

namespace mlir::snn {

/// A verb: its command line, and what it does once that is parsed. `run`
/// returns the exit status: 0, or 1 after one line on stderr.
struct Verb {
  llvm::cl::SubCommand *command;
  int (*run)();
};

Verb callVerb();
Verb checkVerb();
Verb trainVerb();
Verb gradVerb();
Verb jvpVerb();
Verb timeVerb();

} // namespace mlir::snn

#endif // SNN_TOOLS_SNN_RUN_VERBS_H
