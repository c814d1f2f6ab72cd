//===- Blocks.h - What passes on blocks share -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Questions about the code of a block: how deep a loop is, what memory a view
// looks at, and how many bytes that is.
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_GPU_BLOCKS_H
#define SNN_LIB_GPU_BLOCKS_H

#include "mlir/Dialect/GPU/IR/GPUDialect.h"
#include "mlir/IR/BuiltinTypes.h"

namespace mlir::snn {

/// On a launch: its one op is one on whole arrays, whose elements the threads
/// of all blocks share.
inline constexpr llvm::StringLiteral kSpreadAttrName = "snn.spread";

/// How many loops in `top` are around `op`.
unsigned loopDepth(Operation *op, Operation *top);

/// The memory that `memref` is a view of: what allocated it, an argument, or
/// what else the views end at.
Value rootOf(Value memref);

/// True for what allocates and for arguments, which are memory of their own; of
/// other values nothing is known.
bool isOwnMemory(Value root);

/// True for ops that look at their first operand's memory in another shape.
bool isView(Operation *op);

/// True if the elements of `type` lie one after the other, from its start.
bool isDense(MemRefType type);

/// Bytes that an element takes in memory.
int64_t elementBytes(Type element);

/// `type` in the memory that the threads of a block share.
MemRefType inWorkgroup(MemRefType type);

} // namespace mlir::snn

#endif // SNN_LIB_GPU_BLOCKS_H
