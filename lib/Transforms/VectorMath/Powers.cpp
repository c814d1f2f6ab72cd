//===- Powers.cpp - Powers and cubic roots -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Functions.h"
#include <cmath>

using namespace mlir;
using namespace mlir::snn;
using namespace mlir::snn::vectormath;

/// cbrt(m) for 1 <= m <= 2, to 16 bits.
static constexpr double kCbrt[] = {0.509248133549241469, 0.71174238660259237,
                                   -0.293954118084823685, 0.0830790354796354093,
                                   -0.0101022123363386412};

/// ((2 atanh(s) / s - 2) / s^2 - 2/3) / s^2 in s^2, for s <= 0.1716.
static constexpr double kLog[] = {0.399999999999999998, 0.285714285714293713,
                                  0.222222222216527653, 0.181818183360998462,
                                  0.153845948870071794, 0.133348087988123387,
                                  0.117061264645633972, 0.117243270608467466};

Lanes vectormath::cbrt(Lanes x) {
  Lanes magnitude = abs(x);
  Split split = splitExponent(magnitude);
  // From [sqrt(1/2), sqrt(2)) to [1, 2).
  Lanes isBelow = split.significand < 1.0;
  Lanes m = select(isBelow, split.significand * 2.0, split.significand);
  Lanes e = select(isBelow, split.exponent - 1.0, split.exponent);
  Lanes third = roundToInteger((e - 1.0) * (1.0 / 3)).number;
  Lanes rest = multiplyAdd(third, -3.0, e);
  auto choose = [&](double zero, double one, double two) {
    return select(rest == 0.0, zero,
                  select(rest == 1.0, m.splat(one), m.splat(two)));
  };
  Lanes y = m * choose(1, 2, 4);
  Lanes t =
      polynomial(m, kCbrt) * choose(1, 1.2599210498948732, 1.5874010519681994);
  // Halley's step makes 48 bits of 16.
  Lanes cube = t * t * t;
  t = t * (multiplyAdd(y, 2.0, cube) / multiplyAdd(cube, 2.0, y));
  if (!x.context().isForF32) {
    // Newton's step from few bits, whose square is exact, as in s_cbrt.c.
    t = upperHalf(t);
    Lanes quotient = y / (t * t);
    t = multiplyAdd(t, (quotient - t) / (t * 2.0 + quotient), t);
  }
  Lanes value = copySign(t * powerOfTwo(third), x);
  Lanes isOrdinary = (magnitude > 0.0) & (magnitude < INFINITY);
  return select(isOrdinary, value, x);
}

/// log(x) of positive x to more bits than an f64 has, since a power multiplies
/// its error by up to 709.
static LanePair preciseLog(Lanes x) {
  Split split = splitExponent(x);
  // s = f / (2 + f) in two numbers.
  Lanes f = split.significand - 1.0, sum = split.significand + 1.0;
  Lanes sumRest = split.significand - (sum - 1.0);
  Lanes inverse = 1.0 / sum;
  Lanes s = f * inverse;
  LanePair back = exactProduct(s, sum);
  Lanes sRest = (f - back.high - back.low - s * sumRest) * inverse;
  // 2s + s^3 (2/3 + series)
  LanePair z = exactProduct(s, s);
  Lanes zRest = multiplyAdd(s * 2.0, sRest, z.low);
  Lanes series = z.high * polynomial(z.high, kLog);
  LanePair factor = exactSum(s.splat(2.0 / 3), series);
  Lanes factorRest = factor.low + 3.7007434154171883e-17;
  LanePair cube = exactProduct(s, z.high);
  Lanes cubeRest = multiplyAdd(s, zRest, multiplyAdd(sRest, z.high, cube.low));
  LanePair tail = exactProduct(cube.high, factor.high);
  Lanes tailRest = multiplyAdd(cube.high, factorRest,
                               multiplyAdd(cubeRest, factor.high, tail.low));
  LanePair first =
      exactSum(split.exponent * 6.93147180369123816490e-01, s * 2.0);
  LanePair second = exactSum(first.high, tail.high);
  Lanes low = multiplyAdd(split.exponent, 1.90821492927058770002e-10,
                          multiplyAdd(sRest, 2.0, tailRest));
  return exactSum(second.high, second.low + first.low + low);
}

/// x^y for positive finite x.
static Lanes ordinaryPower(Lanes x, Lanes y) {
  if (x.context().isForF32) {
    // The power has up to 88 times the error of the logarithm.
    x.context().isForF32 = false;
    Lanes log = vectormath::log(x);
    x.context().isForF32 = true;
    return vectormath::exp(y * log);
  }
  LanePair log = preciseLog(x);
  LanePair product = exactProduct(y, log.high);
  Lanes high = product.high, low = multiplyAdd(y, log.low, product.low);
  UnscaledExp e = unscaledExp(high, low);
  Lanes value = scale(e.value, e.exponent);
  // Far beyond what the scaling takes.
  value = select(high > 720.0, INFINITY, value);
  return select(high < -760.0, 0.0, value);
}

namespace {
struct Parity {
  Lanes isInteger, isOdd;
};
} // namespace

static Parity parityOf(Lanes y) {
  Lanes magnitude = abs(y), half = magnitude * 0.5;
  // Beyond 2^52 all are integers, and beyond 2^53 even.
  auto isWhole = [](Lanes number) {
    Lanes rounded = number + 0x1p52 - 0x1p52;
    return (number == rounded) | !(number < 0x1p52);
  };
  Lanes isInteger = isWhole(magnitude);
  return {isInteger, isInteger & !isWhole(half)};
}

Lanes vectormath::pow(Lanes x, Lanes y) {
  Lanes magnitude = abs(x);
  Lanes value = ordinaryPower(magnitude, y);
  Lanes isDownward = y < 0.0;
  Lanes zero = x.splat(0), infinity = x.splat(INFINITY);
  value = select(magnitude == 0.0, select(isDownward, infinity, zero), value);
  value =
      select(magnitude == INFINITY, select(isDownward, zero, infinity), value);
  Lanes isGrowing = (magnitude > 1.0) ^ isDownward;
  value = select(abs(y) == INFINITY, select(isGrowing, infinity, zero), value);
  value = select((magnitude == 1.0) & !isUnordered(y, y), 1.0, value);
  Parity parity = parityOf(y);
  Lanes isNegative = copySign(x.splat(1), x) < 0.0;
  value = select(isNegative & parity.isOdd, -value, value);
  Lanes hasNoPower = (x < 0.0) & !(magnitude == INFINITY) & !parity.isInteger;
  value = select(hasNoPower, NAN, value);
  value = select(isUnordered(x, y), x + y, value);
  return select((x == 1.0) | (y == 0.0), 1.0, value);
}
