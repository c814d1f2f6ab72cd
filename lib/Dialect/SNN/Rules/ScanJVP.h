//===- ScanJVP.h - Tangents of a time loop ----------------------*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_DIALECT_SNN_RULES_SCANJVP_H
#define SNN_LIB_DIALECT_SNN_RULES_SCANJVP_H

#include "snn/Dialect/AD/Rules/JVPContext.h"
#include "snn/Dialect/SNN/IR/SNN.h"

namespace mlir::snn {

/// Replaces `scan` by one that reads the tangents of its sequences, carries
/// those of its state and stacks those of its stacks, where a derivative flows
/// through them. It needs no tape: a step is done with when the next begins.
class ScanJVP {
public:
  ScanJVP(ScanOp scan, OpBuilder &builder, ad::JVPContext &context)
      : scan(scan), builder(builder), context(context) {}

  LogicalResult build();

private:
  void collectActive();
  LogicalResult sweepBody();
  ScanOp create();

  ScanOp scan;
  OpBuilder &builder;
  ad::JVPContext &context;

  /// Numbers of the sequences and carried values that have a tangent, and of
  /// the stacks that turn out to have one.
  SmallVector<unsigned> sequences, carried, stacks;
  /// What the body yields for these.
  SmallVector<Value> yieldedCarried, yieldedStacks;
};

} // namespace mlir::snn

#endif // SNN_LIB_DIALECT_SNN_RULES_SCANJVP_H
