//===- AD.h - The ad dialect: requests, rules, stop-gradients -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_DIALECT_AD_IR_AD_H
#define SNN_DIALECT_AD_IR_AD_H

#include "mlir/Bytecode/BytecodeOpInterface.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Dialect.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/IR/OpDefinition.h"
#include "mlir/IR/PatternMatch.h"
#include "mlir/IR/SymbolTable.h"
#include "mlir/Interfaces/InferTypeOpInterface.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

namespace mlir::ad {

class JVPContext;
class VJPContext;

/// True for the types that a derivative may flow through: floating-point and
/// complex scalars, and vectors, tensors and memrefs of them. A value of
/// complex or memref type can be active, so that a missing rule is an error and
/// not a zero.
bool mayBeActive(Type type);

/// True for the types that have cotangents: floating-point scalars, and vectors
/// and ranked tensors of them.
bool hasCotangent(Type type);

/// The first op in `op` that asks for a derivative, an `ad.vjp` or `ad.jvp`;
/// null if there is none.
Operation *findRequest(Operation *op);

/// The entries of `types` that have cotangents, and so tangents, in order.
SmallVector<Type> cotangentTypes(TypeRange types);

} // namespace mlir::ad

#include "snn/Dialect/AD/IR/ADOpsDialect.h.inc"

#include "snn/Dialect/AD/IR/ADInterfaces.h.inc"

#define GET_OP_CLASSES
#include "snn/Dialect/AD/IR/ADOps.h.inc"

#endif // SNN_DIALECT_AD_IR_AD_H
