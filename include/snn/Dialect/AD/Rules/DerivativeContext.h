//===- DerivativeContext.h - What rules of both modes see -------*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Forward and reverse mode share what is not about the direction: primal
// values, their sizes, zeros, and which values carry a derivative.
//
//===----------------------------------------------------------------------===//

#ifndef SNN_DIALECT_AD_RULES_DERIVATIVECONTEXT_H
#define SNN_DIALECT_AD_RULES_DERIVATIVECONTEXT_H

#include "snn/Dialect/AD/Analysis/Activity.h"
#include "snn/Dialect/AD/IR/AD.h"

namespace mlir::ad {

class FunctionDerivatives;

/// One sweep over a block of the primal program, in either direction.
class DerivativeContext {
public:
  /// The value that `value` had in the primal program, usable at the point
  /// where the sweep now emits.
  virtual Value primal(Value value) = 0;

  /// The sizes of the primal `value`, a ranked tensor, without keeping its
  /// data.
  virtual SmallVector<OpFoldResult> shape(Value value) = 0;

  /// True if a derivative flows through `value`.
  bool isActive(Value value) const { return activity.isActive(value); }

  /// Fails, after an error at `op`, if one of `values`, which `op` hands on, is
  /// active and of a type that has no cotangents and no tangents.
  LogicalResult requireCotangents(Operation *op, ValueRange values) const;

  /// A zero with the type and the dynamic sizes of the primal `value`, or with
  /// another element type.
  Value zero(Value value, Type elementType = {});

  /// The same for a ranked tensor, uninitialized.
  Value empty(Value value, Type elementType = {});

  OpBuilder &getBuilder() { return builder; }
  FunctionDerivatives &getFunctions() { return functions; }
  const Activity &getActivity() const { return activity; }

protected:
  DerivativeContext(FunctionDerivatives &functions, const Activity &activity,
                    OpBuilder builder)
      : functions(functions), activity(activity), builder(builder) {}
  ~DerivativeContext() = default;

  FunctionDerivatives &functions;
  const Activity &activity;
  OpBuilder builder;
};

/// The operand that `value` has its sizes from, if its op is elementwise or
/// writes into a destination; null otherwise.
Value sameShapedOperand(Value value);

/// `type` with another element type, if one is given.
Type withElements(Type type, Type elementType);

/// The first op in `op`, itself included, that puts a derivative into memory or
/// hands it to code of unknown effect; null if there is none. Such a derivative
/// would come back as zero.
Operation *findWrite(Operation &op, const Activity &activity);

/// Says that `op` has no rule for the mode, and how to give it one; fails.
LogicalResult emitNoRule(Operation &op, bool isForward);

} // namespace mlir::ad

#endif // SNN_DIALECT_AD_RULES_DERIVATIVECONTEXT_H
