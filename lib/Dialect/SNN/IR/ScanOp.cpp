//===- ScanOp.cpp - Building and rebuilding time loops -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/IR/Matchers.h"
#include "snn/Dialect/SNN/IR/SNN.h"

using namespace mlir;
using namespace mlir::snn;

//===----------------------------------------------------------------------===//
// Types
//===----------------------------------------------------------------------===//

/// Slices of a rank 1 sequence are scalars; null for a tensor that has no
/// leading dimension.
Type ScanOp::getSliceType(RankedTensorType sequence) {
  if (sequence.getRank() == 0)
    return {};
  if (sequence.getRank() == 1)
    return sequence.getElementType();
  return RankedTensorType::get(sequence.getShape().drop_front(),
                               sequence.getElementType());
}

/// A tensor of rank 0 counts as a slice of a rank 1 stack too: values stay
/// tensors where that is what the body computes with.
bool ScanOp::isSliceOf(Type slice, Type stack) {
  auto stackType = dyn_cast<RankedTensorType>(stack);
  if (!stackType || stackType.getRank() == 0)
    return false;
  return slice == getSliceType(stackType) ||
         slice == RankedTensorType::get(stackType.getShape().drop_front(),
                                        stackType.getElementType());
}

/// The type of `length` stacked values of type `value`.
static RankedTensorType getStackType(Type value, int64_t length) {
  SmallVector<int64_t> sizes = {length};
  if (auto tensorType = dyn_cast<RankedTensorType>(value))
    llvm::append_range(sizes, tensorType.getShape());
  return RankedTensorType::get(sizes, getElementTypeOrSelf(value));
}

//===----------------------------------------------------------------------===//
// Parts
//===----------------------------------------------------------------------===//

void ScanOp::build(
    OpBuilder &builder, OperationState &state, ValueRange sequences,
    ValueRange inits, Value length, TypeRange stackTypes, bool reverse,
    function_ref<void(OpBuilder &, Location, ValueRange)> buildBody,
    TypeRange sliceTypes) {
  state.addOperands(sequences);
  state.addOperands(inits);
  if (length)
    state.addOperands(length);
  auto &properties = state.getOrAddProperties<Properties>();
  llvm::copy(
      ArrayRef<int32_t>({static_cast<int32_t>(sequences.size()),
                         static_cast<int32_t>(inits.size()), length ? 1 : 0}),
      properties.operandSegmentSizes.begin());
  if (reverse)
    properties.reverse = builder.getUnitAttr();
  state.addTypes(inits.getTypes());
  state.addTypes(stackTypes);

  OpBuilder::InsertionGuard guard(builder);
  Block *block = builder.createBlock(state.addRegion());
  block->addArgument(builder.getIndexType(), state.location);
  for (auto [index, sequence] : llvm::enumerate(sequences))
    block->addArgument(
        index < sliceTypes.size()
            ? sliceTypes[index]
            : getSliceType(cast<RankedTensorType>(sequence.getType())),
        state.location);
  for (Type type : inits.getTypes())
    block->addArgument(type, state.location);
  if (buildBody)
    buildBody(builder, state.location, block->getArguments());
}

snn::YieldOp ScanOp::getYield() {
  return cast<snn::YieldOp>(getBody().front().getTerminator());
}

Block::BlockArgListType ScanOp::getSlices() {
  return getBody().getArguments().slice(1, getSequences().size());
}

ResultRange ScanOp::getFinals() {
  return getResults().take_front(getInits().size());
}

ResultRange ScanOp::getStacks() {
  return getResults().drop_front(getInits().size());
}

/// The verifier has all static sizes and a constant length agree, so the first
/// one found is the length.
int64_t ScanOp::getStaticLength() {
  APInt constant;
  if (getLength() && matchPattern(getLength(), m_ConstantInt(&constant)))
    return constant.getSExtValue();
  for (ValueRange stacked :
       {ValueRange(getSequences()), ValueRange(getStacks())})
    for (Type type : stacked.getTypes())
      if (!cast<RankedTensorType>(type).isDynamicDim(0))
        return cast<RankedTensorType>(type).getDimSize(0);
  return ShapedType::kDynamic;
}

/// A constant, the length that is there, or the leading size of the first
/// sequence.
OpFoldResult ScanOp::getOrCreateLength(OpBuilder &builder) {
  int64_t known = getStaticLength();
  if (!ShapedType::isDynamic(known))
    return builder.getIndexAttr(known);
  if (getLength())
    return getLength();
  return tensor::DimOp::create(builder, getLoc(), getSequences().front(), 0)
      .getResult();
}

/// 0, 1, .., `end` - 1.
static SmallVector<unsigned> upTo(unsigned end) {
  return llvm::to_vector(llvm::seq<unsigned>(0, end));
}

ScanOp::Parts ScanOp::getParts() {
  return {upTo(getSequences().size()), upTo(getInits().size()),
          upTo(getStacks().size())};
}

//===----------------------------------------------------------------------===//
// Rebuilding
//===----------------------------------------------------------------------===//

/// The values at the places `chosen`.
template <typename Range>
static SmallVector<Value> select(Range values, ArrayRef<unsigned> chosen) {
  return llvm::map_to_vector(
      chosen, [&](unsigned index) -> Value { return values[index]; });
}

/// Makes the arguments of `body`, taken from `from`, those of the new scan.
static void rebuildArguments(ScanOp from, Block &body,
                             const ScanOp::Parts &parts, ValueRange sequences,
                             TypeRange sliceTypes) {
  unsigned numOld = from.getSequences().size();
  for (auto [index, sequence] : llvm::enumerate(sequences))
    body.insertArgument(
        1 + numOld + index,
        index < sliceTypes.size()
            ? sliceTypes[index]
            : ScanOp::getSliceType(cast<RankedTensorType>(sequence.getType())),
        sequence.getLoc());
  unsigned firstCarried = 1 + numOld + sequences.size();
  BitVector drop(body.getNumArguments());
  for (unsigned index : upTo(numOld))
    if (!llvm::is_contained(parts.sequences, index))
      drop.set(1 + index);
  for (auto [index, init] : llvm::enumerate(from.getInits()))
    if (!llvm::is_contained(parts.carried, index)) {
      // What still reads it leaves with it; until then it reads the init.
      body.getArgument(firstCarried + index).replaceAllUsesWith(init);
      drop.set(firstCarried + index);
    }
  body.eraseArguments(drop);
}

/// The body moves and is not copied, so ops of it stay valid for the caller.
/// The new scan keeps its length even if the last sequence that told it goes.
ScanOp ScanOp::replaceWithParts(RewriterBase &rewriter, const Parts &parts,
                                ValueRange sequences, ValueRange stack,
                                TypeRange sliceTypes) {
  OpBuilder::InsertionGuard guard(rewriter);
  rewriter.setInsertionPoint(*this);
  SmallVector<Value> newSequences = select(getSequences(), parts.sequences);
  llvm::append_range(newSequences, sequences);
  Value length = getLength();
  if (newSequences.empty() && !length)
    length = getValueOrCreateConstantIndexOp(rewriter, getLoc(),
                                             getOrCreateLength(rewriter));
  SmallVector<Type> stackTypes =
      llvm::map_to_vector(parts.stacks, [&](unsigned index) {
        return getStacks()[index].getType();
      });
  for (Type type : stack.getTypes())
    stackTypes.push_back(getStackType(type, getStaticLength()));

  auto scan = ScanOp::create(rewriter, getLoc(), newSequences,
                             select(getInits(), parts.carried), length,
                             stackTypes, getReverse());
  scan->setDiscardableAttrs(getOperation()->getDiscardableAttrDictionary());
  rewriter.eraseBlock(&scan.getBody().front());
  rewriter.inlineRegionBefore(getBody(), scan.getBody(), scan.getBody().end());
  Block &body = scan.getBody().front();
  rewriter.modifyOpInPlace(scan, [&] {
    rebuildArguments(*this, body, parts, sequences, sliceTypes);
  });

  auto yield = cast<snn::YieldOp>(body.getTerminator());
  SmallVector<Value> carried = select(yield.getCarried(), parts.carried);
  SmallVector<Value> stacked = select(yield.getStacked(), parts.stacks);
  llvm::append_range(stacked, stack);
  rewriter.modifyOpInPlace(yield, [&] {
    yield.getCarriedMutable().assign(carried);
    yield.getStackedMutable().assign(stacked);
  });

  for (auto [from, to] :
       llvm::zip(select(getFinals(), parts.carried), scan.getFinals()))
    rewriter.replaceAllUsesWith(from, to);
  for (auto [from, to] :
       llvm::zip(select(getStacks(), parts.stacks), scan.getStacks()))
    rewriter.replaceAllUsesWith(from, to);
  rewriter.eraseOp(*this);
  return scan;
}
