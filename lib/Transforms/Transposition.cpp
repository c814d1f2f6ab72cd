//===- Transposition.cpp - Tensors with a dimension at the end -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "snn/Transforms/Transposition.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/IndexingUtils.h"
#include "snn/Transforms/ElementNest.h"

using namespace mlir;
using namespace mlir::snn;

SmallVector<int64_t> mlir::snn::moveToEnd(int64_t rank, int64_t position) {
  SmallVector<int64_t> permutation;
  for (int64_t dim = 0; dim < rank; ++dim)
    if (dim != position)
      permutation.push_back(dim);
  permutation.push_back(position);
  return permutation;
}

AffineMap mlir::snn::permuteResults(AffineMap map,
                                    ArrayRef<int64_t> permutation) {
  SmallVector<AffineExpr> results;
  for (int64_t result : permutation)
    results.push_back(map.getResult(result));
  return AffineMap::get(map.getNumDims(), 0, results, map.getContext());
}

/// Transposing back what was transposed gives the tensor that it was made of.
Value mlir::snn::createTransposed(OpBuilder &builder, Location loc, Value value,
                                  ArrayRef<int64_t> permutation) {
  if (auto before = value.getDefiningOp<linalg::TransposeOp>())
    if (isIdentityPermutation(
            applyPermutation(before.getPermutation(), permutation)))
      return before.getInput();
  auto type = cast<RankedTensorType>(value.getType());
  SmallVector<OpFoldResult> sizes =
      applyPermutation(tensor::getMixedSizes(builder, loc, value), permutation);
  Value empty =
      tensor::EmptyOp::create(builder, loc, sizes, type.getElementType());
  // What is the same everywhere need not be moved.
  std::optional<Splat> splat = splatOf(value);
  if (!splat)
    return linalg::TransposeOp::create(builder, loc, value, empty, permutation)
        ->getResult(0);
  auto scalar = dyn_cast<Value>(*splat);
  if (!scalar)
    scalar = arith::ConstantOp::create(
        builder, loc, cast<TypedAttr>(cast<Attribute>(*splat)));
  return linalg::FillOp::create(builder, loc, scalar, empty).getResult(0);
}
