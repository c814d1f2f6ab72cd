//===- Sanitize.h - Sanitizers for compiled code -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_EXECUTION_SANITIZE_H
#define SNN_LIB_EXECUTION_SANITIZE_H

namespace llvm {
class Module;
} // namespace llvm

namespace mlir::snn {

/// Has the code of `module` checked by the sanitizers that this library itself
/// was built with: address and thread. Does nothing in an ordinary build.
void sanitize(llvm::Module &module);

} // namespace mlir::snn

#endif // SNN_LIB_EXECUTION_SANITIZE_H
