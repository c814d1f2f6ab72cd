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
  return tensor::ExtractOp::create(builder, loc, reduce.getResult(0),
                                   ValueRange());
}

void ad::registerTensorRules(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *context, tensor::TensorDialect *) {
    attachTensorSliceRules(*context);
    attachTensorShapeRules(*context);
    attachTensorFillRules(*context);
    attachTensorGatherRules(*context);
  });
}
