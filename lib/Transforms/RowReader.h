//===- RowReader.h - What reads sums of spike products -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_TRANSFORMS_ROWREADER_H
#define SNN_LIB_TRANSFORMS_ROWREADER_H

#include "SpikeRows.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"

namespace mlir::snn {

/// The elementwise op that alone reads what `rows` computes, if both can go row
/// by row: the sums of two rows then stay in registers. `explain` is told why
/// there is none.
FailureOr<linalg::GenericOp>
findRowReader(SpikeRows &rows, function_ref<void(StringRef)> explain);

/// Emits walks over the spikes of two rows, and what `reader` does with their
/// sums, for all rows. The ops stay.
void emitReadRows(OpBuilder &builder, SpikeRows &rows,
                  linalg::GenericOp reader);

} // namespace mlir::snn

#endif // SNN_LIB_TRANSFORMS_ROWREADER_H
