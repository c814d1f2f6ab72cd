//===- ThreadSpikes.h - Products by spikes in the threads -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Products by spikes as walks over the spikes that are set, which all threads
// of a block take together, each with columns of its own.
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_GPU_THREADSPIKES_H
#define SNN_LIB_GPU_THREADSPIKES_H

#include "ThreadElements.h"
#include "snn/Dialect/SNN/IR/SNN.h"

namespace mlir::snn {

/// How the loops of a product are shared out.
struct SpikeWalk {
  SpikeMatmulOp op;
  /// Each thread has its own iterations of these, which spikes do not have.
  SmallVector<unsigned> columns;
  /// All threads go through these together, rows of results and then sums.
  SmallVector<unsigned> rows, sums;
  /// The loop along which spikes are neighbours in memory.
  unsigned walked = 0;
  /// It is a sum and not a row of results.
  bool walksSum = false;

  linalg::LinalgOp structured() const;
};

/// The walk of `op`; nothing where a thread for each result is better: without
/// columns, and with many rows.
std::optional<SpikeWalk> matchSpikeWalk(SpikeMatmulOp op);

/// The product in plain arithmetic on the columns that belong to a thread.
void emitSpikeWalk(OpBuilder &builder, const SpikeWalk &walk,
                   const ThreadShare &share);

} // namespace mlir::snn

#endif // SNN_LIB_GPU_THREADSPIKES_H
