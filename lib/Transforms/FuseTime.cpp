//===- FuseTime.cpp - Tiles of samples go through all steps -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Chooses the axis along which the time loops of a function separate, and makes
// a parallel loop over tiles of it in which each tile runs the loops whole.
//
//===----------------------------------------------------------------------===//

#include "TiledProgram.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "snn/Dialect/AD/Transforms/Remarks.h"
#include "snn/Transforms/Passes.h"
#include "snn/Transforms/WholeLoops.h"

namespace mlir::snn {
#define GEN_PASS_DEF_FUSETIMEPASS
#include "snn/Transforms/Passes.h.inc"
} // namespace mlir::snn

using namespace mlir;
using namespace mlir::snn;
using ad::Remarks;

//===----------------------------------------------------------------------===//
// Match: the axis
//===----------------------------------------------------------------------===//

/// The axes of what the time loops of `block` carry, in order.
static SmallVector<Axes::Axis> findCandidates(const Axes &axes, Block &block) {
  llvm::SetVector<Axes::Axis> candidates;
  for (auto loop : block.getOps<scf::ForOp>())
    for (Value carried : loop.getResults())
      if (auto type = dyn_cast<RankedTensorType>(carried.getType()))
        for (int64_t dim = 0; dim < type.getRank(); ++dim)
          if (type.getDimSize(dim) != 1)
            candidates.insert(axes.axisOf(carried, dim));
  return llvm::to_vector(candidates);
}

//===----------------------------------------------------------------------===//
// Compute and emit
//===----------------------------------------------------------------------===//

/// True if `a` cuts more than `b`, which may be null: of two axes that cut as
/// much, one that does not cut rows of neighbours.
static bool isBetter(const Separation &a, const Separation *b) {
  auto rank = [](const Separation &s) {
    return std::make_pair(s.score(), !s.cutsRows());
  };
  return !b || rank(a) > rank(*b);
}

/// The best separation of `block` that `isWanted`; null if there is none.
static std::unique_ptr<Separation>
findBest(const Axes &axes, Block &block,
         function_ref<bool(const Separation &)> isWanted) {
  std::unique_ptr<Separation> best;
  for (Axes::Axis axis : findCandidates(axes, block)) {
    auto separation = std::make_unique<Separation>(axes, axis, block);
    if (isBetter(*separation, best.get()) && isWanted(*separation))
      best = std::move(separation);
  }
  return best;
}

static WholeLoop wholeLoopOf(const Separation::Obstacle &obstacle) {
  return {obstacle.op->getName(), obstacle.op->getLoc(), obstacle.reason};
}

static bool isAny(const Separation &) { return true; }

SmallVector<WholeLoop> mlir::snn::findWholeLoops(FunctionOpInterface function) {
  // Values that cost little get one use each, in a copy.
  OwningOpRef<Operation *> copy(function->clone());
  IRRewriter rewriter(function->getContext());
  duplicatePerUse(rewriter, *copy);
  Axes axes(*copy);
  SmallVector<WholeLoop> loops;
  Region &region = cast<FunctionOpInterface>(*copy).getFunctionBody();
  if (!region.hasOneBlock())
    return loops;
  if (auto best = findBest(axes, region.front(), isAny))
    for (const Separation::Obstacle &obstacle : best->getObstacles())
      loops.push_back(wholeLoopOf(obstacle));
  return loops;
}

namespace {
struct FuseTimePass : snn::impl::FuseTimePassBase<FuseTimePass> {
  using FuseTimePassBase::FuseTimePassBase;

  void runOnOperation() override {
    if (rows < 0) {
      getOperation()->emitError("expected 0 or more samples in a tile, found ")
          << int64_t(rows);
      return signalPassFailure();
    }
    IRRewriter rewriter(&getContext());
    getOperation()->walk([&](FunctionOpInterface function) {
      Region &region = function.getFunctionBody();
      if (region.hasOneBlock() && !region.front().getOps<scf::ForOp>().empty())
        fuseBlock(rewriter, region.front());
    });
  }

private:
  /// Takes the axis that cuts most of what the loops do, if tiles do not
  /// compute more ops again than they cut.
  void fuseBlock(RewriterBase &rewriter, Block &block) {
    duplicatePerUse(rewriter, block.getParentOp());
    Axes axes(block.getParentOp());
    auto best = findBest(axes, block, [&](const Separation &separation) {
      return separation.score() > 0 &&
             TiledProgram(axes, separation, block, rows).whyNotEmit().empty();
    });
    if (Remarks remarks(&getContext(), getArgument()); remarks.areWanted())
      describe(remarks, axes, block, best.get());
    if (!best)
      return;
    ++numFunctions;
    for (auto loop : block.getOps<scf::ForOp>())
      numLoops += best->isTiled(loop);
    TiledProgram(axes, *best, block, rows).emit(rewriter);
  }

  /// Says of each time loop of `block` whether tiles go through it by `best`,
  /// which may be null, and names the op that keeps them out.
  void describe(const Remarks &remarks, const Axes &axes, Block &block,
                const Separation *best) {
    std::unique_ptr<Separation> closest;
    if (!best)
      closest = findBest(axes, block, isAny);
    DenseSet<Operation *> explained;
    if (const Separation *tried = best ? best : closest.get())
      for (const Separation::Obstacle &obstacle : tried->getObstacles()) {
        explained.insert(block.findAncestorOpInBlock(*obstacle.op));
        remarks.missed(obstacle.op, "LoopWhole")
            << remark::add("'{0}': {1}", obstacle.op->getName(),
                           wholeLoopOf(obstacle).describe());
      }
    for (auto loop : block.getOps<scf::ForOp>()) {
      if (best && best->isTiled(loop))
        remarks.passed(loop, "LoopTiled") << remark::add(
            "tiles of {0} samples go through all steps in parallel",
            TiledProgram(axes, *best, block, rows).getRows());
      else if (!explained.contains(loop))
        remarks.missed(loop, "LoopWhole")
            << "the time loop stays whole: " +
                   whyWhole(axes, block, closest.get()).str();
    }
  }

  /// Why no tiles go through loops in which no op stands in their way.
  StringRef whyWhole(const Axes &axes, Block &block,
                     const Separation *closest) const {
    if (!closest)
      return "it carries nothing along an axis of samples";
    if (closest->score() <= 0)
      return "tiles would compute more again than they share";
    return TiledProgram(axes, *closest, block, rows).whyNotEmit();
  }
};
} // namespace
