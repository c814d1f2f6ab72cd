//===- ElementBodyJVP.cpp - Tangents of a region run per element ----------===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ElementBodyJVP.h"

using namespace mlir;
using namespace mlir::ad;

///   %z = tensor.generate %n { ^bb0(%i: index): tensor.yield (x c) }
///
/// becomes, for a captured c with the tangent dc,
///
///   %dz = tensor.generate %n { ^bb0(%i: index): tensor.yield (x dc) }
LogicalResult ad::buildElementBodyJVP(Operation *op, OpBuilder &builder,
                                      JVPContext &context,
                                      ValueRange tangents) {
  SmallVector<Value> captures = context.variedCaptures(op);
  bool isZero = captures.empty() && llvm::none_of(tangents, [](Value v) {
                  return static_cast<bool>(v);
                });
  if (isZero)
    return success();
  // By number: the region may capture an operand, which stays what it is there.
  SmallVector<Value> operands(op->getOperands());
  for (auto [operand, tangent] : llvm::zip(operands, tangents))
    if (mayBeActive(operand.getType()))
      operand = tangent ? tangent : context.zero(operand);
  Operation *copy = builder.clone(*op);
  copy->setOperands(operands);
  Block &body = copy->getRegion(0).front();
  OpOperand &yielded = body.getTerminator()->getOpOperand(0);
  Activity activity(body, captures, yielded.get());
  JVPContext inner(context.getFunctions(), &context, activity, body);
  if (failed(inner.sweep()))
    return failure();
  inner.getBuilder().setInsertionPoint(yielded.getOwner());
  yielded.set(inner.tangentOrZero(yielded.get()));
  context.setTangent(op->getResult(0), copy->getResult(0));
  return success();
}
