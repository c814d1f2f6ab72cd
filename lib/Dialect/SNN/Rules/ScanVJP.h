//===- ScanVJP.h - Reverse of a time loop -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_DIALECT_SNN_RULES_SCANVJP_H
#define SNN_LIB_DIALECT_SNN_RULES_SCANVJP_H

#include "snn/Dialect/AD/Rules/VJPContext.h"
#include "snn/Dialect/SNN/IR/SNN.h"

namespace mlir::snn {

/// Builds the reverse of `scan`: a scan over the same steps in the other
/// order. The primal scan gets a stack for each value of its body that the
/// reverse asks for and that is not to be had for less.
class ScanVJP {
public:
  ScanVJP(ScanOp scan, OpBuilder &builder, ad::VJPContext &context)
      : scan(scan), builder(builder), context(context) {}

  /// `cotangents` has one value for each result, null where there is none.
  LogicalResult build(ValueRange cotangents);

private:
  /// A reverse body under construction: the sweep appends an argument for each
  /// residual, which become slices once it is known where they come from.
  struct ReverseBody {
    Block block;
    BlockArgument step;
    SmallVector<BlockArgument> stackCotangents, carried, accumulators;
    SmallVector<ad::VJPContext::Residual> residuals;
  };

  void collectActive(ValueRange cotangents);
  void setShapes(ad::VJPContext &sweep);
  LogicalResult sweepBody(ReverseBody &body);
  /// The reverse body's residuals that are the same in every step become values
  /// from outside; the others, in the order of `body.residuals`, sequences.
  SmallVector<Value> keepResiduals(ReverseBody &body);
  Value emitLength();
  ScanOp emitReverse(ReverseBody &body, ValueRange residualSequences,
                     ValueRange cotangents);

  ScanOp scan;
  OpBuilder &builder;
  ad::VJPContext &context;

  /// Numbers of the sequences and carried values that a derivative flows
  /// through, and of the stacks that have a cotangent.
  SmallVector<unsigned> sequences, carried, stacks;
  SmallVector<Value> captures;
};

} // namespace mlir::snn

#endif // SNN_LIB_DIALECT_SNN_RULES_SCANVJP_H
