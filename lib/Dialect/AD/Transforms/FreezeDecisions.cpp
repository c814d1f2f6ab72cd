//===- FreezeDecisions.cpp - Replays stop-gradients and comparisons -------===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "snn/Dialect/AD/IR/AD.h"
#include "snn/Dialect/AD/Transforms/Passes.h"

namespace mlir::ad {
#define GEN_PASS_DEF_FREEZEDECISIONSPASS
#include "snn/Dialect/AD/Transforms/Passes.h.inc"
} // namespace mlir::ad

using namespace mlir;
using namespace mlir::ad;

namespace {
/// All decisions are checked before the first is frozen: a program in which
/// only some of them are would be compared with a function that it is not.
struct FreezeDecisionsPass
    : ad::impl::FreezeDecisionsPassBase<FreezeDecisionsPass> {
  void runOnOperation() override {
    SmallVector<Operation *> decisions;
    WalkResult checked = getOperation().walk([&](Operation *op) {
      if (!isa<StopGradientOp, arith::CmpFOp>(op))
        return WalkResult::advance();
      decisions.push_back(op);
      Type element = getElementTypeOrSelf(op->getOperand(0));
      if (element.isF64() && !isa<VectorType>(op->getOperand(0).getType()))
        return WalkResult::advance();
      op->emitError("expects a scalar or tensor of f64, as ad-promote-floats "
                    "makes it, got ")
          << op->getOperand(0).getType();
      return WalkResult::interrupt();
    });
    if (checked.wasInterrupted())
      return signalPassFailure();
    for (Operation *op : decisions)
      freeze(op);
  }

private:
  /// Puts a call of the replay function behind `op`, for each of its elements.
  /// For a tensor the call is made per element, in a linalg.map; sizes are
  /// still asked of the value itself, which no replay changes.
  ///
  ///   %c = arith.cmpf ogt, %x, %y : f64
  ///   %r = call @snnReplayI1(%c)                   users of %c now read %r
  void freeze(Operation *op) {
    Value decided = op->getResult(0);
    OpBuilder builder(op->getContext());
    builder.setInsertionPointAfter(op);
    Type element = getElementTypeOrSelf(decided);
    func::FuncOp replay = replayFunction(element);
    Value replayed;
    Operation *user;
    if (isa<RankedTensorType>(decided.getType())) {
      Value empty = tensor::EmptyOp::create(
          builder, op->getLoc(),
          tensor::getMixedSizes(builder, op->getLoc(), decided), element);
      auto map = linalg::MapOp::create(
          builder, op->getLoc(), decided, empty,
          [&](OpBuilder &b, Location loc, ValueRange elements) {
            auto call = func::CallOp::create(b, loc, replay, elements.front());
            linalg::YieldOp::create(b, loc, call.getResults());
          });
      replayed = map->getResult(0);
      user = map;
    } else {
      auto call = func::CallOp::create(builder, op->getLoc(), replay, decided);
      replayed = call.getResult(0);
      user = call;
    }
    decided.replaceUsesWithIf(replayed, [&](OpOperand &use) {
      return use.getOwner() != user && !isa<tensor::DimOp>(use.getOwner());
    });
  }

  /// The external function that records or replays values of type `element`.
  func::FuncOp replayFunction(Type element) {
    StringRef name = element.isF64() ? "snnReplayF64" : "snnReplayI1";
    if (auto known = getOperation().lookupSymbol<func::FuncOp>(name))
      return known;
    auto builder = OpBuilder::atBlockBegin(getOperation().getBody());
    auto function = func::FuncOp::create(
        builder, getOperation().getLoc(), name,
        FunctionType::get(&getContext(), element, element));
    function.setPrivate();
    return function;
  }
};
} // namespace
