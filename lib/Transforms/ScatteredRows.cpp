//===- ScatteredRows.cpp - Rows of weights that spikes scatter -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "RowLoops.h"

using namespace mlir;
using namespace mlir::snn;

/// Registers of a row of weights.
static constexpr int64_t kBlockRegisters = 8;

/// Adds the present row of weights to the sums of its spikes.
static void scatterRow(OpBuilder &builder, RowLoops &loops) {
  SmallVector<Value> weights = loops.loadWeights(builder);
  loops.emitSpikes(builder, ValueRange(), [&](OpBuilder &b, ValueRange) {
    loops.storeSums(b, loops.add(b, loops.loadSums(b), weights));
    return SmallVector<Value>();
  });
}

// No vector overlaps another: a load of what two stores have written waits for
// the cache.
//
//   for each row b of weights: for each block of columns: row = W[b]
//     for each set bit k of S[b]: C[k] += row
void mlir::snn::emitScatteredRows(OpBuilder &builder, const SpikeRows &rows) {
  RowLoops loops(builder, rows);
  SmallVector<unsigned> dims = rows.parallel;
  llvm::append_range(dims, rows.reduction);
  loops.emit(builder, dims, [&](OpBuilder &b) {
    loops.emitBlocks(b, kBlockRegisters, Remainder::Apart,
                     [&](OpBuilder &inner) { scatterRow(inner, loops); });
  });
}
