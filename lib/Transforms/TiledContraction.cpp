//===- TiledContraction.cpp - Contractions in tiles of registers ----------===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "TiledContraction.h"
#include "ContractionLoops.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace mlir::snn;

namespace {
/// Emits the loops of one contraction. Loops over rows, columns and the
/// reduction in this order: a tile of the result stays in registers through all
/// of the reduction, and is stored once.
class TiledEmitter : ContractionLoops {
public:
  using ContractionLoops::ContractionLoops;

  void emit(OpBuilder &builder) {
    emitNest(builder, c.outer, [&](OpBuilder &b) { emitRows(b); });
  }

private:
  /// Rows of a tile over a result of `columns` registers: one column needs more
  /// rows for as many accumulators.
  int64_t rowsOver(std::optional<int64_t> columns) {
    return columns == 1 ? tileRows * kTileRegisters : tileRows;
  }

  /// Registers of a tile with few rows, for as many accumulators.
  int64_t registersUnder(int64_t rows) {
    int64_t registers = kTileRegisters;
    while (registers < 8 && rows * registers * 2 <= tileRows * kTileRegisters)
      registers *= 2;
    return registers;
  }

  /// Whole tiles of rows, then the rows that are left: in one tile if it is
  /// known how many, else one at a time. Eight rows and two registers of
  /// columns are a tile, where there are as many.
  void emitRows(OpBuilder &builder) {
    if (!c.m)
      return emitColumns(builder, 1);
    Value size = sizes[*c.m];
    std::optional<int64_t> known = getConstantIntValue(size);
    int64_t rows = rowsOver(columnRegisters());
    Value whole = roundDown(builder, loc, size, rows);
    emitSteps(builder, *c.m, zero, whole, rows,
              [&](OpBuilder &b) { emitColumns(b, rows); });
    int64_t rest = known ? std::max<int64_t>(*known % rows, 1) : 1;
    emitSteps(builder, *c.m, whole, size, rest,
              [&](OpBuilder &b) { emitColumns(b, rest); });
  }

  /// The registers of a row of the result, the last one in part; nothing if
  /// that is not known.
  std::optional<int64_t> columnRegisters() {
    std::optional<int64_t> known = getConstantIntValue(sizes[c.n]);
    if (!known)
      return std::nullopt;
    return llvm::divideCeil(*known, width);
  }

  /// All columns of the present tile of rows.
  void emitColumns(OpBuilder &builder, int64_t rows) {
    if (std::optional<int64_t> registers = columnRegisters())
      emitKnownColumns(builder, rows, *registers);
    else
      emitUnknownColumns(builder, rows);
  }

  /// Whole tiles, and a last one that takes what is left.
  void emitKnownColumns(OpBuilder &builder, int64_t rows, int64_t registers) {
    int64_t size = *getConstantIntValue(sizes[c.n]);
    int64_t tile = registersUnder(rows), last = registers % tile;
    bool isPartial = size % width != 0;
    if (last == 0 && isPartial)
      last = tile;
    Value whole = arith::ConstantIndexOp::create(builder, loc,
                                                 (registers - last) * width);
    emitSteps(builder, c.n, zero, whole, tile * width,
              [&](OpBuilder &b) { emitTile(b, rows, tile, Value()); });
    if (last == 0)
      return;
    emitSteps(builder, c.n, whole, sizes[c.n], last * width, [&](OpBuilder &b) {
      Value mask;
      if (isPartial)
        mask = vector::ConstantMaskOp::create(
            b, loc, VectorType::get({width}, b.getI1Type()),
            ArrayRef<int64_t>{size % width});
      emitTile(b, rows, last, mask);
    });
  }

  /// Whole tiles of columns, then whole registers, then a part of one.
  void emitUnknownColumns(OpBuilder &builder, int64_t rows) {
    Value size = sizes[c.n];
    int64_t tile = width * kTileRegisters;
    Value whole = roundDown(builder, loc, size, tile);
    Value registers = roundDown(builder, loc, size, width);
    emitSteps(builder, c.n, zero, whole, tile, [&](OpBuilder &b) {
      emitTile(b, rows, kTileRegisters, Value());
    });
    emitSteps(builder, c.n, whole, registers, width,
              [&](OpBuilder &b) { emitTile(b, rows, 1, Value()); });
    emitSteps(builder, c.n, registers, size, width, [&](OpBuilder &b) {
      Value rest = arith::SubIOp::create(b, loc, size, loops[c.n]);
      Value mask = vector::CreateMaskOp::create(
          b, loc, VectorType::get({width}, b.getI1Type()), rest);
      emitTile(b, rows, 1, mask);
    });
  }

  /// A loop over dimension `dim`, or nothing if it is known to be empty.
  void emitSteps(OpBuilder &builder, unsigned dim, Value from, Value to,
                 int64_t step, function_ref<void(OpBuilder &)> body) {
    std::optional<int64_t> begin = getConstantIntValue(from);
    if (begin && begin == getConstantIntValue(to))
      return;
    emitLoop(builder, loc, from, to, step, [&](OpBuilder &b, Value iv) {
      loops[dim] = iv;
      body(b);
    });
  }

  /// One tile of C in registers, through all of the reduction; `mask` is that
  /// of its last column of registers.
  void emitTile(OpBuilder &builder, int64_t rows, int64_t registers,
                Value mask) {
    auto maskOf = [&](int64_t reg) {
      return reg + 1 == registers ? mask : Value();
    };
    SmallVector<Value> tile;
    if (c.zeros)
      tile.assign(rows * registers, zeros(builder));
    else
      for (int64_t row = 0; row < rows; ++row)
        for (int64_t reg = 0; reg < registers; ++reg)
          tile.push_back(
              load(builder, c.c, c.cMap, row, reg * width, maskOf(reg)));
    tile = emitReduction(builder, c.reduction, tile, rows, registers, mask);
    for (int64_t row = 0; row < rows; ++row)
      for (int64_t reg = 0; reg < registers; ++reg)
        store(builder, tile[row * registers + reg], row, reg * width,
              maskOf(reg));
  }

  /// The tile's registers after the loops over `dims`, outermost first.
  SmallVector<Value> emitReduction(OpBuilder &builder, ArrayRef<unsigned> dims,
                                   ValueRange tile, int64_t rows,
                                   int64_t registers, Value mask) {
    if (dims.empty())
      return emitUpdate(builder, tile, rows, registers, mask);
    return emitLoop(builder, loc, zero, sizes[dims[0]], 1, tile,
                    [&](OpBuilder &b, Value iv, ValueRange carried) {
                      loops[dims[0]] = iv;
                      return emitReduction(b, dims.drop_front(), carried, rows,
                                           registers, mask);
                    });
  }

  /// Adds one outer product to the tile.
  SmallVector<Value> emitUpdate(OpBuilder &builder, ValueRange tile,
                                int64_t rows, int64_t registers, Value mask) {
    SmallVector<Value> right;
    for (int64_t reg = 0; reg < registers; ++reg)
      right.push_back(load(builder, c.b, c.bMap, 0, reg * width,
                           reg + 1 == registers ? mask : Value()));
    return addProducts(builder, tile, rows, right, [&](int64_t row) -> Value {
      return memref::LoadOp::create(
          builder, loc, c.a,
          accessIndices(builder, loc, c.aMap, loopsAt(builder, row, 0)));
    });
  }
};
} // namespace

void mlir::snn::emitTiledContraction(OpBuilder &builder,
                                     const Contraction &contraction) {
  TiledEmitter(builder, contraction).emit(builder);
}
