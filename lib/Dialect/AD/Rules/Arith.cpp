//===- Arith.cpp - Derivative rules of the arith dialect -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Ops without a rule here carry no derivative, since an operand or the result
// is an integer, or are an error where they do: bitcasts between float types
// and the scaling casts.
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/Math/IR/Math.h"
#include "snn/Dialect/AD/Rules/ElementwiseDerivative.h"
#include "snn/Dialect/AD/Rules/Rules.h"

using namespace mlir;
using namespace mlir::ad;

//===----------------------------------------------------------------------===//
// Arithmetic
//===----------------------------------------------------------------------===//

/// d(x + y)/dx = d(x + y)/dy = d(x - y)/dx = d rem(x, y)/dx = 1.
static Term same(ElementwisePartial &d) { return d.incoming(); }
/// d(x - y)/dy = d(-x)/dx = -1.
static Term negated(ElementwisePartial &d) { return -d.incoming(); }
/// d(x y)/dx = y: the other factor is what is kept.
static Term timesRhs(ElementwisePartial &d) {
  return d.incoming() * d.operand(1);
}
/// d(x y)/dy = x.
static Term timesLhs(ElementwisePartial &d) {
  return d.incoming() * d.operand(0);
}
/// d(x/y)/dx = 1/y, infinite or NaN at y = 0 as IEEE division has it.
static Term overRhs(ElementwisePartial &d) {
  return d.incoming() / d.operand(1);
}

/// d(x/y)/dy = -(x/y)/y: the quotient is at hand, the dividend need not be.
static Term quotientByDivisor(ElementwisePartial &d) {
  Term perDivisor = d.incoming() / d.operand(1);
  return -(perDivisor * d.result());
}

/// rem(x, y) = x - y * trunc(x/y), and trunc is flat. At the jumps this is the
/// derivative from the side that trunc took.
static Term remainderByDivisor(ElementwisePartial &d) {
  Term quotient = d.operand(0) / d.operand(1);
  return -(d.incoming() * d.emit<math::TruncOp>(quotient));
}

//===----------------------------------------------------------------------===//
// Extrema
//===----------------------------------------------------------------------===//

/// The cotangent where operand `self` wins against `other`, half of it where
/// they are equal, nothing elsewhere. A NaN wins against nothing, so both
/// operands of maximumf and minimumf receive zero when one is NaN.
template <unsigned self, bool isMax>
static Term extremum(ElementwisePartial &d) {
  Term x = d.operand(self), y = d.operand(1 - self), cotangent = d.incoming();
  auto wins = isMax ? arith::CmpFPredicate::OGT : arith::CmpFPredicate::OLT;
  Value strict = d.compare(wins, x, y);
  Value tie = d.compare(arith::CmpFPredicate::OEQ, x, y);
  Term half = cotangent * 0.5;
  return d.select(strict, cotangent,
                  d.select(tie, half, d.constant(0.0, cotangent)));
}

/// All to the operand that wins, half to each of two that are equal. In maxnumf
/// and minnumf a number wins against a NaN.
template <unsigned self, bool isMax>
static Term numberExtremum(ElementwisePartial &d) {
  Term x = d.operand(self), y = d.operand(1 - self), cotangent = d.incoming();
  auto wins = isMax ? arith::CmpFPredicate::UGT : arith::CmpFPredicate::ULT;
  Value strictOrNaN = d.compare(wins, x, y);
  Value isNumber = d.compare(arith::CmpFPredicate::ORD, x, x);
  Value strict = d.emit<arith::AndIOp>(strictOrNaN, isNumber);
  Value tie = d.compare(arith::CmpFPredicate::OEQ, x, y);
  Term half = cotangent * 0.5;
  return d.select(strict, cotangent,
                  d.select(tie, half, d.constant(0.0, cotangent)));
}

//===----------------------------------------------------------------------===//
// Selection and casts
//===----------------------------------------------------------------------===//

/// select(c, x, y): dx = c ? dz : 0. The condition carries no derivative, and
/// it is all that is kept.
static Term selectTrue(ElementwisePartial &d) {
  return d.select(d.operand(0), d.incoming(), d.constant(0.0, d.incoming()));
}

/// dy = c ? 0 : dz.
static Term selectFalse(ElementwisePartial &d) {
  return d.select(d.operand(0), d.constant(0.0, d.incoming()), d.incoming());
}

/// A cotangent has the precision of its value, so it is converted back.
static Term narrowed(ElementwisePartial &d) {
  return d.emit<arith::TruncFOp>(d.getOp()->getOperand(0).getType(),
                                 d.incoming());
}

/// z = truncf(x): rounding is taken to have slope 1, as in JAX and PyTorch.
static Term widened(ElementwisePartial &d) {
  return d.emit<arith::ExtFOp>(d.getOp()->getOperand(0).getType(), d.incoming(),
                               arith::FastMathFlagsAttr());
}

//===----------------------------------------------------------------------===//
// Registration
//===----------------------------------------------------------------------===//

void ad::registerArithRules(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *context, arith::ArithDialect *) {
    MLIRContext &c = *context;
    registerLinearElementwiseDerivative<arith::AddFOp, same, same>(c);
    registerLinearElementwiseDerivative<arith::SubFOp, same, negated>(c);
    registerElementwiseDerivative<arith::MulFOp, timesRhs, timesLhs>(c);
    registerElementwiseDerivative<arith::DivFOp, overRhs, quotientByDivisor>(c);
    registerElementwiseDerivative<arith::RemFOp, same, remainderByDivisor>(c);
    registerLinearElementwiseDerivative<arith::NegFOp, negated>(c);
    registerElementwiseDerivative<arith::MaximumFOp, extremum<0, true>,
                                  extremum<1, true>>(c);
    registerElementwiseDerivative<arith::MinimumFOp, extremum<0, false>,
                                  extremum<1, false>>(c);
    registerElementwiseDerivative<arith::MaxNumFOp, numberExtremum<0, true>,
                                  numberExtremum<1, true>>(c);
    registerElementwiseDerivative<arith::MinNumFOp, numberExtremum<0, false>,
                                  numberExtremum<1, false>>(c);
    registerLinearElementwiseDerivative<arith::SelectOp, kZeroDerivative,
                                        selectTrue, selectFalse>(c);
    registerLinearElementwiseDerivative<arith::ExtFOp, narrowed>(c);
    registerLinearElementwiseDerivative<arith::TruncFOp, widened>(c);
  });
}
