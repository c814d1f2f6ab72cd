//===- SliceGeometry.cpp - Where a slice of a tensor lies -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "snn/Dialect/AD/Rules/SliceGeometry.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace mlir::ad;

SliceGeometry SliceGeometry::unitStride(OpBuilder &builder,
                                        SmallVector<OpFoldResult> offsets,
                                        SmallVector<OpFoldResult> sizes) {
  SmallVector<OpFoldResult> strides(sizes.size(), builder.getIndexAttr(1));
  return {std::move(offsets), std::move(sizes), std::move(strides)};
}

Value SliceGeometry::read(OpBuilder &builder, Location loc, Value from,
                          Type type) const {
  return tensor::ExtractSliceOp::create(builder, loc,
                                        cast<RankedTensorType>(type), from,
                                        offsets, sizes, strides);
}

Value SliceGeometry::write(OpBuilder &builder, Location loc, Value slice,
                           Value into) const {
  return tensor::InsertSliceOp::create(builder, loc, slice, into, offsets,
                                       sizes, strides);
}

/// Costs the slice and not the whole of `into`, provided that `into` has no
/// other reader and is bufferized in place.
Value SliceGeometry::clear(OpBuilder &builder, Location loc, Value into,
                           RankedTensorType type) const {
  Value zero = arith::ConstantOp::create(
      builder, loc, builder.getZeroAttr(type.getElementType()));
  // A fill of the slice itself, so that no buffer is needed for the zeros.
  Value slice = read(builder, loc, into, type);
  Value zeros = linalg::FillOp::create(builder, loc, zero, slice).getResult(0);
  return write(builder, loc, zeros, into);
}
