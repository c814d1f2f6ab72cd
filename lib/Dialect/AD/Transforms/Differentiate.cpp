//===- Differentiate.cpp - Answers every request for a derivative ---------===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "snn/Dialect/AD/Rules/FunctionDerivatives.h"
#include "snn/Dialect/AD/Transforms/Passes.h"

namespace mlir::ad {
#define GEN_PASS_DEF_DIFFERENTIATEPASS
#include "snn/Dialect/AD/Transforms/Passes.h.inc"
} // namespace mlir::ad

using namespace mlir;
using namespace mlir::ad;

namespace {
struct DifferentiatePass : ad::impl::DifferentiatePassBase<DifferentiatePass> {
  void runOnOperation() override {
    FunctionDerivatives functions(getOperation());
    // Answering one request may answer others, inside its callee.
    for (auto function : llvm::to_vector(getOperation().getOps<func::FuncOp>()))
      while (Operation *request = findRequest(function)) {
        if (failed(functions.answer(request)))
          return signalPassFailure();
        ++numRequests;
      }
  }
};
} // namespace
