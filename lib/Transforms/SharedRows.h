//===- SharedRows.h - Spike products that threads share -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_TRANSFORMS_SHAREDROWS_H
#define SNN_LIB_TRANSFORMS_SHAREDROWS_H

#include "SpikeRows.h"

namespace mlir::snn {

/// Whether threads share a product.
enum class Sharing { Never, Always, AtRunTime };

/// Threads share a product with many spikes, unless it is in a parallel loop
/// already or has no loop that can be divided.
Sharing chooseSharing(SpikeRows &rows);

/// Emits whether there are so many spikes.
Value emitHasManySpikes(OpBuilder &builder, SpikeRows &rows);

/// Divides `rows.op`, which goes, among the iterations of a parallel loop, and
/// returns the product of one of them.
FailureOr<SpikeMatmulOp> shareRows(RewriterBase &rewriter, SpikeRows &rows);

} // namespace mlir::snn

#endif // SNN_LIB_TRANSFORMS_SHAREDROWS_H
