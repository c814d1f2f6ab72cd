//===- Func.cpp - Derivative rules of func.call -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "snn/Dialect/AD/Rules/FunctionDerivatives.h"
#include "snn/Dialect/AD/Rules/JVPContext.h"
#include "snn/Dialect/AD/Rules/Rules.h"
#include "snn/Dialect/AD/Rules/VJPContext.h"

using namespace mlir;
using namespace mlir::ad;

namespace {
/// z = f(x): dx is what the reverse of f gives for dz. The reverse of a
/// function is made once for each set of active arguments and seeded results
/// and shared by all calls with this set, so that the size of the code does not
/// grow with the number of calls.
struct CallRule
    : ReverseDifferentiableOpInterface::ExternalModel<CallRule, func::CallOp> {
  /// A rule in the attribute 'ad.vjp' is preferred to the body: whoever wrote
  /// it knows better, and the callee may have no body.
  LogicalResult buildVJP(Operation *op, OpBuilder &builder, VJPContext &context,
                         ValueRange cotangents) const {
    auto call = cast<func::CallOp>(op);
    auto callee = context.getFunctions().lookup(call.getCallee());
    if (auto rule =
            callee->getAttrOfType<FlatSymbolRefAttr>(ADDialect::kRuleAttrName))
      return callRule(call, rule, builder, context, cotangents);
    return differentiateCallee(call, callee, builder, context, cotangents);
  }

private:
  /// The callee has a rule of its own: `rule(args, cotangents)`.
  static LogicalResult callRule(func::CallOp call, FlatSymbolRefAttr rule,
                                OpBuilder &builder, VJPContext &context,
                                ValueRange cotangents) {
    SmallVector<Value> operands;
    for (Value operand : call.getOperands())
      operands.push_back(context.primal(operand));
    for (auto [result, cotangent] : llvm::zip(call.getResults(), cotangents))
      if (hasCotangent(result.getType()))
        operands.push_back(cotangent ? cotangent : context.zero(result));
    auto reverse =
        func::CallOp::create(builder, call.getLoc(), rule,
                             cotangentTypes(call.getOperandTypes()), operands);
    unsigned next = 0;
    for (Value operand : call.getOperands())
      if (hasCotangent(operand.getType()))
        context.accumulate(operand, reverse.getResult(next++));
    return success();
  }

  /// Calls the two halves of the callee's derivative. Before, in the primal
  /// program, and after, where @f_forward returns residuals beside the results:
  ///
  ///   %z = call @f(%x)                   %z, %r = call @f_forward(%x)
  ///
  /// and in the reverse, where %x is kept only if @f_reverse takes it:
  ///
  ///   %dx = call @f_reverse(%dz, %x, %r)
  static LogicalResult differentiateCallee(func::CallOp call,
                                           func::FuncOp callee,
                                           OpBuilder &builder,
                                           VJPContext &context,
                                           ValueRange cotangents) {
    if (failed(context.requireCotangents(call, call.getOperands())) ||
        failed(context.requireCotangents(call, call.getResults())))
      return failure();
    SmallVector<unsigned> wrt, seeded;
    for (auto [index, operand] : llvm::enumerate(call.getOperands()))
      if (context.isActive(operand))
        wrt.push_back(index);
    SmallVector<Value> operands;
    for (auto [index, cotangent] : llvm::enumerate(cotangents))
      if (cotangent) {
        seeded.push_back(index);
        operands.push_back(cotangent);
      }
    auto split =
        context.getFunctions().split(call.getLoc(), callee, wrt, seeded);
    if (failed(split))
      return failure();

    SmallVector<Value> arguments(call.getOperands());
    OpBuilder atCall(call);
    auto forward =
        func::CallOp::create(atCall, call.getLoc(), split->forward, arguments);
    forward->setDiscardableAttrs(call->getDiscardableAttrDictionary());
    unsigned next = call.getNumResults();
    context.replacePrimalOp(call, forward);
    for (std::optional<unsigned> kept : split->keptArgs)
      operands.push_back(
          context.primal(kept ? arguments[*kept] : forward.getResult(next++)));
    auto reverse = func::CallOp::create(builder, forward.getLoc(),
                                        split->reverse, operands);
    for (auto [index, cotangent] : llvm::zip(wrt, reverse.getResults()))
      context.accumulate(arguments[index], cotangent);
    return success();
  }
};

/// dz is what the forward derivative of f gives for dx. It takes the place of
/// the call: its results are those of f and the tangents of the active ones.
struct ForwardCallRule
    : ForwardDifferentiableOpInterface::ExternalModel<ForwardCallRule,
                                                      func::CallOp> {
  /// As in reverse mode, a rule in an attribute is preferred to the body.
  LogicalResult buildJVP(Operation *op, OpBuilder &builder, JVPContext &context,
                         ValueRange tangents) const {
    auto call = cast<func::CallOp>(op);
    auto callee = context.getFunctions().lookup(call.getCallee());
    if (auto rule = callee->getAttrOfType<FlatSymbolRefAttr>(
            ADDialect::kForwardRuleAttrName))
      return callRule(call, rule, builder, context);
    return differentiateCallee(call, callee, builder, context, tangents);
  }

private:
  /// The callee has a rule of its own: `rule(args, tangents)`.
  static LogicalResult callRule(func::CallOp call, FlatSymbolRefAttr rule,
                                OpBuilder &builder, JVPContext &context) {
    SmallVector<Value> operands(call.getOperands());
    for (Value operand : call.getOperands())
      if (hasCotangent(operand.getType()))
        operands.push_back(context.tangentOrZero(operand));
    auto forward =
        func::CallOp::create(builder, call.getLoc(), rule,
                             cotangentTypes(call.getResultTypes()), operands);
    unsigned next = 0;
    for (Value result : call.getResults())
      if (hasCotangent(result.getType()))
        context.setTangent(result, forward.getResult(next++));
    return success();
  }

  /// The numbers of the results that have a tangent in forward mode: those that
  /// the callee computes from its arguments `wrt` and that matter to the
  /// caller.
  static SmallVector<unsigned> variedResults(func::CallOp call,
                                             func::FuncOp callee,
                                             ArrayRef<unsigned> wrt,
                                             JVPContext &context) {
    SmallVector<unsigned> varied;
    if (callee.isDeclaration() || !callee.getBody().hasOneBlock())
      return varied;
    Block &body = callee.front();
    Operation *exit = body.getTerminator();
    auto sources = llvm::map_to_vector(
        wrt, [&](unsigned i) -> Value { return body.getArgument(i); });
    Activity activity(body, sources, exit->getOperands());
    for (auto [index, result] : llvm::enumerate(call.getResults()))
      if (context.isActive(result) &&
          activity.isVaried(exit->getOperand(index)))
        varied.push_back(index);
    return varied;
  }

  ///   %z = call @f(%x)
  ///
  /// becomes
  ///
  ///   %z, %dz = call @f_jvp(%x, %dx)
  static LogicalResult differentiateCallee(func::CallOp call,
                                           func::FuncOp callee,
                                           OpBuilder &builder,
                                           JVPContext &context,
                                           ValueRange tangents) {
    if (failed(context.requireCotangents(call, call.getOperands())) ||
        failed(context.requireCotangents(call, call.getResults())))
      return failure();
    SmallVector<unsigned> wrt;
    SmallVector<Value> operands(call.getOperands());
    for (auto [index, tangent] : llvm::enumerate(tangents))
      if (tangent) {
        wrt.push_back(index);
        operands.push_back(tangent);
      }
    SmallVector<unsigned> varied = variedResults(call, callee, wrt, context);
    auto jvp = context.getFunctions().jvp(call.getLoc(), callee, wrt, varied,
                                          /*keepPrimal=*/true);
    if (failed(jvp))
      return failure();
    auto forward = func::CallOp::create(builder, call.getLoc(), *jvp, operands);
    forward->setDiscardableAttrs(call->getDiscardableAttrDictionary());
    unsigned next = call.getNumResults();
    context.replacePrimalOp(call, forward);
    for (unsigned index : varied)
      context.setTangent(forward.getResult(index), forward.getResult(next++));
    return success();
  }
};
} // namespace

void ad::registerFuncRules(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *context, func::FuncDialect *) {
    func::CallOp::attachInterface<CallRule, ForwardCallRule>(*context);
  });
}
