//===- CollapseRows.cpp - Short rows become one long row -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "VectorLoops.h"
#include "mlir/Dialect/Linalg/Transforms/Transforms.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "snn/Transforms/Passes.h"

namespace mlir::snn {
#define GEN_PASS_DEF_COLLAPSEROWSPASS
#include "snn/Transforms/Passes.h.inc"
} // namespace mlir::snn

using namespace mlir;
using namespace mlir::snn;

/// True if the last loop of `op` leaves a part of a register over in each row.
static bool leavesRegistersPartial(linalg::LinalgOp op) {
  int64_t size = op.getStaticLoopRanges().back();
  if (ShapedType::isDynamic(size))
    return false;
  return llvm::any_of(op->getOperandTypes(), [&](Type type) {
    Type element = getElementTypeOrSelf(type);
    return element.isIntOrFloat() && size % lanes(op, element) != 0;
  });
}

/// Registers of f32 from which on a row with bits beside it stays one: what
/// joining rows saves is less than a register for each, and a buffer whose rows
/// are joined has a byte per bit if they are no whole words.
static constexpr int64_t kLongRegisters = 4;

/// True if `op` reads or writes long rows of bits.
static bool hasLongRowsOfBits(linalg::LinalgOp op) {
  int64_t least = kLongRegisters * lanes(op, Float32Type::get(op.getContext()));
  return op.getStaticLoopRanges().back() >= least &&
         llvm::any_of(op->getOperandTypes(), [](Type type) {
           return isa<MemRefType>(type) &&
                  getElementTypeOrSelf(type).isInteger(1);
         });
}

/// True if `operand` has the elements of the loops in `group` one after the
/// other, or does not change along any of them.
static bool isCollapsible(linalg::LinalgOp op, OpOperand &operand,
                          const ReassociationIndices &group) {
  auto type = dyn_cast<MemRefType>(operand.get().getType());
  AffineMap map = op.getMatchingIndexingMap(&operand);
  if (!type || map.getNumResults() == 0)
    return true;
  if (!map.isIdentity())
    return llvm::none_of(group,
                         [&](int64_t dim) { return map.isFunctionOfDim(dim); });
  SmallVector<ReassociationIndices> reassociation;
  for (int64_t dim = 0; dim < group.front(); ++dim)
    reassociation.push_back({dim});
  reassociation.push_back(group);
  return memref::CollapseShapeOp::isGuaranteedCollapsible(type, reassociation);
}

/// The longest sequence of loops at the end that all operands have as one row.
static ReassociationIndices findRow(linalg::LinalgOp op) {
  ReassociationIndices row = {op.getNumLoops() - 1};
  for (int64_t dim = op.getNumLoops() - 2; dim >= 0; --dim) {
    ReassociationIndices longer = row;
    longer.insert(longer.begin(), dim);
    if (!llvm::all_of(op->getOpOperands(), [&](OpOperand &operand) {
          return isCollapsible(op, operand, longer);
        }))
      break;
    row = longer;
  }
  return row;
}

/// Before and after, for buffers without gaps, where 10 columns of f32 would
/// fill 10 of a register's 16 lanes:
///
///   linalg.generic over (128, 10)
///   memref.collapse_shape to 1280;  linalg.generic over (1280)
static LogicalResult collapse(RewriterBase &rewriter, linalg::GenericOp op) {
  if (!op.hasPureBufferSemantics() || op.hasIndexSemantics() ||
      op.getNumLoops() < 2 || op.getNumParallelLoops() != op.getNumLoops())
    return rewriter.notifyMatchFailure(op, "no nest over elements of buffers");
  if (!leavesRegistersPartial(op))
    return rewriter.notifyMatchFailure(op, "its rows fill registers");
  if (hasLongRowsOfBits(op))
    return rewriter.notifyMatchFailure(op, "its rows of bits stay apart");
  ReassociationIndices row = findRow(op);
  if (row.size() < 2)
    return rewriter.notifyMatchFailure(op, "its rows lie apart");
  SmallVector<ReassociationIndices> loops;
  for (int64_t dim = 0; dim < row.front(); ++dim)
    loops.push_back({dim});
  loops.push_back(row);
  rewriter.setInsertionPoint(op);
  if (failed(linalg::collapseOpIterationDims(op, loops, rewriter)))
    return rewriter.notifyMatchFailure(op, "upstream does not collapse it");
  rewriter.eraseOp(op);
  return success();
}

namespace {
struct CollapseRowsPass : snn::impl::CollapseRowsPassBase<CollapseRowsPass> {
  void runOnOperation() override {
    IRRewriter rewriter(&getContext());
    SmallVector<linalg::GenericOp> ops;
    getOperation()->walk([&](linalg::GenericOp op) { ops.push_back(op); });
    for (linalg::GenericOp op : ops)
      if (succeeded(collapse(rewriter, op)))
        ++numCollapsed;
  }
};
} // namespace
