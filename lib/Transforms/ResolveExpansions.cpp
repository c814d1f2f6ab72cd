//===- ResolveExpansions.cpp - Expansions into several unknown sizes ------===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/IR/PatternMatch.h"
#include "snn/Transforms/Passes.h"

namespace mlir::snn {
#define GEN_PASS_DEF_RESOLVEEXPANSIONSPASS
#include "snn/Transforms/Passes.h.inc"
} // namespace mlir::snn

using namespace mlir;

/// True if one dimension becomes several of which more than one has an unknown
/// size: upstream takes it that all but one are static, and reads past them.
static bool hasSeveralUnknown(memref::ExpandShapeOp op) {
  MemRefType type = op.getResultType();
  return llvm::any_of(op.getReassociationIndices(),
                      [&](ArrayRef<int64_t> dims) {
                        return llvm::count_if(dims, [&](int64_t dim) {
                                 return type.isDynamicDim(dim);
                               }) > 1;
                      });
}

/// The product of two sizes or strides.
static OpFoldResult multiply(OpBuilder &builder, Location loc, OpFoldResult a,
                             OpFoldResult b) {
  auto left = getConstantIntValue(a), right = getConstantIntValue(b);
  if (left && right)
    return builder.getIndexAttr(*left * *right);
  return builder.createOrFold<arith::MulIOp>(
      loc, getValueOrCreateConstantIndexOp(builder, loc, a),
      getValueOrCreateConstantIndexOp(builder, loc, b));
}

/// `values` with those that `known` has as constants.
static void makeStatic(OpBuilder &builder, MutableArrayRef<OpFoldResult> values,
                       ArrayRef<int64_t> known) {
  for (auto [value, constant] : llvm::zip(values, known))
    if (!ShapedType::isDynamic(constant))
      value = builder.getIndexAttr(constant);
}

/// As a reinterpret_cast of the base buffer, with the stride of each dimension
/// the product of the sizes after it in its group and the group's own stride.
static void resolve(RewriterBase &rewriter, memref::ExpandShapeOp op) {
  rewriter.setInsertionPoint(op);
  Location loc = op.getLoc();
  auto source =
      memref::ExtractStridedMetadataOp::create(rewriter, loc, op.getSrc());
  SmallVector<OpFoldResult> sizes =
      getMixedValues(op.getStaticOutputShape(), op.getOutputShape(), rewriter);
  SmallVector<OpFoldResult> strides(sizes.size());
  for (auto [group, dims] : llvm::enumerate(op.getReassociationIndices())) {
    OpFoldResult stride = source.getConstifiedMixedStrides()[group];
    for (int64_t dim : llvm::reverse(dims)) {
      strides[dim] = stride;
      stride = multiply(rewriter, loc, stride, sizes[dim]);
    }
  }
  auto [known, offset] = op.getResultType().getStridesAndOffset();
  makeStatic(rewriter, strides, known);
  OpFoldResult begin = source.getConstifiedMixedOffset();
  makeStatic(rewriter, begin, offset);
  rewriter.replaceOpWithNewOp<memref::ReinterpretCastOp>(
      op, op.getResultType(), source.getBaseBuffer(), begin, sizes, strides);
}

namespace {
struct ResolveExpansionsPass
    : snn::impl::ResolveExpansionsPassBase<ResolveExpansionsPass> {
  void runOnOperation() override {
    IRRewriter rewriter(&getContext());
    getOperation()->walk([&](memref::ExpandShapeOp op) {
      if (hasSeveralUnknown(op))
        resolve(rewriter, op);
    });
  }
};
} // namespace
