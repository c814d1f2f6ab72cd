//===- Toy.h - A dialect of somebody else's -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_UNITTESTS_DIALECT_AD_TOY_H
#define SNN_UNITTESTS_DIALECT_AD_TOY_H

#include "mlir/Bytecode/BytecodeOpInterface.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/Dialect.h"
#include "mlir/IR/OpImplementation.h"
#include "mlir/Interfaces/InferTypeOpInterface.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

#include "ToyDialect.h.inc"

#define GET_OP_CLASSES
#include "ToyOps.h.inc"

namespace toy {
/// Replaces every op of the dialect by the arithmetic that it stands for.
void lower(mlir::ModuleOp module);
} // namespace toy

#endif // SNN_UNITTESTS_DIALECT_AD_TOY_H
