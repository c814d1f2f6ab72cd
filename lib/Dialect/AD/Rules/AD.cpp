//===- AD.cpp - Derivative rule of ad.custom_vjp -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "snn/Dialect/AD/Rules/FunctionDerivatives.h"
#include "snn/Dialect/AD/Rules/Rules.h"
#include "snn/Dialect/AD/Rules/VJPContext.h"

using namespace mlir;
using namespace mlir::ad;

namespace {
/// Turns the op into calls of its forward and backward functions. They stay
/// opaque: marked, and never inlined unless `ad-inline-custom-vjp` is asked to.
/// Before, with residuals r of type tensor<4xf32> and a cotangent %ct of %y:
///
///   %y = ad.custom_vjp {primal = @p, forward = @f, backward = @b} (%x)
///
/// After, in the primal program and in the reverse:
///
///   %y, %r = call @f(%x) {ad.opaque}
///   %dx = call @b(%r, %ct) {ad.opaque}
///
/// The backward function gives cotangents of all differentiable arguments;
/// those of arguments that are not active are dropped by `accumulate`.
struct CustomVJPRule
    : ReverseDifferentiableOpInterface::ExternalModel<CustomVJPRule,
                                                      CustomVJPOp> {
  /// The arguments and the name of the backward function are read before
  /// `replacePrimalOp`, which erases the op.
  LogicalResult buildVJP(Operation *op, OpBuilder &builder, VJPContext &context,
                         ValueRange cotangents) const {
    auto custom = cast<CustomVJPOp>(op);
    OpBuilder atOp(op);
    Location loc = op->getLoc();
    auto forward =
        opaqueCall(atOp, loc, context, custom.getForward(), custom.getArgs());
    SmallVector<Value> arguments(custom.getArgs());
    unsigned numResults = op->getNumResults();
    SmallVector<Value> seeds;
    for (auto [result, cotangent] : llvm::zip(op->getResults(), cotangents))
      if (hasCotangent(result.getType()))
        seeds.push_back(cotangent ? cotangent : context.zero(result));
    StringRef backward = custom.getBackward();
    context.replacePrimalOp(op, forward);

    SmallVector<Value> operands;
    for (Value residual : forward.getResults().drop_front(numResults))
      operands.push_back(context.primal(residual));
    llvm::append_range(operands, seeds);
    auto reverse = opaqueCall(builder, loc, context, backward, operands);
    unsigned next = 0;
    for (Value argument : arguments)
      if (hasCotangent(argument.getType()))
        context.accumulate(argument, reverse.getResult(next++));
    return success();
  }

private:
  /// A call of the function `name`, marked as opaque. The function becomes
  /// 'no_inline', so that no inliner opens what a framework's custom op would
  /// hide. The verifier of ad.custom_vjp has made sure that it is there.
  static func::CallOp opaqueCall(OpBuilder &builder, Location loc,
                                 VJPContext &context, StringRef name,
                                 ValueRange operands) {
    auto callee = context.getFunctions().lookup(name);
    callee.setNoInline(true);
    auto call = func::CallOp::create(builder, loc, callee, operands);
    call->setAttr(ADDialect::kOpaqueAttrName, builder.getUnitAttr());
    return call;
  }
};
} // namespace

void ad::registerADRules(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *context, ADDialect *) {
    CustomVJPOp::attachInterface<CustomVJPRule>(*context);
  });
}
