//===- LoopVJP.h - Reverse of an scf.for -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_DIALECT_AD_RULES_LOOPVJP_H
#define SNN_LIB_DIALECT_AD_RULES_LOOPVJP_H

#include "mlir/Dialect/SCF/IR/SCF.h"
#include "snn/Dialect/AD/Rules/VJPContext.h"

namespace mlir::ad {

/// Builds the reverse of `loop`: a loop over the same steps, last to first,
/// that carries the cotangents of the iteration arguments and of what the body
/// captures. The primal loop gets a tape for each value the reverse asks for.
class LoopVJP {
public:
  LoopVJP(scf::ForOp loop, OpBuilder &builder, VJPContext &context)
      : loop(loop), builder(builder), context(context) {}

  LogicalResult build(ValueRange cotangents);

  /// The primal loop, another op than before if it got tapes.
  scf::ForOp getLoop() const { return loop; }

private:
  void computeTripCount();
  LogicalResult buildReverseBody(Block &body);
  SmallVector<Value> recordTapes();
  scf::ForOp emitReverseLoop(std::unique_ptr<Block> body, ArrayRef<Value> tapes,
                             ValueRange cotangents);

  scf::ForOp loop;
  OpBuilder &builder;
  VJPContext &context;

  /// Numbers of the iteration arguments that carry a derivative.
  SmallVector<unsigned> active;
  SmallVector<Value> captures;
  /// Number of iterations, in the primal program, and if it is a constant.
  Value tripCount;
  int64_t staticTripCount = ShapedType::kDynamic;
  /// In the reverse body: the number of the iteration that is undone.
  Value step;
  SmallVector<VJPContext::Residual> residuals;
};

} // namespace mlir::ad

#endif // SNN_LIB_DIALECT_AD_RULES_LOOPVJP_H
