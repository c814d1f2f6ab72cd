//===- LowerStridedCopies.cpp - Copies of strided buffers become loops ----===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Linalg/Utils/Utils.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "snn/Transforms/Passes.h"

namespace mlir::snn {
#define GEN_PASS_DEF_LOWERSTRIDEDCOPIESPASS
#include "snn/Transforms/Passes.h.inc"
} // namespace mlir::snn

using namespace mlir;

/// True if LLVM's lowering makes a memcpy of a copy from or to `type`.
static bool isContiguous(BaseMemRefType type) {
  auto ranked = dyn_cast<MemRefType>(type);
  return ranked && (ranked.getLayout().isIdentity() ||
                    (ranked.hasStaticShape() &&
                     ranked.areTrailingDimsContiguous(ranked.getRank())));
}

namespace {
struct LowerStridedCopiesPass
    : snn::impl::LowerStridedCopiesPassBase<LowerStridedCopiesPass> {
  void runOnOperation() override {
    getOperation()->walk([](memref::CopyOp copy) {
      if (isContiguous(copy.getSource().getType()) &&
          isContiguous(copy.getTarget().getType()))
        return;
      OpBuilder builder(copy);
      linalg::makeMemRefCopyOp(builder, copy.getLoc(), copy.getSource(),
                               copy.getTarget());
      copy.erase();
    });
  }
};
} // namespace
