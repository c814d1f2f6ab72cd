//===- ParallelizeStructured.cpp - Threads share large ops -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Cuts large structured ops on buffers along a dimension of their results and
// lets the threads have the parts.
//
//===----------------------------------------------------------------------===//

#include "PackedContraction.h"
#include "VectorLoops.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/Transforms/Transforms.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "snn/Dialect/AD/Transforms/Remarks.h"
#include "snn/Dialect/SNN/IR/SNN.h"
#include "snn/Transforms/Passes.h"

namespace mlir::snn {
#define GEN_PASS_DEF_PARALLELIZESTRUCTUREDPASS
#include "snn/Transforms/Passes.h.inc"
} // namespace mlir::snn

using namespace mlir;
using namespace mlir::snn;
using ad::Remarks;

/// Visits of elements from which on starting threads, some 5 us, is little
/// beside the 50 us and more that an op takes.
static constexpr int64_t kManyVisits = int64_t(1) << 18;
/// Visits of a part at least: 3 us of work.
static constexpr int64_t kVisitsOfPart = int64_t(1) << 14;
/// Neighbours are cut in whole registers of any type.
static constexpr int64_t kNeighbours = kRegisterBytes;
/// Rows of a contraction that a tile of registers may have.
static constexpr int64_t kRowsOfTile = 16;
/// Parts for which a dimension is looked for: with fewer, threads idle.
static constexpr int64_t kEnoughParts = 8;

namespace {
/// How an op is cut.
struct Cut {
  linalg::LinalgOp op;
  /// The steps of each loop in a part, 0 for all.
  SmallVector<int64_t> steps;
  /// Whether sizes that are not known decide if the op is large.
  bool isUnknown;
};
} // namespace

/// The number of times that the body of `op` runs; an unknown size counts as
/// one.
static int64_t countVisits(linalg::LinalgOp op) {
  int64_t visits = 1;
  for (int64_t size : op.getStaticLoopRanges())
    visits *= ShapedType::isDynamic(size) ? 1 : size;
  return visits;
}

/// True if steps of loop `dim` are neighbours in the first result.
static bool isAlongRows(linalg::LinalgOp op, unsigned dim) {
  AffineMap result = op.getMatchingIndexingMap(op.getDpsInitOperand(0));
  return result.getNumResults() > 0 &&
         result.getResults().back() == getAffineDimExpr(dim, op.getContext());
}

/// For each loop the steps that stay together.
static SmallVector<int64_t> stepsTogether(RewriterBase &rewriter,
                                          linalg::LinalgOp op) {
  SmallVector<int64_t> together(op.getNumLoops(), 1);
  auto contraction = matchContraction(rewriter, op);
  if (succeeded(contraction) && contraction->m)
    together[*contraction->m] = kRowsOfTile;
  for (unsigned dim = 0; dim < op.getNumLoops(); ++dim)
    if (isAlongRows(op, dim))
      together[dim] = kNeighbours;
  return together;
}

/// The loops that are cut: the outermost parallel one that has enough parts,
/// else as many from the outermost on as have enough together.
static SmallVector<unsigned> chooseLoops(linalg::LinalgOp op,
                                         ArrayRef<int64_t> together) {
  SmallVector<unsigned> parallel, chosen;
  op.getParallelDims(parallel);
  SmallVector<int64_t> sizes = op.getStaticLoopRanges();
  auto partsOf = [&](unsigned dim) -> int64_t {
    return ShapedType::isDynamic(sizes[dim])
               ? kEnoughParts
               : llvm::divideCeil(sizes[dim], together[dim]);
  };
  for (unsigned dim : parallel)
    if (partsOf(dim) >= kEnoughParts)
      return {dim};
  int64_t parts = 1;
  for (unsigned dim : parallel)
    if (partsOf(dim) > 1 && parts < kEnoughParts) {
      chosen.push_back(dim);
      parts *= partsOf(dim);
    }
  return chosen;
}

/// How `op` is cut, if it is large or may be. An op of unknown size in a loop
/// is taken to be small: it is a step.
static FailureOr<Cut> chooseCut(RewriterBase &rewriter, const Remarks &remarks,
                                linalg::LinalgOp op) {
  auto refuse = [&](StringRef reason) {
    remarks.missed(op, "OneThread") << remark::add(
        "'{0}' stays with one thread: {1}", op->getName(), reason);
    return rewriter.notifyMatchFailure(op, reason);
  };
  if (!op.hasPureBufferSemantics())
    return refuse("not on buffers");
  auto leave = [&](StringRef reason) {
    remarks.analysis(op, "OneThread") << remark::add(
        "'{0}' is best left to one thread: {1}", op->getName(), reason);
    return rewriter.notifyMatchFailure(op, reason);
  };
  if (isInParallelLoop(op))
    return leave("the threads are taken around it");
  // Upstream's tiling looks for one.
  if (!op->getParentOfType<FunctionOpInterface>())
    return leave("it is in no function");
  SmallVector<int64_t> sizes = op.getStaticLoopRanges();
  int64_t visits = countVisits(op);
  bool isUnknown = visits < kManyVisits;
  if (isUnknown && !llvm::is_contained(sizes, ShapedType::kDynamic))
    return leave("too small to start threads for");
  if (isUnknown && op->getParentOfType<LoopLikeOpInterface>())
    return refuse("a step of unknown size");
  SmallVector<int64_t> together = stepsTogether(rewriter, op);
  SmallVector<unsigned> cut = chooseLoops(op, together);
  if (cut.empty() || visits == 0)
    return refuse("no parallel loop has two parts");
  SmallVector<int64_t> steps(op.getNumLoops(), 0);
  for (unsigned dim : cut)
    steps[dim] = together[dim];
  // Those of one loop alone may be too small.
  if (int64_t size = sizes[cut[0]]; cut.size() == 1) {
    int64_t visitsOfStep = ShapedType::isDynamic(size) ? visits : visits / size;
    steps[cut[0]] = llvm::alignTo(llvm::divideCeil(kVisitsOfPart, visitsOfStep),
                                  together[cut[0]]);
  }
  return Cut{op, steps, isUnknown};
}

/// The ops under `root` that have threads of their own, and the zeros that they
/// begin with.
static DenseSet<Operation *> findShared(RewriterBase &rewriter,
                                        Operation *root) {
  DenseSet<Operation *> shared;
  root->walk([&](linalg::LinalgOp op) {
    if (isa<SpikeMatmulOp>(op))
      shared.insert(op);
    auto contraction = matchContraction(rewriter, op);
    if (failed(contraction) || choosePacking(*contraction) == Packing::Never)
      return;
    shared.insert(op);
    if (contraction->zeros)
      shared.insert(contraction->zeros);
  });
  return shared;
}

/// True, at run time, if `op` is large.
static Value emitIsLarge(OpBuilder &builder, linalg::LinalgOp op) {
  Location loc = op.getLoc();
  Value visits = arith::ConstantIndexOp::create(builder, loc, 1);
  for (Value size : loopSizes(builder, op))
    visits = arith::MulIOp::create(builder, loc, visits, size);
  Value many = arith::ConstantIndexOp::create(builder, loc, kManyVisits);
  return arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::uge, visits,
                               many);
}

/// Makes `op` the large one of two, of which its sizes choose.
static void emitChoice(RewriterBase &rewriter, linalg::LinalgOp op) {
  auto choice =
      scf::IfOp::create(rewriter, op.getLoc(), emitIsLarge(rewriter, op),
                        /*withElseRegion=*/true);
  rewriter.setInsertionPoint(choice.elseBlock()->getTerminator());
  rewriter.clone(*op);
  rewriter.moveOpBefore(op, choice.thenBlock()->getTerminator());
  rewriter.setInsertionPoint(op);
}

namespace {
/// Cuts are chosen for all ops before the first is made: what tiling leaves
/// behind are ops of the same kind.
struct ParallelizeStructuredPass
    : snn::impl::ParallelizeStructuredPassBase<ParallelizeStructuredPass> {
  void runOnOperation() override {
    IRRewriter rewriter(&getContext());
    DenseSet<Operation *> shared = findShared(rewriter, getOperation());
    SmallVector<Cut> cuts;
    Remarks remarks(&getContext(), getArgument());
    getOperation()->walk([&](linalg::LinalgOp op) {
      if (shared.contains(op))
        return;
      if (auto cut = chooseCut(rewriter, remarks, op); succeeded(cut))
        cuts.push_back(*cut);
    });
    for (Cut &cut : cuts) {
      remarks.passed(cut.op, "Parallelized")
          << remark::add("threads share '{0}'{1}", cut.op->getName(),
                         cut.isUnknown ? ", if it is large at run time" : "");
      emit(rewriter, cut);
    }
  }

private:
  /// Before and after, for an op over 1024 x 256 elements:
  ///
  ///   linalg.generic over (1024, 256)
  ///   scf.parallel (%i) = (0) to (1024) step (64) {
  ///     linalg.generic over (64, 256) }
  ///
  /// Results are the same bits: each element is computed by one thread.
  void emit(RewriterBase &rewriter, Cut &cut) {
    rewriter.setInsertionPoint(cut.op);
    if (cut.isUnknown)
      emitChoice(rewriter, cut.op);
    auto options =
        linalg::LinalgTilingOptions().setTileSizes(cut.steps).setLoopType(
            linalg::LinalgTilingLoopType::ParallelLoops);
    if (failed(linalg::tileLinalgOp(rewriter, cut.op, options)))
      return; // stays whole, and right
    rewriter.eraseOp(cut.op);
    ++numParallel;
  }
};
} // namespace
