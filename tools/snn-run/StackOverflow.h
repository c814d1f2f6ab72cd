//===- StackOverflow.h - A full stack is one clear error -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_TOOLS_SNN_RUN_STACKOVERFLOW_H
#define SNN_TOOLS_SNN_RUN_STACKOVERFLOW_H

namespace mlir::snn {

/// From here on a full stack of this thread ends the process with one line and
/// status 1. Whether a program calls itself without end is known when it runs,
/// and not before.
void reportStackOverflow();

} // namespace mlir::snn

#endif // SNN_TOOLS_SNN_RUN_STACKOVERFLOW_H
