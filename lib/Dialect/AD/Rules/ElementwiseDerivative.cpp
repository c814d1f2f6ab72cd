//===- ElementwiseDerivative.cpp - Rules of elementwise ops -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "snn/Dialect/AD/Rules/ElementwiseDerivative.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace mlir::ad;

namespace mlir::ad {
Term operator-(Term x) { return x.rule->emit<arith::NegFOp>(x.value); }
Term operator+(Term x, Term y) {
  return x.rule->emit<arith::AddFOp>(x.value, y.value);
}
Term operator-(Term x, Term y) {
  return x.rule->emit<arith::SubFOp>(x.value, y.value);
}
Term operator*(Term x, Term y) {
  return x.rule->emit<arith::MulFOp>(x.value, y.value);
}
Term operator/(Term x, Term y) {
  return x.rule->emit<arith::DivFOp>(x.value, y.value);
}
} // namespace mlir::ad

Term Term::like(double number) const { return rule->constant(number, value); }

ElementwisePartial::ElementwisePartial(Operation *op, OpBuilder &builder,
                                       DerivativeContext &context,
                                       ValueRange incoming)
    : op(op), builder(builder), context(context), seeds(incoming) {
  if (auto fastMath = dyn_cast<arith::ArithFastMathInterface>(op))
    flags = fastMath.getFastMathFlagsAttr();
}

/// A result that received nothing counts as zero; the zero is made once and
/// shared by the rules of all operands.
Term ElementwisePartial::incoming(unsigned index) {
  Value &received = seeds[index];
  if (!received)
    received = context.zero(op->getResult(index));
  return {*this, received};
}

/// `number` rounded to the element type of a value.
static TypedAttr elementAttr(OpBuilder &builder, Type type, double number) {
  if (isa<FloatType>(type))
    return builder.getFloatAttr(type, number);
  return builder.getIntegerAttr(type, static_cast<int64_t>(number));
}

/// A constant of the type of `like`; where sizes are dynamic, a fill of the
/// sizes of the op's result, whose data is not kept for it.
Term ElementwisePartial::constant(double number, Value like) {
  Location loc = op->getLoc();
  TypedAttr element =
      elementAttr(builder, getElementTypeOrSelf(like.getType()), number);
  auto shaped = dyn_cast<ShapedType>(like.getType());
  if (!shaped || shaped.hasStaticShape()) {
    TypedAttr value =
        shaped ? DenseElementsAttr::get(shaped, Attribute(element)) : element;
    return {*this, arith::ConstantOp::create(builder, loc, value)};
  }
  Value scalar = arith::ConstantOp::create(builder, loc, element);
  auto type = cast<RankedTensorType>(shaped);
  Value empty =
      tensor::EmptyOp::create(builder, loc, context.shape(op->getResult(0)),
                              type.getElementType(), type.getEncoding());
  Value filled =
      linalg::FillOp::create(builder, loc, scalar, empty).getResult(0);
  if (filled.getType() != type)
    filled = tensor::CastOp::create(builder, loc, type, filled);
  return {*this, filled};
}

Value ElementwisePartial::compare(arith::CmpFPredicate predicate, Value x,
                                  Value y) {
  return emit<arith::CmpFOp>(predicate, x, y);
}

Term ElementwisePartial::select(Value condition, Value x, Value y) {
  return emit<arith::SelectOp>(condition, x, y);
}

Value ElementwisePartial::inheritFlags(Operation *created) const {
  auto fastMath = dyn_cast<arith::ArithFastMathInterface>(created);
  if (fastMath && flags && flags.getValue() != arith::FastMathFlags::none)
    created->setAttr(fastMath.getFastMathAttrName(), flags);
  return created->getResult(0);
}

/// Fails, after an error at `op`, if there is no entry for operand `index`.
static LogicalResult requireRule(Operation *op, unsigned index,
                                 ArrayRef<OperandPartial> rules) {
  if (index < rules.size())
    return success();
  return op->emitError("no derivative rule for operand #")
         << index << " of '" << op->getName()
         << "', which a derivative flows through: expected a rule for each "
            "operand, found "
         << rules.size();
}

/// The operands receive in order, so the arithmetic that the rules emit is the
/// same in every run.
LogicalResult ad::detail::buildElementwiseVJP(Operation *op, OpBuilder &builder,
                                              VJPContext &context,
                                              ValueRange cotangents,
                                              ArrayRef<OperandPartial> rules) {
  ElementwisePartial partial(op, builder, context, cotangents);
  for (auto [index, operand] : llvm::enumerate(op->getOperands())) {
    if (!context.isActive(operand))
      continue;
    if (failed(requireRule(op, index, rules)))
      return failure();
    if (rules[index] != kZeroDerivative)
      context.accumulate(operand, rules[index](partial));
  }
  return success();
}

/// With a diagonal Jacobian, dz_k = sum over i of (dz_k/dx_i) dx_i is what rule
/// i gives for dx_i in the place of the cotangent of z_k alone.
LogicalResult ad::detail::buildElementwiseJVP(Operation *op, OpBuilder &builder,
                                              JVPContext &context,
                                              ValueRange tangents,
                                              ArrayRef<OperandPartial> rules) {
  for (OpResult result : op->getResults()) {
    if (!context.isActive(result))
      continue;
    std::optional<Term> sum;
    SmallVector<Value> incoming(op->getNumResults());
    ElementwisePartial adder(op, builder, context, incoming);
    for (auto [index, tangent] : llvm::enumerate(tangents)) {
      if (!tangent)
        continue;
      if (failed(requireRule(op, index, rules)))
        return failure();
      if (rules[index] == kZeroDerivative)
        continue;
      incoming[result.getResultNumber()] = tangent;
      ElementwisePartial partial(op, builder, context, incoming);
      Value term = rules[index](partial);
      sum = sum ? adder.emit<arith::AddFOp>(*sum, term) : Term(adder, term);
    }
    if (sum)
      context.setTangent(result, *sum);
  }
  return success();
}

LogicalResult
ad::detail::buildLinearElementwiseJVP(Operation *op, OpBuilder &builder,
                                      JVPContext &context, ValueRange tangents,
                                      ArrayRef<OperandPartial> rules) {
  for (auto [operand, tangent] : llvm::zip(op->getOperands(), tangents))
    if (mayBeActive(operand.getType()) && !tangent)
      return buildElementwiseJVP(op, builder, context, tangents, rules);
  return buildLinearJVP(op, builder, context, tangents);
}

void ad::detail::addElementwiseEdges(Operation *op,
                                     ArrayRef<OperandPartial> rules,
                                     function_ref<void(Value, Value)> edge) {
  for (auto [index, operand] : llvm::enumerate(op->getOperands()))
    if (index >= rules.size() || rules[index] != kZeroDerivative)
      for (Value result : op->getResults())
        edge(operand, result);
}
