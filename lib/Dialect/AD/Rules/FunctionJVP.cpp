//===- FunctionJVP.cpp - Forward derivatives of functions -----------------===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "snn/Dialect/AD/Rules/FunctionDerivatives.h"
#include "snn/Dialect/AD/Rules/JVPContext.h"
#include "llvm/ADT/ScopeExit.h"

using namespace mlir;
using namespace mlir::ad;

/// Before and after, with @f_jvp made for the first of equal requests:
///
///   %dz = ad.jvp @f(%x) tangents(%dx) {wrt = [0]}
///   %dz = call @f_jvp(%x, %dx)
LogicalResult FunctionDerivatives::answerJVP(JVPOp request) {
  auto callee = lookup(request.getCallee());
  SmallVector<unsigned> results;
  for (auto [index, type] : llvm::enumerate(callee.getResultTypes()))
    if (hasCotangent(type))
      results.push_back(index);
  auto made = jvp(request.getLoc(), callee, request.getWrtIndices(), results,
                  request.getKeepPrimal());
  if (failed(made))
    return failure();
  OpBuilder builder(request);
  SmallVector<Value> operands(request.getArgs());
  llvm::append_range(operands, request.getTangents());
  auto call = func::CallOp::create(builder, request.getLoc(), *made, operands);
  request.replaceAllUsesWith(call.getResults());
  request.erase();
  return success();
}

FailureOr<func::FuncOp> FunctionDerivatives::jvp(Location loc,
                                                 func::FuncOp callee,
                                                 ArrayRef<unsigned> wrt,
                                                 ArrayRef<unsigned> results,
                                                 bool keepPrimal) {
  SmallVector<unsigned> kind = {keepPrimal};
  llvm::append_range(kind, results);
  Key key(callee, SmallVector<unsigned>(wrt), kind);
  auto known = forwards.find(key);
  if (known != forwards.end())
    return known->second;
  auto made = makeJVP(loc, callee, wrt, results, keepPrimal);
  if (succeeded(made))
    forwards.try_emplace(key, *made);
  return made;
}

/// A callee with its own rule is called, and the call is then differentiated
/// by that rule.
FailureOr<func::FuncOp> FunctionDerivatives::makeJVP(Location loc,
                                                     func::FuncOp callee,
                                                     ArrayRef<unsigned> wrt,
                                                     ArrayRef<unsigned> results,
                                                     bool keepPrimal) {
  if (failed(enter(loc, callee)))
    return failure();
  llvm::scope_exit done([&] { underWay.remove(callee); });
  bool hasRule = callee->hasAttr(ADDialect::kForwardRuleAttrName);
  if (!hasRule && failed(prepare(loc, callee, Mode::Forward)))
    return failure();

  SmallVector<Type> inputs(callee.getArgumentTypes()), outputs;
  for (unsigned index : wrt)
    inputs.push_back(callee.getArgumentTypes()[index]);
  if (keepPrimal)
    llvm::append_range(outputs, callee.getResultTypes());
  for (unsigned index : results)
    outputs.push_back(callee.getResultTypes()[index]);
  func::FuncOp derivative = declare(
      callee, "_jvp", FunctionType::get(callee.getContext(), inputs, outputs));
  buildPrimal(loc, callee, derivative, hasRule);
  if (failed(addTangents(derivative, wrt, results, keepPrimal)))
    return failure();
  return derivative;
}

/// For f(x) = exp(x) with `keepPrimal`:
///
///   func @f_jvp(%x, %dx) {
///     %y = math.exp %x                   the primal, cloned
///     %dy = arith.mulf %dx, %y           behind each op, its tangents
///     return %y, %dy }
LogicalResult FunctionDerivatives::addTangents(func::FuncOp function,
                                               ArrayRef<unsigned> wrt,
                                               ArrayRef<unsigned> results,
                                               bool keepPrimal) {
  Block &block = function.front();
  // Rules replace ops that come to carry tangents, so what is returned is read
  // from an op when they are done.
  Operation *primalReturn = block.getTerminator();
  SmallVector<Value> sources, sinks;
  for (unsigned index : wrt)
    sources.push_back(block.getArgument(index));
  for (unsigned index : results)
    sinks.push_back(primalReturn->getOperand(index));
  Activity activity(block, sources, sinks);
  JVPContext context(*this, /*parent=*/nullptr, activity, block);
  auto tangents = block.getArguments().take_back(wrt.size());
  for (auto [source, tangent] : llvm::zip(sources, tangents))
    context.setTangent(source, tangent);
  if (failed(context.sweep()))
    return failure();

  context.getBuilder().setInsertionPoint(primalReturn);
  SmallVector<Value> returned;
  if (keepPrimal)
    llvm::append_range(returned, primalReturn->getOperands());
  for (unsigned index : results)
    returned.push_back(context.tangentOrZero(primalReturn->getOperand(index)));
  primalReturn->setOperands(returned);
  return success();
}
