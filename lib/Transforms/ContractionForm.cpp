//===- ContractionForm.cpp - Reading contractions of buffers -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ContractionForm.h"
#include "VectorLoops.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace mlir::snn;

std::optional<unsigned> mlir::snn::innermostDim(AffineMap map) {
  if (map.getNumResults() == 0)
    return std::nullopt;
  auto dim = dyn_cast<AffineDimExpr>(map.getResults().back());
  return dim ? std::optional<unsigned>(dim.getPosition()) : std::nullopt;
}

/// Reads `op` as a contraction whose right side is operand number `right`.
static FailureOr<Contraction> matchSides(RewriterBase &rewriter,
                                         linalg::LinalgOp op, unsigned right) {
  SmallVector<AffineMap> maps = op.getIndexingMapsArray();
  Contraction result{op,
                     op.getDpsInputs()[1 - right],
                     op.getDpsInputs()[right],
                     op.getDpsInits()[0],
                     maps[1 - right],
                     maps[right],
                     maps[2],
                     0,
                     std::nullopt,
                     {},
                     {},
                     nullptr};
  std::optional<unsigned> n = innermostDim(result.cMap);
  if (!n || n != innermostDim(result.bMap) || result.aMap.isFunctionOfDim(*n) ||
      !hasUnitInnerStride(result.b.getType()) ||
      !hasUnitInnerStride(result.c.getType()))
    return rewriter.notifyMatchFailure(
        op,
        "no dimension runs along the memory of the right side and the result "
        "and leaves the left side alone");
  result.n = *n;
  op.getReductionDims(result.reduction);
  SmallVector<unsigned> parallel;
  op.getParallelDims(parallel);
  // Rows: a dimension of A and C that B does not have; the last is the one
  // whose tiles lie closest together.
  for (unsigned dim : parallel)
    if (dim != *n && !result.bMap.isFunctionOfDim(dim))
      result.m = dim;
  for (unsigned dim : parallel)
    if (dim != *n && dim != result.m)
      result.outer.push_back(dim);
  return result;
}

/// True if every element that `op` writes is zero; -0.0 is none.
static bool writesZeros(linalg::LinalgOp op) {
  Value element = op.getBlock()->getTerminator()->getOperand(0);
  if (auto argument = dyn_cast<BlockArgument>(element))
    if (argument.getOwner() == op.getBlock())
      element = op.getMatchingOpOperand(argument)->get();
  return matchPattern(element, m_PosZeroFloat());
}

/// The op right before `op` in effect that fills `memory` with zeros, if there
/// is one.
static Operation *findZeros(Operation *op, Value memory) {
  Operation *before = op->getPrevNode();
  while (before && (isMemoryEffectFree(before) || isa<memref::AllocOp>(before)))
    before = before->getPrevNode();
  auto fill = dyn_cast_or_null<linalg::LinalgOp>(before);
  if (!fill || fill.getNumDpsInits() != 1 || fill.getDpsInits()[0] != memory ||
      !fill.getIndexingMapsArray().back().isPermutation() || !writesZeros(fill))
    return nullptr;
  return fill;
}

/// The sides are tried both ways round: C^T = B^T A^T is a contraction too, and
/// only one of the two may have its neighbours where vectors want them.
FailureOr<Contraction> mlir::snn::matchContraction(RewriterBase &rewriter,
                                                   linalg::LinalgOp op) {
  if (!op.hasPureBufferSemantics() || !linalg::isaContractionOpInterface(op) ||
      !llvm::all_of(op.getIndexingMapsArray(), [](AffineMap map) {
        return map.isProjectedPermutation(/*allowZeroInResults=*/false);
      }))
    return rewriter.notifyMatchFailure(op, "not a contraction of buffers");
  auto elementOf = [](Value v) { return getElementTypeOrSelf(v.getType()); };
  Type element = elementOf(op.getDpsInits()[0]);
  if (!(element.isF32() || element.isF64()) ||
      !llvm::all_of(op.getDpsInputs(),
                    [&](Value v) {
                      return isa<MemRefType>(v.getType()) &&
                             elementOf(v) == element;
                    }) ||
      !isa<arith::MulFOp>(op.getBlock()->front()))
    return rewriter.notifyMatchFailure(
        op, "not of products in one type, f32 or f64");
  auto sides = matchSides(rewriter, op, 1);
  if (failed(sides))
    sides = matchSides(rewriter, op, 0);
  if (succeeded(sides))
    sides->zeros = findZeros(op, sides->c);
  return sides;
}
