//===- ScanCut.h - One time loop as two, one after the other -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_DIALECT_SNN_TRANSFORMS_SCANCUT_H
#define SNN_LIB_DIALECT_SNN_TRANSFORMS_SCANCUT_H

#include "StepGraph.h"

namespace mlir::snn {

/// How a scan becomes two at an op whose result feeds no operand of its own, in
/// this step or a later one: what the op influences goes to a second scan, and
/// what that reads of the first is stacked there.
struct ScanCut {
  Operation *at;
  StepValues later;
  /// The values to stack, `operands` of the op first.
  llvm::SetVector<Value> kept;
};

/// Plans the cut of `scan` at `op` for a second scan that reads the result of
/// `op` and the values `read`, but of its operands none. Null, with a reason,
/// if there is none.
std::optional<ScanCut> planCut(ScanOp scan, const StepGraph &graph,
                               Operation *op, ArrayRef<Value> operands,
                               ArrayRef<Value> read, StringRef &reason);

/// Makes the two scans. `emitBetween` gets the stacks of what is kept and emits
/// the sequence that takes the place of the op's result, which the second scan
/// reads through `replacement`, emitted where the op stands.
std::pair<ScanOp, ScanOp> cutScan(
    RewriterBase &rewriter, ScanOp scan, const ScanCut &cut,
    function_ref<Value(OpBuilder &, ValueRange stacks)> emitBetween,
    function_ref<Value(OpBuilder &, Operation *op, Value slice)> replacement);

/// Erases the ops of the body of `scan` that nothing needs.
void eraseDeadSteps(RewriterBase &rewriter, ScanOp scan);

} // namespace mlir::snn

#endif // SNN_LIB_DIALECT_SNN_TRANSFORMS_SCANCUT_H
