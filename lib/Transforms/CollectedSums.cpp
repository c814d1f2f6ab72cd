//===- CollectedSums.cpp - Sums over collected spikes -*- C++ -*-===//
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
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace mlir::snn;

/// Registers of a block of sums.
static constexpr int64_t kBlockRegisters = 8;

/// Samples whose spikes are collected at once. 128 rows of 128 spikes and 128
/// columns took 76 and 61 ns a row at 10 %, 123 and 105 at 25 %, and the same
/// at 4 % and below, with 16 and with 32 of them; where there are 16 or fewer,
/// collecting them in words of 32 bits costs twice as much (Zen 4).
static constexpr int64_t kFewSamples = 16, kManySamples = 32;

namespace {
/// Emits the loops of one op. For C[k, n] += sum over samples b of S[b, k] W[b,
/// n], with k along the bits:
///
///   for each group of samples
///     for each word of bits k: collect words[k], with bit b set if S[b, k] is
///       for each block of columns
///         for each k that has a sample: sums = C[k]
///           for each set bit b of words[k]: sums += W[b]
///           C[k] = sums
class CollectedSums {
public:
  CollectedSums(OpBuilder &builder, const SpikeRows &spikeRows)
      : loops(builder, spikeRows), rows(loops.rows), loc(loops.loc),
        samples(rows.reduction.back()) {
    std::optional<int64_t> known = getConstantIntValue(loops.sizes[samples]);
    atOnce = known && *known <= kFewSamples ? kFewSamples : kManySamples;
    flags = VectorType::get({kWordSpikes}, builder.getIntegerType(atOnce));
    stack = loops.createStack(
        builder, MemRefType::get({kWordSpikes}, flags.getElementType()));
    zero = arith::ConstantIndexOp::create(builder, loc, 0);
  }

  /// Loops over rows of sums and over all reductions but that of the samples,
  /// and inside over groups of samples.
  void emit(OpBuilder &builder) {
    SmallVector<unsigned> dims = rows.parallel;
    llvm::append_range(dims, ArrayRef(rows.reduction).drop_back());
    loops.emit(builder, dims, [&](OpBuilder &b) {
      emitLoop(
          b, loc, zero, loops.sizes[samples], atOnce,
          [&](OpBuilder &inner, Value first) { emitSamples(inner, first); });
    });
  }

private:
  /// The number of samples that are collected from `first` on.
  Value countFrom(OpBuilder &builder, Value first) {
    Value size = loops.sizes[samples];
    Value most = arith::ConstantIndexOp::create(builder, loc, atOnce);
    std::optional<int64_t> known = getConstantIntValue(size);
    if (known && *known % atOnce == 0)
      return most;
    Value left = arith::SubIOp::create(builder, loc, size, first);
    return arith::MinUIOp::create(builder, loc, left, most);
  }

  /// What up to `atOnce` samples from `first` on add to the sums.
  void emitSamples(OpBuilder &builder, Value first) {
    Value count = countFrom(builder, first);
    emitWordSteps(builder, loc, loops.sizes[rows.bits], ValueRange(),
                  [&](OpBuilder &b, Value bit, Value bits, ValueRange) {
                    Value any = collect(b, first, count, bit, bits);
                    loops.emitBlocks(b, kBlockRegisters, Remainder::Overlapping,
                                     [&](OpBuilder &inner) {
                                       emitSums(inner, any, first, bit);
                                     });
                    return SmallVector<Value>();
                  });
  }

  /// Writes a word for each of the spikes from `bit` on, with a bit for each
  /// sample, and returns the bits of those that are not 0.
  Value collect(OpBuilder &builder, Value first, Value count, Value bit,
                Value bits) {
    Type word = flags.getElementType();
    Value none =
        arith::ConstantOp::create(builder, loc, builder.getZeroAttr(flags));
    Value one = arith::ConstantOp::create(builder, loc,
                                          builder.getIntegerAttr(word, 1));
    Value words = emitLoop(
        builder, loc, zero, count, 1, none,
        [&](OpBuilder &b, Value sample, ValueRange carried) {
          loops.at[samples] = arith::AddIOp::create(b, loc, first, sample);
          Value fires = loops.loadSpikesFrom(b, bit, bits);
          Value shift = arith::IndexCastUIOp::create(b, loc, word, sample);
          Value flag = arith::ShLIOp::create(b, loc, one, shift);
          Value splat = vector::BroadcastOp::create(b, loc, flags, flag);
          Value mine = arith::SelectOp::create(b, loc, fires, splat, none);
          // No two have a bit in common; only an addition has a mask on x86.
          return SmallVector<Value>{
              arith::AddIOp::create(b, loc, carried[0], mine)};
        })[0];
    // Through memory: an element of a vector at a variable place is a shuffle.
    vector::StoreOp::create(builder, loc, words, stack, zero);
    Value some = arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::ne,
                                       words, none);
    return packBits(builder, loc, some);
  }

  /// The sums of the spikes from `bit` on that `any` has.
  void emitSums(OpBuilder &builder, Value any, Value first, Value bit) {
    emitSetBits(builder, loc, any, ValueRange(),
                [&](OpBuilder &b, Value offset, ValueRange) {
                  loops.at[rows.bits] =
                      arith::AddIOp::create(b, loc, bit, offset);
                  Value word = memref::LoadOp::create(b, loc, stack, offset);
                  // There are no good instructions for bits of an i16.
                  word = arith::ExtUIOp::create(b, loc, b.getI64Type(), word);
                  SmallVector<Value> sums = emitSetBits(
                      b, loc, word, loops.loadSums(b),
                      [&](OpBuilder &inner, Value sample, ValueRange now) {
                        loops.at[samples] =
                            arith::AddIOp::create(inner, loc, first, sample);
                        return loops.add(inner, now, loops.loadWeights(inner));
                      });
                  loops.storeSums(b, sums);
                  return SmallVector<Value>();
                });
  }

  RowLoops loops;
  SpikeRows &rows;
  Location loc;
  /// The loop over samples.
  unsigned samples;
  int64_t atOnce;
  VectorType flags;
  Value stack, zero;
};
} // namespace

void mlir::snn::emitCollectedSums(OpBuilder &builder, const SpikeRows &rows) {
  CollectedSums(builder, rows).emit(builder);
}
