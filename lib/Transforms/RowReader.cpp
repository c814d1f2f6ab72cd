//===- RowReader.cpp - Rows that are read as soon as summed -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "RowReader.h"
#include "RowLoops.h"
#include "VectorLoops.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/Utils/Utils.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/MemRef/Utils/MemRefUtils.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "snn/Transforms/ElementNest.h"

using namespace mlir;
using namespace mlir::snn;

/// Rows that are read at a time, as many as an elementwise op takes for what
/// they share (VectorizeStructured.cpp).
static constexpr int64_t kReadRows = 2;

/// Registers that the sums of these rows may take, of 32: what reads them needs
/// the others.
static constexpr int64_t kSumRegisters = 16;

/// True if nothing that is written to `a` changes `b`: they are allocated
/// apart, or one of them is while the other comes from outside.
static bool areApart(Value a, Value b) {
  a = memref::skipViewLikeOps(cast<MemrefValue>(a));
  b = memref::skipViewLikeOps(cast<MemrefValue>(b));
  auto isAllocated = [](Value root) {
    return isa_and_nonnull<memref::AllocOp, memref::AllocaOp>(
        root.getDefiningOp());
  };
  auto isFromOutside = [](Value root) {
    auto argument = dyn_cast<BlockArgument>(root);
    return argument && argument.getOwner()->isEntryBlock() &&
           isa<FunctionOpInterface>(argument.getOwner()->getParentOp());
  };
  return a != b && (isAllocated(a) || isAllocated(b)) &&
         (isAllocated(a) || isFromOutside(a)) &&
         (isAllocated(b) || isFromOutside(b));
}

/// Why the sums of `rows` do not fit the registers of two rows, in whole
/// vectors; empty if they do.
static StringRef whyNoRegisters(SpikeRows &rows) {
  if (!rows.zeros || !rows.sumsOverBits())
    return "sums do not begin with zeros";
  if (rows.parallel.size() != 1 || !rows.reduction.empty() ||
      rows.spikesMap().getNumResults() != 2 ||
      rows.spikesMap().getDimPosition(0) != rows.parallel.front() ||
      rows.sumsMap().getNumResults() != 2 ||
      rows.sumsMap().getDimPosition(0) != rows.parallel.front())
    return "sums are no rows of a matrix";
  int64_t columns = cast<MemRefType>(rows.op.getInit().getType()).getDimSize(1);
  int64_t held = lanes(rows.op, rows.element());
  if (ShapedType::isDynamic(columns) || columns == 0 || columns % held != 0)
    return "a row of sums is not known to fill registers";
  if (kReadRows * columns / held > sumRegisters(rows.op, kSumRegisters))
    return "rows of sums take too many registers";
  return StringRef();
}

/// The next op that does something with memory.
static Operation *nextEffect(Operation *op) {
  do
    op = op->getNextNode();
  while (op && isMemoryEffectFree(op));
  return op;
}

/// Why `reader` cannot go row by row behind the sums; empty if it can.
static StringRef whyNoRows(SpikeRows &rows, linalg::GenericOp reader) {
  if (!reader || !reader.hasPureBufferSemantics() ||
      reader.getNumLoops() != 2 || reader.getNumParallelLoops() != 2 ||
      reader.hasIndexSemantics() || !worksLaneByLane(reader))
    return "no elementwise op follows";
  Value sums = rows.op.getInit();
  for (Operation *user : sums.getUsers())
    if (user != rows.op && user != rows.zeros && user != reader &&
        !isa<memref::DeallocOp>(user))
      return "sums are read elsewhere";
  if (!isa_and_nonnull<memref::AllocOp, memref::AllocaOp>(sums.getDefiningOp()))
    return "sums leave the function";
  bool isRead = false;
  for (OpOperand &operand : reader->getOpOperands()) {
    AffineMap map = reader.getMatchingIndexingMap(&operand);
    if (!map.isProjectedPermutation(/*allowZeroInResults=*/true))
      return "an operand is not read along rows";
    bool isRow = map.isIdentity();
    isRead |= operand.get() == sums;
    if ((operand.get() == sums || reader.isDpsInit(&operand)) && !isRow)
      return "a result is not written along rows";
    if (!reader.isDpsInit(&operand))
      continue;
    // A row of spikes is read before the row is written, others after.
    if (operand.get() == sums ||
        !areApart(operand.get(), rows.op.getWeights()) ||
        (operand.get() != rows.op.getSpikes() &&
         !areApart(operand.get(), rows.op.getSpikes())))
      return "it may write what later rows are sums of";
  }
  return isRead ? "" : "it does not read the sums";
}

FailureOr<linalg::GenericOp>
mlir::snn::findRowReader(SpikeRows &rows,
                         function_ref<void(StringRef)> explain) {
  StringRef why = whyNoRegisters(rows);
  auto reader = dyn_cast_or_null<linalg::GenericOp>(nextEffect(rows.op));
  if (why.empty())
    why = whyNoRows(rows, reader);
  if (why.empty())
    return reader;
  explain(why);
  return failure();
}

/// `op` on `count` of the steps of loop `dim` from `first` on.
static linalg::LinalgOp cloneRows(OpBuilder &builder, linalg::LinalgOp op,
                                  unsigned dim, Value first, int64_t count) {
  Location loc = op.getLoc();
  SmallVector<OpFoldResult> sizes,
      steps(op.getNumLoops(), builder.getIndexAttr(0));
  for (Value size : loopSizes(builder, op))
    sizes.push_back(getAsOpFoldResult(size));
  steps[dim] = builder.getIndexAttr(count);
  SmallVector<Value> operands = linalg::makeTiledShapes(
      builder, loc, op, op->getOperands(), {OpFoldResult(first)}, steps, sizes,
      /*omitPartialTileCheck=*/true);
  return cast<linalg::LinalgOp>(
      clone(builder, op, TypeRange(), operands).getOperation());
}

namespace {
/// Memory on the stack for the sums of the rows that are read at a time; what
/// is stored there at constant places and loaded again is in registers.
class ReadRows {
public:
  ReadRows(OpBuilder &builder, SpikeRows &spikeRows, linalg::GenericOp op)
      : rows(spikeRows), reader(op), loc(op.getLoc()) {
    auto type = cast<MemRefType>(rows.op.getInit().getType());
    columns = type.getDimSize(1);
    stack = RowLoops(builder, rows)
                .createStack(builder, MemRefType::get({kReadRows, columns},
                                                      type.getElementType()));
  }

  /// Groups of rows, then one row at a time.
  void emit(OpBuilder &builder) {
    unsigned row = rows.parallel.front();
    Value size = loopSizes(builder, cast<linalg::LinalgOp>(*rows.op))[row];
    Value zero = arith::ConstantIndexOp::create(builder, loc, 0);
    Value whole = roundDown(builder, loc, size, kReadRows);
    emitLoop(builder, loc, zero, whole, kReadRows,
             [&](OpBuilder &b, Value first) { emitRows(b, first, kReadRows); });
    std::optional<int64_t> known = getConstantIntValue(size);
    if (known && *known % kReadRows == 0)
      return;
    emitLoop(builder, loc, whole, size, 1,
             [&](OpBuilder &b, Value first) { emitRows(b, first, 1); });
  }

private:
  /// The part of the stack for `count` rows from number `from` on.
  Value view(OpBuilder &builder, int64_t from, int64_t count) {
    if (count == kReadRows)
      return stack;
    SmallVector<OpFoldResult> offsets = {builder.getIndexAttr(from),
                                         builder.getIndexAttr(0)},
                              sizes = {builder.getIndexAttr(count),
                                       builder.getIndexAttr(columns)},
                              strides(2, builder.getIndexAttr(1));
    return memref::SubViewOp::create(builder, loc, stack, offsets, sizes,
                                     strides);
  }

  void emitRows(OpBuilder &builder, Value first, int64_t count) {
    for (int64_t row = 0; row < count; ++row) {
      Value at = arith::AddIOp::create(
          builder, loc, first,
          arith::ConstantIndexOp::create(builder, loc, row));
      Value sums = view(builder, row, 1);
      SpikeRows one = rows;
      one.op = cast<SpikeMatmulOp>(*cloneRows(builder,
                                              cast<linalg::LinalgOp>(*rows.op),
                                              rows.parallel.front(), at, 1));
      one.op.getInitMutable().assign(sums);
      emitSelectedSums(builder, one);
      one.op.erase();
    }
    Value sums = view(builder, 0, count);
    auto read =
        cloneRows(builder, cast<linalg::LinalgOp>(*reader), 0, first, count);
    for (auto [operand, whole] :
         llvm::zip(read->getOpOperands(), reader->getOperands()))
      if (whole == rows.op.getInit())
        operand.set(sums);
  }

  SpikeRows &rows;
  linalg::GenericOp reader;
  Location loc;
  int64_t columns;
  Value stack;
};
} // namespace

//   for each two rows m: for each of them: sums = zeros
//       for each set bit k of S[m]: sums += W[k]
//     the reader on two rows, with these sums
void mlir::snn::emitReadRows(OpBuilder &builder, SpikeRows &rows,
                             linalg::GenericOp reader) {
  ReadRows(builder, rows, reader).emit(builder);
}
