//===- SpikeWords.cpp - Spikes in memory as bits -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "SpikeWords.h"
#include "BitBuffer.h"
#include "VectorLoops.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace mlir::snn;

SmallVector<Value> mlir::snn::emitWordSteps(
    OpBuilder &builder, Location loc, Value size, ValueRange carried,
    function_ref<SmallVector<Value>(OpBuilder &, Value, Value, ValueRange)>
        body) {
  Value zero = arith::ConstantIndexOp::create(builder, loc, 0);
  Value whole = roundDown(builder, loc, size, kWordSpikes);
  SmallVector<Value> values(carried);
  if (getConstantIntValue(whole) != 0)
    values = emitLoop(builder, loc, zero, whole, kWordSpikes, values,
                      [&](OpBuilder &b, Value first, ValueRange now) {
                        return body(b, first, Value(), now);
                      });
  std::optional<int64_t> known = getConstantIntValue(size);
  if (known && *known % kWordSpikes == 0)
    return values;
  // At most one step: a loop is what skips it where nothing is left.
  return emitLoop(builder, loc, whole, size, kWordSpikes, values,
                  [&](OpBuilder &b, Value first, ValueRange now) {
                    Value count = arith::SubIOp::create(b, loc, size, first);
                    return body(b, first, count, now);
                  });
}

/// A masked load never touches what it leaves out, which may be no memory of
/// ours.
Value mlir::snn::loadSpikes(OpBuilder &builder, Location loc, Value bytes,
                            ValueRange indices, Value count) {
  Value mask;
  if (count)
    mask = vector::CreateMaskOp::create(
        builder, loc, VectorType::get({kWordSpikes}, builder.getI1Type()),
        count);
  return loadBits(builder, loc, BitMemory{bytes, /*word=*/0}, indices,
                  kWordSpikes, mask);
}

/// A bitcast, which is one instruction where the flags are in a mask register.
Value mlir::snn::packBits(OpBuilder &builder, Location loc, Value flags) {
  int64_t bits = cast<VectorType>(flags.getType()).getNumElements();
  auto one = VectorType::get({1}, builder.getIntegerType(bits));
  Value packed = vector::BitCastOp::create(builder, loc, one, flags);
  return vector::ExtractOp::create(builder, loc, packed, 0);
}

/// while (word != 0) { body(count trailing zeros of word); word &= word - 1; }
SmallVector<Value> mlir::snn::emitSetBits(
    OpBuilder &builder, Location loc, Value word, ValueRange carried,
    function_ref<SmallVector<Value>(OpBuilder &, Value, ValueRange)> body) {
  SmallVector<Value> initial = {word};
  llvm::append_range(initial, carried);
  Type type = word.getType();
  auto loop = scf::WhileOp::create(
      builder, loc, ValueRange(initial).getTypes(), initial,
      [&](OpBuilder &b, Location, ValueRange now) {
        Value none = arith::ConstantOp::create(b, loc, b.getZeroAttr(type));
        Value some = arith::CmpIOp::create(b, loc, arith::CmpIPredicate::ne,
                                           now.front(), none);
        scf::ConditionOp::create(b, loc, some, now);
      },
      [&](OpBuilder &b, Location, ValueRange now) {
        Value bits = now.front();
        Value lowest = math::CountTrailingZerosOp::create(b, loc, bits);
        Value bit =
            arith::IndexCastUIOp::create(b, loc, b.getIndexType(), lowest);
        Value one =
            arith::ConstantOp::create(b, loc, b.getIntegerAttr(type, 1));
        Value less = arith::SubIOp::create(b, loc, bits, one);
        // x & (x - 1) is one instruction (blsr), as counting zeros is (tzcnt).
        SmallVector<Value> next = {arith::AndIOp::create(b, loc, bits, less)};
        llvm::append_range(next, body(b, bit, now.drop_front()));
        scf::YieldOp::create(b, loc, next);
      });
  return llvm::to_vector_of<Value>(loop.getResults().drop_front());
}
