//===- JVPContext.cpp - State of one forward sweep ------------------------===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "snn/Dialect/AD/Rules/JVPContext.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/Transforms/RegionUtils.h"

using namespace mlir;
using namespace mlir::ad;

JVPContext::JVPContext(FunctionDerivatives &functions, JVPContext *parent,
                       const Activity &activity, Block &block)
    : DerivativeContext(functions, activity, OpBuilder::atBlockBegin(&block)),
      parent(parent), block(block) {}

/// What the sweep adds needs no tangents of its own, so the list of ops is
/// taken before.
LogicalResult JVPContext::sweep() {
  SmallVector<Operation *> ops;
  for (Operation &op : block)
    if (!op.hasTrait<OpTrait::IsTerminator>())
      ops.push_back(&op);
  for (Operation *op : ops)
    if (failed(sweepOp(*op)))
      return failure();
  return success();
}

/// The interface comes first, then the fallback rules of families.
LogicalResult JVPContext::sweepOp(Operation &op) {
  builder.setInsertionPointAfter(&op);
  if (llvm::none_of(op.getResults(), [&](Value v) { return isActive(v); })) {
    Operation *write = findWrite(op, activity);
    return write ? emitNoRule(*write, /*isForward=*/true) : success();
  }
  SmallVector<Value> received = llvm::map_to_vector(
      op.getOperands(), [&](Value operand) { return tangent(operand); });
  // Regions may capture what has a tangent.
  if (op.getNumRegions() == 0 &&
      llvm::none_of(received, [](Value v) { return static_cast<bool>(v); }))
    return success();
  if (auto rule = dyn_cast<ForwardDifferentiableOpInterface>(op))
    return rule.buildJVP(builder, *this, received);
  auto *dialect = op.getContext()->getLoadedDialect<ADDialect>();
  for (const ADDialect::FallbackRule &rule : dialect->getFallbackRules())
    if (rule.buildJVP && rule.matches(&op))
      return rule.buildJVP(&op, builder, *this, received);
  return emitNoRule(op, /*isForward=*/true);
}

Value JVPContext::tangent(Value value) const {
  auto known = tangents.find(value);
  if (known != tangents.end())
    return known->second;
  return parent ? parent->tangent(value) : Value();
}

Value JVPContext::tangentOrZero(Value value) {
  Value known = tangent(value);
  return known ? known : zero(value);
}

SmallVector<Value> JVPContext::variedCaptures(Operation *op) const {
  SetVector<Value> captures;
  getUsedValuesDefinedAbove(op->getRegions(), captures);
  return llvm::filter_to_vector(captures.takeVector(), [&](Value v) {
    return static_cast<bool>(tangent(v));
  });
}

/// From an operand of the same sizes rather than from the value itself, whose
/// computation nothing else may need.
SmallVector<OpFoldResult> JVPContext::shape(Value value) {
  while (Value source = sameShapedOperand(value))
    value = source;
  auto type = cast<RankedTensorType>(value.getType());
  if (type.hasStaticShape())
    return getAsIndexOpFoldResult(builder.getContext(), type.getShape());
  return tensor::getMixedSizes(builder, value.getLoc(), value);
}

void JVPContext::replacePrimalOp(Operation *from, Operation *to) {
  from->replaceAllUsesWith(to->getResults().take_front(from->getNumResults()));
  from->erase();
}

LogicalResult ad::buildLinearJVP(Operation *op, OpBuilder &builder,
                                 JVPContext &context, ValueRange tangents) {
  if (failed(context.requireCotangents(op, op->getOperands())))
    return failure();
  IRMapping mapping;
  for (auto [operand, tangent] : llvm::zip(op->getOperands(), tangents))
    if (mayBeActive(operand.getType()))
      mapping.map(operand, tangent ? tangent : context.zero(operand));
  Operation *copy = builder.clone(*op, mapping);
  for (auto [result, tangent] : llvm::zip(op->getResults(), copy->getResults()))
    if (context.isActive(result))
      context.setTangent(result, tangent);
  return success();
}
