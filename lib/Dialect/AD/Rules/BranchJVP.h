//===- BranchJVP.h - Tangents of scf.if and scf.index_switch ----*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_DIALECT_AD_RULES_BRANCHJVP_H
#define SNN_LIB_DIALECT_AD_RULES_BRANCHJVP_H

#include "mlir/Dialect/SCF/IR/SCF.h"
#include "snn/Dialect/AD/Rules/JVPContext.h"

namespace mlir::ad {

/// Replaces `branch`, an scf.if or scf.index_switch, by one whose sides yield
/// the tangents of what they yield as well, where a side has one.
LogicalResult buildBranchJVP(Operation *branch, OpBuilder &builder,
                             JVPContext &context);

} // namespace mlir::ad

#endif // SNN_LIB_DIALECT_AD_RULES_BRANCHJVP_H
