//===- DenseSpikes.h - Spike products by multiplication -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_TRANSFORMS_DENSESPIKES_H
#define SNN_LIB_TRANSFORMS_DENSESPIKES_H

#include "SpikeRows.h"

namespace mlir::snn {

/// True if a dense product of `rows`, which sums over its bits, could be faster
/// than a walk, as far as sizes that are known say.
bool mayPayDense(SpikeRows &rows);

/// Emits whether the dense product is what to compute: more than `percent` of
/// the spikes are set, sizes suffice, and all weights are finite, so that a
/// product with 0 is 0.
Value emitPaysDense(OpBuilder &builder, SpikeRows &rows, unsigned percent);

/// Emits a conversion of spikes to floats, tile by tile, and a contraction with
/// each tile, for `snn-lower-contractions`. Begins with zeros where
/// `rows.zeros` fills.
void emitDenseProduct(OpBuilder &builder, SpikeRows &rows);

} // namespace mlir::snn

#endif // SNN_LIB_TRANSFORMS_DENSESPIKES_H
