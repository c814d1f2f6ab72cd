//===- Toy.cpp - A dialect of somebody else's -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Toy.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace toy;

#include "ToyDialect.cpp.inc"

#define GET_OP_CLASSES
#include "ToyOps.cpp.inc"

void ToyDialect::initialize() {
  addOperations<
#define GET_OP_LIST
#include "ToyOps.cpp.inc"
      >();
}

static Value times(ImplicitLocOpBuilder &b, double number, Value x) {
  Value constant = arith::ConstantOp::create(b, b.getF64FloatAttr(number));
  return arith::MulFOp::create(b, constant, x);
}

static Value lowerOp(ImplicitLocOpBuilder &b, Operation *op) {
  return TypeSwitch<Operation *, Value>(op)
      .Case([&](SoftplusOp softplus) -> Value {
        Value e = math::ExpOp::create(b, softplus.getX());
        return math::Log1pOp::create(b, e);
      })
      .Case([&](PolynomialOp poly) -> Value {
        Value square = arith::MulFOp::create(b, poly.getX(), poly.getX());
        Value linear = arith::MulFOp::create(b, poly.getWeight(), poly.getX());
        double base = poly.getBase().convertToDouble();
        return arith::AddFOp::create(b, times(b, base, square), linear);
      })
      .Case([&](TwiceOp twice) { return times(b, 2, twice.getX()); })
      .Case([&](ThriceOp thrice) { return times(b, 3, thrice.getX()); })
      .Case([&](FloorOp floor) -> Value {
        return math::FloorOp::create(b, floor.getX());
      })
      .Default(Value());
}

void toy::lower(ModuleOp module) {
  module.walk([](Operation *op) {
    ImplicitLocOpBuilder builder(op->getLoc(), op);
    if (Value value = lowerOp(builder, op)) {
      op->getResult(0).replaceAllUsesWith(value);
      op->erase();
    }
  });
}
