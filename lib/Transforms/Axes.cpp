//===- Axes.cpp - Which dimensions of tensors run together -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Axes.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/IR/PatternMatch.h"

using namespace mlir;
using namespace mlir::snn;

Axes::Axes(Operation *op) {
  // Whether a slice is whole may become known by what comes after it.
  unsigned before;
  do {
    before = numJoins;
    op->walk([&](Operation *inner) { learn(inner); });
  } while (numJoins != before);
}

/// The leader of the class; a dimension that nothing was learned of is its own.
Axes::Axis Axes::axisOf(Value tensor, int64_t dim) const {
  auto leader = axes.findLeader({tensor, dim});
  return leader == axes.member_end() ? Axis(tensor, dim) : *leader;
}

std::optional<int64_t> Axes::dimAlong(Value value, Axis axis) const {
  if (auto type = dyn_cast<RankedTensorType>(value.getType()))
    for (int64_t dim = 0; dim < type.getRank(); ++dim)
      if (axisOf(value, dim) == axis)
        return dim;
  return std::nullopt;
}

/// Such a value couples positions of the axis with each other.
bool Axes::isTwiceAlong(Value value, Axis axis) const {
  auto type = dyn_cast<RankedTensorType>(value.getType());
  return type &&
         llvm::count_if(llvm::seq<int64_t>(type.getRank()), [&](int64_t dim) {
           return axisOf(value, dim) == axis;
         }) > 1;
}

SmallVector<Axes::Axis> Axes::equalSizes(Value tensor, int64_t dim) const {
  auto leader = sizes.findLeader({tensor, dim});
  SmallVector<Axis> result(leader, sizes.member_end());
  if (result.empty())
    result.push_back({tensor, dim});
  return result;
}

/// A dynamic extent is taken whole if the slice's size is a value that is known
/// to be that extent, such as its tensor.dim.
bool Axes::takesWhole(OffsetSizeAndStrideOpInterface slice, Value whole,
                      int64_t dim) const {
  if (!isConstantIntValue(slice.getMixedOffsets()[dim], 0) ||
      !isConstantIntValue(slice.getMixedStrides()[dim], 1))
    return false;
  OpFoldResult size = slice.getMixedSizes()[dim];
  int64_t extent = cast<ShapedType>(whole.getType()).getDimSize(dim);
  if (!ShapedType::isDynamic(extent))
    return isConstantIntValue(size, extent);
  auto value = dyn_cast<Value>(size);
  return value && sizes.isEquivalent({whole, dim}, {value, -1});
}

/// Dimensions of one axis have one size; the other way round does not hold.
void Axes::join(Axis a, Axis b) {
  sizes.unionSets(a, b);
  if (axes.isEquivalent(a, b))
    return;
  axes.unionSets(a, b);
  ++numJoins;
}

/// All dimensions of two tensors of one shape, pairwise; nothing for scalars.
void Axes::joinAll(Value a, Value b) {
  auto type = dyn_cast<RankedTensorType>(a.getType());
  if (!type || !isa<RankedTensorType>(b.getType()))
    return;
  for (int64_t dim = 0; dim < type.getRank(); ++dim)
    join({a, dim}, {b, dim});
}

void Axes::join(ValueRange from, ValueRange to) {
  for (auto [a, b] : llvm::zip_equal(from, to))
    joinAll(a, b);
}

/// Dimensions that one loop walks along as they are. Windows (d0 + d1) join
/// none: position i of the input meets several positions of the result.
void Axes::learnStructured(linalg::LinalgOp op) {
  SmallVector<std::optional<Axis>> loops(op.getNumLoops());
  for (OpOperand &operand : op->getOpOperands()) {
    if (!isa<RankedTensorType>(operand.get().getType()))
      continue;
    AffineMap map = op.getMatchingIndexingMap(&operand);
    for (auto [position, expression] : llvm::enumerate(map.getResults())) {
      auto loop = dyn_cast<AffineDimExpr>(expression);
      if (!loop)
        continue;
      Axis dim = {operand.get(), static_cast<int64_t>(position)};
      std::optional<Axis> &known = loops[loop.getPosition()];
      if (known)
        join(*known, dim);
      known = dim;
    }
  }
  for (OpResult result : op->getResults())
    joinAll(op.getTiedOpOperand(result)->get(), result);
}

/// Says that the sizes of `tensor` are those values; what they are the sizes of
/// may be cut apart, so no axes are joined.
void Axes::learnSizes(Value tensor, ArrayRef<OpFoldResult> operands) {
  for (auto [dim, size] : llvm::enumerate(operands))
    if (auto value = dyn_cast<Value>(size))
      sizes.unionSets({tensor, static_cast<int64_t>(dim)}, {value, -1});
}

SmallVector<std::optional<int64_t>>
mlir::snn::keptDims(const llvm::SmallBitVector &dropped) {
  SmallVector<std::optional<int64_t>> kept(dropped.size());
  int64_t next = 0;
  for (unsigned dim = 0; dim < dropped.size(); ++dim)
    if (!dropped.test(dim))
      kept[dim] = next++;
  return kept;
}

/// Only dimensions taken whole run along the source's axis.
void Axes::learnSlice(tensor::ExtractSliceOp slice) {
  for (auto [dim, kept] : llvm::enumerate(keptDims(slice.getDroppedDims())))
    if (kept && takesWhole(slice, slice.getSource(), dim))
      join({slice.getSource(), static_cast<int64_t>(dim)},
           {slice.getResult(), *kept});
  SmallVector<OpFoldResult> kept;
  for (auto [dim, size] : llvm::enumerate(slice.getMixedSizes()))
    if (!slice.getDroppedDims().test(dim))
      kept.push_back(size);
  learnSizes(slice.getResult(), kept);
}

/// The destination and the result are one tensor at two times.
void Axes::learnSlice(tensor::InsertSliceOp insert) {
  joinAll(insert.getDest(), insert.getResult());
  for (auto [dim, kept] : llvm::enumerate(keptDims(insert.getDroppedDims())))
    if (kept && takesWhole(insert, insert.getDest(), dim))
      join({insert.getSource(), *kept},
           {insert.getDest(), static_cast<int64_t>(dim)});
}

/// A dimension that is split or joined runs along its one part that is not 1.
void Axes::learnReshape(Value expanded, Value collapsed,
                        ArrayRef<ReassociationIndices> groups) {
  auto type = cast<RankedTensorType>(expanded.getType());
  for (auto [dim, group] : llvm::enumerate(groups)) {
    SmallVector<int64_t> parts;
    for (int64_t part : group)
      if (type.getDimSize(part) != 1)
        parts.push_back(part);
    if (parts.size() == 1)
      join({expanded, parts[0]}, {collapsed, static_cast<int64_t>(dim)});
  }
}

/// A dimension with a border has its elements at other positions.
void Axes::learnPad(tensor::PadOp pad) {
  for (auto [dim, low, high] :
       llvm::enumerate(pad.getMixedLowPad(), pad.getMixedHighPad()))
    if (isConstantIntValue(low, 0) && isConstantIntValue(high, 0))
      join({pad.getSource(), static_cast<int64_t>(dim)},
           {pad.getResult(), static_cast<int64_t>(dim)});
}

/// Along the joined dimension the parts lie one after the other.
void Axes::learnConcat(tensor::ConcatOp concat) {
  for (Value part : concat.getInputs())
    for (int64_t dim = 0; dim < concat.getRank(); ++dim)
      if (dim != static_cast<int64_t>(concat.getDim()))
        join({concat.getResult(), dim}, {part, dim});
}

SmallVector<OpFoldResult> mlir::snn::mixedSizes(tensor::SplatOp splat) {
  Builder builder(splat.getContext());
  return getMixedValues(splat.getType().getShape(), splat.getDynamicSizes(),
                        builder);
}

void Axes::learn(Operation *op) {
  if (auto structured = dyn_cast<linalg::LinalgOp>(op)) {
    learnStructured(structured);
  } else if (auto loop = dyn_cast<scf::ForOp>(op)) {
    join(loop.getInitArgs(), loop.getRegionIterArgs());
    join(loop.getRegionIterArgs(), loop.getYieldedValues());
    join(loop.getRegionIterArgs(), loop.getResults());
  } else if (auto branch = dyn_cast<scf::IfOp>(op)) {
    for (Region *region : branch.getRegions())
      if (!region->empty())
        join(op->getResults(), region->front().getTerminator()->getOperands());
  } else if (auto extract = dyn_cast<tensor::ExtractSliceOp>(op)) {
    learnSlice(extract);
  } else if (auto insert = dyn_cast<tensor::InsertSliceOp>(op)) {
    learnSlice(insert);
  } else if (auto expand = dyn_cast<tensor::ExpandShapeOp>(op)) {
    learnReshape(expand.getResult(), expand.getSrc(),
                 expand.getReassociationIndices());
  } else if (auto collapse = dyn_cast<tensor::CollapseShapeOp>(op)) {
    learnReshape(collapse.getSrc(), collapse.getResult(),
                 collapse.getReassociationIndices());
  } else if (auto pad = dyn_cast<tensor::PadOp>(op)) {
    learnPad(pad);
  } else if (auto concat = dyn_cast<tensor::ConcatOp>(op)) {
    learnConcat(concat);
  } else if (auto cast = dyn_cast<tensor::CastOp>(op)) {
    joinAll(cast.getSource(), cast.getResult());
  } else if (auto insert = dyn_cast<tensor::InsertOp>(op)) {
    joinAll(insert.getDest(), insert.getResult());
  } else if (auto empty = dyn_cast<tensor::EmptyOp>(op)) {
    learnSizes(empty, empty.getMixedSizes());
  } else if (auto splat = dyn_cast<tensor::SplatOp>(op)) {
    learnSizes(splat, mixedSizes(splat));
  } else if (auto dim = dyn_cast<tensor::DimOp>(op)) {
    if (std::optional<int64_t> index = dim.getConstantIndex())
      sizes.unionSets({dim.getSource(), *index}, {dim.getResult(), -1});
  }
}

/// A structured op counts if some loop has no input, so that it repeats what
/// the others give; a reduction or one that reads its init never does.
bool mlir::snn::isMadePerUse(Operation *op) {
  if (op->getNumResults() != 1 ||
      !isa<RankedTensorType>(op->getResult(0).getType()))
    return false;
  if (isa<tensor::EmptyOp, tensor::SplatOp>(op))
    return true;
  if (auto constant = dyn_cast<arith::ConstantOp>(op))
    return isa<SplatElementsAttr>(constant.getValue());
  auto structured = dyn_cast<linalg::LinalgOp>(op);
  if (!structured || structured.getNumReductionLoops() != 0 ||
      !structured.hasPureTensorSemantics() ||
      structured.payloadUsesValueFromOperand(structured.getDpsInitOperand(0)))
    return false;
  return llvm::any_of(
      llvm::seq<unsigned>(structured.getNumLoops()), [&](unsigned loop) {
        return llvm::none_of(
            structured.getDpsInputOperands(), [&](OpOperand *input) {
              return structured.getMatchingIndexingMap(input).isFunctionOfDim(
                  loop);
            });
      });
}

/// The first use keeps the op. Later ops come first: what makes them then has
/// all of its uses.
void mlir::snn::duplicatePerUse(RewriterBase &rewriter, Operation *root) {
  SmallVector<Operation *> ops;
  root->walk([&](Operation *op) {
    if (isMadePerUse(op))
      ops.push_back(op);
  });
  for (Operation *op : llvm::reverse(ops)) {
    SmallVector<OpOperand *> uses;
    for (OpOperand &use : op->getResult(0).getUses())
      uses.push_back(&use);
    rewriter.setInsertionPoint(op);
    for (OpOperand *use : ArrayRef(uses).drop_front(uses.empty() ? 0 : 1)) {
      Value copy = rewriter.clone(*op)->getResult(0);
      rewriter.modifyOpInPlace(use->getOwner(), [&] { use->set(copy); });
    }
  }
}
