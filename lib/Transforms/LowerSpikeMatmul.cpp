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
#include "VectorLoops.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/Transforms/Transforms.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/Matchers.h"
#include "snn/Transforms/Passes.h"

namespace mlir::snn {
#define GEN_PASS_DEF_LOWERSPIKEMATMULPASS
#include "snn/Transforms/Passes.h.inc"
} // namespace mlir::snn

using namespace mlir;
using namespace mlir::snn;

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

static bool paysToCollect(SpikeRows &rows) {
  if (rows.reduction.empty())
    return false;
  SmallVector<int64_t> sizes =
      cast<linalg::LinalgOp>(*rows.op).getStaticLoopRanges();
  int64_t columns = sizes[rows.columns], samples = sizes[rows.reduction.back()];
  return (ShapedType::isDynamic(columns) ||
          columns >= kLeastRegistersToCollect * lanes(rows.element())) &&
         (ShapedType::isDynamic(samples) || samples >= kLeastSamplesToCollect);
}

/// A walk, or where that may be faster at more than `denseAbove` percent of
/// spikes, a dense product.
static void emitSums(OpBuilder &builder, SpikeRows &rows, unsigned denseAbove) {
  if (denseAbove >= 100 || !mayPayDense(rows))
    return emitSelectedSums(builder, rows);
  scf::IfOp::create(
      builder, rows.op.getLoc(), emitPaysDense(builder, rows, denseAbove),
      [&](OpBuilder &b, Location loc) {
        emitDenseProduct(b, rows);
        scf::YieldOp::create(b, loc);
      },
      [&](OpBuilder &b, Location loc) {
        emitSelectedSums(b, rows);
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
  LogicalResult lower(IRRewriter &rewriter, SpikeMatmulOp op) {
    rewriter.setInsertionPoint(op);
    auto rows = matchSpikeRows(
        op, [&](StringRef why) { (void)rewriter.notifyMatchFailure(op, why); });
    if (failed(rows)) {
      ++numGeneric;
      return linalg::generalizeNamedOp(rewriter, cast<linalg::LinalgOp>(*op));
    }
    if (rows->sumsOverBits())
      rows->zeros = findZeros(op, op.getInit());
    if (rows->sumsOverBits())
      emitSums(rewriter, *rows, denseAbove);
    else if (paysToCollect(*rows))
      emitCollectedSums(rewriter, *rows);
    else
      emitScatteredRows(rewriter, *rows);
    rewriter.eraseOp(op);
    if (rows->zeros)
      rewriter.eraseOp(rows->zeros);
    ++numLowered;
    return success();
  }
};
} // namespace
