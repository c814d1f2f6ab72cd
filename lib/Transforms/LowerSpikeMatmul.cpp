//===- LowerSpikeMatmul.cpp - Spike products become walks -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Chooses how each product of spikes and weights is computed.
//
//===----------------------------------------------------------------------===//

#include "DenseSpikes.h"
#include "RowReader.h"
#include "SharedRows.h"
#include "VectorLoops.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/Transforms/Transforms.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/Matchers.h"
#include "snn/Dialect/AD/Transforms/Remarks.h"
#include "snn/Transforms/Passes.h"

namespace mlir::snn {
#define GEN_PASS_DEF_LOWERSPIKEMATMULPASS
#include "snn/Transforms/Passes.h.inc"
} // namespace mlir::snn

using namespace mlir;
using namespace mlir::snn;
using ad::Remarks;

/// Narrower results take one row of weights after the other, wider ones one row
/// of sums after the other: that is loaded and stored once for all samples, but
/// a walk per row of sums has more branches to miss. 16 samples of 128 spikes
/// took, scattered and collected, in ns a sample (Zen 4):
///   columns    0.3 %     4 %       10 %       25 %        50 %
///        10   10 / 7   34 / 31   40 / 69    50 / 93     66 / 105
///        64   13 / 7   42 / 26   52 / 63   100 / 95    183 / 122
///       128   24 / 9   55 / 41   93 / 86   189 / 131   347 / 210
/// The dense product took 170 at 64 columns and 337 at 128: there is no firing
/// rate that it would be for.
static constexpr int64_t kLeastRegistersToCollect = 4;
static constexpr int64_t kLeastSamplesToCollect = 4;

/// True if rows of sums are to be walked and not rows of weights; unknown sizes
/// are taken to be large.
static bool paysToCollect(SpikeRows &rows) {
  if (rows.reduction.empty())
    return false;
  SmallVector<int64_t> sizes =
      cast<linalg::LinalgOp>(*rows.op).getStaticLoopRanges();
  int64_t columns = sizes[rows.columns], samples = sizes[rows.reduction.back()];
  return (ShapedType::isDynamic(columns) ||
          columns >=
              kLeastRegistersToCollect * lanes(rows.op, rows.element())) &&
         (ShapedType::isDynamic(samples) || samples >= kLeastSamplesToCollect);
}

/// A walk, or where that may be faster at more than `denseAbove` percent of
/// spikes, a dense product; and then what `reader`, if there is one, does with
/// the sums.
static void emitSums(OpBuilder &builder, const Remarks &remarks,
                     SpikeRows &rows, unsigned denseAbove,
                     linalg::GenericOp reader) {
  auto emitWalk = [&](OpBuilder &b) {
    if (reader)
      emitReadRows(b, rows, reader);
    else
      emitSelectedSums(b, rows);
  };
  if (denseAbove >= 100 || !mayPayDense(rows)) {
    remarks.passed(rows.op, "SpikesWalked")
        << remark::add("only spikes that are set are added{0}",
                       denseAbove < 100 ? ": no firing rate makes a dense "
                                          "product of these sizes faster"
                                        : "");
    return emitWalk(builder);
  }
  remarks.passed(rows.op, "SpikesWalkedOrDense") << remark::add(
      "only spikes that are set are added; with finite weights a dense "
      "product where more than {0} % are",
      denseAbove);
  scf::IfOp::create(
      builder, rows.op.getLoc(), emitPaysDense(builder, rows, denseAbove),
      [&](OpBuilder &b, Location loc) {
        emitDenseProduct(b, rows);
        if (reader)
          b.clone(*reader);
        scf::YieldOp::create(b, loc);
      },
      [&](OpBuilder &b, Location loc) {
        emitWalk(b);
        scf::YieldOp::create(b, loc);
      });
}

/// The op right before `op` in effect that fills `memory` with zeros, if there
/// is one: -0.0 is none.
static Operation *findZeros(Operation *op, Value memory) {
  Operation *before = op->getPrevNode();
  while (before && isMemoryEffectFree(before))
    before = before->getPrevNode();
  auto fill = dyn_cast_or_null<linalg::FillOp>(before);
  if (!fill || fill.output() != memory ||
      !matchPattern(fill.value(), m_PosZeroFloat()))
    return nullptr;
  return fill;
}

namespace {
struct LowerSpikeMatmulPass
    : snn::impl::LowerSpikeMatmulPassBase<LowerSpikeMatmulPass> {
  using LowerSpikeMatmulPassBase::LowerSpikeMatmulPassBase;

  void runOnOperation() override {
    // Collected first: what an op becomes is not to be walked.
    SmallVector<SpikeMatmulOp> ops;
    getOperation()->walk([&](SpikeMatmulOp op) {
      if (op.hasPureBufferSemantics())
        ops.push_back(op);
    });
    IRRewriter rewriter(&getContext());
    for (SpikeMatmulOp op : ops)
      if (failed(lower(rewriter, op)))
        return signalPassFailure();
  }

private:
  /// What has no form for vectors becomes a linalg.generic that selects, which
  /// is right for all types and layouts.
  LogicalResult lower(IRRewriter &rewriter, SpikeMatmulOp op) {
    rewriter.setInsertionPoint(op);
    auto rows = matchSpikeRows(op, [&](StringRef why) {
      remarks().missed(op, "SpikesNotWalked")
          << "every weight is read and selected: " + why.str();
      (void)rewriter.notifyMatchFailure(op, why);
    });
    if (failed(rows)) {
      ++numGeneric;
      return linalg::generalizeNamedOp(rewriter, cast<linalg::LinalgOp>(*op));
    }
    Sharing sharing = chooseSharing(*rows);
    if (sharing == Sharing::Always)
      return emitShared(rewriter, *rows);
    if (rows->sumsOverBits())
      rows->zeros = findZeros(op, op.getInit());
    if (sharing == Sharing::AtRunTime)
      return emitChoice(rewriter, *rows);
    emitAlone(rewriter, *rows);
    return success();
  }

  /// In the thread that comes to it.
  void emitAlone(IRRewriter &rewriter, SpikeRows &rows) {
    auto reader = findRowReader(rows, [&](StringRef why) {
      (void)rewriter.notifyMatchFailure(rows.op, why);
    });
    if (succeeded(reader)) {
      // Nothing that is done in between has to do with memory.
      rewriter.setInsertionPoint(*reader);
      emitSums(rewriter, remarks(), rows, denseAbove, *reader);
      rewriter.eraseOp(*reader);
    } else {
      emitRows(rewriter, rows);
    }
    rewriter.eraseOp(rows.op);
    if (rows.zeros)
      rewriter.eraseOp(rows.zeros);
    ++numLowered;
  }

  /// In several threads. Zeros are filled before: they are those of all.
  ///
  ///   scf.parallel { snn.spike_matmul on rows of its own }
  LogicalResult emitShared(IRRewriter &rewriter, SpikeRows &rows) {
    remarks().passed(rows.op, "SpikesShared")
        << "threads share the product where many spikes are set";
    auto part = shareRows(rewriter, rows);
    ++numShared;
    return failed(part) ? failure() : lower(rewriter, *part);
  }

  /// One way and the other, of which the number of spikes chooses.
  ///
  ///   scf.if (many spikes) { scf.parallel { a part } } else { the whole }
  LogicalResult emitChoice(IRRewriter &rewriter, SpikeRows &rows) {
    auto choice = scf::IfOp::create(rewriter, rows.op.getLoc(),
                                    emitHasManySpikes(rewriter, rows),
                                    /*withElseRegion=*/true);
    SpikeRows shared = rows;
    shared.zeros = nullptr;
    rewriter.setInsertionPointToStart(choice.thenBlock());
    if (rows.zeros)
      rewriter.clone(*rows.zeros);
    shared.op = cast<SpikeMatmulOp>(rewriter.clone(*rows.op));
    rewriter.setInsertionPoint(shared.op);
    if (failed(emitShared(rewriter, shared)))
      return failure();
    rewriter.moveOpBefore(rows.op, choice.elseBlock(),
                          choice.elseBlock()->begin());
    rewriter.setInsertionPoint(rows.op);
    emitAlone(rewriter, rows);
    return success();
  }

  /// By what is kept in registers: sums over the bits, or weights that go to
  /// them.
  void emitRows(OpBuilder &builder, SpikeRows &rows) {
    if (rows.sumsOverBits())
      return emitSums(builder, remarks(), rows, denseAbove, /*reader=*/nullptr);
    if (!paysToCollect(rows)) {
      remarks().passed(rows.op, "SpikesScattered")
          << "each spike that is set adds a row of weights to its sums";
      return emitScatteredRows(builder, rows);
    }
    remarks().passed(rows.op, "SpikesCollected")
        << "each row of sums takes the spikes of up to 32 samples at once";
    emitCollectedSums(builder, rows);
  }

  Remarks remarks() { return {&getContext(), getArgument()}; }
};
} // namespace
