//===- LinalgContraction.cpp - Reverse of contractions -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// C += A B  gives  dA += dC B^T  and  dB += A^T dC, for any index maps.
//
//===----------------------------------------------------------------------===//

#include "LinalgPayload.h"
#include "LinalgRules.h"
#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using namespace mlir::ad;

namespace {
/// A contraction of two tensors onto a third, by maps whose dimensions are
/// those of the output, in its order, and then those summed over.
struct Contraction {
  Value lhs, rhs;
  AffineMap lhsMap, rhsMap, outputMap;
};
} // namespace

bool ad::hasMultiplyAddBody(linalg::LinalgOp op) {
  Block *body = op.getBlock();
  if (op.getNumDpsInputs() != 2 || op.getNumDpsInits() != 1 ||
      body->getOperations().size() != 3)
    return false;
  auto product = dyn_cast<arith::MulFOp>(body->front());
  auto sum = dyn_cast<arith::AddFOp>(*std::next(body->begin()));
  if (!product || !sum || body->getTerminator()->getOperand(0) != sum)
    return false;
  Value lhs = body->getArgument(0), rhs = body->getArgument(1),
        partial = body->getArgument(2);
  auto isPair = [](Operation *binary, Value a, Value b) {
    Value first = binary->getOperand(0), second = binary->getOperand(1);
    return (first == a && second == b) || (first == b && second == a);
  };
  return isPair(product, lhs, rhs) && isPair(sum, partial, product);
}

/// True if linalg.contract allows these maps: each dimension is summed over
/// and in both inputs, or in the output and an input.
static bool isContraction(AffineMap lhs, AffineMap rhs, AffineMap output) {
  if (!llvm::all_of(ArrayRef<AffineMap>{lhs, rhs, output},
                    [](AffineMap map) { return map.isProjectedPermutation(); }))
    return false;
  bool sums = false;
  for (unsigned dim = 0, e = output.getNumDims(); dim < e; ++dim) {
    bool inLhs = lhs.isFunctionOfDim(dim), inRhs = rhs.isFunctionOfDim(dim);
    if (output.isFunctionOfDim(dim) ? !inLhs && !inRhs : !inLhs || !inRhs)
      return false;
    sums |= !output.isFunctionOfDim(dim);
  }
  return sums;
}

/// Puts the dimensions of the output first, and on the left the input that has
/// the first one that they do not share.
static Contraction normalize(Contraction contraction) {
  AffineMap output = contraction.outputMap;
  MLIRContext *mlirContext = output.getContext();
  unsigned numDims = output.getNumDims();
  SmallVector<AffineExpr> renumbered(numDims);
  unsigned next = 0;
  auto number = [&](unsigned dim) {
    renumbered[dim] = getAffineDimExpr(next++, mlirContext);
  };
  for (AffineExpr expr : output.getResults())
    number(cast<AffineDimExpr>(expr).getPosition());
  for (unsigned dim = 0; dim < numDims; ++dim)
    if (!output.isFunctionOfDim(dim))
      number(dim);
  for (AffineMap *map :
       {&contraction.lhsMap, &contraction.rhsMap, &contraction.outputMap})
    *map = map->replaceDimsAndSymbols(renumbered, {}, numDims, 0);
  for (unsigned dim = 0; dim < output.getNumResults(); ++dim) {
    bool inLhs = contraction.lhsMap.isFunctionOfDim(dim);
    if (inLhs == contraction.rhsMap.isFunctionOfDim(dim))
      continue;
    if (!inLhs) {
      std::swap(contraction.lhs, contraction.rhs);
      std::swap(contraction.lhsMap, contraction.rhsMap);
    }
    break;
  }
  return contraction;
}

/// The number of leading batch dimensions if the contraction is a matrix
/// product, of transposed matrices perhaps: none or one.
static std::optional<unsigned> matchMatmul(const Contraction &contraction) {
  AffineMap lhs = contraction.lhsMap, rhs = contraction.rhsMap;
  unsigned numDims = lhs.getNumDims();
  if (numDims < 3 || numDims > 4)
    return std::nullopt;
  unsigned batch = numDims - 3;
  auto isOver = [&](AffineMap map, unsigned free) {
    return map.getNumResults() == numDims - 1 && !map.isFunctionOfDim(free) &&
           (batch == 0 || map.getDimPosition(0) == 0);
  };
  if (contraction.outputMap.getNumResults() != numDims - 1 ||
      !isOver(lhs, batch + 1) || !isOver(rhs, batch))
    return std::nullopt;
  return batch;
}

/// Adds the contraction to `init`: a named op where it is a matrix product, so
/// that passes that look for those find the reverse's as well, else
/// linalg.contract. The maps are given in full, so transposed operands need no
/// op of their own.
static Value emitContraction(OpBuilder &builder, Location loc,
                             const Contraction &contraction, Value init) {
  ArrayAttr maps = builder.getAffineMapArrayAttr(
      {contraction.lhsMap, contraction.rhsMap, contraction.outputMap});
  SmallVector<Value> inputs = {contraction.lhs, contraction.rhs};
  Type type = init.getType();
  std::optional<unsigned> batch = matchMatmul(contraction);
  if (batch && *batch == 0) {
    auto matmul = linalg::MatmulOp::create(builder, loc, type, inputs, init);
    matmul.setIndexingMapsAttr(maps);
    return matmul.getResult(0);
  }
  if (batch) {
    auto matmul =
        linalg::BatchMatmulOp::create(builder, loc, type, inputs, init);
    matmul.setIndexingMapsAttr(maps);
    return matmul.getResult(0);
  }
  return linalg::ContractOp::create(builder, loc, type, inputs, init, maps)
      .getResult(0);
}

/// With C[o] += A[a] B[b] over index maps o, a, b: dA[a] += dC[o] B[b]. It is
/// the same op with the maps exchanged, and a contraction if each dimension
/// that it sums over, one that a lacks, is in both o and b. The matrix form is
/// in Giles, "Collected matrix derivative results for forward and reverse mode
/// algorithmic differentiation" (2008).
bool ad::accumulateContraction(linalg::LinalgOp op, unsigned input,
                               OpBuilder &builder, VJPContext &context,
                               Value cotangent) {
  if (!hasMultiplyAddBody(op))
    return false;
  SmallVector<AffineMap> maps = op.getIndexingMapsArray();
  unsigned other = 1 - input;
  if (!isContraction(maps[2], maps[other], maps[input]))
    return false;
  Location loc = op.getLoc();
  Value target = op->getOperand(input), factor = op->getOperand(other);
  auto targetType = dyn_cast<RankedTensorType>(target.getType());
  if (!targetType || !isa<RankedTensorType>(factor.getType()))
    return false;
  Contraction contraction = normalize(
      {cotangent, context.primal(factor), maps[2], maps[other], maps[input]});
  context.setCotangent(target,
                       emitContraction(builder, loc, contraction,
                                       context.wideAccumulator(target)));
  return true;
}
