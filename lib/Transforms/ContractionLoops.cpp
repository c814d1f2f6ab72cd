//===- ContractionLoops.cpp - Registers of a contraction -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ContractionLoops.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace mlir::snn;

ContractionLoops::ContractionLoops(OpBuilder &builder,
                                   const Contraction &contraction)
    : c(contraction), loc(c.op.getLoc()), sizes(loopSizes(builder, c.op)),
      loops(sizes.size()),
      element(cast<MemRefType>(c.c.getType()).getElementType()),
      width(lanes(c.op, element)),
      tileRows(sumRegisters(c.op, 16) / kTileRegisters),
      zero(arith::ConstantIndexOp::create(builder, loc, 0)) {}

Value ContractionLoops::index(OpBuilder &builder, int64_t value) {
  return arith::ConstantIndexOp::create(builder, loc, value);
}

Value ContractionLoops::zeros(OpBuilder &builder) {
  return arith::ConstantOp::create(builder, loc,
                                   builder.getZeroAttr(vectorType()));
}

/// In `body` each of `loops` stands at its induction variable.
void ContractionLoops::emitNest(OpBuilder &builder, ArrayRef<unsigned> dims,
                                function_ref<void(OpBuilder &)> body) {
  if (dims.empty())
    return body(builder);
  emitLoop(builder, loc, zero, sizes[dims[0]], 1, [&](OpBuilder &b, Value iv) {
    loops[dims[0]] = iv;
    emitNest(b, dims.drop_front(), body);
  });
}

SmallVector<Value> ContractionLoops::loopsAt(OpBuilder &builder, int64_t row,
                                             int64_t column) {
  SmallVector<Value> at = loops;
  auto shift = [&](unsigned dim, int64_t by) {
    if (by)
      at[dim] =
          arith::AddIOp::create(builder, loc, at[dim], index(builder, by));
  };
  if (c.m)
    shift(*c.m, row);
  shift(c.n, column);
  return at;
}

/// Lanes that the mask leaves out are zero, and add nothing.
Value ContractionLoops::load(OpBuilder &builder, Value memory, AffineMap map,
                             int64_t row, int64_t column, Value mask) {
  auto indices =
      accessIndices(builder, loc, map, loopsAt(builder, row, column));
  VectorType type = vectorType();
  if (!mask)
    return vector::LoadOp::create(builder, loc, type, memory, indices);
  return vector::MaskedLoadOp::create(builder, loc, type, memory, indices, mask,
                                      zeros(builder));
}

void ContractionLoops::store(OpBuilder &builder, Value value, int64_t row,
                             int64_t column, Value mask) {
  auto indices =
      accessIndices(builder, loc, c.cMap, loopsAt(builder, row, column));
  if (mask)
    vector::MaskedStoreOp::create(builder, loc, c.c, indices, mask, value);
  else
    vector::StoreOp::create(builder, loc, value, c.c, indices);
}

SmallVector<Value>
ContractionLoops::addProducts(OpBuilder &builder, ValueRange tile, int64_t rows,
                              ValueRange right,
                              function_ref<Value(int64_t)> left) {
  /// tile[row][reg] += left(row) * right[reg]. A multiplication and an
  /// addition: they become one instruction where contraction is allowed.
  SmallVector<Value> updated;
  for (int64_t row = 0; row < rows; ++row) {
    Value number =
        vector::BroadcastOp::create(builder, loc, vectorType(), left(row));
    for (auto [reg, value] : llvm::enumerate(right)) {
      Value product = arith::MulFOp::create(builder, loc, number, value);
      updated.push_back(arith::AddFOp::create(
          builder, loc, tile[row * right.size() + reg], product));
    }
  }
  return updated;
}
