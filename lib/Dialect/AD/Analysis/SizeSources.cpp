//===- SizeSources.cpp - What a size of a tensor is equal to -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "snn/Dialect/AD/Analysis/SizeSources.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/IR/Matchers.h"
#include "mlir/IR/SymbolTable.h"
#include "snn/Dialect/AD/IR/AD.h"

using namespace mlir;
using namespace mlir::ad;

/// Adds `source` unless it is there: the set keeps the order in which things
/// were found, so that what is emitted from it is the same in every run.
static void add(SizeSource source, SizeSources::Set &found) {
  if (!llvm::is_contained(found, source))
    found.push_back(source);
}

static void add(OpFoldResult size, SizeSources::Set &found) {
  if (std::optional<int64_t> constant = getConstantIntValue(size))
    return add(SizeSource::constant(*constant), found);
  add(SizeSource::index(cast<Value>(size)), found);
}

SizeSources::Set SizeSources::find(SizeSource size) {
  Set found = {size};
  // The set grows while it is walked.
  for (unsigned next = 0; next < found.size(); ++next)
    addEqual(found[next], found);
  return found;
}

/// Adds what `size` is equal to by one step: the definition of an index, the
/// type or the definition of a tensor.
void SizeSources::addEqual(SizeSource size, Set &found) {
  if (size.isConstant())
    return;
  if (size.isIndex()) {
    if (std::optional<int64_t> constant = getConstantIntValue(size.value))
      return add(SizeSource::constant(*constant), found);
    if (auto dim = size.value.getDefiningOp<tensor::DimOp>())
      if (std::optional<int64_t> number = dim.getConstantIndex();
          number && isa<RankedTensorType>(dim.getSource().getType()))
        add(SizeSource::dim(dim.getSource(), *number), found);
    return;
  }
  auto type = cast<RankedTensorType>(size.value.getType());
  if (!type.isDynamicDim(size.number))
    return add(SizeSource::constant(type.getDimSize(size.number)), found);
  if (auto argument = dyn_cast<BlockArgument>(size.value))
    return addEqualToArgument(argument, size.number, found);
  addEqualToResult(cast<OpResult>(size.value), size.number, found);
}

/// The argument of a loop has the sizes of its init if the steps keep them; a
/// slice of a sequence has those of the sequence but the first.
void SizeSources::addEqualToArgument(BlockArgument argument, int64_t dim,
                                     Set &found) {
  Operation *parent = argument.getOwner()->getParentOp();
  if (auto loop = dyn_cast_or_null<scf::ForOp>(parent)) {
    if (OpOperand *init = loop.getTiedLoopInit(argument);
        init &&
        isKept(loop, argument.getArgNumber() - loop.getNumInductionVars(), dim))
      add(SizeSource::dim(init->get(), dim), found);
    return;
  }
  auto loop = dyn_cast_or_null<StackingLoopOpInterface>(parent);
  if (!loop)
    return;
  for (auto [slice, sequence] :
       llvm::zip(loop.getStepSlices(), loop.getStepSequences()))
    if (slice == argument)
      return add(SizeSource::dim(sequence, dim + 1), found);
  // A time loop carries what keeps its sizes by definition.
  if (OpOperand *init =
          cast<LoopLikeOpInterface>(parent).getTiedLoopInit(argument))
    add(SizeSource::dim(init->get(), dim), found);
}

//===----------------------------------------------------------------------===//
// Results
//===----------------------------------------------------------------------===//

/// The sizes of all operands that the loop over size `dim` of `result` runs
/// over as they are.
static void addSharedLoop(linalg::LinalgOp op, OpResult result, int64_t dim,
                          SizeSources::Set &found) {
  AffineMap map =
      op.getMatchingIndexingMap(op.getDpsInitOperand(result.getResultNumber()));
  AffineExpr loop = map.getResult(dim);
  if (!isa<AffineDimExpr>(loop))
    return;
  for (OpOperand &operand : op->getOpOperands())
    for (auto [position, expr] :
         llvm::enumerate(op.getMatchingIndexingMap(&operand).getResults()))
      if (expr == loop && isa<RankedTensorType>(operand.get().getType()))
        add(SizeSource::dim(operand.get(), position), found);
}

/// What is written in the op: sizes that it lists, or operands with that size.
static void addWritten(OpResult result, int64_t dim, SizeSources::Set &found) {
  Operation *op = result.getOwner();
  auto addDynamic = [&](ValueRange sizes) {
    auto type = cast<RankedTensorType>(result.getType());
    add(SizeSource::index(sizes[type.getDynamicDimIndex(dim)]), found);
  };
  if (auto empty = dyn_cast<tensor::EmptyOp>(op))
    return addDynamic(empty.getDynamicSizes());
  if (auto splat = dyn_cast<tensor::SplatOp>(op))
    return addDynamic(splat.getDynamicSizes());
  if (auto generate = dyn_cast<tensor::GenerateOp>(op))
    return addDynamic(generate.getDynamicExtents());
  if (auto expand = dyn_cast<tensor::ExpandShapeOp>(op))
    return add(expand.getMixedOutputShape()[dim], found);
  if (auto cast = dyn_cast<tensor::CastOp>(op)) {
    if (isa<RankedTensorType>(cast.getSource().getType()))
      add(SizeSource::dim(cast.getSource(), dim), found);
    return;
  }
  if (auto concat = dyn_cast<tensor::ConcatOp>(op)) {
    if (dim != static_cast<int64_t>(concat.getDim()))
      for (Value input : concat.getInputs())
        add(SizeSource::dim(input, dim), found);
    return;
  }
  if (auto slice = dyn_cast<tensor::ExtractSliceOp>(op)) {
    llvm::SmallBitVector dropped = slice.getDroppedDims();
    int64_t left = dim;
    for (auto [position, size] : llvm::enumerate(slice.getMixedSizes()))
      if (!dropped.test(position) && left-- == 0)
        return add(size, found);
  }
}

/// What the sizes that all sides of a branch yield are equal to.
void SizeSources::addEqualOnAllSides(Operation *branch, unsigned result,
                                     int64_t dim, Set &found) {
  Set common;
  for (Region &side : branch->getRegions()) {
    Value yielded = side.front().getTerminator()->getOperand(result);
    Set equal = find(SizeSource::dim(yielded, dim));
    if (&side == &branch->getRegion(0))
      common = equal;
    llvm::erase_if(common, [&](SizeSource source) {
      return !llvm::is_contained(equal, source);
    });
  }
  for (SizeSource source : common)
    add(source, found);
}

/// A result's sizes by the kind of its op. Only calls are left out on request:
/// who may not look into a callee must not rely on what it returns.
void SizeSources::addEqualToResult(OpResult result, int64_t dim, Set &found) {
  Operation *op = result.getOwner();
  unsigned number = result.getResultNumber();
  if (auto loop = dyn_cast<scf::ForOp>(op)) {
    if (isKept(loop, number, dim))
      add(SizeSource::dim(loop.getInitArgs()[number], dim), found);
    return;
  }
  if (auto loop = dyn_cast<StackingLoopOpInterface>(op)) {
    if (OpOperand *init = cast<LoopLikeOpInterface>(op).getTiedLoopInit(result))
      return add(SizeSource::dim(init->get(), dim), found);
    for (auto [stack, value] :
         llvm::zip(loop.getStackedResults(), loop.getStackedValues()))
      if (stack == result && dim > 0)
        add(SizeSource::dim(value, dim - 1), found);
    return;
  }
  if (isa<scf::IfOp, scf::IndexSwitchOp>(op))
    return addEqualOnAllSides(op, number, dim, found);
  if (auto call = dyn_cast<func::CallOp>(op)) {
    if (acrossCalls == AcrossCalls::No)
      return;
    auto callee = SymbolTable::lookupNearestSymbolFrom<func::FuncOp>(
        call, call.getCalleeAttr());
    for (SizeSource source :
         findReturned(callee, call.getOperands(), number, dim))
      add(source, found);
    return;
  }
  if (auto style = dyn_cast<DestinationStyleOpInterface>(op))
    add(SizeSource::dim(style.getTiedOpOperand(result)->get(), dim), found);
  if (auto structured = dyn_cast<linalg::LinalgOp>(op))
    return addSharedLoop(structured, result, dim, found);
  if (OpTrait::hasElementwiseMappableTraits(op)) {
    for (Value operand : op->getOperands())
      if (isa<RankedTensorType>(operand.getType()))
        add(SizeSource::dim(operand, dim), found);
    return;
  }
  addWritten(result, dim, found);
}

/// Equal sizes in a callee mean something to the caller if they are constants
/// or belong to arguments, which are replaced by `operands`. Recursion gives
/// nothing.
SizeSources::Set SizeSources::findReturned(func::FuncOp callee,
                                           ValueRange operands, unsigned result,
                                           int64_t dim) {
  if (!callee || callee.isExternal() || !callee.getBody().hasOneBlock() ||
      llvm::is_contained(calleesUnderWay, callee.getOperation()))
    return {};
  Block &body = callee.front();
  calleesUnderWay.push_back(callee);
  Set inside =
      find(SizeSource::dim(body.getTerminator()->getOperand(result), dim));
  calleesUnderWay.pop_back();
  Set found;
  for (SizeSource source : inside) {
    if (source.isConstant()) {
      add(source, found);
      continue;
    }
    auto argument = dyn_cast<BlockArgument>(source.value);
    if (argument && argument.getOwner() == &body)
      add({operands[argument.getArgNumber()], source.number}, found);
  }
  return found;
}

//===----------------------------------------------------------------------===//
// Loops
//===----------------------------------------------------------------------===//

/// True if some source is equal to both, which makes them equal.
bool SizeSources::haveCommon(SizeSource left, SizeSource right) {
  Set first = find(left), second = find(right);
  return llvm::any_of(first, [&](SizeSource source) {
    return llvm::is_contained(second, source);
  });
}

/// Takes all sizes to be kept and drops those that the steps do not keep, until
/// what is left holds if it is taken to hold: the largest such set.
void SizeSources::findKept(scf::ForOp loop) {
  SmallVector<CarriedSize> candidates;
  for (auto [index, init] : llvm::enumerate(loop.getInitArgs()))
    if (auto type = dyn_cast<RankedTensorType>(init.getType()))
      for (int64_t dim = 0; dim < type.getRank(); ++dim)
        candidates.emplace_back(index, dim);
  kept[loop].insert(candidates.begin(), candidates.end());
  loopsUnderWay.push_back(loop);
  auto isStill = [&](CarriedSize size) {
    return haveCommon(
        SizeSource::dim(loop.getInitArgs()[size.first], size.second),
        SizeSource::dim(loop.getYieldedValues()[size.first], size.second));
  };
  for (bool changed = true; changed;) {
    changed = false;
    llvm::erase_if(candidates, [&](CarriedSize size) {
      if (isStill(size))
        return false;
      kept[loop].erase(size);
      return changed = true;
    });
  }
  loopsUnderWay.pop_back();
}

/// An answer found while another loop's sizes are still assumed is given but
/// not remembered: it may fall with the assumption.
bool SizeSources::isKept(scf::ForOp loop, unsigned carried, int64_t dim) {
  if (loop->hasAttr(ADDialect::kKeepsSizesAttrName))
    return true;
  if (!kept.contains(loop))
    findKept(loop);
  bool result = kept[loop].contains({carried, dim});
  // What follows from an assumption about another loop goes with it.
  if (!loopsUnderWay.empty() &&
      !llvm::is_contained(loopsUnderWay, loop.getOperation()))
    kept.erase(loop);
  return result;
}

/// True for what has no sizes as well.
bool SizeSources::areKept(scf::ForOp loop, unsigned carried) {
  auto type = dyn_cast<RankedTensorType>(loop.getInitArgs()[carried].getType());
  return !type || llvm::all_of(llvm::seq(type.getRank()), [&](int64_t dim) {
    return isKept(loop, carried, dim);
  });
}
