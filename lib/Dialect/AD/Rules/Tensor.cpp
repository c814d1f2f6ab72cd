//===- Tensor.cpp - Derivative rules of the tensor dialect -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Registration, and what the rules share. tensor.empty, dim and rank carry no
// derivative and need no rule; tensor.bitcast has none and is an error.
//
//===----------------------------------------------------------------------===//

#include "TensorRules.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "snn/Dialect/AD/Rules/Rules.h"

using namespace mlir;
using namespace mlir::ad;

SmallVector<OpFoldResult> ad::primalSizes(VJPContext &context,
                                          ArrayRef<OpFoldResult> sizes) {
  return llvm::map_to_vector(sizes, [&](OpFoldResult size) -> OpFoldResult {
    auto dynamic = dyn_cast<Value>(size);
    return dynamic ? OpFoldResult(context.primal(dynamic)) : size;
  });
}

SmallVector<Value> ad::primalValues(VJPContext &context, ValueRange values) {
  return llvm::map_to_vector(values,
                             [&](Value v) { return context.primal(v); });
}

Value ad::castTo(OpBuilder &builder, Location loc, Value value, Type type) {
  if (value.getType() == type)
    return value;
  return tensor::CastOp::create(builder, loc, type, value);
}

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

Value SliceGeometry::clear(OpBuilder &builder, Location loc, Value into,
                           RankedTensorType type) const {
  Value zero = arith::ConstantOp::create(
      builder, loc, builder.getZeroAttr(type.getElementType()));
  // A fill of the slice itself, so that no buffer is needed for the zeros.
  Value slice = read(builder, loc, into, type);
  Value zeros = linalg::FillOp::create(builder, loc, zero, slice).getResult(0);
  return write(builder, loc, zeros, into);
}

Value ad::sumOfElements(OpBuilder &builder, Location loc, Value tensor) {
  auto type = cast<RankedTensorType>(tensor.getType());
  auto element = cast<FloatType>(type.getElementType());
  FloatType wide = element.getWidth() < 32 ? builder.getF32Type() : element;
  Value init = arith::ConstantOp::create(
      builder, loc,
      DenseElementsAttr::get(RankedTensorType::get({}, wide),
                             builder.getZeroAttr(wide)));
  unsigned rank = type.getRank();
  AffineMap maps[] = {
      builder.getMultiDimIdentityMap(rank),
      AffineMap::get(rank, /*symbolCount=*/0, builder.getContext())};
  SmallVector<utils::IteratorType> iterators(rank,
                                             utils::IteratorType::reduction);
  auto add = [&](OpBuilder &b, Location loc, ValueRange arguments) {
    Value value = arguments[0];
    if (wide != element)
      value = arith::ExtFOp::create(b, loc, wide, value);
    Value sum = arith::AddFOp::create(b, loc, arguments[1], value);
    linalg::YieldOp::create(b, loc, sum);
  };
  auto reduce = linalg::GenericOp::create(builder, loc, init.getType(), tensor,
                                          init, maps, iterators, add);
  Value sum = tensor::ExtractOp::create(builder, loc, reduce.getResult(0),
                                        ValueRange());
  if (wide != element)
    sum = arith::TruncFOp::create(builder, loc, element, sum);
  return sum;
}

void ad::registerTensorRules(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *context, tensor::TensorDialect *) {
    attachTensorSliceRules(*context);
    attachTensorShapeRules(*context);
    attachTensorFillRules(*context);
    attachTensorGatherRules(*context);
  });
}
