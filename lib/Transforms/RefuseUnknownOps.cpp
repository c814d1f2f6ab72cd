//===- RefuseUnknownOps.cpp - Ops that nothing is known of ----------------===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "snn/Transforms/Passes.h"

namespace mlir::snn {
#define GEN_PASS_DEF_REFUSEUNKNOWNOPSPASS
#include "snn/Transforms/Passes.h.inc"
} // namespace mlir::snn

using namespace mlir;

namespace {
/// One error for all: a foreign dialect has many ops.
struct RefuseUnknownOpsPass
    : snn::impl::RefuseUnknownOpsPassBase<RefuseUnknownOpsPass> {
  void runOnOperation() override {
    auto found = getOperation()->walk<WalkOrder::PreOrder>([](Operation *op) {
      if (op->isRegistered())
        return WalkResult::advance();
      op->emitOpError("is one that nothing is known of: expected its dialect "
                      "to be lowered to registered ones before");
      return WalkResult::interrupt();
    });
    if (found.wasInterrupted())
      signalPassFailure();
  }
};
} // namespace
