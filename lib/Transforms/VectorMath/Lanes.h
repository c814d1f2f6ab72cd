//===- Lanes.h - Arithmetic on all lanes of a vector -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_TRANSFORMS_VECTORMATH_LANES_H
#define SNN_LIB_TRANSFORMS_VECTORMATH_LANES_H

#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinTypes.h"
#include <utility>

namespace mlir::snn {

/// Where the arithmetic goes and what it may rely on.
struct LaneEmitter {
  OpBuilder &builder;
  Location loc;
  /// The machine has fused multiply-adds; LLVM would call a function per lane
  /// for `math.fma` otherwise.
  bool hasFMA;
  /// Subnormal numbers count; else they may be taken for zero.
  bool keepsSubnormals;
  /// The result is rounded to f32, whatever it is computed in.
  bool isForF32 = false;
};

/// A vector of floats, of their bits or of truth values. Operators emit `arith`
/// ops on all lanes; a number beside one becomes a splat of its type.
class Lanes {
public:
  Lanes(LaneEmitter &emitter, Value value) : emitter(&emitter), value(value) {}

  operator Value() const { return value; }
  VectorType type() const { return cast<VectorType>(value.getType()); }
  LaneEmitter &context() const { return *emitter; }
  bool isF32() const { return type().getElementType().isF32(); }
  bool isFloat() const { return isa<FloatType>(type().getElementType()); }

  /// Bits of the significand that are stored, 23 or 52, and the exponent's
  /// bias, 127 or 1023.
  unsigned fractionBits() const { return width() == 32 ? 23 : 52; }
  int64_t bias() const { return width() == 32 ? 127 : 1023; }
  unsigned width() const { return type().getElementTypeBitWidth(); }
  double leastNormal() const;

  /// A splat of this type; `bitPattern` of the integers of this width.
  Lanes splat(double number) const;
  Lanes bitPattern(int64_t bits) const;

  /// The bits of floats as integers of the same width, and back.
  Lanes bits() const;
  Lanes asFloat() const;

  Lanes toF64() const;
  Lanes toF32() const;

  friend Lanes operator-(Lanes x);
  friend Lanes operator+(Lanes x, Lanes y);
  friend Lanes operator-(Lanes x, Lanes y);
  friend Lanes operator*(Lanes x, Lanes y);
  friend Lanes operator/(Lanes x, Lanes y);
  friend Lanes operator+(Lanes x, double y) { return x + x.splat(y); }
  friend Lanes operator-(Lanes x, double y) { return x - x.splat(y); }
  friend Lanes operator*(Lanes x, double y) { return x * x.splat(y); }
  friend Lanes operator-(double x, Lanes y) { return y.splat(x) - y; }
  friend Lanes operator/(double x, Lanes y) { return y.splat(x) / y; }

  /// Comparisons are false for NaN.
  friend Lanes operator<(Lanes x, Lanes y);
  friend Lanes operator==(Lanes x, Lanes y);
  friend Lanes operator<(Lanes x, double y) { return x < x.splat(y); }
  friend Lanes operator>(Lanes x, double y) { return x.splat(y) < x; }
  friend Lanes operator>(Lanes x, Lanes y) { return y < x; }
  friend Lanes operator==(Lanes x, double y) { return x == x.splat(y); }

  /// On integers and truth values.
  friend Lanes operator&(Lanes x, Lanes y);
  friend Lanes operator|(Lanes x, Lanes y);
  friend Lanes operator^(Lanes x, Lanes y);
  friend Lanes operator<<(Lanes x, unsigned count);
  /// Fills with zeros.
  friend Lanes operator>>(Lanes x, unsigned count);
  friend Lanes operator!(Lanes x);

private:
  LaneEmitter *emitter;
  Value value;
};

/// True where either is NaN.
Lanes isUnordered(Lanes x, Lanes y);
Lanes select(Lanes condition, Lanes x, Lanes y);
Lanes select(Lanes condition, double x, Lanes y);
Lanes select(Lanes condition, Lanes x, double y);
Lanes abs(Lanes x);
Lanes sqrt(Lanes x);
Lanes copySign(Lanes magnitude, Lanes sign);
/// x * y + z, rounded once where the machine can do that.
Lanes multiplyAdd(Lanes x, Lanes y, Lanes z);
Lanes multiplyAdd(Lanes x, double y, Lanes z);
Lanes multiplyAdd(Lanes x, Lanes y, double z);

/// The polynomial with these coefficients, that of x^0 first; `forF32` if the
/// result is to be right to f32 alone.
Lanes polynomial(Lanes x, ArrayRef<double> coefficients);
Lanes polynomial(Lanes x, ArrayRef<double> forF32, ArrayRef<double> forF64);

/// The nearest integer, as a float, for |x| < 2^22 or 2^51; `shifted` is that
/// with 3 * 2^22 or 3 * 2^51 added, whose low bits are the integer. This needs
/// no conversion instruction, which machines before AVX-512 lack for i64.
struct Rounded {
  Lanes number, shifted;
};
Rounded roundToInteger(Lanes x);
/// The same for x * y.
Rounded roundProduct(Lanes x, double y);

/// 2^n for an integer n that is a normal number's exponent.
Lanes powerOfTwo(Lanes n);
/// x * 2^n, rounded once, for |n| below twice the largest exponent.
Lanes scale(Lanes x, Lanes n);

/// `x` with the low bits of its significand cleared: all but half of them, so
/// that its square is exact, or so many.
Lanes upperHalf(Lanes x);
Lanes clearLow(Lanes x, unsigned count);

/// A sum of two numbers, the second beyond the precision of the first.
struct LanePair {
  Lanes high, low;
};
/// x * y exactly (Dekker 1971 where there are no fused multiply-adds).
LanePair exactProduct(Lanes x, Lanes y);
/// x + y exactly, for |x| >= |y| or x = 0.
LanePair exactSum(Lanes x, Lanes y);

} // namespace mlir::snn

#endif // SNN_LIB_TRANSFORMS_VECTORMATH_LANES_H
