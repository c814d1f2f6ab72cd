//===- TiledProgram.cpp - A block as parallel loops over tiles -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "TiledProgram.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/IR/PatternMatch.h"

using namespace mlir;
using namespace mlir::snn;

/// Rows of a tile: two register tiles of a contraction, of 8 rows each. The
/// state of a recurrent step of 128 neurons then stays in the L1 and L2 caches
/// together with the step's weights.
static constexpr int64_t kTileRows = 16;

/// Neighbours of a tile where rows are cut: four registers.
static constexpr int64_t kTileColumns = 64;

/// Fewer rows where there would be less than two tiles, one for each of two
/// threads. The number depends on the size alone, since sums over tiles do.
static int64_t chooseRows(int64_t extent, bool areNeighbours) {
  if (areNeighbours)
    return kTileColumns;
  int64_t rows = kTileRows;
  while (!ShapedType::isDynamic(extent) && rows > 1 && extent < 2 * rows)
    rows /= 2;
  return rows;
}

TiledProgram::TiledProgram(const Axes &axes, const Separation &separation,
                           Block &block, int64_t wantedRows)
    : axes(axes), separation(separation), block(block),
      loc(block.getParentOp()->getLoc()) {
  // The carried value of a tiled loop that made the axis a candidate.
  for (Operation &op : block)
    for (Value result : op.getResults())
      if (!cut && separation.isTiled(&op) && separation.cutDim(result))
        cut = result;
  int64_t size = ShapedType::kDynamic;
  if (cut)
    if (auto known = findSize(cut, *separation.cutDim(cut));
        known && known->second >= 0)
      size = cast<ShapedType>(known->first.getType()).getDimSize(known->second);
  rows = wantedRows ? wantedRows : chooseRows(size, separation.cutsRows());
}

//===----------------------------------------------------------------------===//
// What leaves a tile, and its sizes
//===----------------------------------------------------------------------===//

/// What runs whole before the first phase, and what the block has from outside
/// it.
bool TiledProgram::isOutside(Value value) const {
  Operation *definition = value.getDefiningOp();
  if (!definition)
    return value.getParentBlock() == &block;
  return definition->getBlock() == &block && !separation.isTiled(definition) &&
         separation.phaseOf(definition) == 0;
}

/// A static size is best, else whatever is there before the tiles.
std::optional<Axes::Axis> TiledProgram::findSize(Value value,
                                                 int64_t dim) const {
  std::optional<Axes::Axis> found;
  for (Axes::Axis same : axes.equalSizes(value, dim)) {
    if (same.second >= 0 &&
        !cast<ShapedType>(same.first.getType()).isDynamicDim(same.second))
      return same;
    if (!found && isOutside(same.first))
      found = same;
  }
  return found;
}

/// `whyNotEmit` has made sure that the size is known outside.
OpFoldResult TiledProgram::emitSize(OpBuilder &builder, Value value,
                                    int64_t dim) const {
  auto [known, knownDim] = *findSize(value, dim);
  if (knownDim < 0)
    return known;
  return tensor::getMixedSize(builder, loc, known, knownDim);
}

/// What tiles of `phase` make and something else reads: these leave the tiles.
SmallVector<Value> TiledProgram::findResults(unsigned phase) const {
  SmallVector<Value> results;
  for (Operation &op : block.without_terminator()) {
    if (!separation.isTiled(&op) || separation.phaseOf(&op) != phase)
      continue;
    for (Value result : op.getResults())
      if (llvm::any_of(result.getUsers(), [&](Operation *user) {
            user = block.findAncestorOpInBlock(*user);
            return !separation.isTiled(user) ||
                   separation.phaseOf(user) != phase;
          }))
        results.push_back(result);
  }
  return results;
}

/// With one tile there is nothing to share among threads; with no tile nobody
/// makes what is the same for all.
StringRef TiledProgram::whyNotEmit() const {
  if (!cut || !findSize(cut, *separation.cutDim(cut)))
    return "the number of samples is not known before the loop";
  auto [known, dim] = *findSize(cut, *separation.cutDim(cut));
  int64_t size = dim < 0 ? ShapedType::kDynamic
                         : cast<ShapedType>(known.getType()).getDimSize(dim);
  if (!ShapedType::isDynamic(size) && size <= rows)
    return "all samples fit one tile";
  for (unsigned phase = 0; phase < separation.numPhases(); ++phase)
    for (Value result : findResults(phase)) {
      // What is the same for all tiles is taken from the first one.
      if (separation.shareOf(result) == Share::Same &&
          ShapedType::isDynamic(size))
        return "with no samples nobody would compute what all of them share";
      auto type = dyn_cast<RankedTensorType>(result.getType());
      for (int64_t d = 0; type && d < type.getRank(); ++d)
        if (type.isDynamicDim(d) && !findSize(result, d))
          return "the sizes of what leaves a tile are not known before the "
                 "loop";
    }
  return StringRef();
}

//===----------------------------------------------------------------------===//
// Results of tiles
//===----------------------------------------------------------------------===//

/// The type of `value` in a tensor; a scalar is one of rank 0.
static RankedTensorType tensorType(Value value) {
  auto type = dyn_cast<RankedTensorType>(value.getType());
  return type ? type : RankedTensorType::get({}, value.getType());
}

/// The memory that tiles write `result` to: of its own shape for slices, else a
/// slot for each tile.
Value TiledProgram::emitEmpty(OpBuilder &builder, Value result) {
  RankedTensorType type = tensorType(result);
  SmallVector<OpFoldResult> sizes;
  for (int64_t dim = 0; dim < type.getRank(); ++dim)
    sizes.push_back(type.isDynamicDim(dim)
                        ? emitSize(builder, result, dim)
                        : builder.getIndexAttr(type.getDimSize(dim)));
  if (separation.shareOf(result) != Share::Slice)
    sizes.insert(sizes.begin(), slots);
  return tensor::EmptyOp::create(builder, loc, sizes, type.getElementType());
}

/// Inserts what a tile has at the end of its iteration, into its own part of
/// `into`.
void TiledProgram::emitPart(OpBuilder &builder, const TileRange &range,
                            Value part, Value result, Value into) {
  OpBuilder::InsertionGuard guard(builder);
  if (!isa<RankedTensorType>(part.getType()))
    part = tensor::FromElementsOp::create(
        builder, loc, RankedTensorType::get({}, part.getType()), part);
  SmallVector<OpFoldResult> sizes = tensor::getMixedSizes(builder, loc, part);
  SmallVector<OpFoldResult> offsets(sizes.size(), builder.getIndexAttr(0));
  if (separation.shareOf(result) == Share::Slice) {
    offsets[*separation.cutDim(result)] = range.offset;
  } else {
    sizes.insert(sizes.begin(), builder.getIndexAttr(1));
    offsets.insert(offsets.begin(), range.index);
  }
  SmallVector<OpFoldResult> strides(sizes.size(), builder.getIndexAttr(1));
  auto forall = cast<scf::ForallOp>(builder.getBlock()->getParentOp());
  builder.setInsertionPointToEnd(forall.getTerminator().getBody());
  tensor::ParallelInsertSliceOp::create(builder, loc, part, into, offsets,
                                        sizes, strides);
}

/// Adds up the slots of all tiles, the first one first, whatever thread wrote
/// them.
Value TiledProgram::emitSum(OpBuilder &builder, Value parts, Value result) {
  RankedTensorType type = tensorType(result);
  MLIRContext *context = builder.getContext();
  int64_t rank = type.getRank();
  SmallVector<OpFoldResult> sizes = tensor::getMixedSizes(builder, loc, parts);
  Value empty = tensor::EmptyOp::create(
      builder, loc, ArrayRef(sizes).drop_front(), type.getElementType());
  Value zero = arith::ConstantOp::create(
      builder, loc, builder.getZeroAttr(type.getElementType()));
  Value zeros = linalg::FillOp::create(builder, loc, zero, empty).getResult(0);
  SmallVector<utils::IteratorType> loops(rank + 1,
                                         utils::IteratorType::parallel);
  loops[0] = utils::IteratorType::reduction;
  AffineMap all = AffineMap::getMultiDimIdentityMap(rank + 1, context);
  auto sum = linalg::GenericOp::create(
      builder, loc, zeros.getType(), parts, zeros,
      ArrayRef{all, all.dropResult(0)}, loops,
      [](OpBuilder &b, Location l, ValueRange arguments) {
        Value added = arith::AddFOp::create(b, l, arguments[1], arguments[0]);
        linalg::YieldOp::create(b, l, added);
      });
  if (isa<RankedTensorType>(result.getType()))
    return sum.getResult(0);
  return tensor::ExtractOp::create(builder, loc, sum.getResult(0),
                                   ValueRange());
}

/// What is the same for all tiles, from the slot of the first.
Value TiledProgram::emitFirst(OpBuilder &builder, Value parts, Value result) {
  SmallVector<OpFoldResult> sizes = tensor::getMixedSizes(builder, loc, parts);
  sizes[0] = builder.getIndexAttr(1);
  SmallVector<OpFoldResult> offsets(sizes.size(), builder.getIndexAttr(0));
  SmallVector<OpFoldResult> strides(sizes.size(), builder.getIndexAttr(1));
  Value first = tensor::ExtractSliceOp::create(builder, loc, tensorType(result),
                                               parts, offsets, sizes, strides);
  if (isa<RankedTensorType>(result.getType()))
    return first;
  return tensor::ExtractOp::create(builder, loc, first, ValueRange());
}

//===----------------------------------------------------------------------===//
// Phases
//===----------------------------------------------------------------------===//

/// One scf.forall, in which each iteration runs `ops` for its tile:
///
///   %r = scf.forall (%i) in (count) shared_outs(%o = %empty) {
///     slices of what is outside;  ops on the tile;  insert the results }
SmallVector<Value> TiledProgram::emitTiles(RewriterBase &rewriter,
                                           const Tiles &tiles,
                                           ArrayRef<Operation *> ops,
                                           ArrayRef<Value> results,
                                           ValueRange into) {
  OpBuilder::InsertionGuard guard(rewriter);
  auto forall =
      scf::ForallOp::create(rewriter, loc, tiles.count, into, std::nullopt);
  rewriter.setInsertionPoint(forall.getTerminator());
  AffineExpr number, first;
  bindDims(rewriter.getContext(), number, first);
  TileRange range;
  auto compute = [&](AffineExpr expression) {
    return getValueOrCreateConstantIndexOp(
        rewriter, loc,
        affine::makeComposedFoldedAffineApply(
            rewriter, loc, expression,
            {forall.getInductionVar(0), tiles.first}));
  };
  range.index = compute(number + first);
  range.offset = compute((number + first) * rows);
  range.rows = tiles.rows;
  range.extent = extent;
  // Slices of what is outside stand before all else.
  auto mark = arith::ConstantIndexOp::create(rewriter, loc, 0);
  TileEmitter tile(mark, separation, range, wholes);
  for (Operation *op : ops)
    tile.emit(rewriter, op);
  for (auto [result, argument] :
       llvm::zip_equal(results, forall.getRegionIterArgs()))
    emitPart(rewriter, range, tile.lookup(result), result, argument);
  rewriter.eraseOp(mark);
  return llvm::to_vector_of<Value>(forall.getResults());
}

/// Whole tiles have a static number of rows, for which loops are unrolled and
/// vectorized; the rest is one smaller tile in a loop of at most one iteration.
void TiledProgram::emitPhase(RewriterBase &rewriter, unsigned phase,
                             ArrayRef<Operation *> ops) {
  AffineExpr size;
  bindDims(rewriter.getContext(), size);
  auto compute = [&](AffineExpr expression) {
    return affine::makeComposedFoldedAffineApply(rewriter, loc, expression,
                                                 extent);
  };
  SmallVector<Value> results = findResults(phase), made;
  for (Value result : results)
    made.push_back(emitEmpty(rewriter, result));
  OpFoldResult whole = compute(size.floorDiv(rows));
  OpFoldResult rest = compute(size % rows);
  OpFoldResult zero = rewriter.getIndexAttr(0);
  if (!isConstantIntValue(whole, 0))
    made = emitTiles(rewriter, {whole, zero, rewriter.getIndexAttr(rows)}, ops,
                     results, made);
  // What is left is a tile of its own, if anything is.
  if (!isConstantIntValue(rest, 0)) {
    OpFoldResult count = compute(size.ceilDiv(rows) - size.floorDiv(rows));
    made = emitTiles(rewriter, {count, whole, rest}, ops, results, made);
  }
  for (auto [result, value] : llvm::zip(results, made)) {
    Share share = separation.shareOf(result);
    if (share == Share::Addend)
      value = emitSum(rewriter, value, result);
    else if (share == Share::Same)
      value = emitFirst(rewriter, value, result);
    wholes[result] = value;
  }
}

/// Whole ops and tiles by turns, phase after phase. Tiled ops are erased last,
/// when nothing reads them any more.
void TiledProgram::emit(RewriterBase &rewriter) {
  Operation *terminator = block.getTerminator();
  SmallVector<SmallVector<Operation *>> tiled(separation.numPhases()),
      whole(separation.numPhases() + 1);
  for (Operation &op : block.without_terminator())
    (separation.isTiled(&op) ? tiled : whole)[separation.phaseOf(&op)]
        .push_back(&op);
  for (unsigned phase = 0; phase < separation.numPhases(); ++phase) {
    for (Operation *op : whole[phase])
      rewriter.moveOpBefore(op, terminator);
    rewriter.setInsertionPoint(terminator);
    if (phase == 0) {
      extent = emitSize(rewriter, cut, *separation.cutDim(cut));
      AffineExpr size;
      bindDims(rewriter.getContext(), size);
      slots = affine::makeComposedFoldedAffineApply(rewriter, loc,
                                                    size.ceilDiv(rows), extent);
    }
    if (!tiled[phase].empty())
      emitPhase(rewriter, phase, tiled[phase]);
    for (Value result : findResults(phase))
      result.replaceUsesWithIf(wholes[result], [&](OpOperand &use) {
        return !separation.isTiled(
            block.findAncestorOpInBlock(*use.getOwner()));
      });
  }
  for (SmallVector<Operation *> &ops : llvm::reverse(tiled))
    for (Operation *op : llvm::reverse(ops))
      rewriter.eraseOp(op);
}
