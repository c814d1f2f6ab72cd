//===- ElementwiseDerivative.h - Rules of elementwise ops -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A rule of an elementwise op in one line of arithmetic for each operand. The
// rules of `arith` and `math` are written with it; a dialect of someone else's
// uses it in the same way:
//
//   Term softplus(ElementwisePartial &d) {
//     return d.incoming() / (1.0 + d.emit<math::ExpOp>(-d.operand(0)));
//   }
//   registry.addExtension(+[](MLIRContext *context, MyDialect *) {
//     registerElementwiseDerivative<SoftplusOp, softplus>(*context);
//   });
//
// One rule serves both modes: the Jacobian of an elementwise op is diagonal, so
// what multiplies the cotangent of a result multiplies the tangent of the
// operand.
//
//===----------------------------------------------------------------------===//

#ifndef SNN_DIALECT_AD_RULES_ELEMENTWISEDERIVATIVE_H
#define SNN_DIALECT_AD_RULES_ELEMENTWISEDERIVATIVE_H

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "snn/Dialect/AD/Rules/JVPContext.h"
#include "snn/Dialect/AD/Rules/VJPContext.h"

namespace mlir::ad {

class ElementwisePartial;

/// A value in the arithmetic of a rule. Its operators emit `arith` ops; a
/// number on one side stands for a constant of the other side's type.
class Term {
public:
  Term(ElementwisePartial &rule, Value value) : rule(&rule), value(value) {}
  operator Value() const { return value; }

  friend Term operator-(Term x);
  friend Term operator+(Term x, Term y);
  friend Term operator-(Term x, Term y);
  friend Term operator*(Term x, Term y);
  friend Term operator/(Term x, Term y);
  friend Term operator+(Term x, double y) { return x + x.like(y); }
  friend Term operator-(Term x, double y) { return x - x.like(y); }
  friend Term operator*(Term x, double y) { return x * x.like(y); }
  friend Term operator/(Term x, double y) { return x / x.like(y); }
  friend Term operator+(double x, Term y) { return y.like(x) + y; }
  friend Term operator-(double x, Term y) { return y.like(x) - y; }
  friend Term operator*(double x, Term y) { return y.like(x) * y; }
  friend Term operator/(double x, Term y) { return y.like(x) / y; }

private:
  /// `number` as a constant of this value's type.
  Term like(double number) const;

  ElementwisePartial *rule;
  Value value;
};

/// What the rule of one operand sees: the primal values, which are kept for a
/// reverse sweep if and only if the rule reads them, and what comes in. All
/// that is emitted has the location and the fast-math flags of the op.
class ElementwisePartial {
public:
  /// `incoming` has one value for each result, null where nothing comes in.
  ElementwisePartial(Operation *op, OpBuilder &builder,
                     DerivativeContext &context, ValueRange incoming);

  /// The primal value of operand or result number `index`.
  Term operand(unsigned index) {
    return {*this, context.primal(op->getOperand(index))};
  }
  Term result(unsigned index = 0) {
    return {*this, context.primal(op->getResult(index))};
  }

  /// What comes in for result number `index`: its cotangent, in forward mode
  /// the tangent of the operand.
  Term incoming(unsigned index = 0);

  /// True if anything comes in for result number `index`, for ops with several.
  bool receives(unsigned index) const {
    return static_cast<bool>(seeds[index]);
  }

  /// A number of the type of `like`, a float or an integer in the shape of the
  /// op's results.
  Term constant(double number, Value like);

  /// True where the comparison of `x` with `y` holds.
  Value compare(arith::CmpFPredicate predicate, Value x, Value y);

  /// `x` where `condition` holds, else `y`.
  Term select(Value condition, Value x, Value y);

  /// Emits any other op with one result.
  template <typename OpTy, typename... Args> Term emit(Args &&...args) {
    auto created =
        OpTy::create(builder, op->getLoc(), std::forward<Args>(args)...);
    return {*this, inheritFlags(created)};
  }

  Operation *getOp() const { return op; }
  OpBuilder &getBuilder() const { return builder; }

private:
  /// Gives `created` the fast-math flags of the op; returns its result.
  Value inheritFlags(Operation *created) const;

  Operation *op;
  OpBuilder &builder;
  DerivativeContext &context;
  SmallVector<Value> seeds;
  arith::FastMathFlagsAttr flags;
};

/// What comes in times the partial derivative by one operand; emitted only if
/// the operand is active.
using OperandPartial = Term (*)(ElementwisePartial &);

/// The rule of an operand through which no derivative flows.
inline constexpr OperandPartial kZeroDerivative = nullptr;

namespace detail {
/// Runs the rules of the op's active operands. Fails after an error at `op` if
/// one is active and has no rule.
LogicalResult buildElementwiseVJP(Operation *op, OpBuilder &builder,
                                  VJPContext &context, ValueRange cotangents,
                                  ArrayRef<OperandPartial> rules);

/// The tangent of each active result: the sum of what the operands' rules make
/// of the operands' tangents.
LogicalResult buildElementwiseJVP(Operation *op, OpBuilder &builder,
                                  JVPContext &context, ValueRange tangents,
                                  ArrayRef<OperandPartial> rules);

/// The op itself on the tangents where all operands have one, else as above.
LogicalResult buildLinearElementwiseJVP(Operation *op, OpBuilder &builder,
                                        JVPContext &context,
                                        ValueRange tangents,
                                        ArrayRef<OperandPartial> rules);

/// Adds the edges of the operands that have a derivative.
void addElementwiseEdges(Operation *op, ArrayRef<OperandPartial> rules,
                         function_ref<void(Value, Value)> edge);

template <typename OpTy, OperandPartial... rules>
struct ElementwiseRule : ReverseDifferentiableOpInterface::ExternalModel<
                             ElementwiseRule<OpTy, rules...>, OpTy> {
  LogicalResult buildVJP(Operation *op, OpBuilder &builder, VJPContext &context,
                         ValueRange cotangents) const {
    return buildElementwiseVJP(op, builder, context, cotangents, {rules...});
  }
};

template <typename OpTy, OperandPartial... rules>
struct ElementwiseForward : ForwardDifferentiableOpInterface::ExternalModel<
                                ElementwiseForward<OpTy, rules...>, OpTy> {
  LogicalResult buildJVP(Operation *op, OpBuilder &builder, JVPContext &context,
                         ValueRange tangents) const {
    return buildElementwiseJVP(op, builder, context, tangents, {rules...});
  }
};

template <typename OpTy, OperandPartial... rules>
struct LinearElementwiseForward
    : ForwardDifferentiableOpInterface::ExternalModel<
          LinearElementwiseForward<OpTy, rules...>, OpTy> {
  LogicalResult buildJVP(Operation *op, OpBuilder &builder, JVPContext &context,
                         ValueRange tangents) const {
    return buildLinearElementwiseJVP(op, builder, context, tangents,
                                     {rules...});
  }
};

template <typename OpTy, OperandPartial... rules>
struct ElementwiseActivity
    : ActivityOpInterface::ExternalModel<ElementwiseActivity<OpTy, rules...>,
                                         OpTy> {
  void getActivityEdges(Operation *op,
                        function_ref<void(Value, Value)> edge) const {
    addElementwiseEdges(op, {rules...}, edge);
  }
};
} // namespace detail

/// Gives `OpTy`, an elementwise op, a derivative in both modes: one rule for
/// each operand, `kZeroDerivative` where there is none. Trailing operands of
/// types that carry no derivative need no entry.
template <typename OpTy, OperandPartial... rules>
void registerElementwiseDerivative(MLIRContext &context) {
  OpTy::template attachInterface<detail::ElementwiseRule<OpTy, rules...>,
                                 detail::ElementwiseForward<OpTy, rules...>,
                                 detail::ElementwiseActivity<OpTy, rules...>>(
      context);
}

/// The same for an op that is linear in all its float operands together, such
/// as a sum: in forward mode it is applied to the tangents as it is. The rules
/// are those of reverse mode; they serve forward mode where operands lack a
/// tangent, so with two or more float operands none may change the type.
template <typename OpTy, OperandPartial... rules>
void registerLinearElementwiseDerivative(MLIRContext &context) {
  OpTy::template attachInterface<
      detail::ElementwiseRule<OpTy, rules...>,
      detail::LinearElementwiseForward<OpTy, rules...>,
      detail::ElementwiseActivity<OpTy, rules...>>(context);
}

} // namespace mlir::ad

#endif // SNN_DIALECT_AD_RULES_ELEMENTWISEDERIVATIVE_H
