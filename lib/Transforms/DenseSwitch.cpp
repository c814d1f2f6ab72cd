//===- DenseSwitch.cpp - When dense products pay -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "DenseSpikes.h"
#include "RowLoops.h"
#include "SpikeWords.h"
#include "VectorLoops.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace mlir::snn;

/// Where the dense product can be faster. With 4 registers of columns the walk
/// took 140 ns a row at a rate of 75 % and the product 150: the weights stay in
/// the L1 cache (16 rows of 128 spikes, Zen 4). Fewer rows than a register tile
/// has share no loads.
static constexpr int64_t kLeastRegisters = 8, kLeastRows = 8;

/// Of so many rows the spikes of one are counted: 16 rows of 128 take 1.1 ns a
/// row if all are, and the walk takes 12 at a rate of 0.3 %.
static constexpr int64_t kSampleStep = 4;

/// Sizes that are not known are taken to suffice here and are asked for at run
/// time.
bool mlir::snn::mayPayDense(SpikeRows &rows) {
  std::optional<unsigned> row = rows.sharingRows();
  SmallVector<int64_t> sizes =
      cast<linalg::LinalgOp>(*rows.op).getStaticLoopRanges();
  auto mayBe = [&](unsigned dim, int64_t least) {
    return ShapedType::isDynamic(sizes[dim]) || sizes[dim] >= least;
  };
  // In windows the walk is faster up to a rate of a half: 16 images of 30 x 30
  // x 32 with 64 filters of 3 x 3 took 0.8, 1.7 and 3.9 ms at 4, 25 and 50 %,
  // and 4.0 as a convolution (one Zen 4 core).
  return row && !rows.op.hasWindows() && mayBe(*row, kLeastRows) &&
         mayBe(rows.bits, 1) &&
         mayBe(rows.columns,
               kLeastRegisters * lanes(rows.op, rows.element())) &&
         getElementTypeOrSelf(rows.op.getWeights().getType()) == rows.element();
}

/// The number of spikes in every `kSampleStep`-th row, as an i64.
static Value emitCount(OpBuilder &builder, RowLoops &loops, unsigned row) {
  SpikeRows &rows = loops.rows;
  SmallVector<unsigned> others;
  for (unsigned dim = 0; dim < loops.sizes.size(); ++dim)
    if (dim != rows.bits && dim != row && rows.spikesMap().isFunctionOfDim(dim))
      others.push_back(dim);
  Location loc = loops.loc;
  auto countRow = [&](OpBuilder &b, ValueRange counts) {
    return emitWordSteps(
        b, loc, loops.sizes[rows.bits], counts,
        [&](OpBuilder &inner, Value first, Value count, ValueRange now) {
          Value spikes = loops.loadSpikesFrom(inner, first, count);
          Value set =
              math::CtPopOp::create(inner, loc, packBits(inner, loc, spikes));
          return SmallVector<Value>{
              arith::AddIOp::create(inner, loc, now[0], set)};
        });
  };
  Value zero = arith::ConstantIndexOp::create(builder, loc, 0);
  Value none =
      arith::ConstantOp::create(builder, loc, builder.getI64IntegerAttr(0));
  return emitLoop(builder, loc, zero, loops.sizes[row], kSampleStep, none,
                  [&](OpBuilder &b, Value iv, ValueRange counts) {
                    loops.at[row] = iv;
                    return loops.emit(b, others, counts, countRow);
                  })[0];
}

/// Whether more than `percent` of the spikes in a sample of rows are set.
/// Compared as count * 100 > percent * spikes in the sample: no division, and
/// no rounding.
static Value emitFiresOften(OpBuilder &builder, RowLoops &loops, unsigned row,
                            unsigned percent) {
  Location loc = loops.loc;
  auto constant = [&](int64_t value) {
    return arith::ConstantIndexOp::create(builder, loc, value);
  };
  Value limit = constant(percent);
  for (unsigned dim = 0; dim < loops.sizes.size(); ++dim) {
    if (!loops.rows.spikesMap().isFunctionOfDim(dim))
      continue;
    Value size = loops.sizes[dim];
    if (dim == row)
      size =
          arith::CeilDivUIOp::create(builder, loc, size, constant(kSampleStep));
    limit = arith::MulIOp::create(builder, loc, limit, size);
  }
  Value count = arith::IndexCastUIOp::create(
      builder, loc, builder.getIndexType(), emitCount(builder, loops, row));
  Value scaled = arith::MulIOp::create(builder, loc, count, constant(100));
  return arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::ugt, scaled,
                               limit);
}

/// Loops over all weights, `width` columns at a time.
static SmallVector<Value> emitOverWeights(
    OpBuilder &builder, RowLoops &loops, int64_t width, ValueRange carried,
    function_ref<SmallVector<Value>(OpBuilder &, Value, ValueRange)> body) {
  Location loc = loops.loc;
  unsigned columns = loops.rows.columns;
  SmallVector<unsigned> dims;
  for (unsigned dim = 0; dim < loops.sizes.size(); ++dim)
    if (dim != columns && loops.rows.weightsMap().isFunctionOfDim(dim))
      dims.push_back(dim);
  Value size = loops.sizes[columns];
  std::optional<int64_t> known = getConstantIntValue(size);
  return loops.emit(builder, dims, carried, [&](OpBuilder &b, ValueRange now) {
    Value zero = arith::ConstantIndexOp::create(b, loc, 0);
    return emitLoop(
        b, loc, zero, size, width, now,
        [&](OpBuilder &inner, Value column, ValueRange values) {
          loops.at[columns] = column;
          loops.block = {{0, width, Value()}};
          if (!known || *known % width != 0) {
            Value left = arith::SubIOp::create(inner, loc, size, column);
            loops.block[0].mask = vector::CreateMaskOp::create(
                inner, loc, VectorType::get({width}, inner.getI1Type()), left);
          }
          return body(inner, loops.loadWeights(inner)[0], values);
        });
  });
}

/// Whether all weights are finite. Without their sign floats are in the order
/// of integers, whose maximum takes one cycle: some 6 % of a product with 16
/// rows.
static Value emitAllFinite(OpBuilder &builder, RowLoops &loops) {
  Location loc = loops.loc;
  FloatType element = loops.rows.element();
  auto bits = VectorType::get({lanes(loops.rows.op, element)},
                              builder.getIntegerType(element.getWidth()));
  auto splat = [&](const APInt &value) -> Value {
    return arith::ConstantOp::create(builder, loc,
                                     DenseElementsAttr::get(bits, value));
  };
  Value none = splat(APInt::getZero(element.getWidth()));
  Value allButSign = splat(APInt::getSignedMaxValue(element.getWidth()));
  Value largest = emitOverWeights(
      builder, loops, lanes(loops.rows.op, element), none,
      [&](OpBuilder &b, Value weights, ValueRange now) {
        Value number = vector::BitCastOp::create(b, loc, bits, weights);
        Value magnitude = arith::AndIOp::create(b, loc, number, allButSign);
        return SmallVector<Value>{
            arith::MaxUIOp::create(b, loc, now[0], magnitude)};
      })[0];
  Value most = vector::ReductionOp::create(
      builder, loc, vector::CombiningKind::MAXUI, largest);
  APInt infinity =
      APFloat::getInf(element.getFloatSemantics()).bitcastToAPInt();
  Value limit = arith::ConstantOp::create(
      builder, loc, builder.getIntegerAttr(bits.getElementType(), infinity));
  return arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::ult, most,
                               limit);
}

/// Whether dimension `dim` has `least` steps; known sizes fold.
static Value emitIsAtLeast(OpBuilder &builder, RowLoops &loops, unsigned dim,
                           int64_t least) {
  Value limit = arith::ConstantIndexOp::create(builder, loops.loc, least);
  return arith::CmpIOp::create(builder, loops.loc, arith::CmpIPredicate::uge,
                               loops.sizes[dim], limit);
}

/// The weights have to be finite because the walk never reads those of a neuron
/// that did not fire, while the product makes 0 * inf = NaN of them.
Value mlir::snn::emitPaysDense(OpBuilder &builder, SpikeRows &rows,
                               unsigned percent) {
  RowLoops loops(builder, rows);
  Location loc = loops.loc;
  unsigned row = *rows.sharingRows();
  Value often = emitFiresOften(builder, loops, row, percent);
  Value high = emitIsAtLeast(builder, loops, row, kLeastRows);
  Value wide = emitIsAtLeast(builder, loops, rows.columns,
                             kLeastRegisters * lanes(rows.op, rows.element()));
  Value pays = arith::AndIOp::create(
      builder, loc, often, arith::AndIOp::create(builder, loc, high, wide));
  // The weights are looked at only where it matters.
  auto check = scf::IfOp::create(
      builder, loc, pays,
      [&](OpBuilder &b, Location) {
        scf::YieldOp::create(b, loc, emitAllFinite(b, loops));
      },
      [&](OpBuilder &b, Location) { scf::YieldOp::create(b, loc, pays); });
  return check.getResult(0);
}
