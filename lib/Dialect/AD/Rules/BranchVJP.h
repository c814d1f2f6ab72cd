//===- BranchVJP.h - Reverse of scf.if and scf.index_switch -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_DIALECT_AD_RULES_BRANCHVJP_H
#define SNN_LIB_DIALECT_AD_RULES_BRANCHVJP_H

#include "mlir/Dialect/SCF/IR/SCF.h"
#include "snn/Dialect/AD/Rules/VJPContext.h"

namespace mlir::ad {

/// A branch like `branch`, an scf.if or scf.index_switch, on `selector`, with
/// results of the types `types` and with regions that are empty.
Operation *createLike(OpBuilder &b, Operation *branch, TypeRange types,
                      Value selector);

/// Builds the reverse of `branch`, an scf.if or scf.index_switch: a branch of
/// the same kind on the same value, whose sides give the cotangents of what
/// they capture. The primal branch yields, in addition, what the taken side's
/// reverse asks for.
class BranchVJP {
public:
  BranchVJP(Operation *branch, OpBuilder &builder, VJPContext &context)
      : branch(branch), builder(builder), context(context) {}

  LogicalResult build(ValueRange cotangents);

private:
  struct Side {
    std::unique_ptr<Block> body;
    SmallVector<VJPContext::Residual> residuals;
  };
  FailureOr<Side> buildSide(Block &primal, ValueRange cotangents);
  /// Adds the residuals of all sides to the results of the primal branch.
  void yieldResiduals(ArrayRef<Side> sides);

  Operation *branch;
  OpBuilder &builder;
  VJPContext &context;
  SmallVector<Value> captures;
};

} // namespace mlir::ad

#endif // SNN_LIB_DIALECT_AD_RULES_BRANCHVJP_H
