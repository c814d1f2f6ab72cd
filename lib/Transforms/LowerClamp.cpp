//===- LowerClamp.cpp - math.clampf as a maximum and a minimum -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "snn/Transforms/Passes.h"

namespace mlir::snn {
#define GEN_PASS_DEF_LOWERCLAMPPASS
#include "snn/Transforms/Passes.h.inc"
} // namespace mlir::snn

using namespace mlir;

namespace {
struct LowerClampPass : snn::impl::LowerClampPassBase<LowerClampPass> {
  void runOnOperation() override {
    getOperation()->walk([](math::ClampFOp clamp) {
      OpBuilder builder(clamp);
      Location loc = clamp.getLoc();
      auto flags = clamp.getFastmathAttr();
      Value raised = arith::MaximumFOp::create(builder, loc, clamp.getValue(),
                                               clamp.getMin(), flags);
      Value clamped = arith::MinimumFOp::create(builder, loc, raised,
                                                clamp.getMax(), flags);
      clamp.replaceAllUsesWith(clamped);
      clamp.erase();
    });
  }
};
} // namespace
