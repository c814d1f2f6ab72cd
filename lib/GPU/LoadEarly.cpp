//===- LoadEarly.cpp - Loads of inputs before a barrier waits -------------===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Blocks.h"
#include "mlir/Analysis/SliceAnalysis.h"
#include "mlir/Dialect/GPU/IR/GPUDialect.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "snn/GPU/Passes.h"

namespace mlir::snn {
#define GEN_PASS_DEF_LOADEARLYPASS
#include "snn/GPU/Passes.h.inc"
} // namespace mlir::snn

using namespace mlir;
using namespace mlir::snn;

/// The arrays that `launch` writes, whatever the view.
static DenseSet<Value> writtenIn(gpu::LaunchOp launch) {
  DenseSet<Value> written;
  launch.walk([&](Operation *op) {
    if (auto store = dyn_cast<memref::StoreOp>(op))
      written.insert(rootOf(store.getMemRef()));
    else if (auto store = dyn_cast<vector::StoreOp>(op))
      written.insert(rootOf(store.getBase()));
  });
  return written;
}

/// True for loads of memory that nothing in the launch writes.
static bool isInput(memref::LoadOp load, gpu::LaunchOp launch,
                    const DenseSet<Value> &written) {
  Value root = rootOf(load.getMemRef());
  return isOwnMemory(root) && !written.contains(root) &&
         root.getParentRegion()->isProperAncestor(&launch.getBody());
}

/// Moves `load` and what its place is computed from to the start of its block,
/// if that has no effect. Returns whether it did.
static bool moveToStart(memref::LoadOp load) {
  Block *block = load->getBlock();
  BackwardSliceOptions options;
  options.filter = [&](Operation *op) { return op->getBlock() == block; };
  SetVector<Operation *> slice;
  if (failed(getBackwardSlice(load.getOperation(), &slice, options)) ||
      !llvm::all_of(slice, [](Operation *op) {
        return isMemoryEffectFree(op) && op->getNumRegions() == 0;
      }))
    return false;
  SmallVector<Operation *> moved = {load};
  llvm::append_range(moved, slice);
  // Each goes in front of those that need it.
  llvm::sort(moved,
             [](Operation *a, Operation *b) { return b->isBeforeInBlock(a); });
  for (Operation *op : moved)
    op->moveBefore(block, block->begin());
  return true;
}

namespace {
struct LoadEarlyPass : snn::impl::LoadEarlyPassBase<LoadEarlyPass> {
  void runOnOperation() override {
    getOperation()->walk([&](gpu::LaunchOp launch) {
      DenseSet<Value> written = writtenIn(launch);
      launch.walk([&](scf::ForOp loop) { moveIn(loop, launch, written); });
    });
  }

private:
  /// A body without a barrier is the processor's to put in order.
  void moveIn(scf::ForOp loop, gpu::LaunchOp launch,
              const DenseSet<Value> &written) {
    auto barriers = loop.getBody()->getOps<gpu::BarrierOp>();
    if (barriers.empty())
      return;
    SmallVector<memref::LoadOp> loads;
    for (auto load : loop.getBody()->getOps<memref::LoadOp>())
      if ((*barriers.begin())->isBeforeInBlock(load) &&
          isInput(load, launch, written))
        loads.push_back(load);
    for (memref::LoadOp load : loads)
      numMoved += moveToStart(load);
  }
};
} // namespace
