//===- SpikeRows.cpp - Spike products as sums of rows -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "SpikeRows.h"
#include "ColumnBlocks.h"
#include "VectorLoops.h"

using namespace mlir;
using namespace mlir::snn;

/// The loop that the last result of `map` stands for, if it has one.
static std::optional<unsigned> innermost(AffineMap map) {
  if (map.getNumResults() == 0)
    return std::nullopt;
  return map.getDimPosition(map.getNumResults() - 1);
}

/// Why vectors cannot hold the operands of `op`; empty if they can.
static StringRef whyNoVectors(SpikeMatmulOp op) {
  if (!op.hasPureBufferSemantics())
    return "not on buffers";
  Type element = getElementTypeOrSelf(op.getInit().getType());
  if (!element.isF32() && !element.isF64())
    return "sums are neither f32 nor f64";
  if (!holdsColumns(op.getWeights().getType(), cast<FloatType>(element)))
    return "weights are of no type that vectors are widened from";
  if (!llvm::all_of(op->getOperandTypes(), hasUnitInnerStride))
    return "the inner elements of an operand are no neighbours";
  return StringRef();
}

/// The two other cases have no row to add: without columns of their own,
/// weights are one number per spike.
FailureOr<SpikeRows>
mlir::snn::matchSpikeRows(SpikeMatmulOp op,
                          function_ref<void(StringRef)> explain) {
  auto fail = [&](StringRef why) {
    explain(why);
    return failure();
  };
  if (StringRef why = whyNoVectors(op); !why.empty())
    return fail(why);
  SmallVector<AffineMap> maps = op.getIndexingMapsArray();
  // Each operand has an inner stride, so it has a dimension.
  unsigned bits = *innermost(maps[0]), columns = *innermost(maps[2]);
  if (columns != innermost(maps[1]))
    return fail("rows of weights do not lie along rows of sums");
  if (maps[0].isFunctionOfDim(columns))
    return fail("spikes differ along a row of sums");
  if (maps[1].isFunctionOfDim(bits) && maps[2].isFunctionOfDim(bits))
    return fail("each spike has weights and sums of its own");
  SpikeRows rows{op, columns, bits, {}, {}, nullptr};
  for (unsigned dim = 0; dim < op.getNumLoops(); ++dim)
    if (dim != columns && dim != bits)
      (maps[2].isFunctionOfDim(dim) ? rows.parallel : rows.reduction)
          .push_back(dim);
  return rows;
}

/// Such rows can be a matrix product with the weights.
std::optional<unsigned> SpikeRows::sharingRows() {
  for (unsigned dim : llvm::reverse(parallel))
    if (!weightsMap().isFunctionOfDim(dim))
      return dim;
  return std::nullopt;
}
