//===- Functions.h - Functions as arithmetic on vectors ---------*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_TRANSFORMS_VECTORMATH_FUNCTIONS_H
#define SNN_LIB_TRANSFORMS_VECTORMATH_FUNCTIONS_H

#include "Lanes.h"

namespace mlir::snn::vectormath {

/// \name Functions that are computed in the type of their argument.
/// @{
Lanes exp(Lanes x);
Lanes exp2(Lanes x);
Lanes expm1(Lanes x);
Lanes tanh(Lanes x);
Lanes log(Lanes x);
Lanes log2(Lanes x);
Lanes log10(Lanes x);
Lanes log1p(Lanes x);
Lanes erf(Lanes x);
/// Sine, cosine and tangent of |x| <= `kMostRadians`.
inline constexpr double kMostRadians = 0x1p20;
Lanes sin(Lanes x);
Lanes cos(Lanes x);
/// @}

/// \name Functions that are computed in f64, for f32 too.
/// @{
Lanes sinh(Lanes x);
Lanes cosh(Lanes x);
Lanes asinh(Lanes x);
Lanes acosh(Lanes x);
Lanes atanh(Lanes x);
Lanes tan(Lanes x);
Lanes asin(Lanes x);
Lanes acos(Lanes x);
Lanes atan(Lanes x);
Lanes atan2(Lanes y, Lanes x);
Lanes erfc(Lanes x);
Lanes cbrt(Lanes x);
Lanes pow(Lanes x, Lanes y);
/// @}

/// \name Parts that several functions share.
/// @{

/// exp(high + low) before it is scaled by 2^exponent. `low` is a correction.
struct UnscaledExp {
  Lanes value, exponent;
};
UnscaledExp unscaledExp(Lanes high);
UnscaledExp unscaledExp(Lanes high, Lanes low);

/// x = significand * 2^exponent, with the significand in [sqrt(1/2), sqrt(2)),
/// for positive x.
struct Split {
  Lanes significand, exponent;
};
Split splitExponent(Lanes x);
/// @}

} // namespace mlir::snn::vectormath

#endif // SNN_LIB_TRANSFORMS_VECTORMATH_FUNCTIONS_H
