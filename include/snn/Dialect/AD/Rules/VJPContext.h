//===- VJPContext.h - State of one reverse sweep -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What a derivative rule sees. A sweep walks the ops of one block from last to
// first and emits their reverse. Sweeps nest as regions do: the sweep of a loop
// body asks its parent for what is defined outside the body, and turns what is
// defined inside into residuals that the loop's rule carries over.
//
//===----------------------------------------------------------------------===//

#ifndef SNN_DIALECT_AD_RULES_VJPCONTEXT_H
#define SNN_DIALECT_AD_RULES_VJPCONTEXT_H

#include "snn/Dialect/AD/Rules/DerivativeContext.h"

namespace mlir::ad {

/// One reverse sweep over one block of the primal program.
class VJPContext final : public DerivativeContext {
public:
  /// A sweep that is emitted where the values of `primalBlock` are visible: a
  /// function that holds both sweeps, or the body of an adjoint
  /// `linalg.generic` into which the primal body was cloned. `parent` is null
  /// for a function.
  VJPContext(FunctionDerivatives &functions, VJPContext *parent,
             const Activity &activity, Block &primalBlock, OpBuilder builder);

  /// A sweep that is emitted into `reverseBlock`, from where the values of
  /// `primalBlock` are not visible. Each that a rule asks for becomes a
  /// residual and an argument appended to `reverseBlock`. `parent` is null if
  /// the block is a function's.
  VJPContext(FunctionDerivatives &functions, VJPContext *parent,
             const Activity &activity, Block &primalBlock, Block &reverseBlock);

  /// Emits the reverse of every op of the block but its terminator. Fails after
  /// an error at the op that has no rule.
  LogicalResult sweep();

  /// Asking for a value is what keeps it.
  Value primal(Value value) override;

  /// Says that `value` of the primal program is `replacement` in this sweep.
  void setPrimal(Value value, Value replacement) {
    primals[value] = replacement;
  }

  /// The cotangent that `value` has received so far, in its type; null if none.
  Value cotangent(Value value);

  /// The same, as a zero of the value's type if it received none.
  Value cotangentOrZero(Value value);

  /// What `value` has received as it is kept: sums of narrow floats have
  /// elements of `accumulationType`. Null if it received nothing.
  Value accumulator(Value value) const { return cotangents.lookup(value); }

  /// The same, as a zero of the value's type if it received none.
  Value accumulatorOrZero(Value value);

  /// The same with elements of `accumulationType`, for what adds many times.
  Value wideAccumulator(Value value);

  /// Adds `cotangent`, whose elements may be wider than those of `value`, to
  /// what `value` has received; nothing if it is not active.
  void accumulate(Value value, Value cotangent);

  /// Replaces what `value` has received. With `accumulatorOrZero` this is how a
  /// rule adds in place, into one slice or as the `outs` of a contraction. What
  /// was kept in wider elements stays so.
  void setCotangent(Value value, Value cotangent);

  SmallVector<OpFoldResult> shape(Value value) override;

  /// Says what the sizes of `value` are, for values whose own definition does
  /// not tell (arguments of a loop body). Sizes are usable in this sweep.
  void setShape(Value value, SmallVector<OpFoldResult> sizes) {
    shapes[value] = std::move(sizes);
  }

  /// A primal value that the sweep needed and the argument that stands for it.
  struct Residual {
    Value primal;
    BlockArgument argument;
  };
  ArrayRef<Residual> getResiduals() const { return residuals; }

  /// Keeps no residual that `canKeep` refuses: what computes it runs again, at
  /// `start` of the reverse block, on values that can be kept. Fails after an
  /// error if that is no op that may run twice.
  LogicalResult recomputeResiduals(OpBuilder &start,
                                   function_ref<bool(Value)> canKeep);

  /// Replaces `from`, an op of the primal block, by `to`, whose first results
  /// are those of `from`; erases `from`.
  void replacePrimalOp(Operation *from, Operation *to);

  /// Says that the values `from` of the primal block have become the first ones
  /// of `to`, for ops that were replaced by other means.
  void renamePrimal(ValueRange from, ValueRange to);

private:
  LogicalResult sweepOp(Operation &op);
  bool isResident() const { return !reverseBlock; }
  /// True if `value` costs nothing to compute again: a constant, an
  /// uninitialized tensor, or integer arithmetic on such, on values from
  /// outside and on values the sweep already has.
  bool isFree(Value value) const;
  Value recompute(Value value);
  /// The argument that stands for `value` of the primal block.
  Value addResidual(Value value);
  FailureOr<Value> computeAgain(OpBuilder &start, Value value,
                                IRMapping &computed,
                                function_ref<bool(Value)> canKeep);
  /// The sizes of a value that the sweep cannot see, computed before the region
  /// it is in where that can be, else kept per execution of the region.
  SmallVector<OpFoldResult> taplessShape(Value value);

  VJPContext *parent;
  Block &primalBlock;
  Block *reverseBlock = nullptr;
  llvm::DenseMap<Value, Value> primals;
  llvm::DenseMap<Value, Value> cotangents;
  llvm::DenseMap<Value, SmallVector<OpFoldResult>> shapes;
  SmallVector<Residual> residuals;
};

/// The type that sums of `type`, a scalar's, are kept in: f32 for narrower
/// floats.
Type accumulationType(Type type);

/// `type` with elements of the `accumulationType` of its own.
Type accumulatorType(Type type);

/// `value` with its elements converted to the float type `elementType`.
Value convertElements(OpBuilder &builder, Value value, Type elementType);

/// Values of `values` that are used in `region` or nested in it and defined
/// outside it, in the order of first use, and that are active.
SmallVector<Value> activeCaptures(Region &region, const Activity &activity);

} // namespace mlir::ad

#endif // SNN_DIALECT_AD_RULES_VJPCONTEXT_H
