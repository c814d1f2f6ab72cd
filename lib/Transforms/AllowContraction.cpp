//===- AllowContraction.cpp - Lets multiplications and additions fuse -*-
//-*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "snn/Transforms/Passes.h"

namespace mlir::snn {
#define GEN_PASS_DEF_ALLOWCONTRACTIONPASS
#include "snn/Transforms/Passes.h.inc"
} // namespace mlir::snn

using namespace mlir;

namespace {
struct AllowContractionPass
    : snn::impl::AllowContractionPassBase<AllowContractionPass> {
  void runOnOperation() override {
    getOperation()->walk([&](Operation *op) {
      if (!isa<arith::MulFOp, arith::AddFOp, arith::SubFOp>(op))
        return;
      auto flags = cast<arith::ArithFastMathInterface>(op);
      op->setAttr(flags.getFastMathAttrName(),
                  arith::FastMathFlagsAttr::get(
                      &getContext(), flags.getFastMathFlagsAttr().getValue() |
                                         arith::FastMathFlags::contract));
    });
  }
};
} // namespace
