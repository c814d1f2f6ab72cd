//===- SNNToSCF.cpp - Time loops as scf.for -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "snn/Conversion/SNNToSCF/SNNToSCF.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Transforms/WalkPatternRewriteDriver.h"
#include "snn/Conversion/Passes.h"
#include "snn/Dialect/AD/Analysis/ShapeBefore.h"
#include "snn/Dialect/AD/Rules/SizeChecks.h"
#include "snn/Dialect/AD/Rules/Stacking.h"
#include "snn/Dialect/SNN/IR/SNN.h"

namespace mlir::snn {
#define GEN_PASS_DEF_CONVERTSNNTOSCFPASS
#include "snn/Conversion/Passes.h.inc"
} // namespace mlir::snn

using namespace mlir;
using namespace mlir::snn;

/// The uninitialized stacks of `scan`, before it. Fails if their sizes depend
/// on what only the body knows.
static FailureOr<SmallVector<Value>>
createStacks(OpBuilder &builder, ScanOp scan, OpFoldResult length) {
  SmallVector<Value> stacks;
  for (auto [value, result] :
       llvm::zip(scan.getYield().getStacked(), scan.getStacks())) {
    auto type = cast<RankedTensorType>(result.getType());
    SmallVector<OpFoldResult> sizes;
    if (type.getRank() > 1) {
      auto known = ad::shapeBefore(builder, scan, value);
      if (failed(known))
        return failure();
      sizes = *known;
    }
    Value stack =
        ad::createStack(builder, scan.getLoc(), value.getType(), length, sizes);
    if (stack.getType() != type)
      stack = tensor::CastOp::create(builder, scan.getLoc(), type, stack);
    stacks.push_back(stack);
  }
  return stacks;
}

/// Moves the body of `scan` into `loop`, slices read and stacks written.
static void moveBody(RewriterBase &rewriter, ScanOp scan, scf::ForOp loop,
                     Value length) {
  Location loc = scan.getLoc();
  rewriter.setInsertionPointToEnd(loop.getBody());
  Value step = loop.getInductionVar();
  if (scan.getReverse()) {
    Value one = arith::ConstantIndexOp::create(rewriter, loc, 1);
    Value last = arith::SubIOp::create(rewriter, loc, length, one);
    step = arith::SubIOp::create(rewriter, loc, last, step);
  }
  SmallVector<Value> arguments = {step};
  for (auto [sequence, slice] :
       llvm::zip(scan.getSequences(), scan.getSlices()))
    arguments.push_back(
        ad::readSlice(rewriter, loc, sequence, step, slice.getType()));
  size_t numCarried = scan.getInits().size();
  llvm::append_range(arguments,
                     loop.getRegionIterArgs().take_front(numCarried));

  snn::YieldOp yield = scan.getYield();
  rewriter.mergeBlocks(&scan.getBody().front(), loop.getBody(), arguments);
  rewriter.setInsertionPoint(yield);
  SmallVector<Value> yielded(yield.getCarried());
  for (auto [value, stack] : llvm::zip(
           yield.getStacked(), loop.getRegionIterArgs().drop_front(numCarried)))
    yielded.push_back(ad::writeSlice(rewriter, loc, value, stack, step));
  rewriter.replaceOpWithNewOp<scf::YieldOp>(yield, yielded);
}

namespace {
/// Before and after:
///
///   %s, %y = snn.scan %t over(%a in %x) carry(%c = %s0) stack(..) { .. }
///   %e = tensor.empty
///   %s, %y = scf.for %t = 0 to T iter_args(%c = %s0, %k = %e) {
///     %a = extract slice %t of %x;  ..;  insert slice %t into %k }
///
/// The loop of a reverse scan counts up as well, and reads slice T - 1 - %t.
struct ScanToFor : OpRewritePattern<ScanOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(ScanOp scan,
                                PatternRewriter &rewriter) const final {
    Location loc = scan.getLoc();
    OpFoldResult length = scan.getOrCreateLength(rewriter);
    auto stacks = createStacks(rewriter, scan, length);
    if (failed(stacks))
      return rewriter.notifyMatchFailure(
          scan, "the sizes of a stack are not known before the loop");
    SmallVector<Value> inits(scan.getInits());
    llvm::append_range(inits, *stacks);
    Value zero = arith::ConstantIndexOp::create(rewriter, loc, 0);
    Value upper = getValueOrCreateConstantIndexOp(rewriter, loc, length);
    Value one = arith::ConstantIndexOp::create(rewriter, loc, 1);
    auto loop = scf::ForOp::create(rewriter, loc, zero, upper, one, inits);
    // Without iteration arguments the loop is built with its terminator.
    if (!loop.getBody()->empty())
      rewriter.eraseOp(loop.getBody()->getTerminator());
    loop->setDiscardableAttrs(scan->getDiscardableAttrDictionary());
    moveBody(rewriter, scan, loop, upper);
    // Where that fails the error says all.
    (void)ad::holdSizes(loop, ad::AcrossCalls::No);
    rewriter.replaceOp(scan, loop.getResults());
    return success();
  }
};

/// A scan that is left is an error: no later pass lowers it.
struct ConvertSNNToSCFPass
    : snn::impl::ConvertSNNToSCFPassBase<ConvertSNNToSCFPass> {
  void runOnOperation() override {
    RewritePatternSet patterns(&getContext());
    populateSNNToSCFConversionPatterns(patterns);
    walkAndApplyPatterns(getOperation(), std::move(patterns));
    getOperation()->walk([&](ScanOp scan) {
      scan.emitOpError("cannot be lowered: expected stacks whose sizes are "
                       "known before the loop, got one that only the body can "
                       "size");
      signalPassFailure();
    });
  }
};
} // namespace

void snn::populateSNNToSCFConversionPatterns(RewritePatternSet &patterns) {
  patterns.add<ScanToFor>(patterns.getContext());
}
