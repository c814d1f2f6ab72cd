//===- ConstantLike.cpp - Constants of the shape of a value -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "snn/Dialect/SNN/IR/ConstantLike.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;

Value snn::emptyLike(OpBuilder &builder, Location loc, Value like,
                     Type element) {
  auto type = cast<RankedTensorType>(like.getType());
  return tensor::EmptyOp::create(
      builder, loc, tensor::getMixedSizes(builder, loc, like),
      element ? element : type.getElementType(), type.getEncoding());
}

Value snn::constantLike(OpBuilder &builder, Location loc, Value like,
                        TypedAttr element) {
  auto shaped = dyn_cast<ShapedType>(like.getType());
  if (!shaped)
    return arith::ConstantOp::create(builder, loc, element);
  if (shaped.hasStaticShape())
    return arith::ConstantOp::create(
        builder, loc,
        DenseElementsAttr::get(shaped.clone(element.getType()),
                               {Attribute(element)}));
  // A fill, as the zeros of differentiation are: upstream fuses it into its
  // readers, which it does not do with `tensor.splat`.
  Value scalar = arith::ConstantOp::create(builder, loc, element);
  Value empty = emptyLike(builder, loc, like, element.getType());
  return linalg::FillOp::create(builder, loc, scalar, empty).getResult(0);
}

Value snn::constantLike(OpBuilder &builder, Location loc, Value like,
                        double value) {
  return constantLike(
      builder, loc, like,
      builder.getFloatAttr(getElementTypeOrSelf(like.getType()), value));
}
