//===- BitBuffer.cpp - What is done with a buffer of i1 -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BitBuffer.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/Matchers.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mlir::snn;

/// Bits of the widest integer that a machine counts in.
static constexpr int64_t kWidestWord = 64;

int64_t mlir::snn::bitsOfWord(int64_t columns) {
  if (ShapedType::isDynamic(columns))
    return kWidestWord;
  return std::clamp<int64_t>(llvm::PowerOf2Ceil(columns), 8, kWidestWord);
}

int64_t mlir::snn::bytesOfRow(int64_t columns, int64_t word) {
  return ShapedType::isDynamic(columns) ? columns
                                        : llvm::alignTo(columns, word) / 8;
}

/// Whether the values of an induction variable are multiples of `factor`.
static bool isMultipleOf(BlockArgument argument, int64_t factor) {
  auto loop = dyn_cast<LoopLikeOpInterface>(argument.getOwner()->getParentOp());
  auto variables = loop ? loop.getLoopInductionVars() : std::nullopt;
  auto lower = loop ? loop.getLoopLowerBounds() : std::nullopt;
  auto steps = loop ? loop.getLoopSteps() : std::nullopt;
  if (!variables || !lower || !steps)
    return false;
  auto isMultiple = [&](OpFoldResult bound) {
    if (std::optional<int64_t> known = getConstantIntValue(bound))
      return *known % factor == 0;
    auto value = dyn_cast<Value>(bound);
    return value && isMultipleOf(value, factor);
  };
  for (auto [variable, from, step] : llvm::zip(*variables, *lower, *steps))
    if (variable == argument)
      return isMultiple(from) && isMultiple(step);
  return false;
}

/// Follows what our passes compute indices of: sums, products, and sizes that
/// are rounded down to whole registers.
bool mlir::snn::isMultipleOf(Value value, int64_t factor) {
  if (std::optional<int64_t> known = getConstantIntValue(value))
    return *known % factor == 0;
  if (auto argument = dyn_cast<BlockArgument>(value))
    return ::isMultipleOf(argument, factor);
  Operation *op = value.getDefiningOp();
  auto operand = [&](unsigned number) {
    return isMultipleOf(op->getOperand(number), factor);
  };
  if (isa<arith::MulIOp>(op))
    return operand(0) || operand(1);
  if (auto less = dyn_cast<arith::SubIOp>(op)) {
    auto rest = less.getRhs().getDefiningOp<arith::RemUIOp>();
    if (rest && rest.getLhs() == less.getLhs() &&
        isMultipleOf(rest.getRhs(), factor))
      return true;
  }
  if (isa<arith::AddIOp, arith::SubIOp>(op))
    return operand(0) && operand(1);
  if (auto apply = dyn_cast<affine::AffineApplyOp>(op))
    return apply.getAffineMap().getResult(0).isMultipleOf(factor);
  return false;
}

/// Whether `value` may differ from one parallel iteration to the next.
static bool differsInParallel(Value value, DenseSet<Value> &seen) {
  if (!seen.insert(value).second)
    return false;
  auto any = [&](ValueRange values) {
    return llvm::any_of(
        values, [&](Value from) { return differsInParallel(from, seen); });
  };
  if (Operation *op = value.getDefiningOp())
    return any(op->getOperands());
  Operation *parent = cast<BlockArgument>(value).getOwner()->getParentOp();
  if (isa<scf::ParallelOp, scf::ForallOp>(parent))
    return true;
  return !parent->hasTrait<OpTrait::IsIsolatedFromAbove>() &&
         any(parent->getOperands());
}

/// Why a store at `column` cannot be one of bits; empty if it can. What two
/// threads write must not be in one word.
static StringRef whyNoStore(Value column) {
  DenseSet<Value> seen;
  if (differsInParallel(column, seen) && !isMultipleOf(column, kWidestWord))
    return "threads may write into the same word";
  return StringRef();
}

/// Why a vector at `column` of a row of `type` cannot be read or written as
/// bits; empty if it can. A masked vector must not go beyond the padding.
static StringRef whyNoVector(MemRefType type, int64_t word, Value column,
                             int64_t width, bool isMasked) {
  if (width % 8 != 0)
    return "a vector is no whole number of bytes of bits";
  if (!isMultipleOf(column, isMasked ? width : 8))
    return "a vector may begin inside of a byte of bits";
  int64_t columns = type.getShape().back();
  if (isMasked && word % width != 0 &&
      (ShapedType::isDynamic(columns) || columns > word))
    return "a masked vector may go beyond the padding of a row";
  return StringRef();
}

/// Why a view of a buffer with a bit per element is none of whole words; empty
/// if it is.
static StringRef whyNoView(memref::SubViewOp view, int64_t word) {
  OpFoldResult offset = view.getMixedOffsets().back();
  std::optional<int64_t> known = getConstantIntValue(offset);
  if (known ? *known % word != 0
            : !isMultipleOf(cast<Value>(offset), kWidestWord))
    return "a view may begin inside of a word";
  if (word != kWidestWord && !getConstantIntValue(view.getMixedSizes().back()))
    return "a view has no known number of columns";
  if (!isOneInteger(view.getMixedStrides().back()))
    return "the columns of a view lie apart";
  if (view.getDroppedDims()[view.getSourceType().getRank() - 1])
    return "a view is one column";
  return StringRef();
}

/// Only rows without padding can be joined.
static StringRef whyNoView(memref::CollapseShapeOp view, int64_t word) {
  int64_t columns = view.getSrcType().getShape().back();
  if (view.getReassociationIndices().back().size() > 1 &&
      (ShapedType::isDynamic(columns) || columns % word != 0))
    return "padded rows are joined to one";
  return StringRef();
}

/// A buffer is copied to and from another one by rows of bits, whatever that
/// has, if bytes can be loaded from it.
static StringRef whyNoCopy(memref::CopyOp copy, MemRefType view, int64_t word) {
  if (word != kWidestWord && view.getShape().back() > word)
    return "joined rows are copied";
  for (Value side : {copy.getSource(), copy.getTarget()}) {
    auto type = dyn_cast<MemRefType>(side.getType());
    if (!type || !type.isLastDimUnitStride())
      return "a copy is from or to columns that lie apart";
  }
  return StringRef();
}

/// Why `op` cannot be done on bits, `view` being what it is done with; empty if
/// it can.
static StringRef whyBytes(Operation *op, Value view, int64_t word) {
  auto type = cast<MemRefType>(view.getType());
  if (auto cast = dyn_cast<UnrealizedConversionCastOp>(op)) {
    auto bytes = dyn_cast<MemRefType>(cast.getResult(0).getType());
    return bytes && bytes.getElementType().isInteger(8) ? "" : "unknown cast";
  }
  if (auto load = dyn_cast<vector::LoadOp>(op))
    return whyNoVector(type, word, load.getIndices().back(),
                       load.getVectorType().getNumElements(), false);
  if (auto load = dyn_cast<vector::MaskedLoadOp>(op)) {
    if (!matchPattern(load.getPassThru(), m_Zero()))
      return "what a mask leaves out is not zero";
    return whyNoVector(type, word, load.getIndices().back(),
                       load.getVectorType().getNumElements(), true);
  }
  if (auto store = dyn_cast<vector::StoreOp>(op)) {
    StringRef why = whyNoVector(type, word, store.getIndices().back(),
                                store.getVectorType().getNumElements(), false);
    return why.empty() ? whyNoStore(store.getIndices().back()) : why;
  }
  if (auto store = dyn_cast<vector::MaskedStoreOp>(op)) {
    StringRef why = whyNoVector(type, word, store.getIndices().back(),
                                store.getVectorType().getNumElements(), true);
    return why.empty() ? whyNoStore(store.getIndices().back()) : why;
  }
  if (auto subview = dyn_cast<memref::SubViewOp>(op))
    return whyNoView(subview, word);
  if (auto collapsed = dyn_cast<memref::CollapseShapeOp>(op))
    return whyNoView(collapsed, word);
  if (auto copy = dyn_cast<memref::CopyOp>(op))
    return whyNoCopy(copy, type, word);
  if (isa<memref::LoadOp, memref::DeallocOp>(op))
    return StringRef();
  if (isa<memref::StoreOp>(op))
    return "an element is written alone";
  return "an op needs a byte per element";
}

/// True if what `op` gives is a view of what it is given.
static bool isView(Operation *op) {
  return isa<UnrealizedConversionCastOp, memref::SubViewOp,
             memref::CollapseShapeOp>(op);
}

FailureOr<BitBuffer>
mlir::snn::matchBitBuffer(Operation *root,
                          function_ref<void(Operation *, StringRef)> explain) {
  auto type = cast<MemRefType>(root->getResult(0).getType());
  auto fail = [&](Operation *op, StringRef why) {
    explain(op, why);
    return failure();
  };
  if (!type.getElementType().isInteger(1) || type.getRank() == 0 ||
      !type.getLayout().isIdentity())
    return fail(root, "no rows of i1");
  int64_t columns = type.getShape().back();
  if (columns == 1)
    return fail(root, "a row of one element takes a byte either way");
  BitBuffer buffer{root, bitsOfWord(columns), {}};
  SmallVector<Value> views = {root->getResult(0)};
  for (unsigned next = 0; next < views.size(); ++next)
    for (OpOperand &use : views[next].getUses()) {
      Operation *op = use.getOwner();
      if (StringRef why = whyBytes(op, views[next], buffer.word); !why.empty())
        return fail(op, why);
      buffer.uses.push_back(op);
      if (isView(op))
        views.push_back(op->getResult(0));
    }
  return buffer;
}
