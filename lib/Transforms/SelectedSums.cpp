//===- SelectedSums.cpp - Sums of rows that spikes select -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "RowLoops.h"

using namespace mlir;
using namespace mlir::snn;

/// Registers of a block of sums. Each block walks the spikes anew, and what the
/// walk costs is above all the branch that ends it: with 16 instead of 8, 8
/// rows of 256 spikes and 256 columns took 47 instead of 54, 134 instead of 145
/// and 271 instead of 272 ns a row at 0.3, 4 and 10 % (Zen 4). More would leave
/// no registers.
static constexpr int64_t kBlockRegisters = 16;

/// One row of a block of sums.
static void emitRow(OpBuilder &builder, RowLoops &loops) {
  SpikeRows &rows = loops.rows;
  SmallVector<Value> sums =
      rows.zeros ? loops.createZeros(builder) : loops.loadSums(builder);
  sums = loops.emit(
      builder, rows.reduction, sums, [&](OpBuilder &b, ValueRange carried) {
        return loops.emitSpikes(
            b, carried, [&](OpBuilder &inner, ValueRange now) {
              return loops.add(inner, now, loops.loadWeights(inner));
            });
      });
  loops.storeSums(builder, sums);
}

// Blocks of columns are outermost: a block of the weights is what is read again
// and again.
//
//   for each block of columns: for each row m of sums: sums = C[m], or zeros
//     for each set bit k of S[m]: sums += W[k]
//     C[m] = sums
void mlir::snn::emitSelectedSums(OpBuilder &builder, const SpikeRows &rows) {
  RowLoops loops(builder, rows);
  loops.emitBlocks(
      builder, kBlockRegisters, Remainder::Overlapping, [&](OpBuilder &b) {
        loops.emit(b, rows.parallel,
                   [&](OpBuilder &inner) { emitRow(inner, loops); });
      });
}
