//===- EraseStopGradient.cpp - Removes stop-gradients after differentiation -*-
// C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "snn/Dialect/AD/IR/AD.h"
#include "snn/Dialect/AD/Transforms/Passes.h"

namespace mlir::ad {
#define GEN_PASS_DEF_ERASESTOPGRADIENTPASS
#include "snn/Dialect/AD/Transforms/Passes.h.inc"
} // namespace mlir::ad

using namespace mlir;
using namespace mlir::ad;

/// True if `value` is `h - sg(h)`, zero for every finite h. Its derivative is
/// that of h; for h = x sg(g'(x)) it is g'(x). This is forward gradient
/// injection (arXiv 2406.00177).
static bool isInjection(Value value) {
  auto difference = value.getDefiningOp<arith::SubFOp>();
  if (!difference)
    return false;
  auto stopped = difference.getRhs().getDefiningOp<StopGradientOp>();
  return stopped && stopped.getInput() == difference.getLhs();
}

namespace {
struct EraseStopGradientPass
    : ad::impl::EraseStopGradientPassBase<EraseStopGradientPass> {
  using EraseStopGradientPassBase::EraseStopGradientPassBase;

  void runOnOperation() override {
    if (failed(checkNoRequest()))
      return signalPassFailure();
    if (!keepNonFinite)
      getOperation()->walk([](arith::AddFOp sum) {
        if (isInjection(sum.getLhs()))
          replaceSum(sum, sum.getLhs(), sum.getRhs());
        else if (isInjection(sum.getRhs()))
          replaceSum(sum, sum.getRhs(), sum.getLhs());
      });
    getOperation()->walk([](StopGradientOp stop) {
      stop.getOutput().replaceAllUsesWith(stop.getInput());
      stop.erase();
    });
    // A rule that nobody asks for any more; a function of another dialect that
    // this one becomes could not have it.
    getOperation()->walk([](func::FuncOp function) {
      function->removeAttr(ADDialect::kRuleAttrName);
      function->removeAttr(ADDialect::kForwardRuleAttrName);
    });
  }

private:
  /// `(h - sg(h)) + f` is `f` for every finite h; what computes h is left for
  /// `canonicalize` to erase.
  ///
  ///   %d = arith.subf %h, (ad.stop_gradient %h)
  ///   %y = arith.addf %d, %f                       users of %y now read %f
  static void replaceSum(arith::AddFOp sum, Value injection, Value rest) {
    sum.getResult().replaceAllUsesWith(rest);
    sum.erase();
    if (injection.use_empty())
      injection.getDefiningOp()->erase();
  }

  /// A request that is answered later would find no stop-gradient and give the
  /// derivative of the step itself, which is zero.
  LogicalResult checkNoRequest() {
    Operation *left = findRequest(getOperation());
    if (!left)
      return success();
    return left->emitError(
        "expects no request for a derivative to be left: run "
        "ad-differentiate first");
  }
};
} // namespace
