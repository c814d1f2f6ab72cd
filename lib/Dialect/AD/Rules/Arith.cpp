//===- Arith.cpp - Derivative rules of the arith dialect -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "snn/Dialect/AD/Rules/Rules.h"
#include "snn/Dialect/AD/Rules/VJPContext.h"

using namespace mlir;
using namespace mlir::ad;

namespace {
/// A rule of one op as a function of the op.
template <typename OpTy,
          void (*rule)(OpTy, OpBuilder &, VJPContext &, Value cotangent)>
struct ArithRule
    : ReverseDifferentiableOpInterface::ExternalModel<ArithRule<OpTy, rule>,
                                                      OpTy> {
  LogicalResult buildVJP(Operation *op, OpBuilder &builder, VJPContext &context,
                         ValueRange cotangents) const {
    rule(cast<OpTy>(op), builder, context, cotangents.front());
    return success();
  }
};

void addRule(arith::AddFOp op, OpBuilder &builder, VJPContext &context,
             Value cotangent) {
  context.accumulate(op.getLhs(), cotangent);
  context.accumulate(op.getRhs(), cotangent);
}

void subRule(arith::SubFOp op, OpBuilder &builder, VJPContext &context,
             Value cotangent) {
  context.accumulate(op.getLhs(), cotangent);
  if (context.isActive(op.getRhs()))
    context.accumulate(op.getRhs(),
                       arith::NegFOp::create(builder, op.getLoc(), cotangent));
}

void mulRule(arith::MulFOp op, OpBuilder &builder, VJPContext &context,
             Value cotangent) {
  for (auto [operand, other] : {std::pair(op.getLhs(), op.getRhs()),
                                std::pair(op.getRhs(), op.getLhs())})
    if (context.isActive(operand))
      context.accumulate(operand,
                         arith::MulFOp::create(builder, op.getLoc(), cotangent,
                                               context.primal(other)));
}
} // namespace

void ad::registerArithRules(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *context, arith::ArithDialect *) {
    arith::AddFOp::attachInterface<ArithRule<arith::AddFOp, addRule>>(*context);
    arith::SubFOp::attachInterface<ArithRule<arith::SubFOp, subRule>>(*context);
    arith::MulFOp::attachInterface<ArithRule<arith::MulFOp, mulRule>>(*context);
  });
}
