//===- PackedOperands.cpp - Blocks of a contraction's sides -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "PackedOperands.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace mlir::snn;

/// One dimension of the reduction is cut into blocks, `k`; the others are loops
/// around the blocks.
PackedOperands::PackedOperands(OpBuilder &builder,
                               const Contraction &contraction)
    : ContractionLoops(builder, contraction), m(*c.m), k(c.reduction.front()) {
  // The longest sum is the one to cut; one of unknown length may be it.
  auto length = [&](unsigned dim) {
    return getConstantIntValue(sizes[dim])
        .value_or(std::numeric_limits<int64_t>::max());
  };
  for (unsigned dim : c.reduction)
    if (length(dim) > length(k))
      k = dim;
  for (unsigned dim : c.reduction)
    if (dim != k)
      sums.push_back(dim);
  // A tile's rows lie in one register of them.
  leftIsByStep = innermostDim(c.aMap) == m &&
                 hasUnitInnerStride(c.a.getType()) && width % tileRows == 0;
}

//===----------------------------------------------------------------------===//
// Sizes
//===----------------------------------------------------------------------===//

Value PackedOperands::least(OpBuilder &builder, Value a, Value b) {
  return builder.createOrFold<arith::MinUIOp>(loc, a, b);
}

Value PackedOperands::times(OpBuilder &builder, Value a, int64_t b) {
  return builder.createOrFold<arith::MulIOp>(loc, a, index(builder, b));
}

Value PackedOperands::ceilDiv(OpBuilder &builder, Value a, int64_t b) {
  return builder.createOrFold<arith::CeilDivUIOp>(loc, a, index(builder, b));
}

Value PackedOperands::rest(OpBuilder &builder, Value size, Value from,
                           int64_t most) {
  if (divides(size, most))
    return index(builder, most);
  Value left = builder.createOrFold<arith::SubIOp>(loc, size, from);
  return least(builder, left, index(builder, most));
}

bool PackedOperands::divides(Value size, int64_t step) {
  std::optional<int64_t> known = getConstantIntValue(size);
  return known && *known % step == 0;
}

/// An scf.parallel, which `convert-scf-to-openmp` gives to the threads.
void PackedOperands::emitParallel(
    OpBuilder &builder, ValueRange sizes,
    function_ref<void(OpBuilder &, ValueRange)> body) {
  SmallVector<Value> from(sizes.size(), zero),
      step(sizes.size(), index(builder, 1));
  scf::ParallelOp::create(
      builder, loc, from, sizes, step,
      [&](OpBuilder &b, Location, ValueRange ivs) { body(b, ivs); });
}

Value PackedOperands::columnMask(OpBuilder &builder, int64_t column) {
  Value from = builder.createOrFold<arith::AddIOp>(loc, loops[c.n],
                                                   index(builder, column));
  // Nothing is left of a register that begins behind the end.
  Value begins = least(builder, from, sizes[c.n]);
  Value count = builder.createOrFold<arith::SubIOp>(loc, sizes[c.n], begins);
  return vector::CreateMaskOp::create(
      builder, loc, VectorType::get({width}, builder.getI1Type()), count);
}

//===----------------------------------------------------------------------===//
// The right side
//===----------------------------------------------------------------------===//

Value PackedOperands::allocateRight(OpBuilder &builder, Value panels) {
  std::optional<int64_t> known = getConstantIntValue(panels);
  auto type = MemRefType::get(
      {known.value_or(ShapedType::kDynamic), kBlockDepth, tileColumns()},
      element);
  return memref::AllocOp::create(builder, loc, type,
                                 known ? ValueRange() : ValueRange(panels),
                                 builder.getI64IntegerAttr(kRegisterBytes));
}

/// Panels of a tile's columns, each by steps: what a tile reads in a step is
/// one register after the other. Threads share the panels.
void PackedOperands::packRight(OpBuilder &builder) {
  Value firstColumn = loops[c.n], firstStep = loops[k];
  bool isWhole = divides(sizes[c.n], tileColumns());
  emitParallel(
      builder, ceilDiv(builder, columns, tileColumns()),
      [&](OpBuilder &b, ValueRange panel) {
        loops[c.n] = arith::AddIOp::create(b, loc, firstColumn,
                                           times(b, panel[0], tileColumns()));
        SmallVector<Value> masks(kTileRegisters);
        if (!isWhole)
          for (auto [reg, mask] : llvm::enumerate(masks))
            mask = columnMask(b, reg * width);
        emitLoop(b, loc, zero, depth, 1, [&](OpBuilder &inner, Value step) {
          loops[k] = arith::AddIOp::create(inner, loc, firstStep, step);
          for (auto [reg, mask] : llvm::enumerate(masks)) {
            int64_t column = reg * width;
            Value part = load(inner, c.b, c.bMap, 0, column, mask);
            vector::StoreOp::create(
                inner, loc, part, right,
                ValueRange{panel[0], step, index(inner, column)});
          }
        });
      });
  loops[c.n] = firstColumn;
  loops[k] = firstStep;
}

//===----------------------------------------------------------------------===//
// The left side
//===----------------------------------------------------------------------===//

/// On the stack of the thread; 128 rows and 256 steps of f32 take 128 KiB.
Value PackedOperands::allocateLeft(OpBuilder &builder) {
  SmallVector<int64_t> shape = {kBlockRows, kBlockDepth};
  if (leftIsByStep)
    shape = {kBlockRows / width, kBlockDepth, width};
  return memref::AllocaOp::create(builder, loc, MemRefType::get(shape, element),
                                  builder.getI64IntegerAttr(kRegisterBytes));
}

/// Leaves the loops where they stand.
void PackedOperands::packLeft(OpBuilder &builder) {
  Value firstRow = loops[m], firstStep = loops[k];
  if (leftIsByStep)
    packLeftSteps(builder);
  else
    packLeftRows(builder);
  loops[m] = firstRow;
  loops[k] = firstStep;
}

/// Row by row, a register at a time where steps are neighbours.
void PackedOperands::packLeftRows(OpBuilder &builder) {
  Value firstRow = loops[m], firstStep = loops[k];
  bool inRegisters =
      innermostDim(c.aMap) == k && hasUnitInnerStride(c.a.getType());
  int64_t stride = inRegisters ? width : 1;
  auto copy = [&](OpBuilder &b, Value row, Value step, bool isRegister) {
    loops[k] = arith::AddIOp::create(b, loc, firstStep, step);
    SmallVector<Value> indices = accessIndices(b, loc, c.aMap, loops);
    Value to[] = {row, step};
    if (isRegister)
      vector::StoreOp::create(
          b, loc, vector::LoadOp::create(b, loc, vectorType(), c.a, indices),
          left, to);
    else
      memref::StoreOp::create(
          b, loc, memref::LoadOp::create(b, loc, c.a, indices), left, to);
  };
  Value whole = roundDown(builder, loc, depth, stride);
  emitLoop(builder, loc, zero, rows, 1, [&](OpBuilder &b, Value row) {
    loops[m] = arith::AddIOp::create(b, loc, firstRow, row);
    emitLoop(b, loc, zero, whole, stride, [&](OpBuilder &inner, Value step) {
      copy(inner, row, step, inRegisters);
    });
    if (inRegisters && !divides(sizes[k], stride))
      emitLoop(b, loc, whole, depth, 1, [&](OpBuilder &inner, Value step) {
        copy(inner, row, step, false);
      });
  });
}

/// A register of rows for each step.
void PackedOperands::packLeftSteps(OpBuilder &builder) {
  Value firstRow = loops[m], firstStep = loops[k];
  emitLoop(
      builder, loc, zero, ceilDiv(builder, rows, width), 1,
      [&](OpBuilder &b, Value group) {
        loops[m] =
            arith::AddIOp::create(b, loc, firstRow, times(b, group, width));
        Value mask;
        if (!divides(sizes[m], width))
          mask = vector::CreateMaskOp::create(
              b, loc, VectorType::get({width}, b.getI1Type()),
              Value(arith::SubIOp::create(b, loc, sizes[m], loops[m])));
        emitLoop(b, loc, zero, depth, 1, [&](OpBuilder &inner, Value step) {
          loops[k] = arith::AddIOp::create(inner, loc, firstStep, step);
          vector::StoreOp::create(inner, loc,
                                  load(inner, c.a, c.aMap, 0, 0, mask), left,
                                  ValueRange{group, step, zero});
        });
      });
}

/// Where rows are neighbours in the copy, a row is a lane of a register's
/// group.
Value PackedOperands::leftAt(OpBuilder &builder, Value row, int64_t more,
                             Value step) {
  if (!leftIsByStep)
    return memref::LoadOp::create(
        builder, loc, left,
        ValueRange{
            arith::AddIOp::create(builder, loc, row, index(builder, more)),
            step});
  Value lanes = index(builder, width);
  Value group = arith::DivUIOp::create(builder, loc, row, lanes);
  Value lane = arith::AddIOp::create(
      builder, loc, arith::RemUIOp::create(builder, loc, row, lanes),
      index(builder, more));
  return memref::LoadOp::create(builder, loc, left,
                                ValueRange{group, step, lane});
}
