//===- Logarithms.cpp - Logarithms and the inverse hyperbolic functions ---===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// After FreeBSD's msun (e_log.c, e_log2.c, e_log10.c, s_log1p.c): with
// s = f / (2 + f), log(1 + f) is f - (f^2/2 - s * (f^2/2 + R(s^2))).
//
//===----------------------------------------------------------------------===//

#include "Functions.h"
#include <cmath>

using namespace mlir;
using namespace mlir::snn;
using namespace mlir::snn::vectormath;

/// (2 atanh(s) / s - 2) / s^2 in s^2, for s <= 0.1716.
static constexpr double kLogForF32[] = {
    0.666666850954290687, 0.39988757716604847, 0.295809859299744226};
static constexpr double kLogForF64[] = {
    0.666666666666666971, 0.399999999998988905, 0.285714286262538376,
    0.222222110893794962, 0.181828924325368712, 0.153316117220550079,
    0.14617807153417325};

namespace {
/// Numbers whose product by an exponent, or by a number of few bits, is exact
/// in the first part.
struct TwoParts {
  double high, low;
};

/// A base's logarithms of e and of 2.
struct Base {
  TwoParts e, two;
};

/// log(1 + f) = f - (halfSquare - rest).
struct LogParts {
  Lanes f, halfSquare, rest, s;
};
} // namespace

static TwoParts logOfTwo(Lanes x) {
  return x.isF32()
             ? TwoParts{0.693138122558593750, 9.05800061445916e-6}
             : TwoParts{6.93147180369123816490e-01, 1.90821492927058770002e-10};
}

Split vectormath::splitExponent(Lanes x) {
  Lanes scaled = x;
  double factor = x.isF32() ? 0x1p25 : 0x1p54;
  // A multiplication, so that a machine that takes subnormals for zero does.
  Lanes isSmall = x < x.leastNormal();
  if (x.context().keepsSubnormals)
    scaled = select(isSmall, x * factor, x);
  Lanes half = x.splat(M_SQRT1_2);
  Lanes offset = half.bits();
  unsigned fraction = x.fractionBits();
  // Positive whatever x is.
  Lanes bits = scaled.bits() - offset + x.bitPattern(x.bias() << fraction);
  Lanes fractionMask = x.bitPattern((int64_t(1) << fraction) - 1);
  Lanes significand = ((bits & fractionMask) + offset).asFloat();
  double shift = std::ldexp(1.0, fraction);
  Lanes exponent = ((bits >> fraction) | x.splat(shift).bits()).asFloat() -
                   (shift + x.bias());
  if (x.context().keepsSubnormals)
    exponent = select(isSmall, exponent - std::log2(factor), exponent);
  return {significand, exponent};
}

/// With s = f / (2 + f): log(1 + f) = 2 artanh(s) = f - f^2/2 + s (f^2/2 +
/// p(s^2)), of which the first two terms are nearly exact.
static LogParts logParts(Lanes significand) {
  Lanes f = significand - 1.0;
  Lanes s = f / (f + 2.0);
  Lanes z = s * s;
  Lanes series = z * polynomial(z, kLogForF32, kLogForF64);
  Lanes halfSquare = f * f * 0.5;
  return {f, halfSquare, s * (halfSquare + series), s};
}

/// The values of a logarithm at zero, below it and at infinity. NaN stays.
static Lanes atLimits(Lanes value, Lanes x, double pole) {
  Lanes result = select(x < INFINITY, value, x);
  result = select(x < pole, NAN, result);
  return select(x == pole, -INFINITY, result);
}

/// log(x) = n log(2) + log(significand), the small parts added first.
Lanes vectormath::log(Lanes x) {
  Split split = splitExponent(x);
  LogParts parts = logParts(split.significand);
  TwoParts two = logOfTwo(x);
  Lanes rest = multiplyAdd(split.exponent, two.low, parts.rest);
  Lanes value = parts.f - (parts.halfSquare - rest);
  return atLimits(multiplyAdd(split.exponent, two.high, value), x, 0);
}

/// The logarithm to a base.
static Lanes logToBase(Lanes x, const Base &base) {
  Split split = splitExponent(x);
  LogParts parts = logParts(split.significand);
  // The logarithm of the significand in two numbers, the first of few bits.
  Lanes high = clearLow(parts.f - parts.halfSquare, x.isF32() ? 12 : 32);
  Lanes low = parts.f - high - parts.halfSquare + parts.rest;
  Lanes whole = split.exponent * base.two.high;
  Lanes product = high * base.e.high;
  Lanes sum = whole + product;
  Lanes rest = multiplyAdd(low + high, base.e.low, low * base.e.high);
  if (base.two.low != 0)
    rest = multiplyAdd(split.exponent, base.two.low, rest);
  return atLimits(rest + (whole - sum + product) + sum, x, 0);
}

/// By log2(e) in two parts; the exponent adds exactly.
Lanes vectormath::log2(Lanes x) {
  if (x.isF32())
    return logToBase(x, {{1.4428710938, -1.7605285393e-04}, {1, 0}});
  return logToBase(
      x, {{1.44269504072144627571, 1.67517131648865118353e-10}, {1, 0}});
}

/// By log10(e) and log10(2), in two parts each.
Lanes vectormath::log10(Lanes x) {
  if (x.isF32())
    return logToBase(x, {{4.3432617188e-01, -3.1689971365e-05},
                         {3.0102920532e-01, 7.9034151668e-07}});
  return logToBase(x,
                   {{4.34294481878168880939e-01, 2.50829467116452752298e-11},
                    {3.01029995663611771306e-01, 3.69423907715893078616e-13}});
}

/// log(1 + x) by the rounded sum, and what rounding lost of x added as a
/// first-order term.
Lanes vectormath::log1p(Lanes x) {
  Lanes sum = x + 1.0;
  Lanes lost = x - (sum - 1.0);
  Split split = splitExponent(sum);
  LogParts parts = logParts(split.significand);
  // Nothing is lost beside what is large.
  Lanes exponent = split.exponent;
  lost = lost * powerOfTwo(-select(exponent > 64.0, 64.0, exponent));
  // 1 / (1 + f) = (1 - s) / (1 + s), of which a few bits are enough.
  Lanes inverse = polynomial(parts.s, {1, -2, 2, -2});
  TwoParts two = logOfTwo(x);
  Lanes rest = multiplyAdd(exponent, two.low, lost * inverse) + parts.rest;
  Lanes value = parts.f - (parts.halfSquare - rest);
  value = multiplyAdd(exponent, two.high, value);
  double tiny = x.isF32() ? 0x1p-26 : 0x1p-55;
  return select(abs(x) < tiny, x, atLimits(value, x, -1));
}

/// Beyond this the square of a number is all that counts beside 1.
static constexpr double kLarge = 0x1p28;

/// asinh(x) = log1p(x + x^2 / (1 + sqrt(1 + x^2))) for positive x, and log(2x)
/// where the square is all that counts; odd.
Lanes vectormath::asinh(Lanes x) {
  Lanes magnitude = abs(x);
  Lanes root = sqrt(multiplyAdd(magnitude, magnitude, 1.0)) + 1.0;
  Lanes isLarge = magnitude > kLarge;
  Lanes above = select(isLarge, magnitude - 1.0,
                       magnitude + magnitude * magnitude / root);
  Lanes value = log1p(above);
  return copySign(select(isLarge, value + M_LN2, value), x);
}

/// acosh(x) = log1p(t + sqrt(t (t + 2))) with t = x - 1.
Lanes vectormath::acosh(Lanes x) {
  Lanes above = x - 1.0;
  Lanes isLarge = x > kLarge;
  Lanes root = sqrt(above * (above + 2.0));
  Lanes value = log1p(select(isLarge, above, above + root));
  // The root is one of a product of two numbers, which may both be negative.
  return select(x < 1.0, NAN, select(isLarge, value + M_LN2, value));
}

Lanes vectormath::atanh(Lanes x) {
  Lanes magnitude = abs(x);
  Lanes value = log1p(magnitude * 2.0 / (1.0 - magnitude)) * 0.5;
  return copySign(value, x);
}
