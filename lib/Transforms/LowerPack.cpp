//===- LowerPack.cpp - Packed layouts as pads, shapes, transposes ---------===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/Transforms/Transforms.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "snn/Dialect/AD/Transforms/Remarks.h"
#include "snn/Transforms/Passes.h"

namespace mlir::snn {
#define GEN_PASS_DEF_LOWERPACKPASS
#include "snn/Transforms/Passes.h.inc"
} // namespace mlir::snn

using namespace mlir;
using ad::Remarks;

namespace {
struct LowerPackPass : snn::impl::LowerPackPassBase<LowerPackPass> {
  void runOnOperation() override {
    SmallVector<Operation *> layouts;
    getOperation()->walk([&](Operation *op) {
      if (isa<linalg::PackOp, linalg::UnPackOp>(op))
        layouts.push_back(op);
    });
    IRRewriter rewriter(&getContext());
    for (Operation *op : layouts) {
      rewriter.setInsertionPoint(op);
      if (failed(lower(rewriter, op)))
        Remarks(&getContext(), getArgument()).missed(op, "LayoutKept")
            << "stays as it is: its tiles are no constant numbers";
      else
        ++numLowered;
    }
  }

private:
  /// By upstream's lowering; fails where a tile is no constant.
  static LogicalResult lower(RewriterBase &rewriter, Operation *op) {
    if (auto pack = dyn_cast<linalg::PackOp>(op))
      return success(succeeded(linalg::lowerPack(
          rewriter, pack, /*lowerPadLikeWithInsertSlice=*/false)));
    return success(succeeded(
        linalg::lowerUnPack(rewriter, cast<linalg::UnPackOp>(op),
                            /*lowerUnpadLikeWithExtractSlice=*/false)));
  }
};
} // namespace
