//===- PackedContraction.cpp - Large contractions in packed blocks --------===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "PackedContraction.h"
#include "PackedOperands.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace mlir::snn;

/// Bytes of a row of the right side that are packed together: 4 MiB with the
/// depth of a block, of which a core needs 32 KiB at a time.
static constexpr int64_t kBlockColumnBytes = 16384;
/// Blocks of the result that there should be at least, for threads to share.
static constexpr int64_t kFewBlocks = 8;
/// Products from which on starting threads and packing cost little.
static constexpr int64_t kManyProducts = int64_t(1) << 24;
/// Rows from which on it pays to pack the right side.
static constexpr int64_t kManyRows = 32;

namespace {
/// Emits the blocks of one contraction. The loops of the base stand where a
/// block begins, and in a tile where the tile begins.
///
///   for each block of columns, for each block of the reduction
///     pack the right side, a panel of columns to a thread
///     for each block of rows, for each group of panels, on any thread
///       pack the left side
///       for each panel, for each tile of rows: one tile in registers
class PackedEmitter : PackedOperands {
public:
  PackedEmitter(OpBuilder &builder, const Contraction &contraction)
      : PackedOperands(builder, contraction) {}

  /// Outer dimensions are products of their own, one after the other.
  void emit(OpBuilder &builder) {
    emitNest(builder, c.outer, [&](OpBuilder &b) { emitColumnBlocks(b); });
  }

private:
  /// What is packed of the right side, for all blocks one after the other.
  void emitColumnBlocks(OpBuilder &builder) {
    int64_t blockColumns =
        kBlockColumnBytes * 8 / element.getIntOrFloatBitWidth();
    Value size = sizes[c.n];
    Value panels =
        ceilDiv(builder, least(builder, size, index(builder, blockColumns)),
                tileColumns());
    right = allocateRight(builder, panels);
    emitLoop(builder, loc, zero, size, blockColumns,
             [&](OpBuilder &b, Value iv) {
               loops[c.n] = iv;
               columns = rest(b, size, iv, blockColumns);
               emitNest(b, sums, [&](OpBuilder &inner) { emitDepths(inner); });
             });
    memref::DeallocOp::create(builder, loc, right);
  }

  /// The blocks of the reduction. One that is empty has a block all the same:
  /// somebody has to write the zeros.
  void emitDepths(OpBuilder &builder) {
    Value end = sizes[k];
    if (!getConstantIntValue(end))
      end = arith::MaxUIOp::create(builder, loc, end, index(builder, 1));
    emitLoop(builder, loc, zero, end, kBlockDepth, [&](OpBuilder &b, Value iv) {
      loops[k] = iv;
      depth = rest(b, sizes[k], iv, kBlockDepth);
      isFirst = emitIsFirst(b);
      packRight(b);
      emitBlocks(b);
    });
  }

  /// Whether the result is still the zeros that it begins with; null if that is
  /// known, one way or the other.
  Value emitIsFirst(OpBuilder &builder) {
    std::optional<int64_t> known = getConstantIntValue(sizes[k]);
    if (!c.zeros || (sums.empty() && known && *known <= kBlockDepth))
      return {};
    SmallVector<unsigned> dims = sums;
    dims.push_back(k);
    Value first;
    for (unsigned dim : dims) {
      Value begins = arith::CmpIOp::create(
          builder, loc, arith::CmpIPredicate::eq, loops[dim], zero);
      first =
          first ? arith::AndIOp::create(builder, loc, first, begins) : begins;
    }
    return first;
  }

  /// The blocks of the result, each on one thread.
  void emitBlocks(OpBuilder &builder) {
    Value panels = ceilDiv(builder, columns, tileColumns());
    Value blocks = ceilDiv(builder, sizes[m], kBlockRows);
    Value groups = arith::CeilDivUIOp::create(
        builder, loc, index(builder, kFewBlocks), blocks);
    Value share = arith::CeilDivUIOp::create(builder, loc, panels, groups);
    emitParallel(builder, {blocks, groups}, [&](OpBuilder &b, ValueRange ivs) {
      Value firstRow = times(b, ivs[0], kBlockRows);
      loops[m] = firstRow;
      rows = rest(b, sizes[m], firstRow, kBlockRows);
      Value from = arith::MulIOp::create(b, loc, ivs[1], share);
      Value to = least(b, panels, arith::AddIOp::create(b, loc, from, share));
      left = allocateLeft(b);
      scratch = memref::AllocaOp::create(
          b, loc, MemRefType::get({tileRows, tileColumns()}, element),
          b.getI64IntegerAttr(kRegisterBytes));
      packLeft(b);
      emitPanels(b, from, to);
    });
  }

  /// The block's tiles, down one panel of columns after the other.
  void emitPanels(OpBuilder &builder, Value from, Value to) {
    Value firstRow = loops[m], firstColumn = loops[c.n];
    Value whole = arith::DivUIOp::create(builder, loc, columns,
                                         index(builder, tileColumns()));
    Value wholeRows = roundDown(builder, loc, rows, tileRows);
    auto emitTiles = [&](OpBuilder &b, Value panel, bool isWhole, Value top,
                         Value bottom) {
      emitLoop(b, loc, top, bottom, tileRows, [&](OpBuilder &inner, Value row) {
        loops[m] = arith::AddIOp::create(inner, loc, firstRow, row);
        loops[c.n] = arith::AddIOp::create(inner, loc, firstColumn,
                                           times(inner, panel, tileColumns()));
        if (isWhole)
          emitWholeTile(inner, panel, row);
        else
          emitPartOfTile(inner, panel, row);
      });
    };
    emitLoop(builder, loc, from, least(builder, to, whole), 1,
             [&](OpBuilder &b, Value panel) {
               emitTiles(b, panel, true, zero, wholeRows);
               if (!divides(sizes[m], tileRows))
                 emitTiles(b, panel, false, wholeRows, rows);
             });
    if (!divides(sizes[c.n], tileColumns()))
      emitLoop(builder, loc, arith::MaxUIOp::create(builder, loc, from, whole),
               to, 1, [&](OpBuilder &b, Value panel) {
                 emitTiles(b, panel, false, zero, rows);
               });
    loops[m] = firstRow;
    loops[c.n] = firstColumn;
  }

  /// A tile that lies in the result, which it starts from and is stored to.
  void emitWholeTile(OpBuilder &builder, Value panel, Value row) {
    SmallVector<Value> tile = emitStart(builder, [&](OpBuilder &b) {
      SmallVector<Value> loaded;
      forEachRegister([&](int64_t r, int64_t column) {
        loaded.push_back(load(b, c.c, c.cMap, r, column, Value()));
      });
      return loaded;
    });
    tile = emitReduction(builder, tile, panel, row);
    unsigned next = 0;
    forEachRegister([&](int64_t r, int64_t column) {
      store(builder, tile[next++], r, column, Value());
    });
  }

  /// A tile at the end of rows or columns, in scratch memory: computed whole,
  /// of which the part that is in the result is copied from it and to it.
  void emitPartOfTile(OpBuilder &builder, Value panel, Value row) {
    Value bottom = least(builder, index(builder, tileRows),
                         arith::SubIOp::create(builder, loc, rows, row));
    auto scratchAt = [&](OpBuilder &b, int64_t r, int64_t column) {
      return SmallVector<Value>{index(b, r), index(b, column)};
    };
    SmallVector<Value> tile = emitStart(builder, [&](OpBuilder &b) {
      copyRows(b, bottom, /*toScratch=*/true);
      SmallVector<Value> loaded;
      forEachRegister([&](int64_t r, int64_t column) {
        loaded.push_back(vector::LoadOp::create(b, loc, vectorType(), scratch,
                                                scratchAt(b, r, column)));
      });
      return loaded;
    });
    tile = emitReduction(builder, tile, panel, row);
    unsigned next = 0;
    forEachRegister([&](int64_t r, int64_t column) {
      vector::StoreOp::create(builder, loc, tile[next++], scratch,
                              scratchAt(builder, r, column));
    });
    copyRows(builder, bottom, /*toScratch=*/false);
  }

  /// The registers that a tile starts with: zeros, or those that `load` gives.
  SmallVector<Value>
  emitStart(OpBuilder &builder,
            function_ref<SmallVector<Value>(OpBuilder &)> load) {
    if (!c.zeros)
      return load(builder);
    SmallVector<Value> none(tileRows * kTileRegisters, zeros(builder));
    if (!isFirst)
      return none;
    auto choice = scf::IfOp::create(
        builder, loc, isFirst,
        [&](OpBuilder &b, Location) { scf::YieldOp::create(b, loc, none); },
        [&](OpBuilder &b, Location) { scf::YieldOp::create(b, loc, load(b)); });
    return llvm::to_vector_of<Value>(choice.getResults());
  }

  /// Copies the first `bottom` rows of the tile, as far as they are columns of
  /// the result, from the result to the scratch tile or back.
  void copyRows(OpBuilder &builder, Value bottom, bool toScratch) {
    Value firstRow = loops[m];
    emitLoop(builder, loc, zero, bottom, 1, [&](OpBuilder &b, Value r) {
      loops[m] = arith::AddIOp::create(b, loc, firstRow, r);
      for (int64_t reg = 0; reg < kTileRegisters; ++reg) {
        int64_t column = reg * width;
        Value mask = columnMask(b, column);
        SmallVector<Value> at = {r, index(b, column)};
        if (toScratch)
          vector::StoreOp::create(b, loc, load(b, c.c, c.cMap, 0, column, mask),
                                  scratch, at);
        else
          store(b, vector::LoadOp::create(b, loc, vectorType(), scratch, at), 0,
                column, mask);
      }
    });
    loops[m] = firstRow;
  }

  /// The tile's registers after all steps of the block: one outer product a
  /// step, of packed columns and packed rows.
  SmallVector<Value> emitReduction(OpBuilder &builder, ValueRange tile,
                                   Value panel, Value row) {
    return emitLoop(builder, loc, zero, depth, 1, tile,
                    [&](OpBuilder &b, Value step, ValueRange carried) {
                      SmallVector<Value> registers;
                      for (int64_t reg = 0; reg < kTileRegisters; ++reg)
                        registers.push_back(vector::LoadOp::create(
                            b, loc, vectorType(), right,
                            ValueRange{panel, step, index(b, reg * width)}));
                      return addProducts(
                          b, carried, tileRows, registers,
                          [&](int64_t r) { return leftAt(b, row, r, step); });
                    });
  }

  /// Visits the registers of a tile in the order in which they are carried.
  void forEachRegister(function_ref<void(int64_t row, int64_t column)> visit) {
    for (int64_t row = 0; row < tileRows; ++row)
      for (int64_t reg = 0; reg < kTileRegisters; ++reg)
        visit(row, reg * width);
  }

  Value isFirst, scratch;
};
} // namespace

//===----------------------------------------------------------------------===//
// Which contractions
//===----------------------------------------------------------------------===//

/// The dimensions of one block row, column and reduction: those that decide.
static SmallVector<unsigned> decidingDims(const Contraction &contraction) {
  SmallVector<unsigned> dims = {*contraction.m, contraction.n};
  llvm::append_range(dims, contraction.reduction);
  return dims;
}

/// A size as far as it is known, which is at least `known`.
static bool isSmaller(int64_t known, int64_t bound) {
  return !ShapedType::isDynamic(known) && known < bound;
}

/// Sizes decide, and a size that is not known only if those that are do not
/// already.
Packing mlir::snn::choosePacking(const Contraction &contraction) {
  if (!contraction.m || contraction.hasWindows())
    return Packing::Never;
  linalg::LinalgOp op = contraction.op;
  SmallVector<int64_t> sizes = op.getStaticLoopRanges();
  Type element = getElementTypeOrSelf(contraction.c.getType());
  if (isSmaller(sizes[*contraction.m], kManyRows) ||
      isSmaller(sizes[contraction.n], lanes(op, element)))
    return Packing::Never;
  int64_t products = 1;
  for (unsigned dim : decidingDims(contraction)) {
    if (ShapedType::isDynamic(sizes[dim]))
      return Packing::AtRunTime;
    products *= sizes[dim];
  }
  return products < kManyProducts ? Packing::Never : Packing::Always;
}

/// The same conditions as above, for the sizes that the program has.
Value mlir::snn::emitPackingPays(OpBuilder &builder,
                                 const Contraction &contraction) {
  linalg::LinalgOp op = contraction.op;
  Location loc = op.getLoc();
  SmallVector<Value> sizes = loopSizes(builder, op);
  auto isAtLeast = [&](Value size, int64_t bound) -> Value {
    return arith::CmpIOp::create(
        builder, loc, arith::CmpIPredicate::uge, size,
        arith::ConstantIndexOp::create(builder, loc, bound));
  };
  Value products = arith::ConstantIndexOp::create(builder, loc, 1);
  for (unsigned dim : decidingDims(contraction))
    products = arith::MulIOp::create(builder, loc, products, sizes[dim]);
  Type element = getElementTypeOrSelf(contraction.c.getType());
  Value pays = isAtLeast(products, kManyProducts);
  for (Value condition : {isAtLeast(sizes[*contraction.m], kManyRows),
                          isAtLeast(sizes[contraction.n], lanes(op, element))})
    pays = arith::AndIOp::create(builder, loc, pays, condition);
  return pays;
}

void mlir::snn::emitPackedContraction(OpBuilder &builder,
                                      const Contraction &contraction) {
  PackedEmitter(builder, contraction).emit(builder);
}
