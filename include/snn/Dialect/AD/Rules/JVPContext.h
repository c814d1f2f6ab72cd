//===- JVPContext.h - State of one forward sweep ----------------*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What a rule of forward mode sees. A sweep walks the ops of one block from
// first to last and emits behind each what the tangents of its results are, so
// every primal value is at hand and nothing is kept. Sweeps nest as regions do;
// a rule of a loop or a branch lets it carry or yield the tangents as well.
//
//===----------------------------------------------------------------------===//

#ifndef SNN_DIALECT_AD_RULES_JVPCONTEXT_H
#define SNN_DIALECT_AD_RULES_JVPCONTEXT_H

#include "snn/Dialect/AD/Rules/DerivativeContext.h"

namespace mlir::ad {

/// One forward sweep over one block of the primal program.
class JVPContext final : public DerivativeContext {
public:
  /// `parent` is the sweep of the block around, null for a function.
  JVPContext(FunctionDerivatives &functions, JVPContext *parent,
             const Activity &activity, Block &block);

  /// Emits the tangents of every op of the block but its terminator. Fails
  /// after an error at the op that has no rule.
  LogicalResult sweep();

  /// Values stay where they are, so each is its own.
  Value primal(Value value) override { return value; }

  SmallVector<OpFoldResult> shape(Value value) override;

  /// The tangent of `value`, of its type; null where it is zero.
  Value tangent(Value value) const;

  /// The same, as a zero of the value's type, made where the sweep now emits.
  Value tangentOrZero(Value value);

  /// The values that the regions of `op` capture and that have a tangent.
  SmallVector<Value> variedCaptures(Operation *op) const;

  /// Says what the tangent of `value` is; null means zero.
  void setTangent(Value value, Value tangent) { tangents[value] = tangent; }

  /// Replaces `from`, an op of the block, by `to`, whose first results are
  /// those of `from`; erases `from`.
  void replacePrimalOp(Operation *from, Operation *to);

private:
  LogicalResult sweepOp(Operation &op);

  JVPContext *parent;
  Block &block;
  llvm::DenseMap<Value, Value> tangents;
};

/// The rule of an op that is linear in its operands of differentiable types
/// taken together: the op itself, on their tangents.
LogicalResult buildLinearJVP(Operation *op, OpBuilder &builder,
                             JVPContext &context, ValueRange tangents);

/// The op itself, on the tangents; see buildLinearJVP.
template <typename OpTy>
struct LinearForward
    : ForwardDifferentiableOpInterface::ExternalModel<LinearForward<OpTy>,
                                                      OpTy> {
  LogicalResult buildJVP(Operation *op, OpBuilder &builder, JVPContext &context,
                         ValueRange tangents) const {
    return buildLinearJVP(op, builder, context, tangents);
  }
};

} // namespace mlir::ad

#endif // SNN_DIALECT_AD_RULES_JVPCONTEXT_H
