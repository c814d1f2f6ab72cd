//===- ScanInterfaces.cpp - Time loops as loops, as stacks, as a flow of
// derivatives -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "snn/Dialect/AD/Analysis/ShapeBefore.h"
#include "snn/Dialect/SNN/IR/SNN.h"

using namespace mlir;
using namespace mlir::snn;

//===----------------------------------------------------------------------===//
// LoopLikeOpInterface
//===----------------------------------------------------------------------===//

SmallVector<Region *> ScanOp::getLoopRegions() { return {&getBody()}; }

/// The number of steps if it is there without emitting an op, else null.
static OpFoldResult knownLength(ScanOp scan) {
  int64_t length = scan.getStaticLength();
  if (!ShapedType::isDynamic(length))
    return Builder(scan.getContext()).getIndexAttr(length);
  return scan.getLength();
}

// Who asks for the induction variable takes the bounds for granted, so there is
// one only if there are bounds. Its range is the same in both directions.
std::optional<SmallVector<Value>> ScanOp::getLoopInductionVars() {
  if (!knownLength(*this))
    return std::nullopt;
  return SmallVector<Value>{getStep()};
}

std::optional<SmallVector<OpFoldResult>> ScanOp::getLoopLowerBounds() {
  if (!knownLength(*this))
    return std::nullopt;
  return SmallVector<OpFoldResult>{Builder(getContext()).getIndexAttr(0)};
}

std::optional<SmallVector<OpFoldResult>> ScanOp::getLoopUpperBounds() {
  OpFoldResult length = knownLength(*this);
  if (!length)
    return std::nullopt;
  return SmallVector<OpFoldResult>{length};
}

std::optional<SmallVector<OpFoldResult>> ScanOp::getLoopSteps() {
  if (!knownLength(*this))
    return std::nullopt;
  return SmallVector<OpFoldResult>{Builder(getContext()).getIndexAttr(1)};
}

Block::BlockArgListType ScanOp::getRegionIterArgs() {
  return getBody().getArguments().drop_front(1 + getSequences().size());
}

std::optional<MutableArrayRef<OpOperand>> ScanOp::getYieldedValuesMutable() {
  snn::YieldOp yield = getYield();
  return yield->getOpOperands().take_front(yield.getCarried().size());
}

std::optional<ResultRange> ScanOp::getLoopResults() { return getFinals(); }

/// The number of steps, if types or a constant length tell it.
std::optional<APInt> ScanOp::getStaticTripCount() {
  int64_t length = getStaticLength();
  if (ShapedType::isDynamic(length))
    return std::nullopt;
  return APInt(/*numBits=*/64, length);
}

/// The body moves into a new scan, whose further carried values start at
/// `newInits`. Stacks come after all carried values among the results.
FailureOr<LoopLikeOpInterface>
ScanOp::replaceWithAdditionalYields(RewriterBase &rewriter, ValueRange newInits,
                                    bool replaceInitUses,
                                    const NewYieldValuesFn &newYieldValues) {
  OpBuilder::InsertionGuard guard(rewriter);
  rewriter.setInsertionPoint(*this);
  SmallVector<Value> inits(getInits());
  llvm::append_range(inits, newInits);
  SmallVector<Type> sliceTypes = llvm::to_vector(
      llvm::map_range(getSlices(), [](Value v) { return v.getType(); }));
  auto scan = ScanOp::create(rewriter, getLoc(), getSequences(), inits,
                             getLength(), getStacks().getTypes(), getReverse(),
                             /*buildBody=*/nullptr, sliceTypes);
  scan->setDiscardableAttrs(getOperation()->getDiscardableAttrDictionary());
  auto added = scan.getCarried().take_back(newInits.size());
  Block &body = scan.getBody().front();
  rewriter.mergeBlocks(&getBody().front(), &body,
                       body.getArguments().drop_back(newInits.size()));

  snn::YieldOp yield = scan.getYield();
  rewriter.setInsertionPoint(yield);
  SmallVector<Value> values =
      newYieldValues(rewriter, getLoc(), llvm::to_vector(added));
  rewriter.modifyOpInPlace(yield,
                           [&] { yield.getCarriedMutable().append(values); });
  if (replaceInitUses)
    for (auto [init, argument] : llvm::zip(newInits, added))
      rewriter.replaceUsesWithIf(init, argument, [&](OpOperand &use) {
        return scan.getBody().isAncestor(use.getOwner()->getParentRegion());
      });
  SmallVector<Value> results(scan.getFinals().take_front(getInits().size()));
  llvm::append_range(results, scan.getStacks());
  rewriter.replaceOp(*this, results);
  return cast<LoopLikeOpInterface>(scan.getOperation());
}

//===----------------------------------------------------------------------===//
// Sizes
//===----------------------------------------------------------------------===//

/// A size that is not known before the scan is left null, as the interface has
/// it for what an op cannot say.
LogicalResult ScanOp::reifyResultShapes(OpBuilder &builder,
                                        ReifiedRankedShapedTypeDims &reified) {
  for (auto [init, result] : llvm::zip(getInits(), getFinals())) {
    auto &sizes = reified.emplace_back();
    if (isa<RankedTensorType>(result.getType()))
      sizes = tensor::getMixedSizes(builder, getLoc(), init);
  }
  for (auto [value, result] : llvm::zip(getYield().getStacked(), getStacks())) {
    auto type = cast<RankedTensorType>(result.getType());
    auto &sizes = reified.emplace_back();
    sizes.push_back(type.isDynamicDim(0)
                        ? getOrCreateLength(builder)
                        : builder.getIndexAttr(type.getDimSize(0)));
    if (type.getRank() == 1)
      continue;
    auto known = ad::shapeBefore(builder, *this, value);
    if (succeeded(known))
      llvm::append_range(sizes, *known);
    else
      for (int64_t size : type.getShape().drop_front())
        sizes.push_back(ShapedType::isDynamic(size)
                            ? OpFoldResult()
                            : builder.getIndexAttr(size));
  }
  return success();
}

//===----------------------------------------------------------------------===//
// ActivityOpInterface
//===----------------------------------------------------------------------===//

/// Captures need no edge: the ops of the body that read them have theirs.
void ScanOp::getActivityEdges(function_ref<void(Value, Value)> edge) {
  snn::YieldOp yield = getYield();
  for (auto [sequence, slice] : llvm::zip(getSequences(), getSlices()))
    edge(sequence, slice);
  for (auto [init, argument, value, result] :
       llvm::zip(getInits(), getCarried(), yield.getCarried(), getFinals())) {
    edge(init, argument);
    edge(value, argument);
    edge(value, result);
    edge(init, result); // no step at all
  }
  for (auto [value, stack] : llvm::zip(yield.getStacked(), getStacks()))
    edge(value, stack);
}

//===----------------------------------------------------------------------===//
// StackingLoopOpInterface
//===----------------------------------------------------------------------===//

Block *ScanOp::getStepBlock() { return &getBody().front(); }
OperandRange ScanOp::getStepSequences() { return getSequences(); }
Block::BlockArgListType ScanOp::getStepSlices() { return getSlices(); }
Value ScanOp::getStepNumber() { return getStep(); }
ResultRange ScanOp::getStackedResults() { return getStacks(); }
OperandRange ScanOp::getStackedValues() { return getYield().getStacked(); }
bool ScanOp::runsBackward() { return getReverse(); }

OpFoldResult ScanOp::getStepCount(OpBuilder &builder) {
  return getOrCreateLength(builder);
}

/// The step number of the part counts from 0, so the body's is that plus
/// `first`. A part without sequences needs the length as an operand.
ad::StackingLoopOpInterface
ScanOp::cloneSegment(OpBuilder &builder, IRMapping &mapping,
                     ValueRange sequences, ValueRange inits,
                     OpFoldResult length, Value first) {
  int64_t known = getConstantIntValue(length).value_or(ShapedType::kDynamic);
  SmallVector<Type> stackTypes;
  for (Type type : getStacks().getTypes()) {
    auto stack = cast<RankedTensorType>(type);
    SmallVector<int64_t> sizes(stack.getShape());
    sizes.front() = known;
    stackTypes.push_back(stack.clone(sizes));
  }
  Value lengthValue;
  if (sequences.empty())
    lengthValue = getValueOrCreateConstantIndexOp(builder, getLoc(), length);
  auto copyBody = [&](OpBuilder &inner, Location loc, ValueRange arguments) {
    mapping.map(getBody().getArguments().drop_front(), arguments.drop_front());
    if (!getStep().use_empty())
      mapping.map(getStep(),
                  arith::AddIOp::create(inner, loc, first, arguments.front()));
    for (Operation &op : getBody().front())
      inner.clone(op, mapping);
  };
  auto scan =
      ScanOp::create(builder, getLoc(), sequences, inits, lengthValue,
                     stackTypes, getReverse(), copyBody,
                     llvm::to_vector(ValueRange(getSlices()).getTypes()));
  scan->setDiscardableAttrs(getOperation()->getDiscardableAttrDictionary());
  return cast<ad::StackingLoopOpInterface>(scan.getOperation());
}

/// Stacks that stay keep their order, and those of `stack` come last.
ad::StackingLoopOpInterface ScanOp::replaceStacked(RewriterBase &rewriter,
                                                   ArrayRef<unsigned> drop,
                                                   ValueRange stack) {
  Parts parts = getParts();
  llvm::erase_if(parts.stacks,
                 [&](unsigned i) { return llvm::is_contained(drop, i); });
  return cast<ad::StackingLoopOpInterface>(
      replaceWithParts(rewriter, parts, {}, stack).getOperation());
}

/// The same for sequences, whose slices are new arguments of the body.
ad::StackingLoopOpInterface ScanOp::replaceSequences(RewriterBase &rewriter,
                                                     ArrayRef<unsigned> drop,
                                                     ValueRange sequences,
                                                     TypeRange sliceTypes) {
  Parts parts = getParts();
  llvm::erase_if(parts.sequences,
                 [&](unsigned i) { return llvm::is_contained(drop, i); });
  return cast<ad::StackingLoopOpInterface>(
      replaceWithParts(rewriter, parts, sequences, {}, sliceTypes)
          .getOperation());
}
