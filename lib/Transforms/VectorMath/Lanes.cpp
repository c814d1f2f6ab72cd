//===- Lanes.cpp - Arithmetic on all lanes of a vector -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Lanes.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"

using namespace mlir;
using namespace mlir::snn;

template <typename Op, typename... Operands>
static Lanes emit(Lanes like, Operands... operands) {
  LaneEmitter &emitter = like.context();
  return {emitter,
          Op::create(emitter.builder, emitter.loc, Value(operands)...)};
}

/// The op for floats or that for integers.
template <typename FloatOp, typename IntegerOp>
static Lanes emitEither(Lanes x, Lanes y) {
  return x.isFloat() ? emit<FloatOp>(x, x, y) : emit<IntegerOp>(x, x, y);
}

static Lanes constant(LaneEmitter &emitter, VectorType type, Attribute number) {
  return {emitter,
          arith::ConstantOp::create(emitter.builder, emitter.loc,
                                    DenseElementsAttr::get(type, number))};
}

/// A vector of another element type, of the same shape.
template <typename Op> static Lanes convert(Lanes x, Type element) {
  LaneEmitter &emitter = x.context();
  return {emitter, Op::create(emitter.builder, emitter.loc,
                              x.type().clone(element), Value(x))};
}

static IntegerType integerType(Lanes x) {
  return x.context().builder.getIntegerType(x.width());
}

double Lanes::leastNormal() const { return isF32() ? 0x1p-126 : 0x1p-1022; }

Lanes Lanes::splat(double number) const {
  return constant(
      *emitter, type(),
      emitter->builder.getFloatAttr(type().getElementType(), number));
}

Lanes Lanes::bitPattern(int64_t bits) const {
  IntegerType element = integerType(*this);
  return constant(*emitter, VectorType(type().clone(element)),
                  IntegerAttr::get(element, APInt(64, bits).trunc(width())));
}

Lanes Lanes::bits() const {
  return convert<arith::BitcastOp>(*this, integerType(*this));
}

Lanes Lanes::asFloat() const {
  Builder &builder = emitter->builder;
  return convert<arith::BitcastOp>(
      *this, width() == 32 ? Type(builder.getF32Type()) : builder.getF64Type());
}

Lanes Lanes::toF64() const {
  return convert<arith::ExtFOp>(*this, emitter->builder.getF64Type());
}
Lanes Lanes::toF32() const {
  return convert<arith::TruncFOp>(*this, emitter->builder.getF32Type());
}

namespace mlir::snn {
Lanes operator-(Lanes x) { return emit<arith::NegFOp>(x, x); }
Lanes operator+(Lanes x, Lanes y) {
  return emitEither<arith::AddFOp, arith::AddIOp>(x, y);
}
Lanes operator-(Lanes x, Lanes y) {
  return emitEither<arith::SubFOp, arith::SubIOp>(x, y);
}
Lanes operator*(Lanes x, Lanes y) { return emit<arith::MulFOp>(x, x, y); }
Lanes operator/(Lanes x, Lanes y) { return emit<arith::DivFOp>(x, x, y); }
Lanes operator&(Lanes x, Lanes y) { return emit<arith::AndIOp>(x, x, y); }
Lanes operator|(Lanes x, Lanes y) { return emit<arith::OrIOp>(x, x, y); }
Lanes operator^(Lanes x, Lanes y) { return emit<arith::XOrIOp>(x, x, y); }
Lanes operator<<(Lanes x, unsigned count) {
  return emit<arith::ShLIOp>(x, x, x.bitPattern(count));
}
Lanes operator>>(Lanes x, unsigned count) {
  return emit<arith::ShRUIOp>(x, x, x.bitPattern(count));
}
} // namespace mlir::snn

static Lanes compare(arith::CmpFPredicate predicate, Lanes x, Lanes y) {
  LaneEmitter &emitter = x.context();
  return {emitter, arith::CmpFOp::create(emitter.builder, emitter.loc,
                                         predicate, Value(x), Value(y))};
}

namespace mlir::snn {
Lanes operator<(Lanes x, Lanes y) {
  return compare(arith::CmpFPredicate::OLT, x, y);
}
Lanes operator==(Lanes x, Lanes y) {
  if (x.isFloat())
    return compare(arith::CmpFPredicate::OEQ, x, y);
  LaneEmitter &emitter = x.context();
  return {emitter,
          arith::CmpIOp::create(emitter.builder, emitter.loc,
                                arith::CmpIPredicate::eq, Value(x), Value(y))};
}
Lanes operator!(Lanes x) {
  LaneEmitter &emitter = x.context();
  return x ^ constant(emitter, x.type(), emitter.builder.getBoolAttr(true));
}
} // namespace mlir::snn

Lanes mlir::snn::isUnordered(Lanes x, Lanes y) {
  return compare(arith::CmpFPredicate::UNO, x, y);
}

Lanes mlir::snn::select(Lanes condition, Lanes x, Lanes y) {
  return emit<arith::SelectOp>(x, condition, x, y);
}
Lanes mlir::snn::select(Lanes condition, double x, Lanes y) {
  return select(condition, y.splat(x), y);
}
Lanes mlir::snn::select(Lanes condition, Lanes x, double y) {
  return select(condition, x, x.splat(y));
}
Lanes mlir::snn::abs(Lanes x) { return emit<math::AbsFOp>(x, x); }
Lanes mlir::snn::sqrt(Lanes x) { return emit<math::SqrtOp>(x, x); }
Lanes mlir::snn::copySign(Lanes magnitude, Lanes sign) {
  return emit<math::CopySignOp>(magnitude, magnitude, sign);
}

Lanes mlir::snn::multiplyAdd(Lanes x, Lanes y, Lanes z) {
  return x.context().hasFMA ? emit<math::FmaOp>(x, x, y, z) : x * y + z;
}
Lanes mlir::snn::multiplyAdd(Lanes x, double y, Lanes z) {
  return multiplyAdd(x, x.splat(y), z);
}
Lanes mlir::snn::multiplyAdd(Lanes x, Lanes y, double z) {
  return multiplyAdd(x, y, x.splat(z));
}

Lanes mlir::snn::polynomial(Lanes x, ArrayRef<double> coefficients) {
  Lanes sum = x.splat(coefficients.back());
  for (double coefficient : llvm::reverse(coefficients.drop_back()))
    sum = multiplyAdd(sum, x, coefficient);
  return sum;
}
Lanes mlir::snn::polynomial(Lanes x, ArrayRef<double> forF32,
                            ArrayRef<double> forF64) {
  return polynomial(x, x.context().isForF32 ? forF32 : forF64);
}

/// What pushes the bits of an integer to the low end of a float.
static double shifter(Lanes x) { return x.isF32() ? 0x1.8p23 : 0x1.8p52; }

Rounded mlir::snn::roundToInteger(Lanes x) {
  Lanes shifted = x + shifter(x);
  return {shifted - shifter(x), shifted};
}
Rounded mlir::snn::roundProduct(Lanes x, double y) {
  Lanes shifted = multiplyAdd(x, y, x.splat(shifter(x)));
  return {shifted - shifter(x), shifted};
}

Lanes mlir::snn::powerOfTwo(Lanes n) {
  Lanes shifted = n + (shifter(n) + n.bias());
  return (shifted.bits() << n.fractionBits()).asFloat();
}

Lanes mlir::snn::scale(Lanes x, Lanes n) {
  Lanes half = roundToInteger(n * 0.5).number;
  return x * powerOfTwo(half) * powerOfTwo(n - half);
}

Lanes mlir::snn::clearLow(Lanes x, unsigned count) {
  return (x.bits() & x.bitPattern(~((int64_t(1) << count) - 1))).asFloat();
}
Lanes mlir::snn::upperHalf(Lanes x) { return clearLow(x, x.isF32() ? 12 : 27); }

LanePair mlir::snn::exactProduct(Lanes x, Lanes y) {
  if (x.context().hasFMA) {
    // Not a multiplication, which a later sum could take in: the error would
    // then be counted twice.
    Lanes high = multiplyAdd(x, y, -0.0);
    return {high, multiplyAdd(x, y, -high)};
  }
  Lanes high = x * y;
  Lanes xHigh = upperHalf(x), yHigh = upperHalf(y);
  Lanes xLow = x - xHigh, yLow = y - yHigh;
  Lanes error = xHigh * yHigh - high;
  return {high, error + xHigh * yLow + xLow * yHigh + xLow * yLow};
}

LanePair mlir::snn::exactSum(Lanes x, Lanes y) {
  Lanes high = x + y;
  return {high, y - (high - x)};
}
