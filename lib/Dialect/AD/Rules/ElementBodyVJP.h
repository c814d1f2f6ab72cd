//===- ElementBodyVJP.h - Reverse of a region run per element -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_DIALECT_AD_RULES_ELEMENTBODYVJP_H
#define SNN_LIB_DIALECT_AD_RULES_ELEMENTBODYVJP_H

#include "snn/Dialect/AD/Rules/VJPContext.h"

namespace mlir::ad {

/// Builds the reverse of `body`, which computes one element of a tensor from
/// its indices and from what it captures, for every element of `cotangent`: a
/// nest of loops that carries the cotangents of the active captures. What the
/// reverse needs of the body is computed again, so nothing is kept per element.
LogicalResult buildElementBodyVJP(Block &body, Value cotangent,
                                  ArrayRef<OpFoldResult> sizes,
                                  OpBuilder &builder, VJPContext &context);

} // namespace mlir::ad

#endif // SNN_LIB_DIALECT_AD_RULES_ELEMENTBODYVJP_H
