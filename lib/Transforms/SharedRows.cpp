//===- SharedRows.cpp - Spike products that threads share -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "SharedRows.h"
#include "SpikeWords.h"
#include "VectorLoops.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/Transforms/Transforms.h"

using namespace mlir;
using namespace mlir::snn;

/// Spikes from which on threads share a product: a walk over as many takes some
/// 40 us at a firing rate of 4 %, and threads start in 5.
static constexpr int64_t kManySpikes = int64_t(1) << 17;

/// Rows of sums, and columns of sums in registers, that a thread takes at a
/// time. If sums belong to spikes, a thread takes a word of those.
static constexpr int64_t kShareRows = 64, kShareRegisters = 8;

/// Steps of each loop that one iteration takes; 0 for all.
static SmallVector<int64_t> chooseShares(SpikeRows &rows) {
  SmallVector<int64_t> shares(rows.op.getNumLoops(), 0);
  if (!rows.sumsOverBits()) {
    // All threads read all samples: none adds to the sums of another.
    shares[rows.bits] = kWordSpikes;
    shares[rows.columns] = kShareRegisters * lanes(rows.op, rows.element());
    return shares;
  }
  for (unsigned dim : rows.parallel)
    if (rows.spikesMap().isFunctionOfDim(dim)) {
      // Of an image the rows are those of the places in it.
      shares[dim] = rows.op.hasWindows() ? 1 : kShareRows;
      break;
    }
  return shares;
}

/// By the number of spikes, whatever their rate: a rate is not known here.
Sharing mlir::snn::chooseSharing(SpikeRows &rows) {
  SmallVector<int64_t> shares = chooseShares(rows);
  if (isInParallelLoop(rows.op) ||
      llvm::all_of(shares, [](int64_t share) { return share == 0; }))
    return Sharing::Never;
  SmallVector<int64_t> sizes =
      cast<linalg::LinalgOp>(*rows.op).getStaticLoopRanges();
  int64_t spikes = 1;
  bool isKnown = true;
  for (auto [dim, size] : llvm::enumerate(sizes)) {
    if (!rows.spikesMap().isFunctionOfDim(dim))
      continue;
    isKnown &= !ShapedType::isDynamic(size);
    if (isKnown)
      spikes *= size;
  }
  if (!isKnown)
    return Sharing::AtRunTime;
  return spikes >= kManySpikes ? Sharing::Always : Sharing::Never;
}

Value mlir::snn::emitHasManySpikes(OpBuilder &builder, SpikeRows &rows) {
  Location loc = rows.op.getLoc();
  SmallVector<Value> sizes =
      loopSizes(builder, cast<linalg::LinalgOp>(*rows.op));
  Value spikes = arith::ConstantIndexOp::create(builder, loc, 1);
  for (auto [dim, size] : llvm::enumerate(sizes))
    if (rows.spikesMap().isFunctionOfDim(dim))
      spikes = arith::MulIOp::create(builder, loc, spikes, size);
  Value many = arith::ConstantIndexOp::create(builder, loc, kManySpikes);
  return arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::uge, spikes,
                               many);
}

/// Threads have different rows of sums, so none waits for another, and each
/// element is summed in the order of one thread.
///
///   snn.spike_matmul ins(%s, %w) outs(%c : memref<1024x256xf32>)
///   scf.parallel (%i) = (0) to (1024) step (64) {
///     snn.spike_matmul ins(64 rows of %s, %w) outs(64 rows of %c) }
FailureOr<SpikeMatmulOp> mlir::snn::shareRows(RewriterBase &rewriter,
                                              SpikeRows &rows) {
  linalg::LinalgTilingOptions options;
  options.setTileSizes(chooseShares(rows))
      .setLoopType(linalg::LinalgTilingLoopType::ParallelLoops);
  auto op = cast<linalg::LinalgOp>(*rows.op);
  auto shared = linalg::tileLinalgOp(rewriter, op, options);
  if (failed(shared))
    return op->emitOpError("cannot be divided among threads");
  rewriter.eraseOp(op);
  return cast<SpikeMatmulOp>(*shared->op);
}
