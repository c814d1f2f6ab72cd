//===- FusionReport.h - What fusion left of a function -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_DIALECT_SNN_TRANSFORMS_FUSIONREPORT_H
#define SNN_DIALECT_SNN_TRANSFORMS_FUSIONREPORT_H

#include "mlir/Interfaces/FunctionInterfaces.h"
#include "llvm/Support/JSON.h"

namespace mlir::snn {

/// Counts over the ops on tensors of one function.
struct FusionReport {
  /// A place where two loop nests stay apart, and the op that keeps them so.
  struct Block {
    std::string op, location, reason;
  };
  std::string function;
  /// Loop nests: each op that becomes loops of its own.
  int64_t kernels = 0;
  /// Calls that are left.
  int64_t calls = 0;
  /// Bytes that the nests write in one call of the function; a loop body counts
  /// once for each step.
  int64_t bytesWritten = 0;
  /// Bytes that one step of a loop writes for the loop that undoes it.
  int64_t tapeBytesPerStep = 0;
  /// Bytes of state that a loop keeps at the beginning of each segment of steps
  /// instead of a tape.
  int64_t checkpointBytesPerSegment = 0;
  /// Bytes of tape and checkpoints that are alive at once: for all steps of the
  /// loop that writes them, which may be one segment, and for one tile.
  int64_t tapeBytes = 0;
  /// True if a size or trip count is not known; it then counts as one.
  bool isDynamic = false;
  std::vector<Block> blocked;

  llvm::json::Object toJSON() const;
  void print(raw_ostream &os) const;
};

/// Reports on `function`, which holds tensors still.
FusionReport reportFusion(FunctionOpInterface function);

} // namespace mlir::snn

#endif // SNN_DIALECT_SNN_TRANSFORMS_FUSIONREPORT_H
