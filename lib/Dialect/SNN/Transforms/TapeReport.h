//===- TapeReport.h - What loops keep for their reverse -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_DIALECT_SNN_TRANSFORMS_TAPEREPORT_H
#define SNN_LIB_DIALECT_SNN_TRANSFORMS_TAPEREPORT_H

#include "mlir/IR/Operation.h"
#include "snn/Dialect/SNN/Transforms/FusionReport.h"

namespace mlir::snn {

/// Bytes of a value of `type` in memory, unknown sizes taken as one.
int64_t bytesOf(Type type);

/// Adds to `report` the tape and the checkpoints that `op`, if it is a loop,
/// writes for a loop that reads them.
void addTape(Operation *op, FusionReport &report);

} // namespace mlir::snn

#endif // SNN_LIB_DIALECT_SNN_TRANSFORMS_TAPEREPORT_H
