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

Value snn::emptyLike(OpBuilder &builder, Location loc, Value like) {
  auto type = cast<RankedTensorType>(like.getType());
  return tensor::EmptyOp::create(builder, loc,
                                 tensor::getMixedSizes(builder, loc, like),
                                 type.getElementType(), type.getEncoding());
}

Value snn::constantLike(OpBuilder &builder, Location loc, Value like,
                        double value) {
  Type type = like.getType();
  auto scalar = builder.getFloatAttr(getElementTypeOrSelf(type), value);
  auto shaped = dyn_cast<ShapedType>(type);
  if (!shaped)
    return arith::ConstantOp::create(builder, loc, scalar);
  if (shaped.hasStaticShape())
    return arith::ConstantOp::create(
        builder, loc, DenseElementsAttr::get(shaped, {Attribute(scalar)}));
  // A fill, as the zeros of differentiation are: upstream fuses it into its
  // readers, which it does not do with `tensor.splat`.
  Value element = arith::ConstantOp::create(builder, loc, scalar);
  Value empty = emptyLike(builder, loc, like);
  return linalg::FillOp::create(builder, loc, element, empty).getResult(0);
}
