//===- FormMultiplyAdds.cpp - Products join the sums that take them -------===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// LLVM would do this itself under the fast-math flag `contract`, but only for
// products that nothing else uses: a step would then round differently when it
// runs again for its tape, and a spike may flip.
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "snn/Transforms/Passes.h"

namespace mlir::snn {
#define GEN_PASS_DEF_FORMMULTIPLYADDSPASS
#include "snn/Transforms/Passes.h.inc"
} // namespace mlir::snn

using namespace mlir;

/// The product that makes `value` in `block`, or null.
static LLVM::FMulOp productIn(Block *block, Value value) {
  auto product = value.getDefiningOp<LLVM::FMulOp>();
  Type type = getElementTypeOrSelf(value.getType());
  bool isWide = type.isF32() || type.isF64();
  return product && product->getBlock() == block && isWide ? product
                                                           : LLVM::FMulOp();
}

/// a * b and b * a are the same number; null is no product.
static bool isSameProduct(LLVM::FMulOp one, LLVM::FMulOp other) {
  return one && other &&
         ((one.getLhs() == other.getLhs() && one.getRhs() == other.getRhs()) ||
          (one.getLhs() == other.getRhs() && one.getRhs() == other.getLhs()));
}

/// Fuses the sum or difference `op` of `left` and `right` with a product among
/// them, the first if both are. A difference of equal products stays the zero
/// that it is.
static bool fuse(Operation *op, Value left, Value right,
                 LLVM::FastmathFlags flags) {
  LLVM::FMulOp leftProduct = productIn(op->getBlock(), left);
  LLVM::FMulOp rightProduct = productIn(op->getBlock(), right);
  if ((!leftProduct && !rightProduct) || left == right ||
      isSameProduct(leftProduct, rightProduct))
    return false;
  LLVM::FMulOp product = leftProduct ? leftProduct : rightProduct;
  OpBuilder builder(op);
  Value factor = product.getLhs(), addend = leftProduct ? right : left;
  if (isa<LLVM::FSubOp>(op)) {
    Value &negative = leftProduct ? addend : factor;
    negative = LLVM::FNegOp::create(builder, op->getLoc(), negative);
  }
  auto fused = LLVM::FMulAddOp::create(
      builder, op->getLoc(), op->getResult(0).getType(), factor,
      product.getRhs(), addend, flags & product.getFastmathFlags());
  op->getResult(0).replaceAllUsesWith(fused);
  op->erase();
  if (product->use_empty())
    product->erase();
  return true;
}

namespace {
struct FormMultiplyAddsPass
    : snn::impl::FormMultiplyAddsPassBase<FormMultiplyAddsPass> {
  void runOnOperation() override {
    getOperation()->walk([&](Operation *op) {
      bool isFused = false;
      if (auto add = dyn_cast<LLVM::FAddOp>(op))
        isFused = fuse(op, add.getLhs(), add.getRhs(), add.getFastmathFlags());
      else if (auto sub = dyn_cast<LLVM::FSubOp>(op))
        isFused = fuse(op, sub.getLhs(), sub.getRhs(), sub.getFastmathFlags());
      numFused += isFused;
    });
  }
};
} // namespace
