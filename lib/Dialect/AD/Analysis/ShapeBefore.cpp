//===- ShapeBefore.cpp - Sizes of a region's values, outside the region ---===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "snn/Dialect/AD/Analysis/ShapeBefore.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/IR/Dominance.h"
#include "mlir/Interfaces/InferTypeOpInterface.h"

using namespace mlir;
using namespace mlir::ad;

namespace {
using Sizes = SmallVector<OpFoldResult>;

/// Remembers the ops that are built, so that those nothing needs can go.
struct BuiltOps : OpBuilder::Listener {
  void notifyOperationInserted(Operation *op, OpBuilder::InsertPoint) override {
    ops.push_back(op);
  }
  /// Erases all that only ops in here use, but what computes `wanted`.
  void eraseUnused(ArrayRef<OpFoldResult> wanted) {
    for (Operation *&op : llvm::reverse(ops)) {
      bool isWanted = llvm::any_of(wanted, [&](OpFoldResult size) {
        auto value = dyn_cast<Value>(size);
        return value && value.getDefiningOp() == op;
      });
      if (isWanted || !op->use_empty())
        continue;
      op->erase();
      op = nullptr;
    }
  }
  /// Tells the listener of the builder that was asked, which saw none of them.
  void announceTo(OpBuilder::Listener *listener) const {
    for (Operation *op : ops)
      if (op && listener)
        listener->notifyOperationInserted(op, {});
  }
  SmallVector<Operation *> ops;
};

/// Walks from a size inside `op` back to what is known before it, and emits
/// there what is needed to compute it.
class SizeHoister {
public:
  SizeHoister(OpBuilder &builder, Operation *op, AcrossCalls acrossCalls)
      : builder(builder), op(op), sources(acrossCalls) {
    builder.setInsertionPoint(op);
  }

  /// All sizes of `value`, a ranked tensor, or none if one is not known before
  /// `op`. Ops that were emitted for the others are left to the caller to
  /// erase.
  std::optional<Sizes> shape(Value value) {
    Sizes sizes;
    int64_t rank = cast<RankedTensorType>(value.getType()).getRank();
    for (int64_t dim = 0; dim < rank; ++dim) {
      std::optional<OpFoldResult> size = hoist(SizeSource::dim(value, dim));
      if (!size)
        return std::nullopt;
      sizes.push_back(*size);
    }
    return sizes;
  }

private:
  /// True if `value` can be used right before `op`.
  bool isBefore(Value value) { return dominance.properlyDominates(value, op); }

  /// `size`, by the first of what it is equal to that can be had before `op`.
  std::optional<OpFoldResult> hoist(SizeSource size) {
    SizeSources::Set equal = sources.find(size);
    for (SizeSource source : equal)
      if (source.isConstant())
        return OpFoldResult(builder.getIndexAttr(source.number));
    for (SizeSource source : equal)
      if (source.isIndex() && isBefore(source.value))
        return OpFoldResult(source.value);
    for (SizeSource source : equal)
      if (source.isDim() && isBefore(source.value))
        return tensor::getMixedSize(builder, source.value.getLoc(),
                                    source.value, source.number);
    for (SizeSource source : equal)
      if (auto computed = recompute(source))
        return computed;
    return std::nullopt;
  }

  /// `size` by the arithmetic that gives it, or by what its op says that is.
  std::optional<OpFoldResult> recompute(SizeSource size) {
    auto result = dyn_cast<OpResult>(size.value);
    if (!result)
      return std::nullopt;
    if (size.isIndex())
      return cloneArithmetic(result);
    auto shaped = dyn_cast<ReifyRankedShapedTypeOpInterface>(result.getOwner());
    if (!shaped)
      return std::nullopt;
    OpBuilder atOwner(builder.getContext(), builder.getListener());
    atOwner.setInsertionPointAfter(shaped);
    ReifiedRankedShapedTypeDims reified;
    if (failed(shaped.reifyResultShapes(atOwner, reified)))
      return std::nullopt;
    OpFoldResult says = reified[result.getResultNumber()][size.number];
    auto dynamic = dyn_cast<Value>(says);
    if (!dynamic)
      return says;
    // An op may have nothing to say but that the size is its own.
    auto dim = dynamic.getDefiningOp<tensor::DimOp>();
    if (dim && dim.getSource() == result)
      return std::nullopt;
    return hoist(SizeSource::index(dynamic));
  }

  /// Clones the integer arithmetic that gives `value`.
  std::optional<OpFoldResult> cloneArithmetic(OpResult value) {
    Operation *owner = value.getOwner();
    if (owner->getNumRegions() != 0 || !isPure(owner) ||
        !llvm::all_of(owner->getOperandTypes(),
                      [](Type type) { return type.isIntOrIndex(); }))
      return std::nullopt;
    IRMapping mapping;
    for (Value operand : owner->getOperands()) {
      std::optional<Value> hoisted = hoistOperand(operand);
      if (!hoisted)
        return std::nullopt;
      mapping.map(operand, *hoisted);
    }
    Operation *copy = builder.clone(*owner, mapping);
    return OpFoldResult(copy->getResult(value.getResultNumber()));
  }

  /// An operand of such arithmetic, of its own type.
  std::optional<Value> hoistOperand(Value operand) {
    std::optional<OpFoldResult> hoisted = hoist(SizeSource::index(operand));
    if (!hoisted)
      return std::nullopt;
    if (auto value = dyn_cast<Value>(*hoisted))
      return value;
    return arith::ConstantOp::create(
               builder, operand.getLoc(),
               builder.getIntegerAttr(operand.getType(),
                                      *getConstantIntValue(*hoisted)))
        .getResult();
  }

  OpBuilder &builder;
  Operation *op;
  DominanceInfo dominance;
  SizeSources sources;
};
} // namespace

FailureOr<SmallVector<OpFoldResult>> ad::shapeBefore(OpBuilder &builder,
                                                     Operation *op, Value value,
                                                     AcrossCalls acrossCalls) {
  BuiltOps built;
  OpBuilder before(builder.getContext(), &built);
  auto sizes = SizeHoister(before, op, acrossCalls).shape(value);
  built.eraseUnused(sizes ? *sizes : Sizes());
  built.announceTo(builder.getListener());
  return sizes ? FailureOr<Sizes>(*sizes) : FailureOr<Sizes>();
}

bool ad::hasShapeBefore(Operation *op, Value value, AcrossCalls acrossCalls) {
  BuiltOps built;
  OpBuilder before(op->getContext(), &built);
  bool found = SizeHoister(before, op, acrossCalls).shape(value).has_value();
  built.eraseUnused({});
  return found;
}
