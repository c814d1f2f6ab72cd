//===- SpikeMatmul.h - Derivative of a contraction with spikes -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_DIALECT_SNN_RULES_SPIKEMATMUL_H
#define SNN_LIB_DIALECT_SNN_RULES_SPIKEMATMUL_H

#include "snn/Dialect/AD/Rules/JVPContext.h"
#include "snn/Dialect/AD/Rules/VJPContext.h"
#include "snn/Dialect/SNN/IR/SNN.h"

namespace mlir::snn {

/// Emits the cotangent of the weights, the contraction of the result's
/// cotangent with the same spikes, and passes that of the init on. Fails, with
/// an error, on memrefs.
LogicalResult buildSpikeMatmulVJP(SpikeMatmulOp op, OpBuilder &builder,
                                  ad::VJPContext &context,
                                  ValueRange cotangents);

/// Says that the tangent is the contraction of the weights' tangent with the
/// same spikes, added to that of the init. Fails, with an error, on memrefs.
LogicalResult buildSpikeMatmulJVP(SpikeMatmulOp op, OpBuilder &builder,
                                  ad::JVPContext &context, ValueRange tangents);

} // namespace mlir::snn

#endif // SNN_LIB_DIALECT_SNN_RULES_SPIKEMATMUL_H
