//===- DenseProduct.cpp - Spike products by multiplication -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "DenseSpikes.h"
#include "RowLoops.h"
#include "VectorLoops.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"

using namespace mlir;
using namespace mlir::snn;

/// The floats that spikes become at once: two register tiles of rows, and of
/// the sum so much that they stay in the L1 cache.
static constexpr int64_t kTileRows = 16, kTileBits = 256;

namespace {
/// Part of a loop: where it begins, and how many steps it has.
struct Part {
  Value from;
  OpFoldResult size;
};

/// Emits the dense product of one op.
class DenseProduct {
public:
  /// The floats of one tile are on the stack, for all tiles of the thread.
  DenseProduct(OpBuilder &builder, SpikeRows &spikeRows)
      : loops(builder, spikeRows), rows(loops.rows), loc(loops.loc),
        row(*rows.sharingRows()) {
    floats = loops.createStack(
        builder, MemRefType::get({mostSteps(row, kTileRows),
                                  mostSteps(rows.bits, kTileBits)},
                                 rows.element()));
  }

  void emit(OpBuilder &builder) {
    // Filled right before the only contraction, the zeros never reach memory.
    bool isOnePart = loops.sizes.size() == 3 && isWhole(row, kTileRows) &&
                     isWhole(rows.bits, kTileBits);
    if (rows.zeros && !isOnePart)
      builder.clone(*rows.zeros);
    SmallVector<unsigned> others = rows.reduction;
    for (unsigned dim : rows.parallel)
      if (dim != row)
        others.push_back(dim);
    loops.emit(builder, others, [&](OpBuilder &b) {
      emitParts(b, row, kTileRows, [&](OpBuilder &tile, Part at) {
        emitParts(tile, rows.bits, kTileBits, [&](OpBuilder &inner, Part bits) {
          emitTile(inner, at, bits, rows.zeros && isOnePart);
        });
      });
    });
  }

private:
  /// True if one part of `most` steps is known to be all of loop `dim`.
  bool isWhole(unsigned dim, int64_t most) {
    std::optional<int64_t> known = getConstantIntValue(loops.sizes[dim]);
    return known && *known <= most;
  }

  /// The steps of the largest part of loop `dim`, which is what memory is taken
  /// for.
  int64_t mostSteps(unsigned dim, int64_t most) {
    return isWhole(dim, most) ? *getConstantIntValue(loops.sizes[dim]) : most;
  }

  /// Emits `body` for parts of `most` steps of loop `dim`, and a last one of
  /// what is left. Sizes that are known stay so: products of them have better
  /// tiles.
  void emitParts(OpBuilder &builder, unsigned dim, int64_t most,
                 function_ref<void(OpBuilder &, Part)> body) {
    Value size = loops.sizes[dim];
    Value zero = arith::ConstantIndexOp::create(builder, loc, 0);
    if (isWhole(dim, most))
      return body(builder, {zero, getAsOpFoldResult(size)});
    std::optional<int64_t> known = getConstantIntValue(size);
    emitLoop(builder, loc, zero, size, most, [&](OpBuilder &b, Value from) {
      if (known && *known % most == 0)
        return body(b, {from, b.getIndexAttr(most)});
      Value left = arith::SubIOp::create(b, loc, size, from);
      Value limit = arith::ConstantIndexOp::create(b, loc, most);
      Value steps = arith::MinUIOp::create(b, loc, left, limit);
      body(b, {from, steps});
    });
  }

  /// The part of `memory` at the present position that has `parts` of some
  /// loops, as a matrix over those.
  Value createView(OpBuilder &builder, Value memory, AffineMap map,
                   ArrayRef<std::pair<unsigned, Part>> parts) {
    auto type = cast<MemRefType>(memory.getType());
    SmallVector<OpFoldResult> offsets, sizes,
        strides(type.getRank(), builder.getIndexAttr(1));
    SmallVector<int64_t> shape;
    for (unsigned result = 0; result < map.getNumResults(); ++result) {
      unsigned dim = map.getDimPosition(result);
      auto part = llvm::find_if(parts, [&](auto &p) { return p.first == dim; });
      if (part == parts.end()) {
        offsets.push_back(loops.at[dim]);
        sizes.push_back(builder.getIndexAttr(1));
        continue;
      }
      offsets.push_back(getAsOpFoldResult(part->second.from));
      sizes.push_back(part->second.size);
      shape.push_back(getConstantIntValue(part->second.size)
                          .value_or(ShapedType::kDynamic));
    }
    if (llvm::all_of(offsets, isZeroInteger) && shape == type.getShape())
      return memory;
    auto view = cast<MemRefType>(memref::SubViewOp::inferRankReducedResultType(
        shape, type, offsets, sizes, strides));
    return memref::SubViewOp::create(builder, loc, view, memory, offsets, sizes,
                                     strides);
  }

  /// The spikes of one tile as floats, and their product with the weights:
  ///
  ///   linalg.generic ins(spikes : i1) outs(ones : f32)
  ///   linalg.matmul ins(ones, weights) outs(sums)
  void emitTile(OpBuilder &builder, Part at, Part bits, bool fillFirst) {
    Value zero = arith::ConstantIndexOp::create(builder, loc, 0);
    Part columns{zero, getAsOpFoldResult(loops.sizes[rows.columns])};
    Value spikes = createView(builder, rows.op.getSpikes(), rows.spikesMap(),
                              {{row, at}, {rows.bits, bits}});
    Value weights = createView(builder, rows.op.getWeights(), rows.weightsMap(),
                               {{rows.bits, bits}, {rows.columns, columns}});
    Value sums = createView(builder, rows.op.getInit(), rows.sumsMap(),
                            {{row, at}, {rows.columns, columns}});
    Value ones = createView(builder, floats, builder.getMultiDimIdentityMap(2),
                            {{0, {zero, at.size}}, {1, {zero, bits.size}}});
    // Within each operand the loops lie in the order of a matmul: rows of sums
    // and of weights are neighbours, and so are spikes along the bits.
    emitConversion(builder, spikes, ones);
    if (fillFirst)
      builder.clone(*rows.zeros);
    linalg::MatmulOp::create(builder, loc, ValueRange{ones, weights}, sums);
  }

  /// Writes a 1 for each spike, and else a 0.
  void emitConversion(OpBuilder &builder, Value spikes, Value ones) {
    AffineMap identity = builder.getMultiDimIdentityMap(2);
    SmallVector<utils::IteratorType> loopTypes(2,
                                               utils::IteratorType::parallel);
    linalg::GenericOp::create(
        builder, loc, spikes, ones, ArrayRef{identity, identity}, loopTypes,
        [](OpBuilder &b, Location at, ValueRange arguments) {
          Value fires = arguments[0];
          if (!fires.getType().isInteger(1))
            fires = arith::CmpIOp::create(
                b, at, arith::CmpIPredicate::ne, fires,
                arith::ConstantOp::create(b, at,
                                          b.getZeroAttr(fires.getType())));
          Value one =
              arith::UIToFPOp::create(b, at, arguments[1].getType(), fires);
          linalg::YieldOp::create(b, at, one);
        });
  }

  RowLoops loops;
  SpikeRows &rows;
  Location loc;
  unsigned row;
  Value floats;
};
} // namespace

void mlir::snn::emitDenseProduct(OpBuilder &builder, SpikeRows &rows) {
  DenseProduct(builder, rows).emit(builder);
}
