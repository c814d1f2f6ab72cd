//===- InverseTrigonometry.cpp - Arc functions -*- C++ -*-===//
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

/// (atan(t) / t - 1) / t^2 in t^2, for |t| <= tan(pi/8).
static constexpr double kAtanForF32[] = {
    -0.333333317538169689, 0.199995387947719215, -0.142638971125986755,
    0.107430996676745703, -0.0644983522459149592};
static constexpr double kAtanForF64[] = {
    -0.333333333333333301, 0.199999999999954792,   -0.142857142846578936,
    0.111111110145610136,  -0.0909090454988461095, 0.076921825351166482,
    -0.066645022156714471, 0.0585806875686151055,  -0.0508503049281094054,
    0.0392195525325512941, -0.0191620689159025739};

/// (asin(s) / s - 1) / s^2 in s^2, for |s| <= 1/2.
static constexpr double kAsinForF32[] = {
    0.166666663365404898,  0.0750009476117290113, 0.0445993191628711381,
    0.0311017278290671667, 0.0171437168192535685, 0.0337007263213651316};
static constexpr double kAsinForF64[] = {
    0.166666666666666678,   0.0749999999999842426, 0.0446428571463733809,
    0.0303819441370852143,  0.0223721730020055974, 0.0173523912659092279,
    0.0139712353011245391,  0.0114789526902573867, 0.010324318288744112,
    0.00545087818772054995, 0.0174193579648848572, -0.0148814093928180666,
    0.0287784426125930408};

static constexpr double kHalfPi = 1.57079632679489655800e+00;
static constexpr double kHalfPiRest = 6.12323399573676603587e-17;

/// The angle of a slope num / den of numbers that are not negative. With
/// t = tan(a - b) for b = 0, pi/4 or pi/2, t is at most tan(pi/8).
static Lanes angle(Lanes num, Lanes den) {
  Lanes isSteep = num > den * 2.414213562373095;
  Lanes isMiddle = num > den * 0.4142135623730950;
  auto choose = [&](Lanes steep, Lanes middle, Lanes flat) {
    return select(isSteep, steep, select(isMiddle, middle, flat));
  };
  Lanes t = choose(-den, num - den, num) / choose(num, num + den, den);
  auto turn = [&](double half) {
    return choose(t.splat(half), t.splat(half / 2), t.splat(0));
  };
  Lanes z = t * t;
  Lanes rest = multiplyAdd(t * z, polynomial(z, kAtanForF32, kAtanForF64),
                           turn(kHalfPiRest));
  return turn(kHalfPi) + (t + rest);
}

Lanes vectormath::atan(Lanes x) {
  return copySign(angle(abs(x), x.splat(1)), x);
}

/// The angle of |y| / |x|, turned into the quadrant of (x, y). Signs of zeros
/// count, as in C.
Lanes vectormath::atan2(Lanes y, Lanes x) {
  Lanes num = abs(y), den = abs(x);
  // No sum below is too large.
  Lanes isLarge = (num > 0x1p1000) | (den > 0x1p1000);
  Lanes areInfinite = (num == INFINITY) & (den == INFINITY);
  num = select(areInfinite, 1.0, select(isLarge, num * 0x1p-4, num));
  den = select(areInfinite, 1.0, select(isLarge, den * 0x1p-4, den));
  den = select((num == 0.0) & (den == 0.0), 1.0, den);
  Lanes value = angle(num, den);
  Lanes isLeft = copySign(x.splat(1), x) < 0.0;
  Lanes left = 2 * kHalfPi - (value - 2 * kHalfPiRest);
  return copySign(select(isLeft, left, value), y);
}

namespace {
/// asin(root) = root + root * series, for |x| <= 1/2 with x as the root, else
/// with that of (1 - |x|) / 2, whose arc is half that of x. The square root is
/// `root` and `correction`.
struct Arc {
  Lanes isLarge, root, series, high, correction;
};
} // namespace

static Arc arcOf(Lanes x) {
  Lanes magnitude = abs(x);
  Lanes isLarge = magnitude > 0.5;
  Lanes z = select(isLarge, (1.0 - magnitude) * 0.5, magnitude * magnitude);
  Lanes root = sqrt(z);
  Lanes high = upperHalf(root);
  // Of zero as well.
  Lanes correction = (z - high * high) / (root + high + 0x1p-500);
  return {isLarge, root, z * polynomial(z, kAsinForF32, kAsinForF64), high,
          correction};
}

/// asin(x) = pi/2 - 2 asin(sqrt((1 - x) / 2)) for large x.
Lanes vectormath::asin(Lanes x) {
  Lanes magnitude = abs(x);
  Arc arc = arcOf(x);
  Lanes small = multiplyAdd(magnitude, arc.series, magnitude);
  Lanes rest =
      arc.root * arc.series * 2.0 - (kHalfPiRest - arc.correction * 2.0);
  Lanes large = kHalfPi / 2 - (rest - (kHalfPi / 2 - arc.high * 2.0));
  return copySign(select(arc.isLarge, large, small), x);
}

/// acos(x) = pi/2 - asin(x), or 2 asin(sqrt((1 - x) / 2)) for large x, and pi
/// less that of -x for x near -1.
Lanes vectormath::acos(Lanes x) {
  Arc arc = arcOf(x);
  Lanes right =
      (arc.high + multiplyAdd(arc.root, arc.series, arc.correction)) * 2.0;
  Lanes left = 2 * kHalfPi - (arc.root + multiplyAdd(arc.root, arc.series,
                                                     x.splat(-kHalfPiRest))) *
                                 2.0;
  Lanes middle = kHalfPi - (x - (kHalfPiRest - x * arc.series));
  Lanes large = select(x < 0.0, left, right);
  return select(arc.isLarge, large, middle);
}
