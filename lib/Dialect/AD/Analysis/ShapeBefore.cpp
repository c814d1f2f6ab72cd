//===- ShapeBefore.cpp - Sizes of a region's values, outside the region -*- C++
//-*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "snn/Dialect/AD/Analysis/ShapeBefore.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/IR/Matchers.h"
#include "mlir/Interfaces/DestinationStyleOpInterface.h"
#include "mlir/Interfaces/InferTypeOpInterface.h"
#include "snn/Dialect/AD/IR/AD.h"

using namespace mlir;
using namespace mlir::ad;

namespace {
using Sizes = SmallVector<OpFoldResult>;

/// Walks from a size inside `op` back to what is known before it, and emits
/// there what is needed to compute it.
class SizeHoister {
public:
  SizeHoister(OpBuilder &builder, Operation *op) : builder(builder), op(op) {
    builder.setInsertionPoint(op);
  }

  FailureOr<Sizes> shape(Value value) {
    auto type = cast<RankedTensorType>(value.getType());
    if (type.hasStaticShape())
      return getAsIndexOpFoldResult(builder.getContext(), type.getShape());
    if (isBefore(value))
      return tensor::getMixedSizes(builder, value.getLoc(), value);
    if (auto argument = dyn_cast<BlockArgument>(value))
      return shapeOfArgument(argument);
    return shapeOfResult(cast<OpResult>(value));
  }

private:
  /// True if `value` is defined outside of `op`'s regions.
  bool isBefore(Value value) {
    return !op->isAncestor(value.getParentBlock()->getParentOp());
  }

  FailureOr<Sizes> shapeOfArgument(BlockArgument argument) {
    Operation *parent = argument.getOwner()->getParentOp();
    if (auto loop = dyn_cast<StackingLoopOpInterface>(parent))
      for (auto [slice, sequence] :
           llvm::zip(loop.getStepSlices(), loop.getStepSequences()))
        if (slice == argument) {
          auto sizes = shape(sequence);
          if (succeeded(sizes))
            sizes->erase(sizes->begin());
          return sizes;
        }
    if (auto loop = dyn_cast<LoopLikeOpInterface>(parent))
      if (OpOperand *init = loop.getTiedLoopInit(argument))
        return shape(init->get());
    return failure();
  }

  FailureOr<Sizes> shapeOfResult(OpResult result) {
    Operation *owner = result.getOwner();
    if (Value operand = sameShapedOperand(result))
      return shape(operand);
    if (auto branch = dyn_cast<scf::IfOp>(owner)) {
      unsigned index = result.getResultNumber();
      auto sizes = shape(branch.thenYield().getOperand(index));
      return succeeded(sizes) ? sizes
                              : shape(branch.elseYield().getOperand(index));
    }
    OpBuilder atOwner(owner);
    atOwner.setInsertionPointAfter(owner);
    ReifiedRankedShapedTypeDims reified;
    if (failed(reifyResultShapes(atOwner, owner, reified)))
      return failure();
    Sizes sizes = reified[result.getResultNumber()];
    for (OpFoldResult &size : sizes)
      if (auto dynamic = dyn_cast<Value>(size)) {
        FailureOr<OpFoldResult> hoisted = index(dynamic);
        if (failed(hoisted))
          return failure();
        size = *hoisted;
      }
    return sizes;
  }

  /// The operand whose sizes `result` shares, null if none is known to.
  static Value sameShapedOperand(OpResult result) {
    Operation *owner = result.getOwner();
    if (auto style = dyn_cast<DestinationStyleOpInterface>(owner))
      return style.getTiedOpOperand(result)->get();
    if (auto loop = dyn_cast<LoopLikeOpInterface>(owner))
      if (OpOperand *init = loop.getTiedLoopInit(result))
        return init->get();
    if (OpTrait::hasElementwiseMappableTraits(owner))
      for (Value operand : owner->getOperands())
        if (isa<RankedTensorType>(operand.getType()))
          return operand;
    return {};
  }

  /// The index or integer `value`, computed before `op`.
  FailureOr<OpFoldResult> index(Value value) {
    IntegerAttr constant;
    if (matchPattern(value, m_Constant(&constant)) && value.getType().isIndex())
      return OpFoldResult(constant);
    if (isBefore(value))
      return OpFoldResult(value);
    Operation *owner = value.getDefiningOp();
    if (!owner)
      return failure();
    if (auto dim = dyn_cast<tensor::DimOp>(owner)) {
      std::optional<int64_t> dimension = dim.getConstantIndex();
      if (!dimension)
        return failure();
      auto sizes = shape(dim.getSource());
      if (failed(sizes))
        return failure();
      return (*sizes)[*dimension];
    }
    return recompute(owner, value);
  }

  /// Clones the integer arithmetic that gives `value`.
  FailureOr<OpFoldResult> recompute(Operation *owner, Value value) {
    if (owner->getNumRegions() != 0 || !isPure(owner) ||
        !llvm::all_of(owner->getOperandTypes(),
                      [](Type type) { return type.isIntOrIndex(); }))
      return failure();
    IRMapping mapping;
    for (Value operand : owner->getOperands()) {
      FailureOr<OpFoldResult> hoisted = index(operand);
      if (failed(hoisted))
        return failure();
      mapping.map(operand, getValueOrCreateConstantIndexOp(
                               builder, operand.getLoc(), *hoisted));
    }
    Operation *copy = builder.clone(*owner, mapping);
    return OpFoldResult(
        copy->getResult(cast<OpResult>(value).getResultNumber()));
  }

  OpBuilder &builder;
  Operation *op;
};
} // namespace

FailureOr<SmallVector<OpFoldResult>>
ad::shapeBefore(OpBuilder &builder, Operation *op, Value value) {
  OpBuilder::InsertionGuard guard(builder);
  return SizeHoister(builder, op).shape(value);
}
