//===- Linearity.cpp - Bodies that add up over tiles -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Linearity.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/Matchers.h"
#include "snn/Transforms/ElementNest.h"

using namespace mlir;
using namespace mlir::snn;

/// A sum of an addend and a constant is no addend: the constant would be added
/// once per tile.
static Degree addDegrees(Degree a, Degree b) {
  if (a == b || b == Degree::Zero || b == Degree::Any)
    return a;
  return a == Degree::Zero || a == Degree::Any ? b : Degree::Other;
}

/// A product of two addends is none of the product's: (a + b)^2 is not a^2 +
/// b^2.
static Degree multiplyDegrees(Degree a, Degree b) {
  if (a == Degree::Zero || b == Degree::Zero)
    return Degree::Zero;
  if (a == Degree::Constant || a == Degree::Any)
    return b;
  return b == Degree::Constant || b == Degree::Any ? a : Degree::Other;
}

/// Ops that are linear in what they are given; all others are constant if their
/// operands are.
Degree mlir::snn::degreeOf(Operation *op, ArrayRef<Degree> degrees) {
  if (isa<arith::AddFOp, arith::SubFOp>(op))
    return addDegrees(degrees[0], degrees[1]);
  if (isa<arith::MulFOp>(op))
    return multiplyDegrees(degrees[0], degrees[1]);
  if (isa<arith::NegFOp, arith::ExtFOp>(op))
    return degrees[0];
  if (isa<arith::DivFOp>(op) && degrees[1] == Degree::Constant)
    return degrees[0];
  if (isa<arith::SelectOp>(op) && degrees[0] == Degree::Constant)
    return addDegrees(degrees[1], degrees[2]);
  bool isConstant = llvm::all_of(degrees, [](Degree degree) {
    return degree != Degree::Linear && degree != Degree::Other;
  });
  return isConstant ? Degree::Constant : Degree::Other;
}

Degree mlir::snn::degreeIn(Block &body, Value value,
                           function_ref<Degree(BlockArgument)> degreeOfInput) {
  if (matchPattern(value, m_PosZeroFloat()))
    return Degree::Zero;
  if (value.getParentBlock() != &body)
    return Degree::Constant;
  if (auto argument = dyn_cast<BlockArgument>(value))
    return degreeOfInput(argument);
  Operation *op = value.getDefiningOp();
  SmallVector<Degree> degrees;
  for (Value operand : op->getOperands())
    degrees.push_back(degreeIn(body, operand, degreeOfInput));
  return degreeOf(op, degrees);
}

/// True if `argument` has a part in `value` within its block.
static bool dependsOn(Value value, BlockArgument argument) {
  if (value == argument)
    return true;
  Operation *op = value.getDefiningOp();
  return op && op->getBlock() == argument.getOwner() &&
         llvm::any_of(op->getOperands(), [&](Value operand) {
           return dependsOn(operand, argument);
         });
}

bool mlir::snn::addsTo(Value value, BlockArgument sum) {
  if (value == sum)
    return true;
  if (auto add = value.getDefiningOp<arith::AddFOp>())
    return (addsTo(add.getLhs(), sum) && !dependsOn(add.getRhs(), sum)) ||
           (addsTo(add.getRhs(), sum) && !dependsOn(add.getLhs(), sum));
  auto select = value.getDefiningOp<arith::SelectOp>();
  return select && !dependsOn(select.getCondition(), sum) &&
         addsTo(select.getTrueValue(), sum) &&
         addsTo(select.getFalseValue(), sum);
}

bool mlir::snn::isZero(Value value) {
  if (matchPattern(value, m_PosZeroFloat()))
    return true;
  auto splat = splatOf(value);
  auto attribute = splat ? dyn_cast<Attribute>(*splat) : Attribute();
  auto number = dyn_cast_or_null<FloatAttr>(attribute);
  return number && number.getValue().isPosZero();
}
