//===- SpikeMasks.cpp - The set spikes of a row, by masks of bits ---------===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "SpikeMasks.h"
#include "Blocks.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace mlir::snn;

/// Spikes that make a mask, and bytes of the words that they are loaded in.
static constexpr int64_t kMaskSpikes = 32, kWordBytes = 4;

/// Spikes whose loads are under way at once, before the first is looked at.
static constexpr int64_t kChunkSpikes = 128;

/// Set spikes that are done at once. Each waits for a load from shared memory,
/// and bits are found faster than that.
static constexpr int kTogether = 4;

namespace {
/// A row as bytes, and how many of them a load takes.
struct RowBytes {
  Value memory;
  int64_t width;
};
} // namespace

/// The largest number of bytes up to 16 that each row of `memref` starts at a
/// multiple of: what allocates gives 16 or more.
static int64_t alignmentOf(Value memref) {
  auto type = cast<MemRefType>(memref.getType());
  int64_t alignment = 16;
  auto divide = [&](int64_t bytes) {
    while (ShapedType::isDynamic(bytes) || bytes % alignment != 0) {
      if (alignment == 1)
        return;
      alignment /= 2;
    }
  };
  SmallVector<int64_t> strides;
  int64_t offset;
  if (failed(type.getStridesAndOffset(strides, offset)))
    return 1;
  for (int64_t stride : ArrayRef(strides).drop_back())
    divide(stride);
  if (auto view = memref.getDefiningOp<memref::SubViewOp>()) {
    // A step along another dimension is a multiple of that one's stride.
    alignment = std::min(alignment, alignmentOf(view.getSource()));
    divide(view.getStaticOffsets().back());
    return alignment;
  }
  bool isStart = isDense(type);
  bool isAllocated = memref.getDefiningOp<memref::ViewOp>() ||
                     memref.getDefiningOp<memref::AllocOp>();
  auto argument = dyn_cast<BlockArgument>(memref);
  bool isCopied =
      argument && isa<func::FuncOp>(argument.getOwner()->getParentOp());
  return isStart && (isAllocated || isCopied) ? alignment : 1;
}

/// A row as bytes: an i1 lies in one.
static Value asBytes(OpBuilder &builder, Location loc, Value memory) {
  auto type = cast<MemRefType>(memory.getType());
  if (type.getElementType().isInteger(8))
    return memory;
  MemRefType bytes =
      MemRefType::Builder(type).setElementType(builder.getI8Type());
  return UnrealizedConversionCastOp::create(builder, loc, bytes, memory)
      .getResult(0);
}

/// Four bytes of 0 or 1 as four bits. The factor moves bit 8i to bit 24 + i;
/// no two products meet, so that nothing is carried.
static Value packWord(OpBuilder &b, Location loc, Value word) {
  auto number = [&](int64_t value) {
    return arith::ConstantIntOp::create(b, loc, value, 32);
  };
  Value spread = arith::MulIOp::create(b, loc, word, number(0x01020408));
  return arith::ShRUIOp::create(b, loc, spread, number(24));
}

/// The mask of `count` spikes from `first` on, loaded `width` bytes at a
/// time.
static Value emitMask(OpBuilder &b, const SpikeRow &row, RowBytes bytes,
                      Value first, int64_t count) {
  Location loc = row.loc;
  int64_t width = bytes.width;
  auto loaded = VectorType::get({width}, b.getI8Type());
  auto words = VectorType::get({width / kWordBytes}, b.getI32Type());
  Value mask = arith::ConstantIntOp::create(b, loc, 0, 32);
  for (int64_t i = 0; i < count; i += width) {
    SmallVector<Value> place = row.place;
    Value position = arith::AddIOp::create(
        b, loc, first, arith::ConstantIndexOp::create(b, loc, i));
    place.back() = arith::AddIOp::create(b, loc, place.back(), position);
    Value part =
        vector::LoadOp::create(b, loc, loaded, bytes.memory, place,
                               /*nontemporal=*/false, llvm::MaybeAlign(width));
    Value cast = vector::BitCastOp::create(b, loc, words, part);
    for (int64_t w = 0; w < width / kWordBytes; ++w) {
      Value bits = packWord(b, loc, vector::ExtractOp::create(b, loc, cast, w));
      Value shift =
          arith::ConstantIntOp::create(b, loc, i + w * kWordBytes, 32);
      mask = arith::OrIOp::create(b, loc, mask,
                                  arith::ShLIOp::create(b, loc, bits, shift));
    }
  }
  return mask;
}

/// mask & (mask - 1): without the lowest bit, and 0 for 0.
static Value dropLowest(OpBuilder &b, Location loc, Value mask) {
  Value one = arith::ConstantIntOp::create(b, loc, 1, 32);
  Value less = arith::SubIOp::create(b, loc, mask, one);
  return arith::AndIOp::create(b, loc, mask, less);
}

/// Uses what was loaded if `isSet`: a choice of what is carried, or where there
/// is nothing to carry, of an effect.
static SmallVector<Value> emitUse(OpBuilder &builder, Location loc,
                                  const SpikeUse &use, Value isSet,
                                  Value position, Value loaded,
                                  ValueRange carried) {
  if (carried.empty()) {
    scf::IfOp::create(builder, loc, isSet, [&](OpBuilder &b, Location) {
      (void)use.use(b, position, loaded, carried);
      scf::YieldOp::create(b, loc);
    });
    return {};
  }
  SmallVector<Value> values = use.use(builder, position, loaded, carried);
  for (auto [value, old] : llvm::zip_equal(values, carried))
    value = arith::SelectOp::create(builder, loc, isSet, value, old);
  return values;
}

/// The body of the loop over bits: `kTogether` of `mask`, of which the first is
/// set. Others that are not repeat the load of the first. Gives the rest of the
/// mask and what is carried.
static SmallVector<Value> emitTogether(OpBuilder &b, Location loc, Value mask,
                                       Value first, ValueRange carried,
                                       const SpikeUse &use) {
  Value none = arith::ConstantIntOp::create(b, loc, 0, 32);
  SmallVector<Value> isSet, positions, loaded;
  Value rest = mask;
  for (int i = 0; i < kTogether; ++i) {
    isSet.push_back(
        arith::CmpIOp::create(b, loc, arith::CmpIPredicate::ne, rest, none));
    Value some = i == 0
                     ? rest
                     : arith::SelectOp::create(b, loc, isSet.back(), rest, mask)
                           .getResult();
    Value bit = math::CountTrailingZerosOp::create(b, loc, some);
    Value index = arith::IndexCastUIOp::create(b, loc, b.getIndexType(), bit);
    positions.push_back(arith::AddIOp::create(b, loc, first, index));
    rest = dropLowest(b, loc, rest);
  }
  for (Value position : positions)
    loaded.push_back(use.load(b, position));
  SmallVector<Value> values = use.use(b, positions[0], loaded[0], carried);
  for (int i = 1; i < kTogether; ++i)
    values = emitUse(b, loc, use, isSet[i], positions[i], loaded[i], values);
  values.insert(values.begin(), rest);
  return values;
}

/// A loop until no bit of `mask` is left.
static SmallVector<Value> emitBits(OpBuilder &builder, Location loc, Value mask,
                                   Value first, ValueRange carried,
                                   const SpikeUse &use) {
  SmallVector<Value> initial = {mask};
  llvm::append_range(initial, carried);
  auto loop = scf::WhileOp::create(
      builder, loc, ValueRange(initial).getTypes(), initial,
      [&](OpBuilder &b, Location, ValueRange now) {
        Value none = arith::ConstantIntOp::create(b, loc, 0, 32);
        Value some = arith::CmpIOp::create(b, loc, arith::CmpIPredicate::ne,
                                           now.front(), none);
        scf::ConditionOp::create(b, loc, some, now);
      },
      [&](OpBuilder &b, Location, ValueRange now) {
        scf::YieldOp::create(
            b, loc,
            emitTogether(b, loc, now.front(), first, now.drop_front(), use));
      });
  return llvm::to_vector_of<Value>(loop.getResults().drop_front());
}

/// `count` spikes from `first` on: all masks, then the bits of each.
static SmallVector<Value> emitChunk(OpBuilder &builder, const SpikeRow &row,
                                    RowBytes bytes, Value first, int64_t count,
                                    ValueRange carried, const SpikeUse &use) {
  SmallVector<std::pair<Value, Value>> masks;
  for (int64_t i = 0; i < count; i += kMaskSpikes) {
    Value start = arith::AddIOp::create(
        builder, row.loc, first,
        arith::ConstantIndexOp::create(builder, row.loc, i));
    masks.emplace_back(
        emitMask(builder, row, bytes, start, std::min(kMaskSpikes, count - i)),
        start);
  }
  SmallVector<Value> values(carried);
  for (auto [mask, start] : masks)
    values = emitBits(builder, row.loc, mask, start, values, use);
  return values;
}

/// Byte by byte, for rows that start anywhere and for bytes that are not 0
/// or 1.
static SmallVector<Value> emitByBytes(OpBuilder &builder, const SpikeRow &row,
                                      ValueRange carried, const SpikeUse &use) {
  Location loc = row.loc;
  Value zero = arith::ConstantIndexOp::create(builder, loc, 0);
  Value one = arith::ConstantIndexOp::create(builder, loc, 1);
  Value end = getValueOrCreateConstantIndexOp(builder, loc, row.size);
  auto loop = scf::ForOp::create(
      builder, loc, zero, end, one, carried,
      [&](OpBuilder &b, Location, Value position, ValueRange now) {
        SmallVector<Value> place = row.place;
        place.back() = arith::AddIOp::create(b, loc, place.back(), position);
        Value spike = memref::LoadOp::create(b, loc, row.memory, place);
        Value none = arith::ConstantOp::create(
            b, loc, b.getIntegerAttr(spike.getType(), 0));
        Value isSet = arith::CmpIOp::create(b, loc, arith::CmpIPredicate::ne,
                                            spike, none);
        auto choice = scf::IfOp::create(
            b, loc, isSet,
            [&](OpBuilder &inner, Location) {
              Value loaded = use.load(inner, position);
              scf::YieldOp::create(inner, loc,
                                   use.use(inner, position, loaded, now));
            },
            [&](OpBuilder &inner, Location) {
              scf::YieldOp::create(inner, loc, now);
            });
        scf::YieldOp::create(b, loc, choice.getResults());
      });
  return loop.getResults();
}

SmallVector<Value> mlir::snn::emitSetSpikes(OpBuilder &builder,
                                            const SpikeRow &row,
                                            ValueRange carried,
                                            const SpikeUse &use) {
  Location loc = row.loc;
  auto type = cast<MemRefType>(row.memory.getType());
  std::optional<int64_t> size = getConstantIntValue(row.size);
  int64_t width = alignmentOf(row.memory);
  bool startsRow = isConstantIntValue(row.place.back(), 0);
  while (size && width > 1 && *size % width != 0)
    width /= 2;
  if (!type.getElementType().isInteger(1) || !size || !startsRow ||
      width < kWordBytes)
    return emitByBytes(builder, row, carried, use);

  Value bytes = asBytes(builder, loc, row.memory);
  auto chunk = [&](OpBuilder &b, Value first, int64_t count, ValueRange now) {
    return emitChunk(b, row, {bytes, width}, first, count, now, use);
  };
  SmallVector<Value> values(carried);
  int64_t whole = *size / kChunkSpikes * kChunkSpikes;
  if (whole > kChunkSpikes) {
    Value zero = arith::ConstantIndexOp::create(builder, loc, 0);
    Value end = arith::ConstantIndexOp::create(builder, loc, whole);
    Value step = arith::ConstantIndexOp::create(builder, loc, kChunkSpikes);
    auto loop = scf::ForOp::create(
        builder, loc, zero, end, step, values,
        [&](OpBuilder &b, Location, Value first, ValueRange now) {
          scf::YieldOp::create(b, loc, chunk(b, first, kChunkSpikes, now));
        });
    values = loop.getResults();
  } else {
    whole = 0;
  }
  for (int64_t from = whole; from < *size; from += kChunkSpikes) {
    Value first = arith::ConstantIndexOp::create(builder, loc, from);
    values =
        chunk(builder, first, std::min(kChunkSpikes, *size - from), values);
  }
  return values;
}
