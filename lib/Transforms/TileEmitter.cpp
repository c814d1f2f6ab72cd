//===- TileEmitter.cpp - The body of one tile -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "TileEmitter.h"
#include "Linearity.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/Dialect/Utils/StructuredOpsUtils.h"

using namespace mlir;
using namespace mlir::snn;

TileEmitter::TileEmitter(Operation *begin, const Separation &separation,
                         TileRange range, const DenseMap<Value, Value> &wholes)
    : separation(separation), range(range), wholes(wholes),
      beginBuilder(begin) {}

//===----------------------------------------------------------------------===//
// Values, sizes and types
//===----------------------------------------------------------------------===//

/// What a tile has of a value from outside is a slice of it, taken once, at the
/// beginning of the tile.
Value TileEmitter::lookup(Value value) {
  if (Value known = mapping.lookupOrNull(value))
    return known;
  Value whole = wholes.lookup(value);
  if (!whole)
    whole = value;
  std::optional<int64_t> dim = separation.cutDim(value);
  if (!dim) {
    mapping.map(value, whole);
    return whole;
  }
  Location loc = whole.getLoc();
  SmallVector<OpFoldResult> sizes =
      tensor::getMixedSizes(beginBuilder, loc, whole);
  SmallVector<OpFoldResult> offsets(sizes.size(), beginBuilder.getIndexAttr(0));
  SmallVector<OpFoldResult> strides(sizes.size(), beginBuilder.getIndexAttr(1));
  offsets[*dim] = range.offset;
  sizes[*dim] = range.rows;
  Value slice = tensor::ExtractSliceOp::create(beginBuilder, loc, whole,
                                               offsets, sizes, strides);
  mapping.map(value, slice);
  return slice;
}

OpFoldResult TileEmitter::mapped(OpFoldResult value) {
  auto ssa = dyn_cast<Value>(value);
  return ssa ? OpFoldResult(lookup(ssa)) : value;
}

SmallVector<OpFoldResult> TileEmitter::mapped(ArrayRef<OpFoldResult> values) {
  /// Sizes of other dimensions are the same for all tiles.
  SmallVector<OpFoldResult> result;
  for (OpFoldResult value : values)
    result.push_back(mapped(value));
  return result;
}

SmallVector<OpFoldResult>
TileEmitter::tileSizes(Value tensor, SmallVector<OpFoldResult> sizes) {
  if (std::optional<int64_t> dim = separation.cutDim(tensor))
    sizes[*dim] = range.rows;
  return sizes;
}

/// The type of what a tile has of `value`: static along the cut axis where
/// tiles have a known number of rows.
Type TileEmitter::tileType(Value value) {
  std::optional<int64_t> dim = separation.cutDim(value);
  if (!dim)
    return value.getType();
  auto type = cast<RankedTensorType>(value.getType());
  SmallVector<int64_t> shape(type.getShape());
  shape[*dim] = getConstantIntValue(range.rows).value_or(ShapedType::kDynamic);
  return type.clone(shape);
}

/// True if `value` is defined outside the regions of `op`.
static bool isOutside(Value value, Operation *op) {
  return !op->isAncestor(value.getParentBlock()->getParentOp());
}

//===----------------------------------------------------------------------===//
// Structured ops
//===----------------------------------------------------------------------===//

/// Zeros of the type and sizes of `like`, a tensor or a number.
static Value emitZeros(OpBuilder &builder, Location loc, Value like) {
  Value zero = arith::ConstantOp::create(
      builder, loc, builder.getZeroAttr(getElementTypeOrSelf(like.getType())));
  auto type = dyn_cast<RankedTensorType>(like.getType());
  if (!type)
    return zero;
  Value empty = tensor::EmptyOp::create(
      builder, loc, tensor::getMixedSizes(builder, loc, like),
      type.getElementType());
  Value zeros = linalg::FillOp::create(builder, loc, zero, empty).getResult(0);
  return zeros.getType() == type
             ? zeros
             : tensor::CastOp::create(builder, loc, type, zeros).getResult();
}

/// Else the start would be added once for each tile.
Value TileEmitter::startOfSum(OpBuilder &builder, Value start) {
  Location loc = start.getLoc();
  Value zero = arith::ConstantIndexOp::create(builder, loc, 0);
  Value isFirst = arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::eq,
                                        range.index, zero);
  auto first = scf::IfOp::create(
      builder, loc, isFirst,
      [&](OpBuilder &b, Location l) { scf::YieldOp::create(b, l, start); },
      [&](OpBuilder &b, Location l) {
        scf::YieldOp::create(b, l, emitZeros(b, l, start));
      });
  return first.getResult(0);
}

/// A body that asks for its position, as a dropout mask by index does, gets
/// that of the whole and not that of the tile.
void TileEmitter::shiftIndices(OpBuilder &builder, linalg::LinalgOp op,
                               unsigned loop) {
  OpBuilder::InsertionGuard guard(builder);
  op->walk([&](linalg::IndexOp index) {
    if (index.getDim() != loop)
      return;
    builder.setInsertionPointAfter(index);
    auto shifted =
        arith::AddIOp::create(builder, index.getLoc(), index, range.offset);
    index.getResult().replaceAllUsesExcept(shifted, shifted);
  });
}

/// The same op on the tile's operands; what its body captures is looked up as
/// well.
void TileEmitter::emitStructured(OpBuilder &builder, linalg::LinalgOp op) {
  SmallVector<Value> operands;
  for (OpOperand &operand : op->getOpOperands()) {
    Value value = lookup(operand.get());
    if (op.isDpsInit(&operand)) {
      OpResult result = op.getTiedOpResult(&operand);
      if (separation.shareOf(result) == Share::Addend &&
          separation.shareOf(operand.get()) != Share::Addend &&
          !isZero(operand.get()))
        value = startOfSum(builder, value);
    }
    operands.push_back(value);
  }
  SmallVector<Type> types;
  for (Value init : ArrayRef(operands).take_back(op.getNumDpsInits()))
    types.push_back(init.getType());
  auto tile = cast<linalg::LinalgOp>(mlir::clone(builder, op, types, operands));
  tile->walk([&](Operation *inner) {
    if (inner != tile)
      for (OpOperand &operand : inner->getOpOperands())
        if (isOutside(operand.get(), tile))
          operand.set(lookup(operand.get()));
  });
  if (std::optional<unsigned> loop = separation.cutLoop(op))
    shiftIndices(builder, tile, *loop);
  mapping.map(op->getResults(), tile->getResults());
}

//===----------------------------------------------------------------------===//
// Loops and branches
//===----------------------------------------------------------------------===//

/// What the loop or branch of the tile yields, by what the tile has of each
/// value.
void TileEmitter::emitYield(OpBuilder &builder, Operation *yield) {
  SmallVector<Value> values;
  for (Value value : yield->getOperands())
    values.push_back(lookup(value));
  scf::YieldOp::create(builder, yield->getLoc(), values);
}

/// The whole time loop, over the tile's slice of its state.
void TileEmitter::emitLoop(OpBuilder &builder, scf::ForOp loop) {
  SmallVector<Value> inits;
  for (auto [init, argument] :
       llvm::zip(loop.getInitArgs(), loop.getRegionIterArgs())) {
    inits.push_back(lookup(init));
    if (separation.shareOf(argument) == Share::Addend &&
        separation.shareOf(init) != Share::Addend && !isZero(init))
      inits.back() = startOfSum(builder, inits.back());
  }
  auto tile = scf::ForOp::create(
      builder, loop.getLoc(), lookup(loop.getLowerBound()),
      lookup(loop.getUpperBound()), lookup(loop.getStep()), inits,
      [&](OpBuilder &b, Location, Value iv, ValueRange arguments) {
        mapping.map(loop.getInductionVar(), iv);
        mapping.map(loop.getRegionIterArgs(), arguments);
        for (Operation &op : loop.getBody()->without_terminator())
          emit(b, &op);
        emitYield(b, loop.getBody()->getTerminator());
      });
  tile->setDiscardableAttrs(loop->getDiscardableAttrDictionary());
  mapping.map(loop.getResults(), tile.getResults());
}

/// Both sides, on what the tile has; the condition is the same for all tiles.
void TileEmitter::emitBranch(OpBuilder &builder, scf::IfOp branch) {
  auto emitBlock = [&](Block *block) {
    return [this, block](OpBuilder &b, Location) {
      for (Operation &op : block->without_terminator())
        emit(b, &op);
      emitYield(b, block->getTerminator());
    };
  };
  auto tile = scf::IfOp::create(
      builder, branch.getLoc(), lookup(branch.getCondition()),
      emitBlock(branch.thenBlock()), emitBlock(branch.elseBlock()));
  mapping.map(branch.getResults(), tile.getResults());
}

//===----------------------------------------------------------------------===//
// Slices, shapes and the rest
//===----------------------------------------------------------------------===//

/// A slice that takes the cut dimension whole takes all that the tile has of
/// it.
void TileEmitter::emitSlice(OpBuilder &builder, tensor::ExtractSliceOp slice) {
  auto tile = tensor::ExtractSliceOp::create(
      builder, slice.getLoc(), cast<RankedTensorType>(tileType(slice)),
      lookup(slice.getSource()), mapped(slice.getMixedOffsets()),
      tileSizes(slice.getSource(), mapped(slice.getMixedSizes())),
      slice.getMixedStrides());
  mapping.map(slice.getResult(), tile.getResult());
}

/// The same for writing: the tile's slice of the destination is written whole
/// there.
void TileEmitter::emitInsert(OpBuilder &builder, tensor::InsertSliceOp insert) {
  auto tile = tensor::InsertSliceOp::create(
      builder, insert.getLoc(), lookup(insert.getSource()),
      lookup(insert.getDest()), mapped(insert.getMixedOffsets()),
      tileSizes(insert.getDest(), mapped(insert.getMixedSizes())),
      insert.getMixedStrides());
  mapping.map(insert.getResult(), tile.getResult());
}

/// Dimensions of the result that are listed as sizes; that of the tile takes
/// its own.
void TileEmitter::emitExpand(OpBuilder &builder, tensor::ExpandShapeOp expand) {
  auto tile = tensor::ExpandShapeOp::create(
      builder, expand.getLoc(), tileType(expand), lookup(expand.getSrc()),
      expand.getReassociationIndices(),
      tileSizes(expand, mapped(expand.getMixedOutputShape())));
  mapping.map(expand.getResult(), tile.getResult());
}

/// Memory of the tile's size.
void TileEmitter::emitEmpty(OpBuilder &builder, tensor::EmptyOp empty) {
  Value tile = tensor::EmptyOp::create(
      builder, empty.getLoc(), tileSizes(empty, mapped(empty.getMixedSizes())),
      empty.getType().getElementType());
  mapping.map(empty.getResult(), tile);
}

/// Dynamic sizes of a splat are operands, so that of the tile is one too unless
/// it is known.
void TileEmitter::emitSplat(OpBuilder &builder, tensor::SplatOp splat) {
  auto type = cast<RankedTensorType>(tileType(splat));
  SmallVector<OpFoldResult> sizes = tileSizes(splat, mapped(mixedSizes(splat)));
  SmallVector<Value> dynamic;
  for (int64_t dim = 0; dim < type.getRank(); ++dim)
    if (type.isDynamicDim(dim))
      dynamic.push_back(
          getValueOrCreateConstantIndexOp(builder, splat.getLoc(), sizes[dim]));
  Value tile = tensor::SplatOp::create(builder, splat.getLoc(),
                                       lookup(splat.getInput()), type, dynamic);
  mapping.map(splat.getResult(), tile);
}

/// A tensor that is cut is a splat, or `Separation` would have refused it.
void TileEmitter::emitConstant(OpBuilder &builder, arith::ConstantOp constant) {
  auto type = dyn_cast<RankedTensorType>(tileType(constant));
  if (!type || type == constant.getType())
    return emitOther(builder, constant);
  auto splat = cast<SplatElementsAttr>(constant.getValue());
  Location loc = constant.getLoc();
  Value tile;
  if (type.hasStaticShape()) {
    tile = arith::ConstantOp::create(
        builder, loc,
        DenseElementsAttr::get(type, splat.getSplatValue<Attribute>()));
  } else {
    // A constant has all its sizes but that of the tile.
    Value scalar = arith::ConstantOp::create(
        builder, loc, cast<TypedAttr>(splat.getSplatValue<Attribute>()));
    tile = tensor::SplatOp::create(
        builder, loc, scalar, type,
        ValueRange{getValueOrCreateConstantIndexOp(builder, loc, range.rows)});
  }
  mapping.map(constant.getResult(), tile);
}

/// A copy on what the tile has, for ops whose attributes say nothing of the cut
/// dimension.
void TileEmitter::emitOther(OpBuilder &builder, Operation *op) {
  op->walk([&](Operation *inner) {
    for (Value operand : inner->getOperands())
      if (isOutside(operand, op))
        lookup(operand);
  });
  Operation *tile = builder.clone(*op, mapping);
  for (auto [result, old] : llvm::zip(tile->getResults(), op->getResults()))
    result.setType(tileType(old));
}

/// Ops that list sizes are emitted with those of the tile; a size of the cut
/// axis that a program asks for is that of the whole.
void TileEmitter::emit(OpBuilder &builder, Operation *op) {
  if (auto structured = dyn_cast<linalg::LinalgOp>(op))
    return emitStructured(builder, structured);
  if (auto loop = dyn_cast<scf::ForOp>(op))
    return emitLoop(builder, loop);
  if (auto branch = dyn_cast<scf::IfOp>(op))
    return emitBranch(builder, branch);
  if (auto slice = dyn_cast<tensor::ExtractSliceOp>(op))
    return emitSlice(builder, slice);
  if (auto insert = dyn_cast<tensor::InsertSliceOp>(op))
    return emitInsert(builder, insert);
  if (auto expand = dyn_cast<tensor::ExpandShapeOp>(op))
    return emitExpand(builder, expand);
  if (auto empty = dyn_cast<tensor::EmptyOp>(op))
    return emitEmpty(builder, empty);
  if (auto splat = dyn_cast<tensor::SplatOp>(op))
    return emitSplat(builder, splat);
  if (auto constant = dyn_cast<arith::ConstantOp>(op))
    return emitConstant(builder, constant);
  auto dim = dyn_cast<tensor::DimOp>(op);
  if (dim && separation.cutDim(dim.getSource()) == dim.getConstantIndex() &&
      dim.getConstantIndex()) {
    Value extent =
        getValueOrCreateConstantIndexOp(builder, dim.getLoc(), range.extent);
    mapping.map(dim.getResult(), extent);
    return;
  }
  emitOther(builder, op);
}
