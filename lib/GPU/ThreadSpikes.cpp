//===- ThreadSpikes.cpp - Products by spikes in the threads ---------------===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ThreadSpikes.h"
#include "Blocks.h"
#include "SpikeMasks.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/IRMapping.h"

using namespace mlir;
using namespace mlir::snn;

/// More rows than these have threads of their own.
static constexpr int64_t kMostRows = 8;

linalg::LinalgOp SpikeWalk::structured() const {
  return cast<linalg::LinalgOp>(static_cast<Operation *>(op));
}

std::optional<SpikeWalk> mlir::snn::matchSpikeWalk(SpikeMatmulOp op) {
  auto structured = cast<linalg::LinalgOp>(op.getOperation());
  AffineMap spikes = structured.getIndexingMapsArray()[0];
  auto type = cast<MemRefType>(op.getSpikes().getType());
  if (type.getRank() == 0 || !type.isLastDimUnitStride())
    return std::nullopt;
  SpikeWalk walk;
  walk.op = op;
  walk.walked = cast<AffineDimExpr>(spikes.getResults().back()).getPosition();
  int64_t numRows = 1;
  SmallVector<int64_t> sizes = structured.getStaticLoopRanges();
  for (auto [i, kind] : llvm::enumerate(structured.getIteratorTypesArray())) {
    bool isSum = kind == utils::IteratorType::reduction;
    if (i == walk.walked) {
      walk.walksSum = isSum;
    } else if (isSum) {
      walk.sums.push_back(i);
    } else if (spikes.isFunctionOfDim(i)) {
      numRows =
          ShapedType::isDynamic(sizes[i]) ? kMostRows + 1 : numRows * sizes[i];
      walk.rows.push_back(i);
    } else {
      walk.columns.push_back(i);
    }
  }
  if (walk.columns.empty() || numRows > kMostRows)
    return std::nullopt;
  return walk;
}

namespace {
/// Emits one walk.
class WalkEmitter {
public:
  WalkEmitter(const SpikeWalk &walk, ArrayRef<Range> ranges)
      : walk(walk), op(walk.structured()), ranges(ranges), loc(op.getLoc()) {}

  /// Rows, then the thread's columns, then sums.
  void emit(OpBuilder &builder, const ThreadShare &share) {
    Value zero = arith::ConstantIndexOp::create(builder, loc, 0);
    SmallVector<Value> ivs(op.getNumLoops(), zero);
    emitNest(builder, loc, sizesOf(ranges, walk.rows),
             [&](OpBuilder &b, ValueRange place) {
               SmallVector<Value> row = placed(ivs, walk.rows, place);
               emitThreadElements(
                   b, loc, sizesOf(ranges, walk.columns), share,
                   [&](OpBuilder &inner, ValueRange columns) {
                     emitColumn(inner, placed(row, walk.columns, columns));
                   });
             });
  }

private:
  SmallVector<Value> place(OpBuilder &b, unsigned operand, ValueRange ivs) {
    return placeOf(b, loc, op.getIndexingMapsArray()[operand], ivs);
  }

  Value loadResult(OpBuilder &b, ValueRange ivs) {
    return memref::LoadOp::create(b, loc, op.getDpsInits()[0],
                                  place(b, 2, ivs));
  }

  void storeResult(OpBuilder &b, ValueRange ivs, Value value) {
    memref::StoreOp::create(b, loc, value, op.getDpsInits()[0],
                            place(b, 2, ivs));
  }

  Value loadWeight(OpBuilder &b, ValueRange ivs) {
    return memref::LoadOp::create(b, loc, op.getDpsInputs()[1],
                                  place(b, 1, ivs));
  }

  /// `sum` and `weight`, as the op's body adds them for a set spike.
  Value add(OpBuilder &b, Value weight, Value sum) {
    Block *body = op.getBlock();
    IRMapping mapping;
    Type spike = body->getArgument(0).getType();
    mapping.map(body->getArgument(0),
                arith::ConstantOp::create(b, loc, b.getIntegerAttr(spike, 1)));
    mapping.map(body->getArgument(1), weight);
    mapping.map(body->getArgument(2), sum);
    for (Operation &inner : body->without_terminator())
      b.clone(inner, mapping);
    return mapping.lookup(body->getTerminator()->getOperand(0));
  }

  /// One sum in a register, or a row of results in memory.
  void emitColumn(OpBuilder &b, ArrayRef<Value> ivs) {
    SmallVector<OpFoldResult> sizes = sizesOf(ranges, walk.sums);
    if (!walk.walksSum)
      return emitNest(b, loc, sizes, [&](OpBuilder &inner, ValueRange place) {
        emitResults(inner, placed(ivs, walk.sums, place));
      });
    SmallVector<Value> sums = emitNest(
        b, loc, sizes, loadResult(b, ivs),
        [&](OpBuilder &inner, ValueRange place,
            ValueRange carried) -> SmallVector<Value> {
          return emitWeights(inner, placed(ivs, walk.sums, place), carried);
        });
    storeResult(b, ivs, sums[0]);
  }

  /// Adds the weight at `ivs` to the results that set spikes choose. In a batch
  /// each of them has a weight of its own.
  void emitResults(OpBuilder &builder, SmallVector<Value> ivs) {
    bool isOwn = op.getIndexingMapsArray()[1].isFunctionOfDim(walk.walked);
    Value weight = isOwn ? Value() : loadWeight(builder, ivs);
    auto load = [&](OpBuilder &b, Value position) {
      ivs[walk.walked] = position;
      return loadResult(b, ivs);
    };
    auto use = [&](OpBuilder &b, Value position, Value loaded,
                   ValueRange) -> SmallVector<Value> {
      ivs[walk.walked] = position;
      storeResult(b, ivs, add(b, weight ? weight : loadWeight(b, ivs), loaded));
      return {};
    };
    (void)emitSetSpikes(builder, spikesAt(builder, ivs), ValueRange{},
                        {load, use});
  }

  /// Adds the weights that set spikes choose to one result.
  SmallVector<Value> emitWeights(OpBuilder &builder, SmallVector<Value> ivs,
                                 ValueRange sum) {
    auto load = [&](OpBuilder &b, Value position) {
      ivs[walk.walked] = position;
      return loadWeight(b, ivs);
    };
    auto use = [&](OpBuilder &b, Value, Value loaded,
                   ValueRange carried) -> SmallVector<Value> {
      return {add(b, loaded, carried[0])};
    };
    return emitSetSpikes(builder, spikesAt(builder, ivs), sum, {load, use});
  }

  /// The row of spikes that `ivs` are at.
  SpikeRow spikesAt(OpBuilder &b, SmallVector<Value> ivs) {
    ivs[walk.walked] = arith::ConstantIndexOp::create(b, loc, 0);
    return {loc, op.getDpsInputs()[0], place(b, 0, ivs),
            ranges[walk.walked].size};
  }

  const SpikeWalk &walk;
  linalg::LinalgOp op;
  ArrayRef<Range> ranges;
  Location loc;
};
} // namespace

void mlir::snn::emitSpikeWalk(OpBuilder &builder, const SpikeWalk &walk,
                              const ThreadShare &share) {
  linalg::LinalgOp op = walk.structured();
  SmallVector<Range> ranges = op.createLoopRanges(builder, op.getLoc());
  WalkEmitter(walk, ranges).emit(builder, share);
}
