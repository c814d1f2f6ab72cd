//===- LowerContractions.cpp - Contractions become register-tiled loops -*-
//-*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "VectorLoops.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/Matchers.h"
#include "snn/Transforms/Passes.h"

namespace mlir::snn {
#define GEN_PASS_DEF_LOWERCONTRACTIONSPASS
#include "snn/Transforms/Passes.h.inc"
} // namespace mlir::snn

using namespace mlir;
using namespace mlir::snn;

/// Rows and registers of a tile of the result: 16 accumulators hide the latency
/// of the products, and with 2 registers of the right side and a broadcast they
/// fit in 32 registers. Tiles of 16 rows by 2 registers spill.
static constexpr int64_t kTileRows = 8;
static constexpr int64_t kTileRegisters = 2;

/// Rows of a tile over a result of `columns` registers: one column needs more
/// rows for as many accumulators.
static int64_t tileRows(std::optional<int64_t> columns) {
  return columns == 1 ? kTileRows * kTileRegisters : kTileRows;
}

/// Registers of a tile with few rows, for as many accumulators.
static int64_t tileRegisters(int64_t rows) {
  int64_t registers = kTileRegisters;
  while (registers < 8 && rows * registers * 2 <= kTileRows * kTileRegisters)
    registers *= 2;
  return registers;
}

namespace {
/// A contraction C[.., m, n] += A[.., m, k] * B[.., k, n] with n the contiguous
/// dimension of B and C.
struct Contraction {
  linalg::LinalgOp op;
  Value a, b, c;
  AffineMap aMap, bMap, cMap;
  unsigned n;
  /// The dimension that is tiled by rows; none for a single row.
  std::optional<unsigned> m;
  SmallVector<unsigned> outer, reduction;
  /// Fills C with zeros right before, which registers can do; may be null.
  Operation *zeros = nullptr;
};

/// Emits the loops of one contraction.
class ContractionEmitter {
public:
  ContractionEmitter(OpBuilder &builder, Contraction contraction)
      : c(std::move(contraction)), loc(c.op.getLoc()),
        sizes(loopSizes(builder, c.op)), loops(sizes.size()) {
    element = cast<MemRefType>(c.c.getType()).getElementType();
    zero = arith::ConstantIndexOp::create(builder, loc, 0);
  }

  void emit(OpBuilder &builder) { emitOuter(builder, c.outer); }

private:
  void emitOuter(OpBuilder &builder, ArrayRef<unsigned> dims) {
    if (dims.empty())
      return emitRows(builder);
    emitLoop(builder, loc, zero, sizes[dims[0]], 1,
             [&](OpBuilder &b, Value iv) {
               loops[dims[0]] = iv;
               emitOuter(b, dims.drop_front());
             });
  }

  /// Whole tiles of rows, then the rows that are left: in one tile if it is
  /// known how many, else one at a time.
  void emitRows(OpBuilder &builder) {
    if (!c.m)
      return emitColumns(builder, 1);
    Value size = sizes[*c.m];
    std::optional<int64_t> known = getConstantIntValue(size);
    int64_t rows = tileRows(columnRegisters());
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
    return llvm::divideCeil(*known, lanes(element));
  }

  void emitColumns(OpBuilder &builder, int64_t rows) {
    if (std::optional<int64_t> registers = columnRegisters())
      emitKnownColumns(builder, rows, *registers);
    else
      emitUnknownColumns(builder, rows);
  }

  /// Whole tiles, and a last one that takes what is left.
  void emitKnownColumns(OpBuilder &builder, int64_t rows, int64_t registers) {
    int64_t width = lanes(element), size = *getConstantIntValue(sizes[c.n]);
    int64_t tile = tileRegisters(rows), last = registers % tile;
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
    int64_t width = lanes(element), tile = width * kTileRegisters;
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

  /// The loops with `row` and `column` added to where the tile begins.
  SmallVector<Value> loopsAt(OpBuilder &builder, int64_t row, int64_t column) {
    SmallVector<Value> at = loops;
    auto shift = [&](unsigned dim, int64_t by) {
      if (by)
        at[dim] = arith::AddIOp::create(
            builder, loc, at[dim],
            arith::ConstantIndexOp::create(builder, loc, by));
    };
    if (c.m)
      shift(*c.m, row);
    shift(c.n, column);
    return at;
  }

  VectorType vectorType() { return VectorType::get({lanes(element)}, element); }

  Value load(OpBuilder &builder, Value memory, AffineMap map, int64_t row,
             int64_t column, Value mask) {
    auto indices =
        accessIndices(builder, loc, map, loopsAt(builder, row, column));
    VectorType type = vectorType();
    if (!mask)
      return vector::LoadOp::create(builder, loc, type, memory, indices);
    Value none =
        arith::ConstantOp::create(builder, loc, builder.getZeroAttr(type));
    return vector::MaskedLoadOp::create(builder, loc, type, memory, indices,
                                        mask, none);
  }

  void store(OpBuilder &builder, Value value, int64_t row, int64_t column,
             Value mask) {
    auto indices =
        accessIndices(builder, loc, c.cMap, loopsAt(builder, row, column));
    if (mask)
      vector::MaskedStoreOp::create(builder, loc, c.c, indices, mask, value);
    else
      vector::StoreOp::create(builder, loc, value, c.c, indices);
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
      tile.assign(rows * registers,
                  arith::ConstantOp::create(builder, loc,
                                            builder.getZeroAttr(vectorType())));
    else
      for (int64_t row = 0; row < rows; ++row)
        for (int64_t reg = 0; reg < registers; ++reg)
          tile.push_back(load(builder, c.c, c.cMap, row, reg * lanes(element),
                              maskOf(reg)));
    tile = emitReduction(builder, c.reduction, tile, rows, registers, mask);
    for (int64_t row = 0; row < rows; ++row)
      for (int64_t reg = 0; reg < registers; ++reg)
        store(builder, tile[row * registers + reg], row, reg * lanes(element),
              maskOf(reg));
  }

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
    SmallVector<Value> right, updated;
    for (int64_t reg = 0; reg < registers; ++reg)
      right.push_back(load(builder, c.b, c.bMap, 0, reg * lanes(element),
                           reg + 1 == registers ? mask : Value()));
    VectorType type = vectorType();
    for (int64_t row = 0; row < rows; ++row) {
      Value scalar = memref::LoadOp::create(
          builder, loc, c.a,
          accessIndices(builder, loc, c.aMap, loopsAt(builder, row, 0)));
      Value left = vector::BroadcastOp::create(builder, loc, type, scalar);
      for (int64_t reg = 0; reg < registers; ++reg) {
        Value product = arith::MulFOp::create(builder, loc, left, right[reg]);
        updated.push_back(arith::AddFOp::create(
            builder, loc, tile[row * registers + reg], product));
      }
    }
    return updated;
  }

  Contraction c;
  Location loc;
  SmallVector<Value> sizes, loops;
  Type element;
  Value zero;
};
} // namespace

/// The last dimension that `map` accesses, if its last result is one.
static std::optional<unsigned> innermost(AffineMap map) {
  if (map.getNumResults() == 0)
    return std::nullopt;
  auto dim = dyn_cast<AffineDimExpr>(map.getResults().back());
  return dim ? std::optional<unsigned>(dim.getPosition()) : std::nullopt;
}

/// Reads `op` as a contraction whose right side is operand number `right`.
static FailureOr<Contraction> matchSides(linalg::LinalgOp op, unsigned right) {
  SmallVector<AffineMap> maps = op.getIndexingMapsArray();
  Contraction result{op,
                     op.getDpsInputs()[1 - right],
                     op.getDpsInputs()[right],
                     op.getDpsInits()[0],
                     maps[1 - right],
                     maps[right],
                     maps[2],
                     0,
                     std::nullopt,
                     {},
                     {},
                     nullptr};
  std::optional<unsigned> n = innermost(result.cMap);
  if (!n || n != innermost(result.bMap) || result.aMap.isFunctionOfDim(*n) ||
      !hasUnitInnerStride(result.b.getType()) ||
      !hasUnitInnerStride(result.c.getType()))
    return failure();
  result.n = *n;
  op.getReductionDims(result.reduction);
  SmallVector<unsigned> parallel;
  op.getParallelDims(parallel);
  // Rows: a dimension of A and C that B does not have; the last is the one
  // whose tiles lie closest together.
  for (unsigned dim : parallel)
    if (dim != *n && !result.bMap.isFunctionOfDim(dim))
      result.m = dim;
  for (unsigned dim : parallel)
    if (dim != *n && dim != result.m)
      result.outer.push_back(dim);
  return result;
}

/// The op right before `op` in effect that fills `memory` with zeros, if there
/// is one: -0.0 is none.
static Operation *findZeros(Operation *op, Value memory) {
  Operation *before = op->getPrevNode();
  while (before && isMemoryEffectFree(before))
    before = before->getPrevNode();
  auto fill = dyn_cast_or_null<linalg::FillOp>(before);
  if (!fill || fill.output() != memory ||
      !matchPattern(fill.value(), m_PosZeroFloat()))
    return nullptr;
  return fill;
}

static FailureOr<Contraction> matchContraction(linalg::LinalgOp op) {
  if (!op.hasPureBufferSemantics() || !linalg::isaContractionOpInterface(op) ||
      !llvm::all_of(op.getIndexingMapsArray(), [](AffineMap map) {
        return map.isProjectedPermutation(/*allowZeroInResults=*/false);
      }))
    return failure();
  auto elementOf = [](Value v) { return getElementTypeOrSelf(v.getType()); };
  Type element = elementOf(op.getDpsInits()[0]);
  if (!(element.isF32() || element.isF64()) ||
      !llvm::all_of(op.getDpsInputs(),
                    [&](Value v) {
                      return isa<MemRefType>(v.getType()) &&
                             elementOf(v) == element;
                    }) ||
      !isa<arith::MulFOp>(op.getBlock()->front()))
    return failure();
  auto sides = matchSides(op, 1);
  return succeeded(sides) ? sides : matchSides(op, 0);
}

namespace {
struct LowerContractionsPass
    : snn::impl::LowerContractionsPassBase<LowerContractionsPass> {
  void runOnOperation() override {
    getOperation()->walk([&](linalg::LinalgOp op) {
      auto contraction = matchContraction(op);
      if (failed(contraction))
        return;
      OpBuilder builder(op);
      contraction->zeros = findZeros(op, contraction->c);
      ContractionEmitter(builder, *contraction).emit(builder);
      op->erase();
      if (contraction->zeros)
        contraction->zeros->erase();
      ++numLowered;
    });
  }
};
} // namespace
