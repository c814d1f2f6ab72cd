//===- RowLoops.cpp - Loops over rows that spikes select -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "RowLoops.h"
#include "SpikeWords.h"
#include "VectorLoops.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"

using namespace mlir;
using namespace mlir::snn;

RowLoops::RowLoops(OpBuilder &builder, const SpikeRows &spikeRows)
    : rows(spikeRows), loc(rows.op.getLoc()),
      sizes(loopSizes(builder, cast<linalg::LinalgOp>(*rows.op))),
      at(sizes.size()) {
  zero = arith::ConstantIndexOp::create(builder, loc, 0);
  bytes = vectorMemory(builder, loc, rows.op.getSpikes());
}

SmallVector<Value>
RowLoops::emit(OpBuilder &builder, ArrayRef<unsigned> dims, ValueRange carried,
               function_ref<SmallVector<Value>(OpBuilder &, ValueRange)> body) {
  if (dims.empty())
    return body(builder, carried);
  return emitLoop(builder, loc, zero, sizes[dims.front()], 1, carried,
                  [&](OpBuilder &b, Value iv, ValueRange now) {
                    at[dims.front()] = iv;
                    return emit(b, dims.drop_front(), now, body);
                  });
}

void RowLoops::emit(OpBuilder &builder, ArrayRef<unsigned> dims,
                    function_ref<void(OpBuilder &)> body) {
  emit(builder, dims, ValueRange(), [&](OpBuilder &b, ValueRange) {
    body(b);
    return SmallVector<Value>();
  });
}

void RowLoops::emitBlocks(OpBuilder &builder, int64_t registers,
                          Remainder remainder,
                          function_ref<void(OpBuilder &)> body) {
  ColumnBlocks blocks{sizes[rows.columns], lanes(rows.op, rows.element()),
                      sumRegisters(rows.op, registers), remainder};
  blocks.emit(builder, loc,
              [&](OpBuilder &b, Value column, ArrayRef<ColumnVector> vectors) {
                at[rows.columns] = column;
                block.assign(vectors.begin(), vectors.end());
                body(b);
              });
}

Value RowLoops::loadSpikesFrom(OpBuilder &builder, Value first, Value count) {
  at[rows.bits] = first;
  return loadSpikes(builder, loc, bytes,
                    accessIndices(builder, loc, rows.spikesMap(), at), count);
}

/// Words of spikes, and in a word its set bits alone: what did not fire costs a
/// share of one load and comparison.
SmallVector<Value> RowLoops::emitSpikes(
    OpBuilder &builder, ValueRange carried,
    function_ref<SmallVector<Value>(OpBuilder &, ValueRange)> body) {
  return emitWordSteps(
      builder, loc, sizes[rows.bits], carried,
      [&](OpBuilder &b, Value first, Value count, ValueRange now) {
        Value word = packBits(b, loc, loadSpikesFrom(b, first, count));
        return emitSetBits(b, loc, word, now,
                           [&](OpBuilder &inner, Value bit, ValueRange values) {
                             at[rows.bits] =
                                 arith::AddIOp::create(inner, loc, first, bit);
                             return body(inner, values);
                           });
      });
}

/// One vector for each of the block's, in the sums' type.
SmallVector<Value> RowLoops::load(OpBuilder &builder, Value memory,
                                  AffineMap map) {
  SmallVector<Value> indices = accessIndices(builder, loc, map, at), row;
  for (const ColumnVector &columns : block)
    row.push_back(
        loadColumns(builder, loc, memory, indices, columns, rows.element()));
  return row;
}

SmallVector<Value> RowLoops::loadWeights(OpBuilder &builder) {
  return load(builder, rows.op.getWeights(), rows.weightsMap());
}

SmallVector<Value> RowLoops::loadSums(OpBuilder &builder) {
  return load(builder, rows.op.getInit(), rows.sumsMap());
}

/// The block's sums, one vector each, where the loops stand.
void RowLoops::storeSums(OpBuilder &builder, ValueRange sums) {
  SmallVector<Value> indices = accessIndices(builder, loc, rows.sumsMap(), at);
  for (auto [sum, columns] : llvm::zip_equal(sums, block))
    storeColumns(builder, loc, sum, rows.op.getInit(), indices, columns);
}

SmallVector<Value> RowLoops::createZeros(OpBuilder &builder) {
  SmallVector<Value> zeros;
  for (const ColumnVector &columns : block)
    zeros.push_back(arith::ConstantOp::create(
        builder, loc,
        builder.getZeroAttr(VectorType::get({columns.width}, rows.element()))));
  return zeros;
}

SmallVector<Value> RowLoops::add(OpBuilder &builder, ValueRange sums,
                                 ValueRange row) {
  SmallVector<Value> next;
  for (auto [sum, term] : llvm::zip_equal(sums, row))
    next.push_back(arith::AddFOp::create(builder, loc, sum, term));
  return next;
}

/// At the top of the function or of the parallel iteration.
Value RowLoops::createStack(OpBuilder &builder, MemRefType type) {
  OpBuilder::InsertionGuard guard(builder);
  Block *block = rows.op->getBlock();
  // In a sequential loop each iteration would take new memory.
  while (!isa<scf::ParallelOp>(block->getParentOp()) &&
         !block->getParentOp()->hasTrait<OpTrait::IsIsolatedFromAbove>())
    block = block->getParentOp()->getBlock();
  builder.setInsertionPointToStart(block);
  return memref::AllocaOp::create(builder, loc, type,
                                  builder.getI64IntegerAttr(kRegisterBytes));
}
