//===- LoopJVP.h - Tangents of an scf.for -----------------------*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_DIALECT_AD_RULES_LOOPJVP_H
#define SNN_LIB_DIALECT_AD_RULES_LOOPJVP_H

#include "mlir/Dialect/SCF/IR/SCF.h"
#include "snn/Dialect/AD/Rules/JVPContext.h"

namespace mlir::ad {

/// Replaces `loop` by one that carries, beside each value that a derivative
/// flows through, its tangent. Nothing is kept of a step once it is done.
LogicalResult buildLoopJVP(scf::ForOp loop, OpBuilder &builder,
                           JVPContext &context);

} // namespace mlir::ad

#endif // SNN_LIB_DIALECT_AD_RULES_LOOPJVP_H
