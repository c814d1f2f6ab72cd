//===- ExpandFGI.cpp - Turns snn.spike into injections -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/Transforms/WalkPatternRewriteDriver.h"
#include "snn/Dialect/SNN/IR/ConstantLike.h"
#include "snn/Dialect/SNN/IR/SNN.h"
#include "snn/Dialect/SNN/Transforms/Passes.h"

namespace mlir::snn {
#define GEN_PASS_DEF_EXPANDFGIPASS
#include "snn/Dialect/SNN/Transforms/Passes.h.inc"
} // namespace mlir::snn

using namespace mlir;
using namespace mlir::snn;

/// The value of the threshold function at `v`.
static Value buildStep(OpBuilder &builder, SpikeOp op, Value v) {
  Location loc = op.getLoc();
  auto predicate = op.getComparison() == Comparison::Ge
                       ? arith::CmpFPredicate::OGE
                       : arith::CmpFPredicate::OGT;
  Value zero = constantLike(builder, loc, v, 0.0);
  Value above = arith::CmpFOp::create(builder, loc, predicate, v, zero);
  return arith::UIToFPOp::create(builder, loc, v.getType(), above);
}

namespace {
/// Before and after, with g' the surrogate and f the threshold function:
///
///   %z = snn.spike %v
///   %h = %v * sg(g'(%v));  %z = (%h - sg(%h)) + sg(f(%v))
///
/// The value is f(v), the derivative g'(v): forward gradient injection (arXiv
/// 2406.00177).
struct ExpandSpike : OpRewritePattern<SpikeOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(SpikeOp op,
                                PatternRewriter &rewriter) const override {
    Location loc = op.getLoc();
    Value v = op.getInput();
    auto stop = [&](Value value) -> Value {
      return ad::StopGradientOp::create(rewriter, loc, value);
    };
    IRMapping captures;
    Value slope = stop(op.buildDerivative(rewriter, v, captures));
    Value h = arith::MulFOp::create(rewriter, loc, v, slope);
    // These parentheses: h - h is exactly zero, h + (f - h) would round.
    Value nothing = arith::SubFOp::create(rewriter, loc, h, stop(h));
    Value f = stop(buildStep(rewriter, op, v));
    rewriter.replaceOpWithNewOp<arith::AddFOp>(op, nothing, f);
    return success();
  }
};

struct ExpandFGIPass : snn::impl::ExpandFGIPassBase<ExpandFGIPass> {
  void runOnOperation() override {
    RewritePatternSet patterns(&getContext());
    populateExpandFGIPatterns(patterns);
    walkAndApplyPatterns(getOperation(), std::move(patterns));
  }
};
} // namespace

void snn::populateExpandFGIPatterns(RewritePatternSet &patterns) {
  patterns.add<ExpandSpike>(patterns.getContext());
}
