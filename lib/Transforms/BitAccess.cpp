//===- BitAccess.cpp - Vectors of bits in memory -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BitBuffer.h"
#include "VectorLoops.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace mlir::snn;

/// `indices` of an element as those of the byte that its bit is in.
static SmallVector<Value> byteIndices(OpBuilder &builder, Location loc,
                                      ValueRange indices) {
  SmallVector<Value> at(indices);
  at.back() = arith::DivUIOp::create(
      builder, loc, at.back(), arith::ConstantIndexOp::create(builder, loc, 8));
  return at;
}

/// `bits`, a vector of i1, with another number of elements: the first ones, or
/// zeros after them.
static Value resizeBits(OpBuilder &builder, Location loc, Value bits,
                        int64_t width) {
  auto type = cast<VectorType>(bits.getType());
  int64_t given = type.getNumElements();
  if (given == width)
    return bits;
  auto integer = [&](int64_t size) {
    return VectorType::get({1}, builder.getIntegerType(size));
  };
  Value word = vector::BitCastOp::create(builder, loc, integer(given), bits);
  if (given < width)
    word = arith::ExtUIOp::create(builder, loc, integer(width), word);
  else
    word = arith::TruncIOp::create(builder, loc, integer(width), word);
  return vector::BitCastOp::create(
      builder, loc, VectorType::get({width}, builder.getI1Type()), word);
}

/// As many bits at `indices` of packed memory as `width` says.
static Value loadPacked(OpBuilder &builder, Location loc, Value memory,
                        ValueRange indices, int64_t width) {
  auto bytes = VectorType::get({width / 8}, builder.getI8Type());
  Value loaded = vector::LoadOp::create(builder, loc, bytes, memory,
                                        byteIndices(builder, loc, indices));
  return vector::BitCastOp::create(
      builder, loc, VectorType::get({width}, builder.getI1Type()), loaded);
}

/// A byte per element, all of which but 0 are set: a truncation to i1 would
/// look at the lowest bit alone.
static Value loadBytes(OpBuilder &builder, Location loc, Value memory,
                       ValueRange indices, int64_t width, Value mask) {
  Value bytes = vectorMemory(builder, loc, memory);
  auto type = VectorType::get({width}, builder.getI8Type());
  Value none =
      arith::ConstantOp::create(builder, loc, builder.getZeroAttr(type));
  Value loaded;
  if (mask)
    loaded = vector::MaskedLoadOp::create(builder, loc, type, bytes, indices,
                                          mask, none);
  else
    loaded = vector::LoadOp::create(builder, loc, type, bytes, indices);
  return arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::ne, loaded,
                               none);
}

/// Packed memory has all bits of a word, so no load is masked: what the mask
/// leaves out is cleared. A row that is shorter than the vector is one word.
Value mlir::snn::loadBits(OpBuilder &builder, Location loc,
                          const BitMemory &from, ValueRange indices,
                          int64_t width, Value mask) {
  if (from.word == 0)
    return loadBytes(builder, loc, from.memory, indices, width, mask);
  int64_t held = mask ? std::min(width, from.word) : width;
  Value bits =
      resizeBits(builder, loc,
                 loadPacked(builder, loc, from.memory, indices, held), width);
  return mask ? arith::AndIOp::create(builder, loc, bits, mask).getResult()
              : bits;
}

void mlir::snn::storeBits(OpBuilder &builder, Location loc, const BitMemory &to,
                          ValueRange indices, Value bits, Value mask) {
  if (to.word == 0) {
    Value bytes = vectorMemory(builder, loc, to.memory);
    Value values = toMemory(builder, loc, bits);
    if (mask)
      vector::MaskedStoreOp::create(builder, loc, bytes, indices, mask, values);
    else
      vector::StoreOp::create(builder, loc, values, bytes, indices);
    return;
  }
  int64_t held = cast<VectorType>(bits.getType()).getNumElements();
  if (mask) {
    held = std::min(held, to.word);
    bits = arith::SelectOp::create(
        builder, loc, resizeBits(builder, loc, mask, held),
        resizeBits(builder, loc, bits, held),
        loadPacked(builder, loc, to.memory, indices, held));
  }
  Value bytes = vector::BitCastOp::create(
      builder, loc, VectorType::get({held / 8}, builder.getI8Type()), bits);
  vector::StoreOp::create(builder, loc, bytes, to.memory,
                          byteIndices(builder, loc, indices));
}
