//===- ElementBodyJVP.h - Tangents of a region run per element --*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_DIALECT_AD_RULES_ELEMENTBODYJVP_H
#define SNN_LIB_DIALECT_AD_RULES_ELEMENTBODYJVP_H

#include "snn/Dialect/AD/Rules/JVPContext.h"

namespace mlir::ad {

/// The rule of an op that is linear in its operands and in what its region, a
/// single block, yields: a copy of it on their tangents, whose region yields
/// the tangent of what the region of `op` yields.
LogicalResult buildElementBodyJVP(Operation *op, OpBuilder &builder,
                                  JVPContext &context, ValueRange tangents);

} // namespace mlir::ad

#endif // SNN_LIB_DIALECT_AD_RULES_ELEMENTBODYJVP_H
