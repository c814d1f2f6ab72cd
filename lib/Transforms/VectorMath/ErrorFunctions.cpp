//===- ErrorFunctions.cpp - erf and erfc -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Functions.h"

using namespace mlir;
using namespace mlir::snn;
using namespace mlir::snn::vectormath;

/// erf(x) / x - 1 in x^2, for |x| <= 1.
static constexpr double kErfForF32[] = {
    0.128379165840061867,    -0.37612626597683051,   0.112835938005972237,
    -0.0268541683355871042,  0.00518899422421701595, -0.000801595618970626455,
    0.0000787258276223484561};
static constexpr double kErfForF64[] = {
    0.128379167095512566,    -0.376126389031835382,
    0.112837916709449089,    -0.0268661706432214518,
    0.00522397760697688195,  -0.000854832596845851491,
    0.000120552946910196954, -0.000014924732685547571,
    1.6447371314258485e-6,   -1.62080657047222144e-7,
    1.37182187620514555e-8,  -7.79238777698008462e-10};

/// log(erfc(x)) for 1 <= x <= 4.
static constexpr double kLogErfcForF32[] = {
    0.0003202256920947342,   -1.1302338002883549,       -0.631825414346874156,
    -0.110080691213169268,   0.0264214846577389524,     -0.00475971955001337541,
    0.000596831951613674376, -0.0000460611578401397069, 1.63730820173818846e-6};

/// exp(x^2) erfc(x) (1 + 2x) in q = (x - 4) / (x + 4), for 0 <= x <= 28, and
/// to 11.5 for f32. The form is N. Juffa's.
static constexpr double kErfcForF32[] = {
    1.23299511924934769,    -0.139621138964761208,   0.015379546468841735,
    0.0680980746058307336,  -0.101035653101032266,   0.0937212863841107441,
    -0.0663716118687262121, 0.0371995003276261199,   -0.0159958910980891536,
    0.0051306608746885805,  -0.00106486990062345338, -0.000621742701229563133};
static constexpr double kErfcForF64[] = {
    1.23299511862555251,     -0.139621116840562894,    0.0153796521026207413,
    0.0680970542547373239,   -0.101039066036352132,    0.0937328349967941159,
    -0.0663303658115293841,  0.037167515562492866,     -0.0161977340591150071,
    0.00503196975589542611,  -0.000757773341413330045, -0.000199255507556149521,
    0.000150622243948302992, -2.4403169244974075e-5,   -1.12247891351547007e-5,
    5.7178872846321852e-6,   3.01350499448753948e-7,   -8.35161968869684708e-7,
    6.27072715719831088e-8,  1.15349437457541573e-7,   -7.71541861441783013e-9,
    -1.36709898633473824e-8, -1.82060986803086833e-9};

/// exp(x^2) erfc(x) for x >= 0.
static Lanes scaledErfc(Lanes x) {
  Lanes series = polynomial((x - 4.0) / (x + 4.0), kErfcForF32, kErfcForF64);
  return series / multiplyAdd(x, x.splat(2), 1.0);
}

/// 1 - erf(x) for x >= 1, where little of it counts.
static Lanes smallErfc(Lanes x) {
  if (x.isF32()) {
    UnscaledExp e = unscaledExp(polynomial(x, kLogErfcForF32));
    return e.value * powerOfTwo(e.exponent);
  }
  UnscaledExp e = unscaledExp(-(x * x));
  return e.value * scaledErfc(x) * powerOfTwo(e.exponent);
}

/// erf(x) for 0 <= x <= 1.
static Lanes smallErf(Lanes x) {
  return multiplyAdd(x, polynomial(x * x, kErfForF32, kErfForF64), x);
}

/// A series in x^2 up to 1, and 1 - erfc(x) beyond; odd in x.
Lanes vectormath::erf(Lanes x) {
  Lanes magnitude = abs(x);
  Lanes small = smallErf(magnitude);
  double most = x.isF32() ? 4 : 6; // erf is 1 beyond
  Lanes large = 1.0 - smallErfc(select(magnitude > most, most, magnitude));
  return copySign(select(magnitude < 1.0, small, large), x);
}

/// exp(-x^2) times a slow function of x. x^2 is taken in two parts: its
/// rounding alone would cost some digits of the exponential. erfc(-x) = 2 -
/// erfc(x).
Lanes vectormath::erfc(Lanes x) {
  Lanes magnitude = abs(x);
  double most = x.context().isForF32 ? 11.5 : 28; // erfc is 0 beyond
  Lanes a = select(magnitude > most, most, magnitude);
  LanePair square = exactProduct(a, a);
  UnscaledExp e = unscaledExp(-square.high, -square.low);
  Lanes value = scale(e.value * scaledErfc(a), e.exponent);
  // The quotient in q is twice as far off there as the difference.
  if (!x.context().isForF32)
    value = select(a < 0.5, 1.0 - smallErf(a), value);
  return select(x < 0.0, 2.0 - value, value);
}
