//===- Linalg.cpp - Derivative rules of the linalg dialect -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One rule serves every op with the structured interface, those of other
// dialects included. Packing and Winograd transforms have none.
//
//===----------------------------------------------------------------------===//

#include "LinalgRules.h"
#include "snn/Dialect/AD/Rules/Rules.h"

using namespace mlir;
using namespace mlir::ad;

/// True for ops with linalg's structured interface on tensors alone; on buffers
/// a derivative would have to follow memory.
static bool isStructured(Operation *op) {
  auto linalgOp = dyn_cast<linalg::LinalgOp>(op);
  return linalgOp && linalgOp.hasPureTensorSemantics();
}

/// A fallback rather than an external model: upstream adds named ops from
/// release to release, and this serves those it does not know yet.
static LogicalResult buildRule(Operation *op, OpBuilder &builder,
                               VJPContext &context, ValueRange cotangents) {
  return buildStructuredVJP(cast<linalg::LinalgOp>(op), builder, context,
                            cotangents);
}

/// The same in forward mode.
static LogicalResult buildForwardRule(Operation *op, OpBuilder &builder,
                                      JVPContext &context,
                                      ValueRange tangents) {
  return buildStructuredJVP(cast<linalg::LinalgOp>(op), builder, context,
                            tangents);
}

void ad::registerLinalgRules(DialectRegistry &registry) {
  registry.addExtension(
      +[](MLIRContext *, ADDialect *dialect, linalg::LinalgDialect *) {
        dialect->addFallbackRule({isStructured, buildRule, buildForwardRule});
      });
  registerLinalgActivity(registry);
  registerSoftmaxRule(registry);
}
