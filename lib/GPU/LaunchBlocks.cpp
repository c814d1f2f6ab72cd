//===- LaunchBlocks.cpp - Parallel loops become blocks of a GPU -----------===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Blocks.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/GPU/IR/GPUDialect.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "snn/GPU/Passes.h"

namespace mlir::snn {
#define GEN_PASS_DEF_LAUNCHBLOCKSPASS
#include "snn/GPU/Passes.h.inc"
} // namespace mlir::snn

using namespace mlir;
using namespace mlir::snn;

/// What a block can hold, and what schedulers hide latency with.
static constexpr int64_t kMostThreads = 1024, kWarp = 32;

/// Threads where no size is known, and of whole-array ops.
static constexpr int64_t kUsualThreads = 256;

/// Whole-array ops have at most so many blocks: enough for every processor of
/// the largest GPUs several times over, and each thread still has work.
static constexpr int64_t kMostSpreadBlocks = 4096;

/// True for ops that this pass makes the body of a launch.
static bool isStructured(Operation *op) {
  auto linalgOp = dyn_cast<linalg::LinalgOp>(op);
  return linalgOp && linalgOp.hasPureBufferSemantics();
}

/// How many threads have work in `op`: a sum stays in its thread, and of the
/// loops over sums the last is what neighbours in memory are along.
static int64_t widthOf(linalg::LinalgOp op) {
  int64_t width = 1;
  for (auto [size, kind] :
       llvm::zip_equal(op.getStaticLoopRanges(), op.getIteratorTypesArray())) {
    if (kind != utils::IteratorType::parallel)
      continue;
    if (ShapedType::isDynamic(size))
      return kUsualThreads;
    width = op.getNumReductionLoops() != 0 ? size : width * size;
  }
  return width;
}

/// As many threads as the widest op of the innermost loops has work for.
static int64_t threadsFor(Operation *loop) {
  unsigned deepest = 0;
  int64_t width = 0;
  loop->walk([&](linalg::LinalgOp op) {
    unsigned depth = loopDepth(op, loop);
    if (depth < deepest)
      return;
    width = depth > deepest ? widthOf(op) : std::max(width, widthOf(op));
    deepest = depth;
  });
  return std::clamp<int64_t>(llvm::alignTo(width, kWarp), kWarp, kMostThreads);
}

/// A launch of `blocks` times `threads` threads, with an empty body.
static gpu::LaunchOp createLaunch(OpBuilder &builder, Location loc,
                                  Value blocks, int64_t threads) {
  Value one = arith::ConstantIndexOp::create(builder, loc, 1);
  Value size = arith::ConstantIndexOp::create(builder, loc, threads);
  auto launch =
      gpu::LaunchOp::create(builder, loc, blocks, one, one, size, one, one);
  builder.setInsertionPointToEnd(&launch.getBody().front());
  gpu::TerminatorOp::create(builder, loc);
  builder.setInsertionPointToStart(&launch.getBody().front());
  return launch;
}

/// How often each loop of `loop` runs.
static SmallVector<Value> tripCounts(OpBuilder &builder, scf::ParallelOp loop) {
  SmallVector<Value> counts;
  for (auto [from, to, step] : llvm::zip_equal(
           loop.getLowerBound(), loop.getUpperBound(), loop.getStep())) {
    Value span = builder.createOrFold<arith::SubIOp>(loop.getLoc(), to, from);
    counts.push_back(
        builder.createOrFold<arith::CeilDivSIOp>(loop.getLoc(), span, step));
  }
  return counts;
}

/// Before: scf.parallel (%i) = (%from) to (%to) step (%step) { body }
/// After:  gpu.launch blocks(...) { %i = %from + %block * %step; body }
static void launchLoop(IRRewriter &rewriter, scf::ParallelOp loop) {
  Location loc = loop.getLoc();
  int64_t threads = threadsFor(loop);
  rewriter.setInsertionPoint(loop);
  SmallVector<Value> counts = tripCounts(rewriter, loop);
  Value blocks = counts.front();
  for (Value count : ArrayRef(counts).drop_front())
    blocks = rewriter.createOrFold<arith::MulIOp>(loc, blocks, count);
  gpu::LaunchOp launch = createLaunch(rewriter, loc, blocks, threads);

  Value rest = launch.getBlockIds().x;
  SmallVector<Value> ivs(counts.size());
  for (unsigned i = counts.size(); i-- > 0;) {
    Value index = rest;
    if (i != 0) {
      index = arith::RemUIOp::create(rewriter, loc, rest, counts[i]);
      rest = arith::DivUIOp::create(rewriter, loc, rest, counts[i]);
    }
    Value scaled =
        arith::MulIOp::create(rewriter, loc, index, loop.getStep()[i]);
    ivs[i] =
        arith::AddIOp::create(rewriter, loc, scaled, loop.getLowerBound()[i]);
  }
  rewriter.eraseOp(loop.getBody()->getTerminator());
  rewriter.inlineBlockBefore(loop.getBody(),
                             launch.getBody().front().getTerminator(), ivs);
  rewriter.eraseOp(loop);
}

/// As many blocks as `op` has elements for.
static Value spreadBlocks(OpBuilder &builder, linalg::LinalgOp op) {
  Location loc = op.getLoc();
  SmallVector<Range> ranges = op.createLoopRanges(builder, loc);
  Value elements = arith::ConstantIndexOp::create(builder, loc, 1);
  for (auto [range, kind] : llvm::zip_equal(ranges, op.getIteratorTypesArray()))
    if (kind == utils::IteratorType::parallel)
      elements = builder.createOrFold<arith::MulIOp>(
          loc, elements,
          getValueOrCreateConstantIndexOp(builder, loc, range.size));
  Value threads = arith::ConstantIndexOp::create(builder, loc, kUsualThreads);
  Value most = arith::ConstantIndexOp::create(builder, loc, kMostSpreadBlocks);
  Value wanted =
      builder.createOrFold<arith::CeilDivSIOp>(loc, elements, threads);
  return builder.createOrFold<arith::MinSIOp>(loc, wanted, most);
}

/// An op on whole arrays, whose elements all threads of all blocks share.
static void launchOp(IRRewriter &rewriter, linalg::LinalgOp op) {
  rewriter.setInsertionPoint(op);
  Value blocks = spreadBlocks(rewriter, op);
  gpu::LaunchOp launch =
      createLaunch(rewriter, op.getLoc(), blocks, kUsualThreads);
  launch->setAttr(kSpreadAttrName, rewriter.getUnitAttr());
  rewriter.moveOpBefore(op, launch.getBody().front().getTerminator());
}

/// The one number that a constant array consists of, or null.
static TypedAttr splatOf(Value array) {
  auto global = array.getDefiningOp<memref::GetGlobalOp>();
  if (!global)
    return nullptr;
  auto symbol = SymbolTable::lookupNearestSymbolFrom<memref::GlobalOp>(
      global, global.getNameAttr());
  auto values = symbol ? dyn_cast_if_present<DenseElementsAttr>(
                             symbol.getConstantInitValue())
                       : DenseElementsAttr();
  return values && values.isSplat() ? values.getSplatValue<TypedAttr>()
                                    : nullptr;
}

/// Copies as structured ops; those of a splat constant need no array at all.
static void structureCopy(IRRewriter &rewriter, memref::CopyOp copy) {
  rewriter.setInsertionPoint(copy);
  if (TypedAttr number = splatOf(copy.getSource())) {
    Value value = arith::ConstantOp::create(rewriter, copy.getLoc(), number);
    linalg::FillOp::create(rewriter, copy.getLoc(), value, copy.getTarget());
  } else {
    linalg::CopyOp::create(rewriter, copy.getLoc(), copy.getSource(),
                           copy.getTarget());
  }
  rewriter.eraseOp(copy);
}

namespace {
struct LaunchBlocksPass : snn::impl::LaunchBlocksPassBase<LaunchBlocksPass> {
  void runOnOperation() override {
    IRRewriter rewriter(&getContext());
    getOperation()->walk(
        [&](memref::CopyOp copy) { structureCopy(rewriter, copy); });
    SmallVector<Operation *> launched;
    WalkResult result =
        getOperation()->walk<WalkOrder::PreOrder>([&](Operation *op) {
          if (isa<gpu::LaunchOp>(op))
            return WalkResult::skip();
          if (auto loop = dyn_cast<scf::ParallelOp>(op);
              loop && loop.getNumResults() != 0)
            return WalkResult(op->emitError(
                "expected a parallel loop over buffers, found one with "
                "results"));
          if (!isa<scf::ParallelOp>(op) && !isStructured(op))
            return WalkResult::advance();
          launched.push_back(op);
          return WalkResult::skip();
        });
    if (result.wasInterrupted())
      return signalPassFailure();
    for (Operation *op : launched) {
      if (auto loop = dyn_cast<scf::ParallelOp>(op))
        launchLoop(rewriter, loop);
      else
        launchOp(rewriter, cast<linalg::LinalgOp>(op));
    }
    numLaunches += launched.size();
  }
};
} // namespace
