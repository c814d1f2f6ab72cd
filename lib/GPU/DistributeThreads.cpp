//===- DistributeThreads.cpp - The ops of a block in its threads ----------===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Barriers.h"
#include "Blocks.h"
#include "ThreadElements.h"
#include "ThreadSpikes.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "snn/GPU/Passes.h"

namespace mlir::snn {
#define GEN_PASS_DEF_DISTRIBUTETHREADSPASS
#include "snn/GPU/Passes.h.inc"
} // namespace mlir::snn

using namespace mlir;
using namespace mlir::snn;

/// What every thread of a block may run alike: plain arithmetic and what
/// decides which of it runs. Everything else has no meaning there.
static bool isUniform(Operation *op) {
  return isa<scf::ForOp, scf::IfOp, scf::WhileOp, scf::YieldOp,
             scf::ConditionOp, memref::LoadOp, gpu::TerminatorOp,
             gpu::DynamicSharedMemoryOp>(op) ||
         (op->getNumRegions() == 0 && isMemoryEffectFree(op));
}

/// A loop over the threads of a block, and what its body is emitted by.
static void
emitThreads(OpBuilder &builder, gpu::LaunchOp launch, Location loc,
            function_ref<void(OpBuilder &, const ThreadShare &)> body) {
  Value threads = launch.getBlockSizeOperandValues().x;
  int64_t known = getConstantIntValue(threads).value_or(0);
  auto mapping = gpu::GPUThreadMappingAttr::get(builder.getContext(),
                                                gpu::MappingId::LinearDim0);
  auto loop = scf::ForallOp::create(
      builder, loc, ArrayRef<OpFoldResult>{getAsOpFoldResult(threads)},
      ValueRange{}, builder.getArrayAttr({mapping}));
  OpBuilder inner(loop.getTerminator());
  ThreadShare share{loop.getInductionVar(0), threads, known};
  if (launch->hasAttr(kSpreadAttrName)) {
    Value first =
        arith::MulIOp::create(inner, loc, launch.getBlockIds().x, threads);
    share.thread = arith::AddIOp::create(inner, loc, first, share.thread);
    share.count =
        arith::MulIOp::create(inner, loc, launch.getGridSize().x, threads);
    share.knownCount = 0;
  }
  body(inner, share);
}

/// Replaces a structured op by the threads that compute it.
static void distribute(RewriterBase &rewriter, gpu::LaunchOp launch,
                       linalg::LinalgOp op) {
  rewriter.setInsertionPoint(op);
  emitThreads(rewriter, launch, op.getLoc(),
              [&](OpBuilder &b, const ThreadShare &share) {
                auto spikes = dyn_cast<SpikeMatmulOp>(op.getOperation());
                std::optional<SpikeWalk> walk;
                if (spikes && !launch->hasAttr(kSpreadAttrName))
                  walk = matchSpikeWalk(spikes);
                if (walk)
                  emitSpikeWalk(b, *walk, share);
                else
                  emitElements(b, op, share);
              });
  rewriter.eraseOp(op);
}

/// A store that all threads would do is done by the first.
static void distribute(RewriterBase &rewriter, gpu::LaunchOp launch,
                       memref::StoreOp store) {
  rewriter.setInsertionPoint(store);
  emitThreads(rewriter, launch, store.getLoc(),
              [&](OpBuilder &b, const ThreadShare &share) {
                Location loc = store.getLoc();
                Value first = arith::CmpIOp::create(
                    b, loc, arith::CmpIPredicate::eq, share.thread,
                    arith::ConstantIndexOp::create(b, loc, 0));
                scf::IfOp::create(b, loc, first,
                                  [&](OpBuilder &inner, Location) {
                                    inner.clone(*store);
                                    scf::YieldOp::create(inner, loc);
                                  });
              });
  rewriter.eraseOp(store);
}

namespace {
struct DistributeThreadsPass
    : snn::impl::DistributeThreadsPassBase<DistributeThreadsPass> {
  void runOnOperation() override {
    WalkResult result = getOperation()->walk(
        [&](gpu::LaunchOp launch) { return WalkResult(run(launch)); });
    if (result.wasInterrupted())
      signalPassFailure();
  }

private:
  LogicalResult run(gpu::LaunchOp launch) {
    SmallVector<Operation *> ops;
    WalkResult result =
        launch.getBody().walk<WalkOrder::PreOrder>([&](Operation *op) {
          auto structured = dyn_cast<linalg::LinalgOp>(op);
          if (structured || isa<memref::StoreOp>(op)) {
            ops.push_back(op);
            return WalkResult::skip();
          }
          if (isUniform(op))
            return WalkResult::advance();
          op->emitError() << "'" << op->getName()
                          << "' cannot run in a block of a GPU";
          return WalkResult::interrupt();
        });
    if (result.wasInterrupted())
      return failure();
    IRRewriter rewriter(&getContext());
    for (Operation *op : findBarriers(launch)) {
      rewriter.setInsertionPoint(op);
      gpu::BarrierOp::create(rewriter, op->getLoc());
      ++numBarriers;
    }
    for (Operation *op : ops) {
      if (auto store = dyn_cast<memref::StoreOp>(op))
        distribute(rewriter, launch, store);
      else
        distribute(rewriter, launch, cast<linalg::LinalgOp>(op));
    }
    numDistributed += ops.size();
    return success();
  }
};
} // namespace
