//===- GeneralizeStructured.cpp - Named structured ops become generic -----===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Linalg/Transforms/Transforms.h"
#include "snn/Dialect/SNN/IR/SNN.h"
#include "snn/Transforms/Passes.h"

namespace mlir::snn {
#define GEN_PASS_DEF_GENERALIZESTRUCTUREDPASS
#include "snn/Transforms/Passes.h.inc"
} // namespace mlir::snn

using namespace mlir;

namespace {
/// Fails after an error at an op that upstream can neither decompose nor make
/// generic: everything after this relies on bodies that it can see.
struct GeneralizeStructuredPass
    : snn::impl::GeneralizeStructuredPassBase<GeneralizeStructuredPass> {
  void runOnOperation() override {
    IRRewriter rewriter(&getContext());
    // Softmax and its like are several structured ops in one.
    SmallVector<linalg::AggregatedOpInterface> aggregates;
    getOperation()->walk(
        [&](linalg::AggregatedOpInterface op) { aggregates.push_back(op); });
    for (linalg::AggregatedOpInterface op : aggregates) {
      rewriter.setInsertionPoint(op);
      FailureOr<SmallVector<Value>> parts = op.decomposeOperation(rewriter);
      if (failed(parts)) {
        op.emitError("cannot be decomposed into structured ops");
        return signalPassFailure();
      }
      rewriter.replaceOp(op, *parts);
    }
    WalkResult result = getOperation()->walk([&](linalg::LinalgOp op) {
      // Contractions stay what fusion does not look into: a product with an
      // elementwise producer inside is no contraction any more.
      if (isa<linalg::GenericOp, snn::SpikeMatmulOp>(op) ||
          linalg::isaContractionOpInterface(op))
        return WalkResult::advance();
      rewriter.setInsertionPoint(op);
      if (failed(linalg::generalizeNamedOp(rewriter, op)))
        return WalkResult(op.emitError("cannot be made a linalg.generic"));
      return WalkResult::advance();
    });
    if (result.wasInterrupted())
      signalPassFailure();
  }
};
} // namespace
