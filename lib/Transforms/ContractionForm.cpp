//===- ContractionForm.cpp - Reading contractions of buffers -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ContractionForm.h"
#include "VectorLoops.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/IR/Matchers.h"
#include "snn/Transforms/Products.h"

using namespace mlir;
using namespace mlir::snn;

std::optional<unsigned> mlir::snn::innermostDim(AffineMap map) {
  if (map.getNumResults() == 0)
    return std::nullopt;
  auto dim = dyn_cast<AffineDimExpr>(map.getResults().back());
  return dim ? std::optional<unsigned>(dim.getPosition()) : std::nullopt;
}

/// How far `expression` moves when loop `dim` makes a step, if it is always as
/// far.
static std::optional<int64_t> strideOf(AffineExpr expression, unsigned dim,
                                       unsigned numDims) {
  AffineExpr loop = getAffineDimExpr(dim, expression.getContext());
  AffineExpr moved = expression.replace(loop, loop + 1) - expression;
  auto stride =
      dyn_cast<AffineConstantExpr>(simplifyAffineExpr(moved, numDims, 0));
  return stride ? std::optional<int64_t>(stride.getValue()) : std::nullopt;
}

/// True if each loop moves each result of `map` by steps of one length.
static bool isLinear(AffineMap map) {
  return map.getNumSymbols() == 0 &&
         llvm::all_of(map.getResults(), [&](AffineExpr result) {
           return llvm::all_of(llvm::seq(map.getNumDims()), [&](unsigned dim) {
             return strideOf(result, dim, map.getNumDims()).has_value();
           });
         });
}

/// True if steps of loop `dim` go along neighbours of the operand with `map`.
static bool runsAlong(AffineMap map, unsigned dim) {
  return map.getNumResults() > 0 &&
         !map.dropResults(map.getNumResults() - 1).isFunctionOfDim(dim) &&
         strideOf(map.getResults().back(), dim, map.getNumDims()) == 1;
}

/// True if rows along `dim` are apart from each other, wherever they begin.
static bool separatesRows(AffineMap map, unsigned dim) {
  return llvm::any_of(map.getResults().drop_back(), [&](AffineExpr result) {
    return result.isFunctionOfDim(dim);
  });
}

bool mlir::snn::hasFewerSteps(linalg::LinalgOp op, unsigned a, unsigned b) {
  SmallVector<int64_t> sizes = op.getStaticLoopRanges();
  return !ShapedType::isDynamic(sizes[a]) &&
         (ShapedType::isDynamic(sizes[b]) || sizes[a] < sizes[b]);
}

std::optional<unsigned> mlir::snn::findColumns(linalg::LinalgOp op,
                                               unsigned right) {
  SmallVector<AffineMap> maps = op.getIndexingMapsArray();
  std::optional<unsigned> columns;
  for (unsigned dim : llvm::seq(op.getNumLoops()))
    if (runsAlong(maps[2], dim) && runsAlong(maps[right], dim) &&
        !maps[1 - right].isFunctionOfDim(dim) &&
        (!columns || hasFewerSteps(op, *columns, dim)))
      columns = dim;
  return columns;
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
  std::optional<unsigned> n = findColumns(op, right);
  if (!n || !hasUnitInnerStride(result.b.getType()) ||
      !hasUnitInnerStride(result.c.getType()))
    return rewriter.notifyMatchFailure(
        op,
        "no dimension runs along the memory of the right side and the result "
        "and leaves the left side alone");
  result.n = *n;
  // Rows: a dimension of A and C that B does not have; the last is the one
  // whose tiles lie closest together.
  for (unsigned dim : llvm::seq(op.getNumLoops()))
    if (dim != *n && separatesRows(result.cMap, dim) &&
        !result.bMap.isFunctionOfDim(dim))
      result.m = dim;
  for (unsigned dim : llvm::seq(op.getNumLoops()))
    if (!result.cMap.isFunctionOfDim(dim))
      result.reduction.push_back(dim);
    else if (dim != *n && dim != result.m)
      result.outer.push_back(dim);
  if (result.reduction.empty())
    return rewriter.notifyMatchFailure(op, "sums nothing up");
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
/// only one of the two may have its neighbours where vectors want them, or more
/// of them.
FailureOr<Contraction> mlir::snn::matchContraction(RewriterBase &rewriter,
                                                   linalg::LinalgOp op) {
  if (!op.hasPureBufferSemantics() || !isMultiplyAdd(op) ||
      !llvm::all_of(op.getIndexingMapsArray(), isLinear))
    return rewriter.notifyMatchFailure(op, "not a contraction of buffers");
  auto elementOf = [](Value v) { return getElementTypeOrSelf(v.getType()); };
  Type element = elementOf(op.getDpsInits()[0]);
  if (!(element.isF32() || element.isF64()) ||
      !llvm::all_of(op.getDpsInputs(), [&](Value v) {
        return isa<MemRefType>(v.getType()) && elementOf(v) == element;
      }))
    return rewriter.notifyMatchFailure(
        op, "not of products in one type, f32 or f64");
  auto sides = matchSides(rewriter, op, 1);
  auto turned = matchSides(rewriter, op, 0);
  if (failed(sides) ||
      (succeeded(turned) && hasFewerSteps(op, sides->n, turned->n)))
    sides = turned;
  // Where windows overlap, sums are not begun but gone on with.
  if (succeeded(sides) && sides->cMap.isProjectedPermutation())
    sides->zeros = findZeros(op, sides->c);
  return sides;
}
