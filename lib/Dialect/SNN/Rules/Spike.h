//===- Spike.h - Derivative rule of snn.spike -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_DIALECT_SNN_RULES_SPIKE_H
#define SNN_LIB_DIALECT_SNN_RULES_SPIKE_H

#include "snn/Dialect/AD/Rules/JVPContext.h"
#include "snn/Dialect/AD/Rules/VJPContext.h"
#include "snn/Dialect/SNN/IR/SNN.h"

namespace mlir::snn {

/// Emits `ct_v = ct_z * g'(v)`, what the expansion to forward gradient
/// injection differentiates to.
void buildSpikeVJP(SpikeOp op, OpBuilder &builder, ad::VJPContext &context,
                   Value cotangent);

/// Says that the tangent is `t_z = t_v * g'(v)`, by the same surrogate.
void buildSpikeJVP(SpikeOp op, OpBuilder &builder, ad::JVPContext &context,
                   Value tangent);

} // namespace mlir::snn

#endif // SNN_LIB_DIALECT_SNN_RULES_SPIKE_H
