//===- DropDeclarations.h - What LLVM need not know -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_EXECUTION_DROPDECLARATIONS_H
#define SNN_EXECUTION_DROPDECLARATIONS_H

#include "mlir/IR/BuiltinOps.h"

namespace mlir::snn {

/// Drops from functions of LLVM's dialect what their arguments and results
/// declare to us, such as being spikes: LLVM would warn of it.
void dropDeclarations(ModuleOp module);

} // namespace mlir::snn

#endif // SNN_EXECUTION_DROPDECLARATIONS_H
