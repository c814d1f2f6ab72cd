//===- MathToIntrinsics.cpp - Functions of a kernel as instructions -------===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "snn/GPU/Passes.h"
#include "llvm/ADT/StringSwitch.h"

namespace mlir::snn {
#define GEN_PASS_DEF_MATHTOINTRINSICSPASS
#include "snn/GPU/Passes.h.inc"
} // namespace mlir::snn

using namespace mlir;
using namespace mlir::snn;

/// LLVM's name of what instructions of a GPU compute, or nothing.
static StringRef intrinsicOf(Operation *op) {
  return llvm::StringSwitch<StringRef>(op->getName().getStringRef())
      .Case("math.absf", "llvm.fabs")
      .Case("math.ceil", "llvm.ceil")
      .Case("math.copysign", "llvm.copysign")
      .Case("math.floor", "llvm.floor")
      .Case("math.fma", "llvm.fma")
      .Case("math.round", "llvm.round")
      .Case("math.roundeven", "llvm.roundeven")
      .Case("math.sqrt", "llvm.sqrt")
      .Case("math.trunc", "llvm.trunc")
      .Default("");
}

/// True for functions of floats that only a library computes.
static bool needsLibrary(Operation *op) {
  bool isFunction =
      isa<math::MathDialect>(op->getDialect()) || isa<arith::RemFOp>(op);
  return isFunction &&
         isa<FloatType>(getElementTypeOrSelf(op->getResult(0).getType()));
}

namespace {
struct MathToIntrinsicsPass
    : snn::impl::MathToIntrinsicsPassBase<MathToIntrinsicsPass> {
  void runOnOperation() override {
    IRRewriter rewriter(&getContext());
    WalkResult result = getOperation()->walk([&](Operation *op) {
      if (op->getNumResults() != 1 || !needsLibrary(op))
        return WalkResult::advance();
      rewriter.setInsertionPoint(op);
      Location loc = op->getLoc();
      if (auto root = dyn_cast<math::RsqrtOp>(op)) {
        emitReciprocal(rewriter, root);
        return WalkResult::advance();
      }
      StringRef name = intrinsicOf(op);
      if (name.empty())
        return WalkResult(op->emitError() << "'" << op->getName() << "' of "
                                          << op->getResult(0).getType()
                                          << " has no instructions on a GPU");
      rewriter.replaceOp(op, emit(rewriter, loc, name, op->getOperands()));
      return WalkResult::advance();
    });
    if (result.wasInterrupted())
      signalPassFailure();
  }

private:
  static Value emit(OpBuilder &builder, Location loc, StringRef name,
                    ValueRange operands) {
    return LLVM::CallIntrinsicOp::create(builder, loc, operands[0].getType(),
                                         builder.getStringAttr(name), operands)
        .getResult(0);
  }

  /// 1 / sqrt(x), which rounds twice as a CPU's does.
  static void emitReciprocal(RewriterBase &rewriter, math::RsqrtOp op) {
    Location loc = op.getLoc();
    Type type = op.getType();
    TypedAttr one = rewriter.getFloatAttr(getElementTypeOrSelf(type), 1.0);
    if (auto vector = dyn_cast<VectorType>(type))
      one = DenseElementsAttr::get(vector, one);
    Value root = emit(rewriter, loc, "llvm.sqrt", op.getOperand());
    rewriter.replaceOpWithNewOp<arith::DivFOp>(
        op, arith::ConstantOp::create(rewriter, loc, one), root);
  }
};
} // namespace
