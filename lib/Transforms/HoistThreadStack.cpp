//===- HoistThreadStack.cpp - Stack memory once per thread -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Moves stack memory out of the iterations of OpenMP loops, into their threads.
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/OpenMP/OpenMPDialect.h"
#include "snn/Transforms/Passes.h"

namespace mlir::snn {
#define GEN_PASS_DEF_HOISTTHREADSTACKPASS
#include "snn/Transforms/Passes.h.inc"
} // namespace mlir::snn

using namespace mlir;

/// Moves `stack` to where `thread` begins.
static LogicalResult hoist(memref::AllocaOp stack, omp::ParallelOp thread) {
  for (Value size : stack->getOperands())
    if (thread.getRegion().isAncestor(size.getParentRegion()))
      return stack.emitError("expected stack memory of a size that is known "
                             "before the parallel loop it is in");
  stack->moveBefore(&thread.getRegion().front().front());
  return success();
}

/// Puts the body of `scope`, which has no stack memory, in its place.
static void inlineScope(memref::AllocaScopeOp scope) {
  Block &body = scope.getBodyRegion().front();
  Operation *terminator = body.getTerminator();
  scope->replaceAllUsesWith(terminator->getOperands());
  terminator->erase();
  scope->getBlock()->getOperations().splice(scope->getIterator(),
                                            body.getOperations());
  scope.erase();
}

namespace {
/// Scopes outside of parallel regions stay as they are.
struct HoistThreadStackPass
    : snn::impl::HoistThreadStackPassBase<HoistThreadStackPass> {
  void runOnOperation() override {
    WalkResult result = getOperation()->walk([](memref::AllocaScopeOp scope) {
      auto thread = scope->getParentOfType<omp::ParallelOp>();
      if (!thread)
        return WalkResult::advance();
      SmallVector<memref::AllocaOp> stacks;
      scope.walk([&](memref::AllocaOp stack) { stacks.push_back(stack); });
      for (memref::AllocaOp stack : stacks)
        if (failed(hoist(stack, thread)))
          return WalkResult::interrupt();
      inlineScope(scope);
      return WalkResult::advance();
    });
    if (result.wasInterrupted())
      signalPassFailure();
  }
};
} // namespace
