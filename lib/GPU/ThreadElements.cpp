//===- ThreadElements.cpp - An op's elements, shared among threads --------===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ThreadElements.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/IR/IRMapping.h"

using namespace mlir;
using namespace mlir::snn;

/// for (i = thread; i < size; i += count) body(i), without what is known not to
/// repeat.
static void emitStrided(OpBuilder &builder, Location loc, OpFoldResult size,
                        const ThreadShare &share,
                        function_ref<void(OpBuilder &, Value)> body) {
  std::optional<int64_t> known = getConstantIntValue(size);
  bool isOnce = known && share.knownCount && *known <= share.knownCount;
  if (isOnce && *known == share.knownCount)
    return body(builder, share.thread);
  Value end = getValueOrCreateConstantIndexOp(builder, loc, size);
  if (isOnce) {
    Value hasOne = arith::CmpIOp::create(
        builder, loc, arith::CmpIPredicate::ult, share.thread, end);
    scf::IfOp::create(builder, loc, hasOne, [&](OpBuilder &b, Location) {
      body(b, share.thread);
      scf::YieldOp::create(b, loc);
    });
    return;
  }
  scf::ForOp::create(builder, loc, share.thread, end, share.count, ValueRange{},
                     [&](OpBuilder &b, Location, Value iv, ValueRange) {
                       body(b, iv);
                       scf::YieldOp::create(b, loc);
                     });
}

SmallVector<OpFoldResult> mlir::snn::sizesOf(ArrayRef<Range> ranges,
                                             ArrayRef<unsigned> loops) {
  return llvm::map_to_vector(loops,
                             [&](unsigned loop) { return ranges[loop].size; });
}

SmallVector<Value> mlir::snn::placed(ArrayRef<Value> ivs,
                                     ArrayRef<unsigned> loops,
                                     ValueRange place) {
  SmallVector<Value> all(ivs);
  for (auto [loop, iv] : llvm::zip_equal(loops, place))
    all[loop] = iv;
  return all;
}

SmallVector<Value> mlir::snn::emitNest(OpBuilder &builder, Location loc,
                                       ArrayRef<OpFoldResult> sizes,
                                       ValueRange sums, SumBody body) {
  SmallVector<Value> from(sizes.size(),
                          arith::ConstantIndexOp::create(builder, loc, 0));
  SmallVector<Value> steps(sizes.size(),
                           arith::ConstantIndexOp::create(builder, loc, 1));
  SmallVector<Value> to = getValueOrCreateConstantIndexOp(builder, loc, sizes);
  return scf::buildLoopNest(
             builder, loc, from, to, steps, sums,
             [&](OpBuilder &b, Location, ValueRange ivs, ValueRange carried) {
               return body(b, ivs, carried);
             })
      .results;
}

void mlir::snn::emitNest(OpBuilder &builder, Location loc,
                         ArrayRef<OpFoldResult> sizes, ElementBody body) {
  (void)emitNest(
      builder, loc, sizes, ValueRange{},
      [&](OpBuilder &b, ValueRange ivs, ValueRange) -> SmallVector<Value> {
        body(b, ivs);
        return {};
      });
}

/// One loop over all elements, whose number is taken apart again.
static void emitFlat(OpBuilder &builder, Location loc,
                     ArrayRef<OpFoldResult> sizes, const ThreadShare &share,
                     ElementBody body) {
  SmallVector<Value> extents;
  Value total;
  for (OpFoldResult size : sizes) {
    extents.push_back(getValueOrCreateConstantIndexOp(builder, loc, size));
    total =
        total ? builder.createOrFold<arith::MulIOp>(loc, total, extents.back())
              : extents.back();
  }
  OpFoldResult number = total;
  if (std::optional<int64_t> known = getConstantIntValue(total))
    number = builder.getIndexAttr(*known);
  emitStrided(builder, loc, number, share, [&](OpBuilder &b, Value rest) {
    SmallVector<Value> ivs(sizes.size());
    for (unsigned i = sizes.size(); i-- > 1;) {
      ivs[i] = arith::RemUIOp::create(b, loc, rest, extents[i]);
      rest = arith::DivUIOp::create(b, loc, rest, extents[i]);
    }
    ivs[0] = rest;
    body(b, ivs);
  });
}

/// Rows that keep half of the threads busy are walked one after the other,
/// which needs no divisions.
static bool isWide(OpFoldResult size, const ThreadShare &share) {
  std::optional<int64_t> known = getConstantIntValue(size);
  return known && share.knownCount && *known * 2 >= share.knownCount;
}

void mlir::snn::emitThreadElements(OpBuilder &builder, Location loc,
                                   ArrayRef<OpFoldResult> sizes,
                                   const ThreadShare &share, ElementBody body) {
  Value zero = arith::ConstantIndexOp::create(builder, loc, 0);
  SmallVector<OpFoldResult> rows;
  SmallVector<unsigned> positions;
  for (auto [i, size] : llvm::enumerate(sizes))
    if (getConstantIntValue(size) != 1) {
      rows.push_back(size);
      positions.push_back(i);
    }
  SmallVector<Value> zeros(sizes.size(), zero);
  auto place = [&](OpBuilder &b, ValueRange ivs) {
    body(b, placed(zeros, positions, ivs));
  };
  if (rows.empty())
    return emitStrided(builder, loc, builder.getIndexAttr(1), share,
                       [&](OpBuilder &b, Value) { place(b, ValueRange{}); });
  if (rows.size() > 1 && !isWide(rows.back(), share))
    return emitFlat(builder, loc, rows, share, place);
  emitNest(builder, loc, ArrayRef(rows).drop_back(),
           [&](OpBuilder &b, ValueRange outer) {
             emitStrided(b, loc, rows.back(), share,
                         [&](OpBuilder &inner, Value iv) {
                           SmallVector<Value> ivs(outer);
                           ivs.push_back(iv);
                           place(inner, ivs);
                         });
           });
}

SmallVector<unsigned> mlir::snn::parallelLoops(linalg::LinalgOp op) {
  SmallVector<unsigned> loops;
  for (unsigned i = 0, e = op.getNumLoops(); i < e; ++i) {
    bool isParallel =
        op.getIteratorTypesArray()[i] == utils::IteratorType::parallel;
    // An element that several iterations write has one thread for all of them.
    for (OpOperand &init : op.getDpsInitsMutable())
      isParallel &= op.getMatchingIndexingMap(&init).isFunctionOfDim(i);
    if (isParallel)
      loops.push_back(i);
  }
  return loops;
}

SmallVector<Value> mlir::snn::placeOf(OpBuilder &builder, Location loc,
                                      AffineMap map, ValueRange ivs) {
  SmallVector<Value> place;
  for (AffineExpr result : map.getResults()) {
    if (auto dim = dyn_cast<AffineDimExpr>(result))
      place.push_back(ivs[dim.getPosition()]);
    else
      place.push_back(affine::AffineApplyOp::create(
          builder, loc, AffineMap::get(map.getNumDims(), 0, result), ivs));
  }
  return place;
}

/// What `operand` gives to iteration `ivs`.
static Value emitLoad(OpBuilder &builder, linalg::LinalgOp op,
                      OpOperand &operand, ValueRange ivs) {
  Value value = operand.get();
  if (!isa<MemRefType>(value.getType()))
    return value;
  Location loc = op.getLoc();
  return memref::LoadOp::create(
      builder, loc, value,
      placeOf(builder, loc, op.getMatchingIndexingMap(&operand), ivs));
}

/// The body of `op` at `ivs`; `sums` are what the outputs hold so far.
static SmallVector<Value> emitBody(OpBuilder &builder, linalg::LinalgOp op,
                                   ValueRange ivs, ValueRange sums) {
  Block *body = op.getBlock();
  IRMapping mapping;
  for (OpOperand *input : op.getDpsInputOperands()) {
    BlockArgument argument = op.getMatchingBlockArgument(input);
    if (!argument.use_empty())
      mapping.map(argument, emitLoad(builder, op, *input, ivs));
  }
  for (auto [init, sum] : llvm::zip_equal(op.getDpsInitsMutable(), sums))
    if (sum)
      mapping.map(op.getMatchingBlockArgument(&init), sum);
  for (Operation &inner : body->without_terminator()) {
    if (auto index = dyn_cast<linalg::IndexOp>(inner))
      mapping.map(index.getResult(), ivs[index.getDim()]);
    else
      builder.clone(inner, mapping);
  }
  SmallVector<Value> results;
  for (Value result : body->getTerminator()->getOperands())
    results.push_back(mapping.lookupOrDefault(result));
  return results;
}

/// True if an output has elements along one of `loops`: its sums cannot be
/// carried through them.
static bool writesAlong(linalg::LinalgOp op, ArrayRef<unsigned> loops) {
  for (OpOperand &init : op.getDpsInitsMutable())
    for (unsigned loop : loops)
      if (op.getMatchingIndexingMap(&init).isFunctionOfDim(loop))
        return true;
  return false;
}

/// What the outputs hold at `ivs`; null where nobody asks.
static SmallVector<Value> loadOutputs(OpBuilder &builder, linalg::LinalgOp op,
                                      ValueRange ivs, bool all) {
  SmallVector<Value> sums;
  for (OpOperand &init : op.getDpsInitsMutable())
    sums.push_back(all || op.payloadUsesValueFromOperand(&init)
                       ? emitLoad(builder, op, init, ivs)
                       : Value());
  return sums;
}

static void storeOutputs(OpBuilder &builder, linalg::LinalgOp op,
                         ValueRange ivs, ValueRange results) {
  for (auto [init, result] : llvm::zip_equal(op.getDpsInitsMutable(), results))
    memref::StoreOp::create(
        builder, op.getLoc(), result, init.get(),
        placeOf(builder, op.getLoc(), op.getMatchingIndexingMap(&init), ivs));
}

/// All that `op` computes where its parallel loops are at `ivs`. Sums stay in
/// registers where an output has one element.
static void emitElement(OpBuilder &builder, linalg::LinalgOp op,
                        ArrayRef<unsigned> inner, ArrayRef<Range> ranges,
                        ArrayRef<Value> ivs) {
  Location loc = op.getLoc();
  SmallVector<OpFoldResult> sizes = sizesOf(ranges, inner);
  if (writesAlong(op, inner))
    return emitNest(builder, loc, sizes, [&](OpBuilder &b, ValueRange place) {
      SmallVector<Value> here = placed(ivs, inner, place);
      SmallVector<Value> sums = loadOutputs(b, op, here, /*all=*/false);
      storeOutputs(b, op, here, emitBody(b, op, here, sums));
    });
  SmallVector<Value> sums = loadOutputs(builder, op, ivs, !inner.empty());
  SmallVector<Value> results =
      emitNest(builder, loc, sizes, sums,
               [&](OpBuilder &b, ValueRange place, ValueRange carried) {
                 return emitBody(b, op, placed(ivs, inner, place), carried);
               });
  storeOutputs(builder, op, ivs, results);
}

/// Loops over sums run where an element is.
void mlir::snn::emitElements(OpBuilder &builder, linalg::LinalgOp op,
                             const ThreadShare &share) {
  Location loc = op.getLoc();
  SmallVector<Range> ranges = op.createLoopRanges(builder, loc);
  SmallVector<unsigned> parallel = parallelLoops(op), inner;
  for (unsigned i = 0, e = op.getNumLoops(); i < e; ++i)
    if (!llvm::is_contained(parallel, i))
      inner.push_back(i);
  emitThreadElements(builder, loc, sizesOf(ranges, parallel), share,
                     [&](OpBuilder &b, ValueRange place) {
                       Value zero = arith::ConstantIndexOp::create(b, loc, 0);
                       SmallVector<Value> zeros(op.getNumLoops(), zero);
                       emitElement(b, op, inner, ranges,
                                   placed(zeros, parallel, place));
                     });
}
