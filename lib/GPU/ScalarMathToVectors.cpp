//===- ScalarMathToVectors.cpp - Functions of numbers in vectors ----------===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/GPU/IR/GPUDialect.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "snn/GPU/Passes.h"

namespace mlir::snn {
#define GEN_PASS_DEF_SCALARMATHTOVECTORSPASS
#include "snn/GPU/Passes.h.inc"
} // namespace mlir::snn

using namespace mlir;
using namespace mlir::snn;

/// True for functions that no instruction of a GPU computes and a C library
/// would be called for.
static bool isLibraryFunction(Operation *op) {
  return isa<math::AcosOp, math::AcoshOp, math::AsinOp, math::AsinhOp,
             math::AtanOp, math::AtanhOp, math::Atan2Op, math::CbrtOp,
             math::CosOp, math::CoshOp, math::ErfOp, math::ErfcOp, math::ExpOp,
             math::Exp2Op, math::ExpM1Op, math::LogOp, math::Log10Op,
             math::Log1pOp, math::Log2Op, math::PowFOp, math::SinOp,
             math::SinhOp, math::TanOp, math::TanhOp>(op) &&
         isa<FloatType>(op->getResult(0).getType());
}

namespace {
struct ScalarMathToVectorsPass
    : snn::impl::ScalarMathToVectorsPassBase<ScalarMathToVectorsPass> {
  void runOnOperation() override {
    SmallVector<Operation *> ops;
    getOperation()->walk([&](gpu::LaunchOp launch) {
      launch.walk([&](Operation *op) {
        if (isLibraryFunction(op))
          ops.push_back(op);
      });
    });
    IRRewriter rewriter(&getContext());
    for (Operation *op : ops) {
      Location loc = op->getLoc();
      rewriter.setInsertionPoint(op);
      auto type = VectorType::get({1}, op->getResult(0).getType());
      SmallVector<Value> operands;
      for (Value operand : op->getOperands())
        operands.push_back(
            vector::BroadcastOp::create(rewriter, loc, type, operand));
      Operation *wide = rewriter.create(loc, op->getName().getIdentifier(),
                                        operands, type, op->getAttrs());
      rewriter.replaceOpWithNewOp<vector::ExtractOp>(op, wide->getResult(0), 0);
    }
    numFunctions += ops.size();
  }
};
} // namespace
