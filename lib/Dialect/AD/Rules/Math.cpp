//===- Math.cpp - Derivative rules of the math dialect -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One line of arithmetic for each op: ct is the cotangent of the result, in
// forward mode the tangent of the operand, x and y are operands, z is the
// result, read instead of x where it says enough.
// Where a function has no derivative, the comment says what is taken: as JAX
// does, unless it says otherwise.
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/Math/IR/Math.h"
#include "snn/Dialect/AD/Rules/ElementwiseDerivative.h"
#include "snn/Dialect/AD/Rules/Rules.h"

using namespace mlir;
using namespace mlir::ad;

static constexpr double kLn2 = 0.693147180559945309417232121458176568;
static constexpr double kLn10 = 2.30258509299404568401799145468436421;
static constexpr double kTwoOverSqrtPi = 1.12837916709551257389615890312154517;

/// The op `OpTy` applied to `x`.
template <typename OpTy> static Term call(ElementwisePartial &d, Term x) {
  return d.emit<OpTy>(x);
}

//===----------------------------------------------------------------------===//
// Absolute value and sign
//===----------------------------------------------------------------------===//

/// The sign of x, and so 0 at 0, the middle of the two slopes (JAX takes 1).
static Term absRule(ElementwisePartial &d) {
  Term x = d.operand(0), cotangent = d.incoming(), zero = d.constant(0.0, x);
  Value positive = d.compare(arith::CmpFPredicate::OGT, x, zero);
  Value negative = d.compare(arith::CmpFPredicate::OLT, x, zero);
  return d.select(positive, cotangent, d.select(negative, -cotangent, zero));
}

/// copysign(x, s) is x or -x as the signs say, those of zeros included; it is
/// flat in s.
static Term copySignRule(ElementwisePartial &d) {
  Term x = d.operand(0), one = d.constant(1.0, x);
  Term was = d.emit<math::CopySignOp>(one, x);
  Term is = d.emit<math::CopySignOp>(one, d.operand(1));
  return d.incoming() * (was * is);
}

/// Between the bounds alone: none of the three receives anything where two are
/// equal, the one that was taken receives all elsewhere.
static Term clampValue(ElementwisePartial &d) {
  Term x = d.operand(0), low = d.operand(1), high = d.operand(2);
  Value above = d.compare(arith::CmpFPredicate::OGT, x, low);
  Value below = d.compare(arith::CmpFPredicate::OLT, x, high);
  Value inside = d.emit<arith::AndIOp>(above, below);
  return d.select(inside, d.incoming(), d.constant(0.0, x));
}
/// z = min(max(x, low), high):  dlow = dz where x < low < high.
static Term clampLow(ElementwisePartial &d) {
  Term x = d.operand(0), low = d.operand(1), high = d.operand(2);
  Value below = d.compare(arith::CmpFPredicate::OLT, x, low);
  Value ordered = d.compare(arith::CmpFPredicate::OLT, low, high);
  Value taken = d.emit<arith::AndIOp>(below, ordered);
  return d.select(taken, d.incoming(), d.constant(0.0, x));
}
/// dhigh = dz where x > high.
static Term clampHigh(ElementwisePartial &d) {
  Term x = d.operand(0), high = d.operand(2);
  Value above = d.compare(arith::CmpFPredicate::OGT, x, high);
  return d.select(above, d.incoming(), d.constant(0.0, x));
}

//===----------------------------------------------------------------------===//
// Trigonometric and hyperbolic functions
//===----------------------------------------------------------------------===//

/// dx = ct cos(x).
static Term sinRule(ElementwisePartial &d) {
  return d.incoming() * call<math::CosOp>(d, d.operand(0));
}
/// dx = -ct sin(x).
static Term cosRule(ElementwisePartial &d) {
  return -(d.incoming() * call<math::SinOp>(d, d.operand(0)));
}
/// Each of the two results is the other's derivative, up to the sign.
static Term sincosRule(ElementwisePartial &d) {
  if (!d.receives(1))
    return d.incoming(0) * d.result(1);
  if (!d.receives(0))
    return -(d.incoming(1) * d.result(0));
  Term bySin = d.incoming(0) * d.result(1);
  Term byCos = d.incoming(1) * d.result(0);
  return bySin - byCos;
}
/// dx = ct (1 + z^2).
static Term tanRule(ElementwisePartial &d) {
  Term z = d.result();
  return d.incoming() * (z * z + 1.0);
}
/// dx = ct cosh(x).
static Term sinhRule(ElementwisePartial &d) {
  return d.incoming() * call<math::CoshOp>(d, d.operand(0));
}
/// dx = ct sinh(x).
static Term coshRule(ElementwisePartial &d) {
  return d.incoming() * call<math::SinhOp>(d, d.operand(0));
}
/// (1 - z)(1 + z) and not 1 - z*z, which loses digits where tanh saturates.
static Term tanhRule(ElementwisePartial &d) {
  Term z = d.result();
  Term left = 1.0 - z;
  return d.incoming() * left * (1.0 + z);
}

/// 1 - x*x without the loss of digits near 1 and -1.
static Term oneMinusSquare(Term x) {
  Term left = 1.0 - x;
  return left * (1.0 + x);
}

/// Infinite at 1 and -1. dx = ct / sqrt(1 - x^2).
static Term asinRule(ElementwisePartial &d) {
  return d.incoming() / call<math::SqrtOp>(d, oneMinusSquare(d.operand(0)));
}
/// dx = -ct / sqrt(1 - x^2), infinite at 1 and -1.
static Term acosRule(ElementwisePartial &d) { return -asinRule(d); }
/// dx = ct / (1 + x^2).
static Term atanRule(ElementwisePartial &d) {
  Term x = d.operand(0);
  return d.incoming() / (x * x + 1.0);
}
/// dx = ct / sqrt(1 + x^2).
static Term asinhRule(ElementwisePartial &d) {
  Term x = d.operand(0);
  return d.incoming() / call<math::SqrtOp>(d, x * x + 1.0);
}
/// Infinite at 1. dx = ct / sqrt((x - 1)(x + 1)).
static Term acoshRule(ElementwisePartial &d) {
  Term x = d.operand(0);
  Term left = x - 1.0;
  return d.incoming() / call<math::SqrtOp>(d, left * (x + 1.0));
}
/// Infinite at 1 and -1. dx = ct / ((1 - x)(1 + x)).
static Term atanhRule(ElementwisePartial &d) {
  return d.incoming() / oneMinusSquare(d.operand(0));
}

/// atan2(y, x), NaN where both are zero. dy = ct x / (x^2 + y^2).
static Term atan2ByY(ElementwisePartial &d) {
  Term y = d.operand(0), x = d.operand(1);
  Term squares = x * x;
  return d.incoming() * (x / (squares + y * y));
}
/// dx = -ct y / (x^2 + y^2).
static Term atan2ByX(ElementwisePartial &d) {
  Term y = d.operand(0), x = d.operand(1);
  Term squares = x * x;
  return -(d.incoming() * (y / (squares + y * y)));
}

//===----------------------------------------------------------------------===//
// Exponentials, logarithms, error function
//===----------------------------------------------------------------------===//

/// dx = ct z.
static Term expRule(ElementwisePartial &d) { return d.incoming() * d.result(); }
/// dx = ct z ln 2.
static Term exp2Rule(ElementwisePartial &d) {
  return d.incoming() * (d.result() * kLn2);
}
/// z = exp(x) - 1, so dx = ct (z + 1).
static Term expm1Rule(ElementwisePartial &d) {
  return d.incoming() * (d.result() + 1.0);
}
/// The logarithms have an infinite derivative at 0.
static Term logRule(ElementwisePartial &d) {
  return d.incoming() / d.operand(0);
}
/// dx = ct / (x ln 2).
static Term log2Rule(ElementwisePartial &d) {
  return d.incoming() / (d.operand(0) * kLn2);
}
/// dx = ct / (x ln 10).
static Term log10Rule(ElementwisePartial &d) {
  return d.incoming() / (d.operand(0) * kLn10);
}
/// dx = ct / (1 + x), infinite at -1.
static Term log1pRule(ElementwisePartial &d) {
  return d.incoming() / (d.operand(0) + 1.0);
}

/// dx = ct exp(-x^2) 2 / sqrt(pi).
static Term erfRule(ElementwisePartial &d) {
  Term x = d.operand(0);
  Term bell = call<math::ExpOp>(d, -(x * x));
  return d.incoming() * (bell * kTwoOverSqrtPi);
}
/// erfc(x) = 1 - erf(x).
static Term erfcRule(ElementwisePartial &d) { return -erfRule(d); }

//===----------------------------------------------------------------------===//
// Powers and roots
//===----------------------------------------------------------------------===//

/// y * x^(y-1): NaN for x = y = 0, as 0 * inf is.
static Term powByBase(ElementwisePartial &d) {
  Term x = d.operand(0), y = d.operand(1);
  Term slope = d.emit<math::PowFOp>(x, y - 1.0);
  return d.incoming() * (y * slope);
}
/// x^y * log(x), where log(0) is taken as 0: zero at x = 0 for y >= 0, NaN for
/// negative y and for negative x.
static Term powByExponent(ElementwisePartial &d) {
  Term x = d.operand(0);
  Value isZero = d.compare(arith::CmpFPredicate::OEQ, x, d.constant(0.0, x));
  Term positive = d.select(isZero, d.constant(1.0, x), x);
  Term slope = call<math::LogOp>(d, positive);
  return d.incoming() * (slope * d.result());
}
/// n * x^(n-1), zero for n = 0 whatever x is.
static Term integerPowByBase(ElementwisePartial &d) {
  Term x = d.operand(0), n = d.operand(1), zero = d.constant(0.0, n);
  Term one = d.constant(1.0, n);
  Value isZero = d.emit<arith::CmpIOp>(arith::CmpIPredicate::eq, n, zero);
  // x^0 for n = 0, so that no infinity meets the zero.
  Term less =
      d.emit<arith::SelectOp>(isZero, zero, d.emit<arith::SubIOp>(n, one));
  Term slope = d.emit<math::FPowIOp>(x, less);
  Term factor = d.emit<arith::SIToFPOp>(Value(x).getType(), n);
  return d.incoming() * (factor * slope);
}
/// Infinite at 0.
static Term sqrtRule(ElementwisePartial &d) {
  return d.incoming() * (0.5 / d.result());
}
/// Infinite at 0: with z = x^(-1/2), dz = -z^3/2.
static Term rsqrtRule(ElementwisePartial &d) {
  Term z = d.result();
  return d.incoming() * (z * z * z * -0.5);
}
/// Infinite at 0: with z = x^(1/3), dz = z^(-2)/3.
static Term cbrtRule(ElementwisePartial &d) {
  Term z = d.result();
  return d.incoming() / (z * z * 3.0);
}

/// fma(a, b, c) = a b + c:  da = ct b.
static Term fmaByFirst(ElementwisePartial &d) {
  return d.incoming() * d.operand(1);
}
/// db = ct a.
static Term fmaBySecond(ElementwisePartial &d) {
  return d.incoming() * d.operand(0);
}
/// dc = ct.
static Term fmaByThird(ElementwisePartial &d) { return d.incoming(); }

//===----------------------------------------------------------------------===//
// Registration
//===----------------------------------------------------------------------===//

/// The rule of an op with one operand.
template <OperandPartial rule, typename... OpTys>
static void addUnary(MLIRContext &context) {
  (registerElementwiseDerivative<OpTys, rule>(context), ...);
}

static void addUnaryRules(MLIRContext &c) {
  addUnary<absRule, math::AbsFOp>(c);
  addUnary<acosRule, math::AcosOp>(c);
  addUnary<acoshRule, math::AcoshOp>(c);
  addUnary<asinRule, math::AsinOp>(c);
  addUnary<asinhRule, math::AsinhOp>(c);
  addUnary<atanRule, math::AtanOp>(c);
  addUnary<atanhRule, math::AtanhOp>(c);
  addUnary<cbrtRule, math::CbrtOp>(c);
  addUnary<cosRule, math::CosOp>(c);
  addUnary<coshRule, math::CoshOp>(c);
  addUnary<erfRule, math::ErfOp>(c);
  addUnary<erfcRule, math::ErfcOp>(c);
  addUnary<expRule, math::ExpOp>(c);
  addUnary<exp2Rule, math::Exp2Op>(c);
  addUnary<expm1Rule, math::ExpM1Op>(c);
  addUnary<logRule, math::LogOp>(c);
  addUnary<log10Rule, math::Log10Op>(c);
  addUnary<log1pRule, math::Log1pOp>(c);
  addUnary<log2Rule, math::Log2Op>(c);
  addUnary<rsqrtRule, math::RsqrtOp>(c);
  addUnary<sinRule, math::SinOp>(c);
  addUnary<sincosRule, math::SincosOp>(c);
  addUnary<sinhRule, math::SinhOp>(c);
  addUnary<sqrtRule, math::SqrtOp>(c);
  addUnary<tanRule, math::TanOp>(c);
  addUnary<tanhRule, math::TanhOp>(c);
  // Flat between their jumps, and taken as flat at them.
  addUnary<kZeroDerivative, math::CeilOp, math::FloorOp, math::RoundOp,
           math::RoundEvenOp, math::TruncOp>(c);
}

void ad::registerMathRules(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *context, math::MathDialect *) {
    MLIRContext &c = *context;
    addUnaryRules(c);
    registerElementwiseDerivative<math::Atan2Op, atan2ByY, atan2ByX>(c);
    registerElementwiseDerivative<math::ClampFOp, clampValue, clampLow,
                                  clampHigh>(c);
    registerElementwiseDerivative<math::CopySignOp, copySignRule,
                                  kZeroDerivative>(c);
    registerElementwiseDerivative<math::FmaOp, fmaByFirst, fmaBySecond,
                                  fmaByThird>(c);
    registerElementwiseDerivative<math::FPowIOp, integerPowByBase>(c);
    registerElementwiseDerivative<math::PowFOp, powByBase, powByExponent>(c);
  });
}
