//===- EntryWrapper.h - The C function of an entry -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_TARGET_OBJECT_ENTRYWRAPPER_H
#define SNN_LIB_TARGET_OBJECT_ENTRYWRAPPER_H

#include "CFunction.h"

namespace llvm {
class Function;
class Module;
} // namespace llvm

namespace mlir::snn {

/// The runtime's function that the wrappers call.
inline constexpr llvm::StringLiteral callEntryName = "snnCallEntry";

/// Defines the C function in `module`. It hands `interface`, the C interface of
/// the compiled code, with a table of the types to the runtime.
void addEntryWrapper(llvm::Module &module, llvm::Function &interface,
                     const CFunction &function);

} // namespace mlir::snn

#endif // SNN_LIB_TARGET_OBJECT_ENTRYWRAPPER_H
