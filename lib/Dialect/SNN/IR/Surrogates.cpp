//===- Surrogates.cpp - Formulas of the surrogate derivatives -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "snn/Dialect/SNN/IR/Surrogates.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/IR/DialectImplementation.h"
#include "snn/Dialect/SNN/IR/ConstantLike.h"
#include "snn/Dialect/SNN/IR/SNN.h"
#include "llvm/ADT/TypeSwitch.h"
#include "llvm/Support/MathExtras.h"
#include <cmath>

using namespace mlir;
using namespace mlir::snn;

namespace mlir::snn::detail {
/// Parses a number with a decimal point, or in hexadecimal as the printer
/// writes what decimals cannot.
static FailureOr<APFloat> parseReal(AsmParser &parser) {
  APFloat value(0.0);
  if (parser.parseFloat(APFloat::IEEEdouble(), value))
    return failure();
  return value;
}
} // namespace mlir::snn::detail

#include "snn/Dialect/SNN/IR/SNNEnums.cpp.inc"

#include "snn/Dialect/SNN/IR/SNNAttrInterfaces.cpp.inc"

#define GET_ATTRDEF_CLASSES
#include "snn/Dialect/SNN/IR/SNNAttrs.cpp.inc"

void SNNDialect::registerSurrogates() {
  addAttributes<
#define GET_ATTRDEF_LIST
#include "snn/Dialect/SNN/IR/SNNAttrs.cpp.inc"
      >();
}

//===----------------------------------------------------------------------===//
// Verifiers
//===----------------------------------------------------------------------===//

using EmitError = function_ref<InFlightDiagnostic()>;

/// Peaks and areas may be negative or zero.
static LogicalResult verifyFinite(EmitError emitError, StringRef name,
                                  const APFloat &value) {
  if (value.isFinite())
    return success();
  return emitError() << "expects " << name << " to be finite, got "
                     << value.convertToDouble();
}

/// Widths divide.
static LogicalResult verifyWidth(EmitError emitError, StringRef name,
                                 const APFloat &value) {
  if (value.isFinite() && !value.isNegative() && !value.isZero())
    return success();
  return emitError() << "expects " << name
                     << " to be finite and greater than 0, got "
                     << value.convertToDouble();
}

/// The verifier of the attributes that have a peak and a width.
#define VERIFY_PEAKED(Attr)                                                    \
  LogicalResult Attr::verify(EmitError emitError, APFloat peak,                \
                             APFloat width) {                                  \
    return success(succeeded(verifyFinite(emitError, "peak", peak)) &&         \
                   succeeded(verifyWidth(emitError, "width", width)));         \
  }
VERIFY_PEAKED(GaussianAttr)
VERIFY_PEAKED(BoxcarAttr)
VERIFY_PEAKED(TriangleAttr)
VERIFY_PEAKED(ExponentialAttr)
VERIFY_PEAKED(ArctanAttr)
VERIFY_PEAKED(FastSigmoidAttr)
VERIFY_PEAKED(SigmoidAttr)
#undef VERIFY_PEAKED

LogicalResult NormalizedGaussianAttr::verify(EmitError emitError, APFloat area,
                                             APFloat width) {
  return success(succeeded(verifyFinite(emitError, "area", area)) &&
                 succeeded(verifyWidth(emitError, "width", width)));
}

LogicalResult DoubleGaussianAttr::verify(EmitError emitError, APFloat scale,
                                         APFloat dip, APFloat width,
                                         APFloat dipWidth) {
  return success(succeeded(verifyFinite(emitError, "scale", scale)) &&
                 succeeded(verifyFinite(emitError, "dip", dip)) &&
                 succeeded(verifyWidth(emitError, "width", width)) &&
                 succeeded(verifyWidth(emitError, "dip_width", dipWidth)));
}

/// A constant that rounds to zero or infinity in the type of the membrane
/// potential would make the surrogate flat, or NaN, without a word.
LogicalResult snn::verifySurrogate(Operation *op,
                                   SurrogateAttrInterface surrogate,
                                   Type type) {
  auto element = cast<FloatType>(getElementTypeOrSelf(type));
  for (double constant : surrogate.getConstants()) {
    APFloat rounded(constant);
    bool losesInfo;
    rounded.convert(element.getFloatSemantics(), APFloat::rmNearestTiesToEven,
                    &losesInfo);
    if (!rounded.isFinite() || (rounded.isZero() && constant != 0.0))
      return op->emitOpError("expects a surrogate whose constants ")
             << element << " can hold, got " << surrogate << " with "
             << constant << " (spike_c4)";
  }
  return success();
}

//===----------------------------------------------------------------------===//
// Formulas
//===----------------------------------------------------------------------===//

namespace {
/// Elementwise arithmetic on values of the shape of x.
class Formula {
public:
  Formula(OpBuilder &builder, Location loc, Value x)
      : builder(builder), loc(loc), x(x) {}

  Value constant(double value) { return constantLike(builder, loc, x, value); }
  Value add(Value lhs, Value rhs) { return emit<arith::AddFOp>(lhs, rhs); }
  Value sub(Value lhs, Value rhs) { return emit<arith::SubFOp>(lhs, rhs); }
  Value mul(Value lhs, Value rhs) { return emit<arith::MulFOp>(lhs, rhs); }
  Value div(Value lhs, Value rhs) { return emit<arith::DivFOp>(lhs, rhs); }
  Value max(Value lhs, Value rhs) { return emit<arith::MaximumFOp>(lhs, rhs); }
  Value abs(Value value) { return emit<math::AbsFOp>(value); }
  Value exp(Value value) { return emit<math::ExpOp>(value); }
  Value square(Value value) { return mul(value, value); }

  /// `factor * value`, without a multiplication by one.
  Value scale(Value value, double factor) {
    return factor == 1.0 ? value : mul(value, constant(factor));
  }

  /// `inside < bound ? value : 0`.
  Value selectBelow(Value inside, double bound, double value) {
    Value below = arith::CmpFOp::create(builder, loc, arith::CmpFPredicate::OLT,
                                        inside, constant(bound));
    return emit<arith::SelectOp>(below, constant(value), constant(0.0));
  }

private:
  template <typename OpTy, typename... Args> Value emit(Args... args) {
    return OpTy::create(builder, loc, args...).getResult();
  }

  OpBuilder &builder;
  Location loc;
  Value x;
};

/// The constants of peak * exp(exponent * x^2).
struct Bell {
  double peak, exponent;

  /// peak exp(-x^2 / (2 width^2)).
  static Bell withPeak(double peak, double width) {
    return {peak, -1.0 / (2.0 * width * width)};
  }
  /// The same bell by the area under it: peak = area / (width sqrt(2 pi)).
  static Bell withArea(double area, double width) {
    return withPeak(area / (width * std::sqrt(2.0 * llvm::numbers::pi)), width);
  }
  Value emit(Formula &f, Value square) const {
    return f.scale(f.exp(f.scale(square, exponent)), peak);
  }
};
} // namespace

/// The constants that the formula below emits, for `verifySurrogate`; so for
/// each of the surrogates.
SmallVector<double> GaussianAttr::getConstants() const {
  Bell bell =
      Bell::withPeak(getPeak().convertToDouble(), getWidth().convertToDouble());
  return {bell.peak, bell.exponent};
}

/// g'(x) = peak exp(-x^2 / (2 width^2)).
Value GaussianAttr::buildDerivative(OpBuilder &builder, Location loc,
                                    Value x) const {
  Formula f(builder, loc, x);
  return Bell::withPeak(getPeak().convertToDouble(),
                        getWidth().convertToDouble())
      .emit(f, f.square(x));
}

SmallVector<double> NormalizedGaussianAttr::getConstants() const {
  Bell bell =
      Bell::withArea(getArea().convertToDouble(), getWidth().convertToDouble());
  return {bell.peak, bell.exponent};
}

/// g'(x) = area exp(-x^2 / (2 width^2)) / (width sqrt(2 pi)).
Value NormalizedGaussianAttr::buildDerivative(OpBuilder &builder, Location loc,
                                              Value x) const {
  Formula f(builder, loc, x);
  return Bell::withArea(getArea().convertToDouble(),
                        getWidth().convertToDouble())
      .emit(f, f.square(x));
}

/// The two bells of which a double Gaussian is the difference.
static std::pair<Bell, Bell> getBells(DoubleGaussianAttr attr) {
  double scale = attr.getScale().convertToDouble();
  double dip = attr.getDip().convertToDouble();
  return {
      Bell::withArea(scale * (1.0 + dip), attr.getWidth().convertToDouble()),
      Bell::withArea(scale * 2.0 * dip, attr.getDipWidth().convertToDouble())};
}

SmallVector<double> DoubleGaussianAttr::getConstants() const {
  auto [narrow, wide] = getBells(*this);
  return {narrow.peak, narrow.exponent, wide.peak, wide.exponent};
}

/// g'(x) = scale ((1 + dip) N(x; width) - 2 dip N(x; dip width)), with N the
/// normal density of mean 0.
Value DoubleGaussianAttr::buildDerivative(OpBuilder &builder, Location loc,
                                          Value x) const {
  Formula f(builder, loc, x);
  auto [narrow, wide] = getBells(*this);
  Value square = f.square(x);
  Value center = narrow.emit(f, square);
  return f.sub(center, wide.emit(f, square));
}

SmallVector<double> BoxcarAttr::getConstants() const {
  return {getPeak().convertToDouble(), getWidth().convertToDouble()};
}

/// g'(x) = peak where |x| < width, else 0.
Value BoxcarAttr::buildDerivative(OpBuilder &builder, Location loc,
                                  Value x) const {
  Formula f(builder, loc, x);
  return f.selectBelow(f.abs(x), getWidth().convertToDouble(),
                       getPeak().convertToDouble());
}

/// The constants of the surrogates that read x / width.
static SmallVector<double> getRatioConstants(const APFloat &peak,
                                             const APFloat &width,
                                             double peakFactor = 1.0) {
  return {peakFactor * peak.convertToDouble(), 1.0 / width.convertToDouble()};
}

SmallVector<double> TriangleAttr::getConstants() const {
  return getRatioConstants(getPeak(), getWidth());
}

/// g'(x) = peak max(0, 1 - |x| / width).
Value TriangleAttr::buildDerivative(OpBuilder &builder, Location loc,
                                    Value x) const {
  Formula f(builder, loc, x);
  Value ratio = f.scale(f.abs(x), 1.0 / getWidth().convertToDouble());
  Value line = f.sub(f.constant(1.0), ratio);
  return f.scale(f.max(line, f.constant(0.0)), getPeak().convertToDouble());
}

SmallVector<double> ExponentialAttr::getConstants() const {
  return getRatioConstants(getPeak(), getWidth());
}

/// g'(x) = peak exp(-|x| / width).
Value ExponentialAttr::buildDerivative(OpBuilder &builder, Location loc,
                                       Value x) const {
  Formula f(builder, loc, x);
  Value ratio = f.scale(f.abs(x), -1.0 / getWidth().convertToDouble());
  return f.scale(f.exp(ratio), getPeak().convertToDouble());
}

SmallVector<double> ArctanAttr::getConstants() const {
  return getRatioConstants(getPeak(), getWidth());
}

/// g'(x) = peak / (1 + (x / width)^2).
Value ArctanAttr::buildDerivative(OpBuilder &builder, Location loc,
                                  Value x) const {
  Formula f(builder, loc, x);
  Value ratio = f.scale(x, 1.0 / getWidth().convertToDouble());
  Value below = f.add(f.constant(1.0), f.square(ratio));
  return f.div(f.constant(getPeak().convertToDouble()), below);
}

SmallVector<double> FastSigmoidAttr::getConstants() const {
  return getRatioConstants(getPeak(), getWidth());
}

/// g'(x) = peak / (1 + |x| / width)^2.
Value FastSigmoidAttr::buildDerivative(OpBuilder &builder, Location loc,
                                       Value x) const {
  Formula f(builder, loc, x);
  Value ratio = f.scale(f.abs(x), 1.0 / getWidth().convertToDouble());
  Value below = f.add(f.constant(1.0), ratio);
  return f.div(f.constant(getPeak().convertToDouble()), f.square(below));
}

SmallVector<double> SigmoidAttr::getConstants() const {
  return getRatioConstants(getPeak(), getWidth(), 4.0);
}

/// g'(x) = 4 peak s (1 - s) with s = 1 / (1 + exp(-x / width)), computed by e =
/// exp(-|x| / width) as 4 peak e / (1 + e)^2: g' is even, and e does not
/// overflow.
Value SigmoidAttr::buildDerivative(OpBuilder &builder, Location loc,
                                   Value x) const {
  Formula f(builder, loc, x);
  Value ratio = f.scale(f.abs(x), -1.0 / getWidth().convertToDouble());
  Value tail = f.exp(ratio);
  Value below = f.add(f.constant(1.0), tail);
  Value above = f.scale(tail, 4.0 * getPeak().convertToDouble());
  return f.div(above, f.square(below));
}
