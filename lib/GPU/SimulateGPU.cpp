//===- SimulateGPU.cpp - The blocks of a GPU as loops of a CPU ------------===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/GPU/IR/GPUDialect.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "snn/GPU/Passes.h"

namespace mlir::snn {
#define GEN_PASS_DEF_SIMULATEGPUPASS
#include "snn/GPU/Passes.h.inc"
} // namespace mlir::snn

using namespace mlir;
using namespace mlir::snn;

/// Moves the body of `second` to the end of that of `first`, so that a thread
/// runs both before the next one starts, as it may where no barrier is.
static void fuse(RewriterBase &rewriter, scf::ForallOp first,
                 scf::ForallOp second) {
  // What lies between the two has no effect and is needed by the second alone.
  for (Operation *op = first->getNextNode(); op != second;) {
    Operation *next = op->getNextNode();
    rewriter.moveOpBefore(op, first);
    op = next;
  }
  rewriter.eraseOp(second.getTerminator());
  rewriter.inlineBlockBefore(second.getBody(), first.getTerminator(),
                             first.getInductionVars());
  rewriter.eraseOp(second);
}

/// Fuses loops over threads that have nothing between them that threads could
/// meet at.
static void fuseThreads(RewriterBase &rewriter, Block &block) {
  scf::ForallOp last;
  for (Operation &op : llvm::make_early_inc_range(block)) {
    if (auto loop = dyn_cast<scf::ForallOp>(op)) {
      if (last)
        fuse(rewriter, last, loop);
      else
        last = loop;
      continue;
    }
    if (!isMemoryEffectFree(&op) || op.getNumRegions() != 0)
      last = nullptr;
    for (Region &region : op.getRegions())
      for (Block &inner : region)
        fuseThreads(rewriter, inner);
  }
}

/// A loop over `position` from `count` - 1 down to 0. The builder goes on in
/// it.
static scf::ForOp emitDownwards(OpBuilder &builder, Location loc, Value count,
                                Value &position) {
  Value zero = arith::ConstantIndexOp::create(builder, loc, 0);
  Value one = arith::ConstantIndexOp::create(builder, loc, 1);
  auto loop = scf::ForOp::create(builder, loc, zero, count, one);
  builder.setInsertionPointToStart(loop.getBody());
  Value done = arith::AddIOp::create(builder, loc, loop.getInductionVar(), one);
  position = arith::SubIOp::create(builder, loc, count, done);
  return loop;
}

/// The threads of a block one after the other, the last first: a value that
/// comes from a later thread without a barrier has the wrong order one way or
/// the other.
static void runThreads(RewriterBase &rewriter, scf::ForallOp threads) {
  rewriter.setInsertionPoint(threads);
  Value count = getValueOrCreateConstantIndexOp(
      rewriter, threads.getLoc(), threads.getMixedUpperBound()[0]);
  Value thread;
  scf::ForOp loop = emitDownwards(rewriter, threads.getLoc(), count, thread);
  rewriter.eraseOp(threads.getTerminator());
  rewriter.inlineBlockBefore(threads.getBody(), loop.getBody()->getTerminator(),
                             thread);
  rewriter.eraseOp(threads);
}

/// Takes the memory spaces of a GPU off `region`: a CPU has one.
static void dropMemorySpaces(Region &region) {
  region.walk([](Operation *op) {
    for (Value result : op->getResults())
      if (auto type = dyn_cast<MemRefType>(result.getType());
          type && gpu::GPUDialect::hasWorkgroupMemoryAddressSpace(type))
        result.setType(MemRefType::get(type.getShape(), type.getElementType(),
                                       type.getLayout()));
  });
}

/// All blocks with the same memory for what their threads share, as a processor
/// would have it: what one leaves behind the next one finds.
static void runBlocks(RewriterBase &rewriter, gpu::LaunchOp launch) {
  Location loc = launch.getLoc();
  rewriter.setInsertionPoint(launch);
  if (Value size = launch.getDynamicSharedMemorySize()) {
    Value bytes = arith::IndexCastUIOp::create(rewriter, loc,
                                               rewriter.getIndexType(), size);
    Value shared = memref::AllocOp::create(
        rewriter, loc,
        MemRefType::get({ShapedType::kDynamic}, rewriter.getI8Type()), bytes,
        ValueRange{}, rewriter.getI64IntegerAttr(64));
    launch.walk(
        [&](gpu::DynamicSharedMemoryOp op) { rewriter.replaceOp(op, shared); });
    rewriter.setInsertionPointAfter(launch);
    memref::DeallocOp::create(rewriter, loc, shared);
    rewriter.setInsertionPoint(launch);
  }
  dropMemorySpaces(launch.getBody());
  Value zero = arith::ConstantIndexOp::create(rewriter, loc, 0);
  gpu::KernelDim3 grid = launch.getGridSizeOperandValues();
  gpu::KernelDim3 block = launch.getBlockSizeOperandValues();
  Value position;
  scf::ForOp loop = emitDownwards(rewriter, loc, grid.x, position);
  Block &body = launch.getBody().front();
  rewriter.eraseOp(body.getTerminator());
  rewriter.inlineBlockBefore(&body, loop.getBody()->getTerminator(),
                             {position, zero, zero, zero, zero, zero, grid.x,
                              grid.y, grid.z, block.x, block.y, block.z});
  rewriter.eraseOp(launch);
}

/// Memory of the device is memory of the CPU, but an array of its own.
static void replaceMemory(RewriterBase &rewriter, Operation *op) {
  rewriter.setInsertionPoint(op);
  if (auto alloc = dyn_cast<gpu::AllocOp>(op))
    rewriter.replaceOpWithNewOp<memref::AllocOp>(
        alloc, alloc.getType(), alloc.getDynamicSizes(), ValueRange{},
        rewriter.getI64IntegerAttr(64));
  else if (auto free = dyn_cast<gpu::DeallocOp>(op))
    rewriter.replaceOpWithNewOp<memref::DeallocOp>(free, free.getMemref());
  else if (auto copy = dyn_cast<gpu::MemcpyOp>(op))
    rewriter.replaceOpWithNewOp<memref::CopyOp>(copy, copy.getSrc(),
                                                copy.getDst());
}

namespace {
struct SimulateGPUPass : snn::impl::SimulateGPUPassBase<SimulateGPUPass> {
  void runOnOperation() override {
    IRRewriter rewriter(&getContext());
    getOperation()->walk([&](gpu::LaunchOp launch) {
      fuseThreads(rewriter, launch.getBody().front());
      launch.walk([&](scf::ForallOp loop) { runThreads(rewriter, loop); });
      launch.walk([&](gpu::BarrierOp barrier) { rewriter.eraseOp(barrier); });
      runBlocks(rewriter, launch);
      ++numLaunches;
    });
    getOperation()->walk([&](Operation *op) { replaceMemory(rewriter, op); });
  }
};
} // namespace
