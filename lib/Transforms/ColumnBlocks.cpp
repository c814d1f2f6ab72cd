//===- ColumnBlocks.cpp - Rows of a matrix in registers -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ColumnBlocks.h"
#include "VectorLoops.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mlir::snn;

/// Registers of a block where it is not known how many columns there are: first
/// as many as a result of moderate width has, then so few that a narrow one
/// wastes little.
static constexpr int64_t kManyRegisters = 8, kFewRegisters = 2;

/// `count` whole registers.
static SmallVector<ColumnVector> wholeRegisters(int64_t count, int64_t lanes) {
  SmallVector<ColumnVector> vectors;
  for (int64_t reg = 0; reg < count; ++reg)
    vectors.push_back({reg * lanes, lanes, Value()});
  return vectors;
}

/// A block of `columns` columns as vectors without masks.
static SmallVector<ColumnVector> splitColumns(int64_t columns, int64_t lanes,
                                              Remainder remainder) {
  SmallVector<ColumnVector> vectors = wholeRegisters(columns / lanes, lanes);
  int64_t done = columns / lanes * lanes;
  while (done < columns) {
    int64_t width = llvm::bit_floor<uint64_t>(columns - done);
    if (remainder == Remainder::Overlapping && done > 0) {
      // As wide as the one before, which begins early enough.
      width = vectors.back().width;
      done = columns - width;
    }
    vectors.push_back({done, width, Value()});
    done += width;
  }
  return vectors;
}

/// A known size needs no mask: the last block has vectors of its own widths.
void ColumnBlocks::emit(OpBuilder &builder, Location loc, Body body) const {
  if (std::optional<int64_t> known = getConstantIntValue(size))
    return emitKnown(builder, loc, *known, body);
  emitUnknown(builder, loc, body);
}

/// Whole blocks in a loop, and a last one for what is left.
void ColumnBlocks::emitKnown(OpBuilder &builder, Location loc, int64_t columns,
                             Body body) const {
  int64_t block = lanes * registers;
  int64_t rest = columns % block;
  if (columns > rest) {
    Value zero = arith::ConstantIndexOp::create(builder, loc, 0);
    Value whole = arith::ConstantIndexOp::create(builder, loc, columns - rest);
    emitLoop(builder, loc, zero, whole, block, [&](OpBuilder &b, Value column) {
      body(b, column, wholeRegisters(registers, lanes));
    });
  }
  if (rest == 0)
    return;
  Value column = arith::ConstantIndexOp::create(builder, loc, columns - rest);
  body(builder, column, splitColumns(rest, lanes, remainder));
}

/// Whole blocks, then small ones, then a small one under masks.
void ColumnBlocks::emitUnknown(OpBuilder &builder, Location loc,
                               Body body) const {
  Value done = arith::ConstantIndexOp::create(builder, loc, 0);
  for (int64_t count : {std::min(registers, kManyRegisters), kFewRegisters}) {
    Value whole = roundDown(builder, loc, size, count * lanes);
    emitLoop(builder, loc, done, whole, count * lanes,
             [&](OpBuilder &b, Value column) {
               body(b, column, wholeRegisters(count, lanes));
             });
    done = whole;
  }
  emitLoop(builder, loc, done, size, kFewRegisters * lanes,
           [&](OpBuilder &b, Value column) {
             SmallVector<ColumnVector> vectors =
                 wholeRegisters(kFewRegisters, lanes);
             Value rest = arith::SubIOp::create(b, loc, size, column);
             for (ColumnVector &vector : vectors) {
               Value offset =
                   arith::ConstantIndexOp::create(b, loc, vector.offset);
               Value left = arith::SubIOp::create(b, loc, rest, offset);
               vector.mask = vector::CreateMaskOp::create(
                   b, loc, VectorType::get({lanes}, b.getI1Type()), left);
             }
             body(b, column, vectors);
           });
}

/// Other narrow formats have no instructions that widen a vector.
bool mlir::snn::holdsColumns(Type memory, FloatType element) {
  Type held = getElementTypeOrSelf(memory);
  if (held == element)
    return true;
  return (held.isF16() || held.isBF16() || held.isF32()) &&
         held.getIntOrFloatBitWidth() < element.getWidth();
}

/// `indices` with the last one moved on to where `columns` begin.
static SmallVector<Value> indicesOf(OpBuilder &builder, Location loc,
                                    ArrayRef<Value> indices,
                                    const ColumnVector &columns) {
  SmallVector<Value> at(indices);
  if (columns.offset)
    at.back() = arith::AddIOp::create(
        builder, loc, at.back(),
        arith::ConstantIndexOp::create(builder, loc, columns.offset));
  return at;
}

Value mlir::snn::loadColumns(OpBuilder &builder, Location loc, Value memory,
                             ArrayRef<Value> indices,
                             const ColumnVector &columns, Type element) {
  SmallVector<Value> at = indicesOf(builder, loc, indices, columns);
  auto type =
      VectorType::get({columns.width}, getElementTypeOrSelf(memory.getType()));
  Value loaded;
  if (columns.mask) {
    Value none =
        arith::ConstantOp::create(builder, loc, builder.getZeroAttr(type));
    loaded = vector::MaskedLoadOp::create(builder, loc, type, memory, at,
                                          columns.mask, none);
  } else {
    loaded = vector::LoadOp::create(builder, loc, type, memory, at);
  }
  if (type.getElementType() == element)
    return loaded;
  return arith::ExtFOp::create(builder, loc, type.clone(element), loaded);
}

void mlir::snn::storeColumns(OpBuilder &builder, Location loc, Value value,
                             Value memory, ArrayRef<Value> indices,
                             const ColumnVector &columns) {
  SmallVector<Value> at = indicesOf(builder, loc, indices, columns);
  if (columns.mask)
    vector::MaskedStoreOp::create(builder, loc, memory, at, columns.mask,
                                  value);
  else
    vector::StoreOp::create(builder, loc, value, memory, at);
}
