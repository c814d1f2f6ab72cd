//===- SeparateEmpties.cpp - Memory of its own for all that loops carry ---===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Builders.h"
#include "mlir/Interfaces/LoopLikeInterface.h"
#include "snn/Transforms/Passes.h"

namespace mlir::snn {
#define GEN_PASS_DEF_SEPARATEEMPTIESPASS
#include "snn/Transforms/Passes.h.inc"
} // namespace mlir::snn

using namespace mlir;

namespace {
struct SeparateEmptiesPass
    : snn::impl::SeparateEmptiesPassBase<SeparateEmptiesPass> {
  void runOnOperation() override {
    getOperation()->walk([&](LoopLikeOpInterface loop) {
      for (OpOperand &init : loop.getInitsMutable()) {
        auto empty = init.get().getDefiningOp<tensor::EmptyOp>();
        if (!empty || empty->hasOneUse())
          continue;
        OpBuilder builder(loop);
        init.set(builder.clone(*empty)->getResult(0));
        ++numSeparated;
      }
    });
  }
};
} // namespace
