//===- SpikeRows.h - Spike products as sums of rows -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_TRANSFORMS_SPIKEROWS_H
#define SNN_LIB_TRANSFORMS_SPIKEROWS_H

#include "snn/Dialect/SNN/IR/SNN.h"

namespace mlir::snn {

/// A `snn.spike_matmul` on buffers that adds rows of weights to rows of sums:
/// `columns` is the loop along which both are neighbours, `bits` the one along
/// which spikes are. Other loops are `parallel` or `reduction`.
struct SpikeRows {
  SpikeMatmulOp op;
  unsigned columns, bits;
  SmallVector<unsigned> parallel, reduction;
  /// Fills the sums with zeros right before the op; may be null.
  Operation *zeros = nullptr;

  AffineMap spikesMap() { return op.getIndexingMapsArray()[0]; }
  AffineMap weightsMap() { return op.getIndexingMapsArray()[1]; }
  AffineMap sumsMap() { return op.getIndexingMapsArray()[2]; }
  FloatType element() {
    return cast<FloatType>(getElementTypeOrSelf(op.getInit().getType()));
  }
  /// True if a row of sums takes the weights of all its spikes; else each spike
  /// along `bits` adds to a row of sums of its own.
  bool sumsOverBits() { return !sumsMap().isFunctionOfDim(bits); }
  /// The loop over rows of sums that share weights, the last one if there are
  /// several.
  std::optional<unsigned> sharingRows();
};

/// Reads `op` as sums of rows; if it is none, `explain` is told why.
FailureOr<SpikeRows> matchSpikeRows(SpikeMatmulOp op,
                                    function_ref<void(StringRef)> explain);

// The ways to compute one. Each emits loops at `builder` and leaves the op.

/// A row of sums stays in registers while the spikes that it is over are
/// walked. Begins with constants where `zeros` fills.
void emitSelectedSums(OpBuilder &builder, const SpikeRows &rows);

/// A row of weights stays in registers while it is added to the sums of its
/// spikes.
void emitScatteredRows(OpBuilder &builder, const SpikeRows &rows);

/// The spikes of up to 32 rows along the last reduction are collected in one
/// word for each row of sums, which stays in registers while it is walked.
void emitCollectedSums(OpBuilder &builder, const SpikeRows &rows);

} // namespace mlir::snn

#endif // SNN_LIB_TRANSFORMS_SPIKEROWS_H
