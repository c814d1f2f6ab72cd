//===- Audio.cpp - The dialect of another compiler -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Audio.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace audio;

#include "AudioDialect.cpp.inc"

#define GET_OP_CLASSES
#include "AudioOps.cpp.inc"

void AudioDialect::initialize() {
  addOperations<
#define GET_OP_LIST
#include "AudioOps.cpp.inc"
      >();
}

namespace {
Value times(ImplicitLocOpBuilder &b, double number, Value x) {
  auto type = cast<RankedTensorType>(x.getType());
  auto splat = DenseElementsAttr::get(
      type, b.getFloatAttr(type.getElementType(), number));
  return arith::MulFOp::create(b, x, arith::ConstantOp::create(b, splat));
}

Value lower(ImplicitLocOpBuilder &b, Operation *op) {
  return TypeSwitch<Operation *, Value>(op)
      .Case([&](SoftClipOp clip) -> Value {
        Value x = clip.getX(), square = arith::MulFOp::create(b, x, x);
        Value cube = arith::MulFOp::create(b, square, x);
        double curve = clip.getCurve().convertToDouble();
        return arith::SubFOp::create(b, x, times(b, curve, cube));
      })
      .Case([&](GainOp gain) {
        return times(b, gain.getFactor().convertToDouble(), gain.getX());
      })
      .Case([&](InvertOp invert) -> Value {
        return arith::NegFOp::create(b, invert.getX());
      })
      .Case([&](QuantizeOp quantize) -> Value {
        double steps = quantize.getSteps().convertToDouble();
        Value scaled = times(b, steps, quantize.getX());
        return times(b, 1 / steps, math::RoundEvenOp::create(b, scaled));
      })
      .Default(Value());
}

struct LowerAudioPass : PassWrapper<LowerAudioPass, OperationPass<>> {
  MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(LowerAudioPass)

  StringRef getArgument() const override { return "lower-audio"; }
  void getDependentDialects(DialectRegistry &registry) const override {
    registry.insert<arith::ArithDialect, math::MathDialect>();
  }
  void runOnOperation() override {
    getOperation()->walk([](Operation *op) {
      ImplicitLocOpBuilder builder(op->getLoc(), op);
      if (Value value = lower(builder, op)) {
        op->getResult(0).replaceAllUsesWith(value);
        op->erase();
      }
    });
  }
};
} // namespace

std::unique_ptr<Pass> audio::createLowerAudioPass() {
  return std::make_unique<LowerAudioPass>();
}
