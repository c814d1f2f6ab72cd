//===- Stacking.h - Slices along the leading dimension ----------*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A tape, a sequence, a stack: a tensor whose slice t belongs to step t.
//
//===----------------------------------------------------------------------===//

#ifndef SNN_DIALECT_AD_RULES_STACKING_H
#define SNN_DIALECT_AD_RULES_STACKING_H

#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinTypes.h"

namespace mlir::ad {

/// The type of `length` stacked values of type `slice`, a ranked tensor or what
/// can be an element of one; null if values of this type cannot be stacked.
RankedTensorType stackType(Type slice, int64_t length);

/// True if before `loop` a stack can be made of what `value`, a value of its
/// body, is at each step.
bool canStack(Operation *loop, Value value);

/// An uninitialized stack of `length` values with the sizes `sliceSizes`, which
/// is empty for scalars.
Value createStack(OpBuilder &builder, Location loc, Type slice,
                  OpFoldResult length, ArrayRef<OpFoldResult> sliceSizes);

/// Slice number `step` of `stack`, of type `slice`.
Value readSlice(OpBuilder &builder, Location loc, Value stack, Value step,
                Type slice);

/// `stack` with `value` as its slice number `step`.
Value writeSlice(OpBuilder &builder, Location loc, Value value, Value stack,
                 Value step);

/// The `length` slices of `stack` from number `first` on, without a copy.
Value readSlices(OpBuilder &builder, Location loc, Value stack, Value first,
                 OpFoldResult length);

/// `stack` with those of `part` as its slices from number `first` on.
Value writeSlices(OpBuilder &builder, Location loc, Value part, Value stack,
                  Value first, OpFoldResult length);

} // namespace mlir::ad

#endif // SNN_DIALECT_AD_RULES_STACKING_H
