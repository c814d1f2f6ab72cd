//===- Exponentials.cpp - exp and the hyperbolic functions -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Polynomials here and in the files beside are near-minimax: Chebyshev
// interpolation in 60 digits.
//
//===----------------------------------------------------------------------===//

#include "Functions.h"
#include <cmath>

using namespace mlir;
using namespace mlir::snn;
using namespace mlir::snn::vectormath;

/// (exp(r) - 1 - r) / r^2 for |r| <= log(2) / 2.
static constexpr double kExpForF32[] = {
    0.5, 0.166665769896987757, 0.0416665546172045742, 0.00836317905272257737,
    0.00139261835877134945};
static constexpr double kExpForF64[] = {
    0.500000000000000102,   0.166666666666666675,   0.0416666666666241279,
    0.00833333333333006183, 0.00138888889172137169, 0.000198412698630536169,
    2.48015212959543751e-5, 2.75572684599970648e-6, 2.76200884454097482e-7,
    2.51003854955103191e-8};

/// (2^r - 1) / r for |r| <= 1/2.
static constexpr double kExp2ForF32[] = {
    0.69314718803071341,    0.240226507606069574,   0.0555035709268903002,
    0.00961808253863696085, 0.00133908748478105284, 0.000154531728870401589};
static constexpr double kExp2ForF64[] = {
    0.693147180559945309,   0.240226506959100982,   0.0555041086648215944,
    0.00961812910760687124, 0.00133335581464169261, 0.000154035304417650865,
    1.52527338298515956e-5, 1.32154425702246493e-6, 1.01780624364127654e-7,
    7.0725894883963451e-9,  4.45496248463321229e-10};

namespace {
/// x = r + number * log(2) with |r| <= log(2) / 2.
struct Reduced {
  Lanes r;
  Rounded n;
};

/// Where a function of the type leaves the numbers that there are.
struct Limits {
  /// exp of more is infinite, of less zero: with subnormals and without.
  double most, least, leastNormal;
  /// 2^x of less is zero.
  double leastPower, leastNormalPower;
};
} // namespace

/// What `exp` and `exp2` give at the ends of the type of `x`.
static Limits limits(Lanes x) {
  if (x.isF32())
    return {88.72283935546875, -103.97208404541015625, -87.33654022216796875,
            -150, -126};
  return {709.782712893384, -745.1332191019411, -708.3964185322641, -1075,
          -1022};
}

/// Cody and Waite's reduction: log(2) in two parts, so that x - n log(2) keeps
/// its digits where n is large.
static Reduced reduce(Lanes x) {
  Rounded n = roundProduct(x, 1.4426950408889634);
  // The product by the first part of log(2) is exact without fused operations.
  double first = x.isF32() ? 0.693359375 : 6.93147180369123816490e-01;
  double second =
      x.isF32() ? -2.12194440054690583e-4 : 1.90821492927058770002e-10;
  Lanes r = multiplyAdd(n.number, -first, x);
  return {multiplyAdd(n.number, -second, r), n};
}

/// p * 2^n, where zero will do for what is no normal number and anything for
/// what is too large.
static Lanes scaleNormal(Lanes p, const Rounded &n) {
  if (p.context().keepsSubnormals)
    return scale(p, n.number);
  return (p.bits() + (n.shifted.bits() << p.fractionBits())).asFloat();
}

/// `value` between the limits, infinity above and zero below. NaN stays.
static Lanes limit(Lanes value, Lanes x, double least, double most) {
  Lanes inRange = x < x.splat(most);
  Lanes result = select(inRange, value, x * INFINITY);
  return select(x < least, 0.0, result);
}

/// exp(x) = 2^n exp(r), with exp(r) = 1 + r + r^2 p(r).
Lanes vectormath::exp(Lanes x) {
  Reduced reduced = reduce(x);
  Lanes r = reduced.r;
  Lanes p = multiplyAdd(polynomial(r, kExpForF32, kExpForF64), r, 1.0);
  p = multiplyAdd(p, r, 1.0);
  Limits known = limits(x);
  // `most` itself is finite.
  return limit(scaleNormal(p, reduced.n), x,
               x.context().keepsSubnormals ? known.least : known.leastNormal,
               std::nextafter(known.most, INFINITY));
}

/// 2^x = 2^n 2^r with n the nearest integer: no product has to be exact.
Lanes vectormath::exp2(Lanes x) {
  Rounded n = roundToInteger(x);
  Lanes r = x - n.number;
  Lanes p = multiplyAdd(polynomial(r, kExp2ForF32, kExp2ForF64), r, 1.0);
  Limits known = limits(x);
  return limit(scaleNormal(p, n), x,
               x.context().keepsSubnormals ? known.leastPower
                                           : known.leastNormalPower,
               x.bias() + 1);
}

UnscaledExp vectormath::unscaledExp(Lanes high) {
  Reduced reduced = reduce(high);
  Lanes r = reduced.r;
  Lanes p = multiplyAdd(polynomial(r, kExpForF32, kExpForF64), r, 1.0);
  return {multiplyAdd(p, r, 1.0), reduced.n.number};
}

UnscaledExp vectormath::unscaledExp(Lanes high, Lanes low) {
  Reduced reduced = reduce(high);
  Lanes r = reduced.r + low;
  Lanes p = multiplyAdd(polynomial(r, kExpForF32, kExpForF64), r, 1.0);
  return {multiplyAdd(p, r, 1.0), reduced.n.number};
}

/// (exp(x) - 1) / 2^shift for x whose exponential, so divided, is a number. The
/// result is off for numbers so small that dividing them loses bits.
static Lanes shiftedExpm1(Lanes x, int shift) {
  Reduced reduced = reduce(x);
  Lanes r = reduced.r;
  Lanes p = multiplyAdd(r * r, polynomial(r, kExpForF32, kExpForF64), r);
  Lanes power = powerOfTwo(shift ? reduced.n.number - shift : reduced.n.number);
  return multiplyAdd(power, p, power - std::ldexp(1.0, -shift));
}

/// Below this |x| a function with the derivative 1 at zero is its argument.
static double tiny(Lanes x) { return x.isF32() ? 0x1p-26 : 0x1p-55; }

/// (exp(x) - 1) / 2 first, so that the power of two stays finite wherever the
/// result is.
Lanes vectormath::expm1(Lanes x) {
  Limits known = limits(x);
  // exp(x) is lost beside 1 below this.
  double least = x.isF32() ? -20 : -40;
  Lanes value = shiftedExpm1(select(x < least, least, x), 1) * 2.0;
  value = select(x > known.most, INFINITY, value);
  return select(abs(x) < tiny(x), x, value);
}

/// tanh(x) = e / (e + 2) with e = exp(2x) - 1, which keeps the digits of small
/// x.
Lanes vectormath::tanh(Lanes x) {
  double most = x.isF32() ? 10 : 20; // tanh is 1 beyond
  Lanes magnitude = abs(x);
  Lanes e = shiftedExpm1(select(magnitude > most, most, magnitude) * 2.0, 0);
  return copySign(e / (e + 2.0), x);
}

/// (exp(x) - 1) / 4 for x >= 0 up to where sinh and cosh are infinite.
static Lanes quarterExpm1(Lanes x) { return shiftedExpm1(x, 2); }

/// sinh and cosh are infinite beyond.
static constexpr double kMostHyperbolic = 710.4758600739439;

/// sinh(x) = (e + e / (e + 1)) / 2 with e = exp(x) - 1 and h = e / 2.
Lanes vectormath::sinh(Lanes x) {
  Lanes magnitude = abs(x);
  Lanes half = quarterExpm1(magnitude) * 2.0;
  Lanes value = half + half / multiplyAdd(half, half.splat(2.0), 1.0);
  value = select(magnitude > kMostHyperbolic, INFINITY, value);
  return select(magnitude < tiny(x), x, copySign(value, x));
}

/// cosh(x) = h + 1 / (4 h) with h = exp(x) / 2.
Lanes vectormath::cosh(Lanes x) {
  Lanes magnitude = abs(x);
  Lanes half = multiplyAdd(quarterExpm1(magnitude), 2.0, magnitude.splat(0.5));
  Lanes value = half + 0.25 / half;
  return select(magnitude > kMostHyperbolic, INFINITY, value);
}
