//===- VectorLoops.h - Loads, stores and indices of vector loops -*-  -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_TRANSFORMS_VECTORLOOPS_H
#define SNN_LIB_TRANSFORMS_VECTORLOOPS_H

#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

namespace mlir::snn {

/// Bytes of a cache line and of the widest registers that there are.
inline constexpr int64_t kRegisterBytes = 64;

/// The number of elements of `type` that one register of the machine that `op`
/// is for holds; an `i1` counts as the byte that it takes in memory.
int64_t lanes(Operation *op, Type type);

/// As many of `most` registers as can hold sums at once on that machine and
/// leave others to load into.
int64_t sumRegisters(Operation *op, int64_t most);

/// The indices at which an operand with `map` is accessed when the loops stand
/// at `loops`.
SmallVector<Value> accessIndices(OpBuilder &builder, Location loc,
                                 AffineMap map, ArrayRef<Value> loops);

/// True if a loop around `op` has taken the threads.
bool isInParallelLoop(Operation *op);

/// The size of each loop of `op`, emitted at `builder`.
SmallVector<Value> loopSizes(OpBuilder &builder, linalg::LinalgOp op);

/// True if consecutive elements of `type` along its last dimension are
/// neighbours in memory.
bool hasUnitInnerStride(Type type);

/// `memory` as its vectors are loaded and stored. A buffer of `i1` has a byte
/// per element, where LLVM's vector of `i1` in memory would be packed bits, so
/// it is seen as a buffer of `i8`, and one of narrow floats as one of `i16`,
/// for which machines have masks. Both lower to the same descriptor.
Value vectorMemory(OpBuilder &builder, Location loc, Value memory);

/// `vector` of the type that `vectorMemory` holds as values of `element`, and
/// the other way round.
Value fromMemory(OpBuilder &builder, Location loc, Value vector, Type element);
Value toMemory(OpBuilder &builder, Location loc, Value vector);

/// A loop from `from` to `to` by `step`. `body` gets the induction variable and
/// the carried values and returns what they become.
SmallVector<Value>
emitLoop(OpBuilder &builder, Location loc, Value from, Value to, int64_t step,
         ValueRange carried,
         function_ref<SmallVector<Value>(OpBuilder &, Value, ValueRange)> body);

/// The same with nothing carried.
void emitLoop(OpBuilder &builder, Location loc, Value from, Value to,
              int64_t step, function_ref<void(OpBuilder &, Value)> body);

/// `size` rounded down to a multiple of `step`.
Value roundDown(OpBuilder &builder, Location loc, Value size, int64_t step);

} // namespace mlir::snn

#endif // SNN_LIB_TRANSFORMS_VECTORLOOPS_H
