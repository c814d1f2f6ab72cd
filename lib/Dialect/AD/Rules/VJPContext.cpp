//===- VJPContext.cpp - State of one reverse sweep -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "snn/Dialect/AD/Rules/VJPContext.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/IR/Matchers.h"
#include "mlir/Transforms/RegionUtils.h"
#include "snn/Dialect/AD/Analysis/ShapeBefore.h"

using namespace mlir;
using namespace mlir::ad;

VJPContext::VJPContext(FunctionDerivatives &functions, VJPContext *parent,
                       const Activity &activity, Block &primalBlock,
                       OpBuilder builder)
    : DerivativeContext(functions, activity, builder), parent(parent),
      primalBlock(primalBlock) {}

VJPContext::VJPContext(FunctionDerivatives &functions, VJPContext *parent,
                       const Activity &activity, Block &primalBlock,
                       Block &reverseBlock)
    : DerivativeContext(functions, activity,
                        OpBuilder(primalBlock.getParentOp()->getContext())),
      parent(parent), primalBlock(primalBlock), reverseBlock(&reverseBlock) {
  // The block may still belong to no region.
  builder.setInsertionPointToEnd(&reverseBlock);
}

//===----------------------------------------------------------------------===//
// The sweep
//===----------------------------------------------------------------------===//

LogicalResult VJPContext::sweep() {
  // Rules replace ops that they augment, so the list is taken before.
  SmallVector<Operation *> ops;
  for (Operation &op : primalBlock)
    if (!op.hasTrait<OpTrait::IsTerminator>())
      ops.push_back(&op);
  for (Operation *op : llvm::reverse(ops))
    if (failed(sweepOp(*op)))
      return failure();
  return success();
}

/// The interface comes first, then the fallback rules of families. An op whose
/// results received nothing has no reverse.
LogicalResult VJPContext::sweepOp(Operation &op) {
  auto received = llvm::map_to_vector(op.getResults(), [&](Value result) {
    return isActive(result) ? cotangent(result) : Value();
  });
  if (llvm::none_of(received, [](Value v) { return static_cast<bool>(v); })) {
    // A derivative that goes into memory would come back as zero.
    Operation *write = findWrite(op, activity);
    return write ? emitNoRule(*write, /*isForward=*/false) : success();
  }
  if (auto rule = dyn_cast<ReverseDifferentiableOpInterface>(op))
    return rule.buildVJP(builder, *this, received);
  auto *dialect = op.getContext()->getLoadedDialect<ADDialect>();
  for (const ADDialect::FallbackRule &rule : dialect->getFallbackRules())
    if (rule.matches(&op))
      return rule.buildVJP(&op, builder, *this, received);
  return emitNoRule(op, /*isForward=*/false);
}

//===----------------------------------------------------------------------===//
// Primal values
//===----------------------------------------------------------------------===//

/// In this order: what the sweep has already; what another block defines, from
/// the parent; what is visible where it emits; what costs nothing to compute
/// again; and only then a residual.
Value VJPContext::primal(Value value) {
  if (Value known = primals.lookup(value))
    return known;
  if (value.getParentBlock() != &primalBlock)
    return parent ? parent->primal(value) : value;
  if (isResident())
    return value;
  if (isFree(value))
    return recompute(value);
  return addResidual(value);
}

Value VJPContext::addResidual(Value value) {
  BlockArgument argument =
      reverseBlock->addArgument(value.getType(), value.getLoc());
  residuals.push_back({value, argument});
  return primals[value] = argument;
}

/// True for ops whose results are integers and that may be cloned at will.
static bool isIntegerArithmetic(Operation *op) {
  return op->getNumRegions() == 0 && isPure(op) &&
         llvm::all_of(op->getResultTypes(),
                      [](Type type) { return type.isIntOrIndex(); }) &&
         llvm::all_of(op->getOperandTypes(),
                      [](Type type) { return type.isIntOrIndex(); });
}

bool VJPContext::isFree(Value value) const {
  if (primals.contains(value) || value.getParentBlock() != &primalBlock)
    return true;
  Operation *op = value.getDefiningOp();
  if (!op)
    return false;
  if (matchPattern(op, m_Constant()))
    return true;
  return (isIntegerArithmetic(op) || isa<tensor::EmptyOp>(op)) &&
         llvm::all_of(op->getOperands(), [&](Value v) { return isFree(v); });
}

/// Clones the op of a free value, operands first, where the sweep now emits.
Value VJPContext::recompute(Value value) {
  IRMapping mapping;
  Operation *op = value.getDefiningOp();
  for (Value operand : op->getOperands())
    mapping.map(operand, primal(operand));
  Operation *copy = builder.clone(*op, mapping);
  for (auto [from, to] : llvm::zip(op->getResults(), copy->getResults()))
    primals[from] = to;
  return primals.lookup(value);
}

void VJPContext::replacePrimalOp(Operation *from, Operation *to) {
  renamePrimal(from->getResults(), to->getResults());
  from->replaceAllUsesWith(to->getResults().take_front(from->getNumResults()));
  from->erase();
}

/// Residuals, cotangents and sizes that were noted for a value of `from` are
/// those of its successor.
void VJPContext::renamePrimal(ValueRange from, ValueRange to) {
  for (auto [before, after] : llvm::zip(from, to)) {
    for (Residual &residual : residuals)
      if (residual.primal == before)
        residual.primal = after;
    for (auto *map : {&primals, &cotangents})
      if (Value known = map->lookup(before)) {
        map->erase(before);
        (*map)[after] = known;
      }
    auto sizes = shapes.find(before);
    if (sizes != shapes.end()) {
      SmallVector<OpFoldResult> known = std::move(sizes->second);
      shapes.erase(sizes);
      shapes[after] = std::move(known);
    }
  }
}

//===----------------------------------------------------------------------===//
// Cotangents
//===----------------------------------------------------------------------===//

Type ad::accumulationType(Type type) {
  auto floatType = dyn_cast<FloatType>(type);
  if (floatType && floatType.getWidth() < 32)
    return Float32Type::get(type.getContext());
  return type;
}

Type ad::accumulatorType(Type type) {
  return withElements(type, accumulationType(getElementTypeOrSelf(type)));
}

Value ad::convertElements(OpBuilder &builder, Value value, Type elementType) {
  Type from = getElementTypeOrSelf(value);
  if (from == elementType)
    return value;
  Type type = withElements(value.getType(), elementType);
  if (from.getIntOrFloatBitWidth() < elementType.getIntOrFloatBitWidth())
    return arith::ExtFOp::create(builder, value.getLoc(), type, value);
  return arith::TruncFOp::create(builder, value.getLoc(), type, value);
}

/// The wider of the element types of two values.
static Type widerElements(Value x, Value y) {
  Type left = getElementTypeOrSelf(x), right = getElementTypeOrSelf(y);
  if (left == right)
    return left;
  return left.getIntOrFloatBitWidth() < right.getIntOrFloatBitWidth() ? right
                                                                      : left;
}

/// The first cotangent is taken as it is, without an addition to zero. The
/// wider of two element types wins, so that a sum that has become wide stays
/// wide.
void VJPContext::accumulate(Value value, Value cotangent) {
  if (!isActive(value))
    return;
  Value &slot = cotangents[value];
  if (!slot) {
    slot = cotangent;
    return;
  }
  Type wider = widerElements(slot, cotangent);
  slot = arith::AddFOp::create(builder, value.getLoc(),
                               convertElements(builder, slot, wider),
                               convertElements(builder, cotangent, wider));
}

void VJPContext::setCotangent(Value value, Value cotangent) {
  Value &slot = cotangents[value];
  slot =
      slot ? convertElements(builder, cotangent, widerElements(slot, cotangent))
           : cotangent;
}

Value VJPContext::cotangent(Value value) {
  Value kept = accumulator(value);
  return kept ? convertElements(builder, kept, getElementTypeOrSelf(value))
              : Value();
}

Value VJPContext::cotangentOrZero(Value value) {
  return convertElements(builder, accumulatorOrZero(value),
                         getElementTypeOrSelf(value));
}

Value VJPContext::accumulatorOrZero(Value value) {
  Value &slot = cotangents[value];
  return slot ? slot : slot = zero(value);
}

Value VJPContext::wideAccumulator(Value value) {
  Type wide = accumulationType(getElementTypeOrSelf(value));
  Value &slot = cotangents[value];
  return slot = slot ? convertElements(builder, slot, wide) : zero(value, wide);
}

//===----------------------------------------------------------------------===//
// Sizes
//===----------------------------------------------------------------------===//

/// Static sizes, sizes noted by `setShape`, and sizes of an operand that has
/// the same ones come before a look at the value itself.
SmallVector<OpFoldResult> VJPContext::shape(Value value) {
  auto type = cast<RankedTensorType>(value.getType());
  if (type.hasStaticShape())
    return getAsIndexOpFoldResult(builder.getContext(), type.getShape());
  auto known = shapes.find(value);
  if (known != shapes.end())
    return known->second;
  // A size read off the value itself would keep its computation alive.
  if (Value source = sameShapedOperand(value))
    return shape(source);
  Value available = primals.lookup(value);
  if (!available && value.getParentBlock() != &primalBlock && parent)
    return parent->shape(value);
  if (available || isResident())
    return tensor::getMixedSizes(builder, value.getLoc(),
                                 available ? available : value);
  return shapes[value] = taplessShape(value);
}

SmallVector<OpFoldResult> VJPContext::taplessShape(Value value) {
  Operation *region = primalBlock.getParentOp();
  OpBuilder primalBuilder(region);
  SmallVector<OpFoldResult> sizes;
  auto before =
      parent ? shapeBefore(primalBuilder, region, value, AcrossCalls::Yes)
             : FailureOr<SmallVector<OpFoldResult>>(failure());
  if (succeeded(before)) {
    sizes = *before;
  } else {
    primalBuilder.setInsertionPointAfterValue(value);
    sizes = tensor::getMixedSizes(primalBuilder, value.getLoc(), value);
  }
  auto type = cast<RankedTensorType>(value.getType());
  for (auto [index, size] : llvm::enumerate(sizes)) {
    if (auto dynamic = dyn_cast<Value>(size))
      size = primal(dynamic);
    else if (type.isDynamicDim(index))
      // What is made with these sizes must have the type of the value, even
      // where more is known than it says.
      size = getValueOrCreateConstantIndexOp(builder, value.getLoc(), size);
  }
  return sizes;
}

SmallVector<Value> ad::activeCaptures(Region &region,
                                      const Activity &activity) {
  SetVector<Value> used;
  getUsedValuesDefinedAbove(region, used);
  return llvm::to_vector(llvm::make_filter_range(
      used.getArrayRef(), [&](Value v) { return activity.isActive(v); }));
}
