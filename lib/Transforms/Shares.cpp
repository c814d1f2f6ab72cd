//===- Shares.cpp - What a tile has of what an op makes -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The part of `Separation` that looks at one op after the other: whether tiles
// can compute it, and what of its results each then has.
//
//===----------------------------------------------------------------------===//

#include "Linearity.h"
#include "Separation.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "mlir/Transforms/RegionUtils.h"

using namespace mlir;
using namespace mlir::snn;

/// The loop along the cut axis; all operands that have the axis have it there,
/// or `visitStructured` refuses.
std::optional<unsigned> Separation::cutLoop(linalg::LinalgOp op) const {
  for (OpOperand &operand : op->getOpOperands())
    if (std::optional<int64_t> dim = cutDim(operand.get()))
      if (auto loop = dyn_cast<AffineDimExpr>(
              op.getMatchingIndexingMap(&operand).getResult(*dim)))
        return loop.getPosition();
  return std::nullopt;
}

/// A sum over the samples is an addend for each tile. It has to be a plain sum:
/// of a maximum, or of what depends on the sum so far, no tile has a part.
bool Separation::visitReduction(linalg::LinalgOp op) {
  for (Value input : op.getDpsInputs())
    if (read(input) == Share::Addend)
      return fail(op, "it needs a sum over all samples in each step");
  for (auto [init, yielded] :
       llvm::zip(op.getDpsInitsMutable(),
                 op.getBlock()->getTerminator()->getOperands()))
    if (!addsTo(yielded, op.getMatchingBlockArgument(&init)))
      return fail(op, "it reduces over the samples by other than a sum");
  for (OpResult result : op->getResults())
    shares[result] = Share::Addend;
  return true;
}

/// Three kinds of ops pass: those that are cut along a parallel loop, whose
/// results are slices; those that sum over the cut axis; and those that do not
/// have it, which are the same for all or linear in addends.
bool Separation::visitStructured(linalg::LinalgOp op) {
  std::optional<unsigned> loop = cutLoop(op);
  if (!op.hasPureTensorSemantics())
    return fail(op, "it does not work on tensors");
  bool readsAddend = false;
  for (OpOperand &operand : op->getOpOperands()) {
    AffineMap map = op.getMatchingIndexingMap(&operand);
    std::optional<int64_t> dim = cutDim(operand.get());
    if (dim && (!loop || map.getResult(*dim) !=
                             getAffineDimExpr(*loop, op.getContext())))
      return fail(op, "it couples samples");
    if (!dim && loop && op.isDpsInit(&operand) &&
        op.getIteratorTypesArray()[*loop] == utils::IteratorType::parallel)
      return fail(op, "its results do not lie along the samples");
    // A window that slides along the samples meets neighbours.
    for (AffineExpr expression : map.getResults())
      if (loop && !isa<AffineDimExpr>(expression) &&
          expression.isFunctionOfDim(*loop))
        return fail(op, "it couples samples");
    readsAddend |= read(operand.get()) == Share::Addend;
  }
  llvm::SetVector<Value> captured;
  getUsedValuesDefinedAbove(op->getRegions(), captured);
  for (Value value : captured)
    if (read(value) != Share::Same)
      return fail(op, "its body reads a tensor along the samples");
  if (loop &&
      op.getIteratorTypesArray()[*loop] != utils::IteratorType::parallel)
    return visitReduction(op);
  if (loop && readsAddend)
    return fail(op, "it needs a sum over all samples in each step");
  auto degreeOfInput = [&](BlockArgument argument) {
    return degreeOf(op.getMatchingOpOperand(argument)->get());
  };
  for (auto [result, yielded] : llvm::zip(
           op->getResults(), op.getBlock()->getTerminator()->getOperands())) {
    if (loop) {
      shares[result] = Share::Slice;
      continue;
    }
    Degree degree = readsAddend
                        ? degreeIn(*op.getBlock(), yielded, degreeOfInput)
                        : Degree::Constant;
    if (degree == Degree::Other)
      return fail(op, "it needs a sum over all samples in each step");
    shares[result] = degree == Degree::Linear ? Share::Addend : Share::Same;
  }
  return true;
}

/// True if tiles can compute all ops of `body`.
bool Separation::visitBody(Block &body) {
  return llvm::all_of(body.without_terminator(),
                      [&](Operation &op) { return visit(&op); });
}

/// A fixed point over what the loop carries: a gradient starts from zeros, the
/// same for all, and is an addend once a step has added to it.
bool Separation::visitLoop(scf::ForOp loop) {
  for (auto [init, argument] :
       llvm::zip(loop.getInitArgs(), loop.getRegionIterArgs())) {
    shares[argument] = read(init);
    // What is carried may turn out to be a sum; until then it is any.
    if (shares[argument] == Share::Same &&
        isa<FloatType>(getElementTypeOrSelf(argument.getType())))
      undecided.insert(argument);
  }
  // A carried value is an addend if any step makes it one.
  for (bool changed = true; changed;) {
    changed = false;
    bool canVisit = visitBody(*loop.getBody());
    for (Value argument : loop.getRegionIterArgs())
      changed |= undecided.erase(argument);
    if (!canVisit)
      return false;
    for (auto [argument, yielded] :
         llvm::zip(loop.getRegionIterArgs(), loop.getYieldedValues())) {
      Share share = read(yielded);
      if (shares[argument] == share || isZero(yielded))
        continue;
      if (shares[argument] != Share::Same || share != Share::Addend)
        return fail(loop, "it carries sums over all samples on otherwise");
      shares[argument] = Share::Addend;
      changed = true;
    }
  }
  for (auto [result, argument] :
       llvm::zip(loop.getResults(), loop.getRegionIterArgs()))
    shares[result] = shares[argument];
  return true;
}

/// Zero is both, the sum of zeros and a constant.
Degree Separation::degreeOf(Value value) const {
  if (undecided.contains(value))
    return Degree::Any;
  if (isZero(value))
    return Degree::Zero;
  return read(value) == Share::Addend ? Degree::Linear : Degree::Constant;
}

/// The share of a value that is `a` or `b`: that of the other where one is
/// zero.
Share Separation::joined(Value a, Value b) const {
  if (isZero(a))
    return read(b);
  if (isZero(b))
    return read(a);
  return read(a) == Share::Addend ? read(a) : read(b);
}

/// Both sides have to make the same of the samples, since their results are one
/// value.
bool Separation::visitBranch(scf::IfOp branch) {
  if (!visitBody(*branch.thenBlock()) ||
      (branch.elseBlock() && !visitBody(*branch.elseBlock())))
    return false;
  for (OpResult result : branch->getResults()) {
    Value yes = branch.thenYield()->getOperand(result.getResultNumber());
    Value no = branch.elseYield()->getOperand(result.getResultNumber());
    if (read(yes) != read(no) && !isZero(yes) && !isZero(no))
      return fail(branch, "one of its branches is a sum over the samples");
    shares[result] = joined(yes, no);
  }
  return true;
}

/// Slices of other dimensions are taken by each tile from its slice.
bool Separation::visitSlice(tensor::ExtractSliceOp slice) {
  if (std::optional<int64_t> dim = cutDim(slice.getSource());
      dim && !axes.takesWhole(slice, slice.getSource(), *dim))
    return fail(slice, "it takes some of the samples");
  if (cutDim(slice).has_value() != cutDim(slice.getSource()).has_value())
    return fail(slice, "it takes slices across the samples");
  shares[slice] = read(slice.getSource());
  return true;
}

/// A tensor is addends as a whole or not at all; memory that is new, or zero,
/// becomes what is written to it.
bool Separation::visitInsert(tensor::InsertSliceOp insert) {
  if (std::optional<int64_t> dim = cutDim(insert.getDest());
      dim && !axes.takesWhole(insert, insert.getDest(), *dim))
    return fail(insert, "it writes some of the samples");
  if (cutDim(insert.getSource()).has_value() !=
      cutDim(insert.getDest()).has_value())
    return fail(insert, "it writes slices across the samples");
  Share source = read(insert.getSource()), dest = read(insert.getDest());
  bool isFresh = insert.getDest().getDefiningOp<tensor::EmptyOp>() ||
                 isZero(insert.getDest());
  if (source != dest && !isFresh && !isZero(insert.getSource()))
    return fail(insert, "it writes a sum over the samples among other values");
  shares[insert] = isZero(insert.getSource()) ? dest : source;
  return true;
}

/// Ops that give one tensor another shape, or other borders.
bool Separation::visitReshape(Operation *op) {
  bool isCut = cutDim(op->getResult(0)).has_value();
  for (Value operand : op->getOperands()) {
    if (!isa<RankedTensorType>(operand.getType()))
      continue;
    if (cutDim(operand).has_value() != isCut)
      return fail(op, "it joins the samples with another dimension");
    if (read(operand) == Share::Addend &&
        !isa<tensor::ExpandShapeOp, tensor::CollapseShapeOp, tensor::CastOp>(
            op))
      return fail(op, "it needs a sum over all samples in each step");
    shares[op->getResult(0)] = read(operand);
  }
  if (auto pad = dyn_cast<tensor::PadOp>(op); pad && isCut)
    if (!pad.getConstantPaddingValue())
      return fail(op, "its borders depend on their position");
  return true;
}

/// Numbers that are addends, or in tensors that are.
bool Separation::visitScalar(Operation *op) {
  SmallVector<Degree> degrees;
  for (Value operand : op->getOperands()) {
    if (read(operand) == Share::Slice)
      return fail(op, "it reads single samples");
    degrees.push_back(degreeOf(operand));
  }
  Degree degree = mlir::snn::degreeOf(op, degrees);
  // Both hand on what they are given.
  if (isa<tensor::ExtractOp>(op))
    degree = degrees.front();
  if (isa<tensor::FromElementsOp>(op) && llvm::all_equal(degrees))
    degree = degrees.front();
  if (degree == Degree::Other)
    return fail(op, "it needs a sum over all samples in each step");
  shares[op->getResult(0)] =
      degree == Degree::Linear ? Share::Addend : Share::Same;
  return true;
}

/// Ops that tiles compute alike, all of them.
bool Separation::visitOther(Operation *op) {
  auto isSame = [&](Value value) { return read(value) == Share::Same; };
  if (!isPure(op))
    return fail(op, "it has effects");
  if (!llvm::all_of(valuesRead(op), isSame) ||
      llvm::any_of(op->getResults(),
                   [&](Value v) { return cutDim(v).has_value(); }))
    return fail(op, "it is not known how it acts on the samples");
  for (Value result : op->getResults())
    shares[result] = Share::Same;
  return true;
}

/// By the kind of `op`. Two dimensions along the axis, as in a Gram matrix,
/// couple each sample with each other.
bool Separation::visit(Operation *op) {
  for (Value result : op->getResults())
    if (axes.isTwiceAlong(result, axis))
      return fail(op, "it couples samples");
  for (Value operand : op->getOperands())
    if (axes.isTwiceAlong(operand, axis))
      return fail(op, "it couples samples");
  // Made anew in each tile, with the tile's sizes; the size of a whole tensor
  // is known outside.
  if (isa<tensor::EmptyOp, tensor::DimOp, tensor::SplatOp>(op) ||
      (isa<arith::ConstantOp>(op) &&
       (isa<SplatElementsAttr>(cast<arith::ConstantOp>(op).getValue()) ||
        !cutDim(op->getResult(0))))) {
    shares[op->getResult(0)] =
        cutDim(op->getResult(0)) ? Share::Slice : Share::Same;
    return true;
  }
  if (auto structured = dyn_cast<linalg::LinalgOp>(op))
    return visitStructured(structured);
  if (auto loop = dyn_cast<scf::ForOp>(op))
    return visitLoop(loop);
  if (auto branch = dyn_cast<scf::IfOp>(op))
    return visitBranch(branch);
  if (auto slice = dyn_cast<tensor::ExtractSliceOp>(op))
    return visitSlice(slice);
  if (auto insert = dyn_cast<tensor::InsertSliceOp>(op))
    return visitInsert(insert);
  if (isa<tensor::ExpandShapeOp, tensor::CollapseShapeOp, tensor::CastOp,
          tensor::PadOp, tensor::ConcatOp>(op))
    return visitReshape(op);
  if (isa<tensor::ExtractOp, tensor::FromElementsOp>(op) ||
      (op->getNumResults() == 1 && op->getNumRegions() == 0 &&
       isa<FloatType>(op->getResult(0).getType()) &&
       OpTrait::hasElementwiseMappableTraits(op)))
    return visitScalar(op);
  return visitOther(op);
}
