//===- Barriers.cpp - Where the threads of a block must meet --------------===//
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
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

using namespace mlir;
using namespace mlir::snn;

namespace {
/// A look at memory by the threads of a block.
struct Access {
  Value memory;
  bool isWrite;
  /// Each element belongs to the thread that its place alone decides: that is
  /// the same one in every such access to the same memory.
  bool isOwn;
};

/// Finds barriers in the order in which a block runs. Between two of them,
/// threads are anywhere.
class BarrierFinder {
public:
  llvm::SetVector<Operation *> barriers;

  /// Goes on after what `pending` has seen since the last barrier.
  void run(Region &region, SmallVector<Access> &pending) {
    for (Block &block : region)
      for (Operation &op : block)
        visit(&op, pending);
  }

private:
  void visit(Operation *op, SmallVector<Access> &pending) {
    if (isa<linalg::LinalgOp, memref::LoadOp, memref::StoreOp>(op))
      return meet(op, accessesOf(op), pending);
    if (op->getNumRegions() == 0)
      return;
    bool isLoop = isa<LoopLikeOpInterface>(op);
    // One barrier before a loop is cheaper than one in each round.
    if (isLoop)
      meetWhole(op, pending);
    // What runs again meets its own end; what may not run leaves what was.
    SmallVector<Access> all = pending;
    for (int i = 0; i < (isLoop ? 2 : 1); ++i) {
      SmallVector<Access> before = all;
      for (Region &region : op->getRegions()) {
        // The regions of a loop follow each other, those of a choice do not.
        SmallVector<Access> now = isLoop ? all : before;
        run(region, now);
        merge(all, now);
      }
    }
    pending = std::move(all);
  }

  /// Puts a barrier before a loop if anything in it conflicts.
  void meetWhole(Operation *loop, SmallVector<Access> &pending) {
    SmallVector<Access> accesses;
    loop->walk([&](Operation *op) {
      if (isa<linalg::LinalgOp, memref::LoadOp, memref::StoreOp>(op))
        merge(accesses, accessesOf(op));
    });
    if (barriers.contains(loop) || conflicts(accesses, pending)) {
      barriers.insert(loop);
      pending.clear();
    }
  }

  static void merge(SmallVector<Access> &into, ArrayRef<Access> from) {
    for (const Access &access : from)
      if (!llvm::any_of(into, [&](const Access &other) {
            return other.memory == access.memory &&
                   other.isWrite == access.isWrite &&
                   other.isOwn == access.isOwn;
          }))
        into.push_back(access);
  }

  /// Puts a barrier before `op` where its accesses and pending ones could be in
  /// another order in another thread.
  void meet(Operation *op, ArrayRef<Access> accesses,
            SmallVector<Access> &pending) {
    if (barriers.contains(op) || conflicts(accesses, pending)) {
      barriers.insert(op);
      pending.clear();
    }
    merge(pending, accesses);
  }

  static bool conflict(const Access &a, const Access &b) {
    if (!a.isWrite && !b.isWrite)
      return false;
    Value first = rootOf(a.memory), second = rootOf(b.memory);
    if (first != second)
      return !isOwnMemory(first) || !isOwnMemory(second);
    return a.memory != b.memory || !a.isOwn || !b.isOwn;
  }

  static bool conflicts(ArrayRef<Access> accesses, ArrayRef<Access> pending) {
    return llvm::any_of(accesses, [&](const Access &access) {
      return llvm::any_of(pending, [&](const Access &other) {
        return conflict(access, other);
      });
    });
  }

  static SmallVector<Access> accessesOf(Operation *op) {
    if (auto load = dyn_cast<memref::LoadOp>(op))
      return {{load.getMemRef(), false, false}};
    if (auto store = dyn_cast<memref::StoreOp>(op))
      return {{store.getMemRef(), true, false}};
    auto structured = cast<linalg::LinalgOp>(op);
    SmallVector<Access> accesses;
    for (OpOperand &operand : op->getOpOperands()) {
      if (!isa<MemRefType>(operand.get().getType()))
        continue;
      bool isOwn = isOwnAccess(structured, operand);
      bool isInit = structured.isDpsInit(&operand);
      if (!isInit || structured.payloadUsesValueFromOperand(&operand))
        accesses.push_back({operand.get(), false, isOwn});
      if (isInit)
        accesses.push_back({operand.get(), true, isOwn});
    }
    return accesses;
  }

  /// True if the loops that threads share, without those that run once, are the
  /// dimensions of `operand`, in order.
  static bool isOwnAccess(linalg::LinalgOp op, OpOperand &operand) {
    SmallVector<int64_t> sizes = op.getStaticLoopRanges();
    SmallVector<unsigned> shared = parallelLoops(op);
    if (auto spikes = dyn_cast<SpikeMatmulOp>(op.getOperation()))
      if (std::optional<SpikeWalk> walk = matchSpikeWalk(spikes)) {
        if (!op.isDpsInit(&operand))
          return false;
        shared = walk->columns;
      }
    llvm::erase_if(shared, [&](unsigned loop) { return sizes[loop] == 1; });
    auto type = cast<MemRefType>(operand.get().getType());
    SmallVector<unsigned> looked;
    AffineMap map = op.getMatchingIndexingMap(&operand);
    for (auto [size, result] :
         llvm::zip_equal(type.getShape(), map.getResults())) {
      auto dim = dyn_cast<AffineDimExpr>(result);
      if (!dim)
        return false;
      if (size != 1)
        looked.push_back(dim.getPosition());
    }
    return type.hasStaticShape() && looked == shared;
  }
};
} // namespace

/// A launch's body is not a loop of its own.
llvm::SetVector<Operation *> mlir::snn::findBarriers(gpu::LaunchOp launch) {
  BarrierFinder finder;
  SmallVector<Access> pending;
  finder.run(launch.getBody(), pending);
  return finder.barriers;
}
