//===- BitPacker.cpp - Buffers of i1 become words -*- C++ -*-===//
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
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "llvm/ADT/SetVector.h"

using namespace mlir;
using namespace mlir::snn;

/// Elements that a copy takes at once.
static constexpr int64_t kCopiedBits = 64;

/// The bytes of a row of `columns` elements.
static OpFoldResult emitBytesOfRow(OpBuilder &builder, Location loc,
                                   OpFoldResult columns, int64_t word) {
  if (std::optional<int64_t> known = getConstantIntValue(columns))
    return builder.getIndexAttr(bytesOfRow(*known, word));
  Value words = arith::CeilDivUIOp::create(
      builder, loc, cast<Value>(columns),
      arith::ConstantIndexOp::create(builder, loc, word));
  return arith::MulIOp::create(
             builder, loc, words,
             arith::ConstantIndexOp::create(builder, loc, word / 8))
      .getResult();
}

namespace {
/// Rewrites all that is done with some buffers. Views of what is packed are
/// made beside the old ones, which nothing uses in the end.
class BitPacker {
public:
  explicit BitPacker(RewriterBase &r) : rewriter(r) {}

  void allocate(const BitBuffer &buffer);
  void rewrite(Operation *op);
  /// Erases what was replaced, users first.
  void finish() {
    for (Operation *op : llvm::reverse(replaced))
      rewriter.eraseOp(op);
  }

private:
  void rewriteView(memref::SubViewOp view);
  void rewriteLoad(memref::LoadOp load);
  void rewriteCopy(memref::CopyOp copy);
  void rewriteVectors(Operation *op);
  SmallVector<Value> copiedSizes(memref::CopyOp copy, const BitMemory &from,
                                 const BitMemory &to);
  void copyRow(OpBuilder &builder, const BitMemory &from, const BitMemory &to,
               SmallVector<Value> indices, Value columns);

  /// Where the elements of `memory` are now.
  BitMemory find(Value memory) {
    auto found = packed.find(memory);
    return found == packed.end() ? BitMemory{memory, 0} : found->second;
  }

  RewriterBase &rewriter;
  DenseMap<Value, BitMemory> packed;
  SmallVector<Operation *> replaced;
};
} // namespace

/// `memref.alloc() : memref<16x36xi1>` becomes one of 16x8xi8, with the same
/// alignment.
void BitPacker::allocate(const BitBuffer &buffer) {
  rewriter.setInsertionPoint(buffer.root);
  Location loc = buffer.root->getLoc();
  auto type = cast<MemRefType>(buffer.root->getResult(0).getType());
  SmallVector<int64_t> shape(type.getShape());
  SmallVector<Value> sizes(buffer.root->getOperands());
  if (ShapedType::isDynamic(shape.back()))
    sizes.back() =
        cast<Value>(emitBytesOfRow(rewriter, loc, sizes.back(), buffer.word));
  shape.back() = bytesOfRow(shape.back(), buffer.word);
  auto bytes = MemRefType::get(shape, rewriter.getI8Type(), AffineMap(),
                               type.getMemorySpace());
  Operation *memory =
      rewriter.create(loc, buffer.root->getName().getIdentifier(), sizes, bytes,
                      buffer.root->getAttrs());
  packed[buffer.root->getResult(0)] = {memory->getResult(0), buffer.word};
  replaced.push_back(buffer.root);
}

/// The same rows, and the bytes of the columns. Upstream's inference of reduced
/// types might drop the columns where there is one byte of them.
void BitPacker::rewriteView(memref::SubViewOp view) {
  BitMemory source = find(view.getSource());
  Location loc = view.getLoc();
  SmallVector<OpFoldResult> offsets = view.getMixedOffsets(),
                            sizes = view.getMixedSizes(),
                            strides = view.getMixedStrides();
  if (std::optional<int64_t> known = getConstantIntValue(offsets.back()))
    offsets.back() = rewriter.getIndexAttr(*known / 8);
  else
    offsets.back() =
        arith::DivUIOp::create(rewriter, loc, cast<Value>(offsets.back()),
                               arith::ConstantIndexOp::create(rewriter, loc, 8))
            .getResult();
  sizes.back() = emitBytesOfRow(rewriter, loc, sizes.back(), source.word);
  auto whole = cast<MemRefType>(memref::SubViewOp::inferResultType(
      cast<MemRefType>(source.memory.getType()), offsets, sizes, strides));
  auto [wholeStrides, offset] = whole.getStridesAndOffset();
  llvm::SmallBitVector dropped = view.getDroppedDims();
  SmallVector<int64_t> shape, kept;
  for (int64_t dim = 0; dim < whole.getRank(); ++dim) {
    if (dropped[dim])
      continue;
    shape.push_back(whole.getDimSize(dim));
    kept.push_back(wholeStrides[dim]);
  }
  auto type = MemRefType::get(
      shape, whole.getElementType(),
      StridedLayoutAttr::get(rewriter.getContext(), offset, kept),
      whole.getMemorySpace());
  packed[view.getResult()] = {memref::SubViewOp::create(rewriter, loc, type,
                                                        source.memory, offsets,
                                                        sizes, strides),
                              source.word};
}

/// One bit of a byte.
void BitPacker::rewriteLoad(memref::LoadOp load) {
  Location loc = load.getLoc();
  SmallVector<Value> at(load.getIndices());
  Value eight = arith::ConstantIndexOp::create(rewriter, loc, 8);
  Value bit = arith::RemUIOp::create(rewriter, loc, at.back(), eight);
  at.back() = arith::DivUIOp::create(rewriter, loc, at.back(), eight);
  Value byte =
      memref::LoadOp::create(rewriter, loc, find(load.getMemRef()).memory, at);
  Value shift =
      arith::IndexCastUIOp::create(rewriter, loc, byte.getType(), bit);
  Value moved = arith::ShRUIOp::create(rewriter, loc, byte, shift);
  load.replaceAllUsesWith(
      arith::TruncIOp::create(rewriter, loc, load.getType(), moved)
          .getResult());
}

/// Vectors of bytes are vectors of bits that are widened: what uses them looks
/// through that.
void BitPacker::rewriteVectors(Operation *op) {
  Location loc = op->getLoc();
  auto load = [&](Value base, ValueRange indices, Value mask) {
    auto type = cast<VectorType>(op->getResult(0).getType());
    Value bits = loadBits(rewriter, loc, find(base), indices,
                          type.getNumElements(), mask);
    op->getResult(0).replaceAllUsesWith(
        arith::ExtUIOp::create(rewriter, loc, type, bits));
  };
  auto store = [&](Value base, ValueRange indices, Value value, Value mask) {
    auto widened = value.getDefiningOp<arith::ExtUIOp>();
    Value bits;
    if (widened && getElementTypeOrSelf(widened.getIn()).isInteger(1))
      bits = widened.getIn();
    else
      bits = arith::CmpIOp::create(
          rewriter, loc, arith::CmpIPredicate::ne, value,
          arith::ConstantOp::create(rewriter, loc,
                                    rewriter.getZeroAttr(value.getType())));
    storeBits(rewriter, loc, find(base), indices, bits, mask);
  };
  if (auto whole = dyn_cast<vector::LoadOp>(op))
    load(whole.getBase(), whole.getIndices(), Value());
  else if (auto part = dyn_cast<vector::MaskedLoadOp>(op))
    load(part.getBase(), part.getIndices(), part.getMask());
  else if (auto whole = dyn_cast<vector::StoreOp>(op))
    store(whole.getBase(), whole.getIndices(), whole.getValueToStore(),
          Value());
  else if (auto part = dyn_cast<vector::MaskedStoreOp>(op))
    store(part.getBase(), part.getIndices(), part.getValueToStore(),
          part.getMask());
}

/// Whole words in a loop, and what is left under a mask.
void BitPacker::copyRow(OpBuilder &builder, const BitMemory &from,
                        const BitMemory &to, SmallVector<Value> indices,
                        Value columns) {
  Location loc = from.memory.getLoc();
  auto copyBits = [&](OpBuilder &b, Value column, Value mask) {
    indices.back() = column;
    storeBits(b, loc, to, indices,
              loadBits(b, loc, from, indices, kCopiedBits, mask), mask);
  };
  Value zero = arith::ConstantIndexOp::create(builder, loc, 0);
  Value whole = roundDown(builder, loc, columns, kCopiedBits);
  emitLoop(builder, loc, zero, whole, kCopiedBits,
           [&](OpBuilder &b, Value column) { copyBits(b, column, Value()); });
  emitLoop(builder, loc, whole, columns, kCopiedBits,
           [&](OpBuilder &b, Value column) {
             Value left = arith::SubIOp::create(b, loc, columns, column);
             copyBits(b, column,
                      vector::CreateMaskOp::create(
                          b, loc, VectorType::get({kCopiedBits}, b.getI1Type()),
                          left));
           });
}

/// The elements of each dimension. If a row's number is not known, one side has
/// a byte for each.
SmallVector<Value> BitPacker::copiedSizes(memref::CopyOp copy,
                                          const BitMemory &from,
                                          const BitMemory &to) {
  auto source = cast<MemRefType>(copy.getSource().getType());
  auto target = cast<MemRefType>(copy.getTarget().getType());
  SmallVector<Value> sizes;
  for (int64_t dim = 0; dim < source.getRank(); ++dim) {
    int64_t known = source.isDynamicDim(dim) ? target.getDimSize(dim)
                                             : source.getDimSize(dim);
    if (!ShapedType::isDynamic(known))
      sizes.push_back(
          arith::ConstantIndexOp::create(rewriter, copy.getLoc(), known));
    else
      sizes.push_back(rewriter.createOrFold<memref::DimOp>(
          copy.getLoc(), from.word ? to.memory : from.memory, dim));
  }
  return sizes;
}

/// Bytes alone if both sides have the same rows of them.
void BitPacker::rewriteCopy(memref::CopyOp copy) {
  BitMemory from = find(copy.getSource()), to = find(copy.getTarget());
  if (from.word == to.word) {
    memref::CopyOp::create(rewriter, copy.getLoc(), from.memory, to.memory);
    return;
  }
  Location loc = copy.getLoc();
  SmallVector<Value> indices, sizes = copiedSizes(copy, from, to);
  std::function<void(OpBuilder &, unsigned)> emitRows = [&](OpBuilder &b,
                                                            unsigned dim) {
    indices.resize(dim);
    if (dim + 1 == sizes.size()) {
      indices.push_back(Value());
      return copyRow(b, from, to, indices, sizes.back());
    }
    Value zero = arith::ConstantIndexOp::create(b, loc, 0);
    emitLoop(b, loc, zero, sizes[dim], 1, [&](OpBuilder &inner, Value iv) {
      indices.resize(dim);
      indices.push_back(iv);
      emitRows(inner, dim + 1);
    });
  };
  emitRows(rewriter, 0);
}

void BitPacker::rewrite(Operation *op) {
  rewriter.setInsertionPoint(op);
  if (auto view = dyn_cast<memref::SubViewOp>(op))
    rewriteView(view);
  else if (auto view = dyn_cast<memref::CollapseShapeOp>(op))
    packed[view.getResult()] = {
        memref::CollapseShapeOp::create(rewriter, op->getLoc(),
                                        find(view.getSrc()).memory,
                                        view.getReassociationIndices()),
        find(view.getSrc()).word};
  else if (auto cast = dyn_cast<UnrealizedConversionCastOp>(op))
    packed[cast.getResult(0)] = find(cast.getOperand(0));
  else if (auto dealloc = dyn_cast<memref::DeallocOp>(op))
    memref::DeallocOp::create(rewriter, op->getLoc(),
                              find(dealloc.getMemref()).memory);
  else if (auto load = dyn_cast<memref::LoadOp>(op))
    rewriteLoad(load);
  else if (auto copy = dyn_cast<memref::CopyOp>(op))
    rewriteCopy(copy);
  else
    rewriteVectors(op);
  replaced.push_back(op);
}

void mlir::snn::packBuffers(RewriterBase &rewriter,
                            ArrayRef<BitBuffer> buffers) {
  BitPacker packer(rewriter);
  // Views of all buffers first: a copy is between two.
  SetVector<Operation *> views, accesses;
  for (const BitBuffer &buffer : buffers) {
    packer.allocate(buffer);
    for (Operation *op : buffer.uses)
      (op->getNumResults() == 1 && isa<MemRefType>(op->getResult(0).getType())
           ? views
           : accesses)
          .insert(op);
  }
  for (Operation *op : views)
    packer.rewrite(op);
  for (Operation *op : accesses)
    packer.rewrite(op);
  packer.finish();
}
