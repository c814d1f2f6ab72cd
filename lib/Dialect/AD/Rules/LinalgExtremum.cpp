//===- LinalgExtremum.cpp - Reverse of maxima and minima -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The derivative goes to the elements that attain the extremum, in equal
// shares, as in JAX's reduce_max; in a sliding window to the first of them, as
// in JAX's reduce_window and PyTorch's max_pool. The init counts as an element
// unless it is the constant infinity that means "nothing yet". It takes the
// operand and the result to say which elements these are; nothing else is kept.
//
//===----------------------------------------------------------------------===//

#include "LinalgRules.h"
#include "LinalgTies.h"
#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using namespace mlir::ad;

/// value / count in the wider type, rounded once. Where the count is zero (a
/// NaN, or no iterations at all) no element receives the quotient.
static Value divide(Extremum &extremum, DerivativeContext &context, Value value,
                    Value count) {
  Location loc = extremum.op.getLoc();
  Type countType = getElementTypeOrSelf(count);
  return emitElementwise(
      context.getBuilder(), loc, {value, count},
      context.empty(extremum.getResult()),
      [&](OpBuilder &b, ValueRange elements) -> Value {
        Type type = elements[0].getType();
        Value quotient = elements[0];
        if (type != countType)
          quotient = arith::ExtFOp::create(b, loc, countType, quotient);
        quotient = arith::DivFOp::create(b, loc, quotient, elements[1]);
        if (type != countType)
          quotient = arith::TruncFOp::create(b, loc, type, quotient);
        return quotient;
      });
}

/// z = max over i of x_i:  dx_i = [x_i = z] dz / n with n = #{i : x_i = z}, the
/// element of the subdifferential that treats all ties alike.
///
///   %n = linalg.generic { count + (x == z ? 1 : 0) }   how many attain it
///   %share = linalg.generic { ct / n }
///   dx = linalg.generic { x == z ? share : 0 }         by the caller
///
/// The init receives the share where it is the extremum, and zero elsewhere.
Value ad::splitAmongTies(Extremum &extremum, VJPContext &context,
                         Value cotangent) {
  Value count = countTies(extremum, context);
  Value share = divide(extremum, context, cotangent, count);
  Value init = extremum.getInit();
  if (context.isActive(init))
    context.accumulate(
        init, emitWhereEqual(context.getBuilder(), extremum.op.getLoc(), share,
                             context.primal(extremum.getResult()),
                             context.primal(init), context.empty(init)));
  return share;
}

Value ad::isFirstOfWindow(Extremum &extremum, VJPContext &context,
                          Value cotangent) {
  WindowFirst first = findFirstOfWindow(extremum, context);
  Value init = extremum.getInit();
  if (context.isActive(init))
    context.accumulate(init, emitWhereNowhere(context.getBuilder(),
                                              extremum.op.getLoc(), cotangent,
                                              first, context.empty(init)));
  return first.isFirst;
}
