//===- Trigonometry.cpp - Sine, cosine and tangent -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// After FreeBSD's msun (e_rem_pio2.c, k_sin.c, k_cos.c).
//
//===----------------------------------------------------------------------===//

#include "Functions.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include <cmath>

using namespace mlir;
using namespace mlir::snn;
using namespace mlir::snn::vectormath;

/// (sin(r) / r - 1) / r^2 and (cos(r) - 1 + r^2/2) / r^4, in r^2, for
/// |r| <= pi/4.
static constexpr double kSinForF32[] = {
    -0.166666666638440495, 0.0083333318703413485, -0.000198400843764227035,
    2.72496200800753295e-6};
static constexpr double kCosForF32[] = {
    0.0416666646534887929, -0.00138883018675623691, 0.000024547689772460029};
static constexpr double kSinForF64[] = {
    -0.166666666666666646,  0.00833333333333093655,  -0.000198412698367405321,
    2.75573160931984052e-6, -2.50511298964501863e-8, 1.59179889793974333e-10};
static constexpr double kCosForF64[] = {
    0.0416666666666666654, -0.00138888888888873898, 0.0000248015872987544012,
    -2.755731726587808e-7, 2.08761450494131791e-9,  -1.13825446453492504e-11};

namespace {
/// x = r + correction + quadrant * pi/2, in the type that the sine and cosine
/// of r are to be computed in; the quadrant is in the low bits.
struct Quadrant {
  Lanes r, correction, quadrant;
};

struct SinCos {
  Lanes sin, cos, quadrant;
};
} // namespace

/// Takes quarters of the circle from f64 numbers up to `kMostRadians`. The
/// products by the first two parts of pi/2, of 33 bits each, are exact.
static Quadrant reduceF64(Lanes x) {
  Rounded n = roundProduct(x, M_2_PI);
  Lanes rest = multiplyAdd(n.number, -1.57079632673412561417e+00, x);
  Lanes second = n.number * 6.07710050630396597660e-11;
  Lanes high = rest - second;
  // Either may be the larger one, so this is Knuth's sum.
  Lanes back = high + second;
  Lanes error = (rest - back) - (second - (back - high));
  Lanes low = multiplyAdd(n.number, -2.02226624879595063154e-21, error);
  Lanes r = high + low;
  return {r, (high - r) + low, n.shifted.bits()};
}

/// The same for f32: two parts of pi/2 in f64 are more than enough.
static Quadrant reduceF32(Lanes x) {
  Rounded n = roundProduct(x.toF64(), M_2_PI);
  Lanes r = multiplyAdd(n.number, -1.57079632673412561417e+00, x.toF64());
  r = multiplyAdd(n.number, -6.07710050650619224932e-11, r);
  LaneEmitter &emitter = x.context();
  Value quadrant = arith::TruncIOp::create(
      emitter.builder, emitter.loc, x.bits().type(), Value(n.shifted.bits()));
  Lanes narrow = r.toF32();
  return {narrow, narrow.splat(0), {emitter, quadrant}};
}

/// Sine and cosine of the rest of the quadrant.
static SinCos sinCos(Lanes x) {
  Quadrant at = x.isF32() ? reduceF32(x) : reduceF64(x);
  Lanes r = at.r, z = r * r;
  bool isExact = x.isF32();
  Lanes series = polynomial(z, kSinForF32, kSinForF64);
  Lanes sin = isExact
                  ? multiplyAdd(r * z, series, r)
                  : r + multiplyAdd(r * z, series,
                                    at.correction - z * at.correction * 0.5);
  Lanes half = z * 0.5, one = 1.0 - half;
  Lanes rest = z * z * polynomial(z, kCosForF32, kCosForF64);
  if (!isExact)
    rest = rest - r * at.correction;
  Lanes cos = one + ((1.0 - one) - half + rest);
  return {sin, cos, at.quadrant};
}

/// True in quadrants whose number has `bit` set.
static Lanes hasBit(Lanes quadrant, int64_t bit) {
  return (quadrant & quadrant.bitPattern(bit)) == quadrant.bitPattern(bit);
}

/// `x` with its sign changed in the second half of the circle.
static Lanes signOfHalf(Lanes x, Lanes quadrant) {
  Lanes half = (quadrant & quadrant.bitPattern(2)) << (x.width() - 2);
  return (x.bits() ^ half).asFloat();
}

Lanes vectormath::sin(Lanes x) {
  SinCos at = sinCos(x);
  Lanes value = select(hasBit(at.quadrant, 1), at.cos, at.sin);
  // The reduction loses the sign of zero.
  return select(x == 0.0, x, signOfHalf(value, at.quadrant));
}

Lanes vectormath::cos(Lanes x) {
  SinCos at = sinCos(x);
  Lanes value = select(hasBit(at.quadrant, 1), at.sin, at.cos);
  return signOfHalf(value, at.quadrant + at.quadrant.bitPattern(1));
}

Lanes vectormath::tan(Lanes x) {
  SinCos at = sinCos(x);
  Lanes isOdd = hasBit(at.quadrant, 1);
  Lanes value = select(isOdd, -at.cos, at.sin) / select(isOdd, at.sin, at.cos);
  return select(x == 0.0, x, value);
}
