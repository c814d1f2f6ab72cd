//===- FloatArithmetic.h - Terse builders of float arithmetic ---*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_TRAINING_STEP_FLOATARITHMETIC_H
#define SNN_LIB_TRAINING_STEP_FLOATARITHMETIC_H

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/IR/Builders.h"

namespace mlir::snn {

/// Builds scalar arithmetic in one float type, so that an update rule reads as
/// its formula does.
class FloatArithmetic {
public:
  FloatArithmetic(OpBuilder &builder, Location loc, Type type)
      : builder(builder), loc(loc), type(cast<FloatType>(type)) {}

  Value constant(double value) {
    return arith::ConstantOp::create(builder, loc,
                                     builder.getFloatAttr(type, value));
  }
  Value add(Value a, Value b) { return create<arith::AddFOp>(a, b); }
  Value sub(Value a, Value b) { return create<arith::SubFOp>(a, b); }
  Value mul(Value a, Value b) { return create<arith::MulFOp>(a, b); }
  Value mul(double a, Value b) { return mul(constant(a), b); }
  Value div(Value a, Value b) { return create<arith::DivFOp>(a, b); }
  Value min(Value a, Value b) { return create<arith::MinimumFOp>(a, b); }
  Value max(Value a, Value b) { return create<arith::MaximumFOp>(a, b); }
  Value pow(Value a, Value b) { return create<math::PowFOp>(a, b); }
  Value sqrt(Value a) { return create<math::SqrtOp>(a); }
  Value cos(Value a) { return create<math::CosOp>(a); }
  Value floor(Value a) { return create<math::FloorOp>(a); }

  /// `a` rounded or extended to this object's type.
  Value convert(Value a) {
    unsigned from = a.getType().getIntOrFloatBitWidth();
    if (from == type.getWidth())
      return a;
    if (from < type.getWidth())
      return arith::ExtFOp::create(builder, loc, type, a);
    return arith::TruncFOp::create(builder, loc, type, a);
  }

private:
  template <typename OpTy, typename... Operands>
  Value create(Operands... operands) {
    return OpTy::create(builder, loc, operands...);
  }

  OpBuilder &builder;
  Location loc;
  FloatType type;
};

} // namespace mlir::snn

#endif // SNN_LIB_TRAINING_STEP_FLOATARITHMETIC_H
