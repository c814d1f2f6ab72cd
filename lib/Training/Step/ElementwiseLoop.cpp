//===- ElementwiseLoop.cpp - Loops over whole parameters --------*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ElementwiseLoop.h"
#include "FloatArithmetic.h"

#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace mlir::snn;

SmallVector<Value> mlir::snn::buildElementwise(OpBuilder &builder, Location loc,
                                               ValueRange inputs,
                                               unsigned numResults,
                                               ElementwiseBody body) {
  auto type = dyn_cast<RankedTensorType>(inputs.front().getType());
  if (!type)
    return body(builder, loc, inputs);

  SmallVector<Value> inits;
  for (unsigned i = 0; i < numResults; ++i)
    inits.push_back(tensor::EmptyOp::create(builder, loc, type.getShape(),
                                            type.getElementType()));
  AffineMap identity = builder.getMultiDimIdentityMap(type.getRank());
  SmallVector<AffineMap> maps(inputs.size() + numResults, identity);
  SmallVector<utils::IteratorType> iterators(type.getRank(),
                                             utils::IteratorType::parallel);
  auto loop = linalg::GenericOp::create(
      builder, loc, SmallVector<Type>(numResults, type), inputs, inits, maps,
      iterators, [&](OpBuilder &nested, Location nestedLoc, ValueRange args) {
        linalg::YieldOp::create(
            nested, nestedLoc,
            body(nested, nestedLoc, args.take_front(inputs.size())));
      });
  return loop.getResults();
}

/// `sum + convert(element)^2`
static Value buildAddSquare(OpBuilder &builder, Location loc, Value element,
                            Value sum) {
  FloatArithmetic f(builder, loc, builder.getF64Type());
  Value wide = f.convert(element);
  return f.add(sum, f.mul(wide, wide));
}

Value mlir::snn::buildSumOfSquares(OpBuilder &builder, Location loc,
                                   Value input) {
  FloatArithmetic f(builder, loc, builder.getF64Type());
  Value zero = f.constant(0);
  auto type = dyn_cast<RankedTensorType>(input.getType());
  if (!type)
    return buildAddSquare(builder, loc, input, zero);

  auto scalar = RankedTensorType::get({}, builder.getF64Type());
  Value init = tensor::FromElementsOp::create(builder, loc, scalar, zero);
  SmallVector<AffineMap> maps = {
      builder.getMultiDimIdentityMap(type.getRank()),
      AffineMap::get(type.getRank(), 0, builder.getContext())};
  SmallVector<utils::IteratorType> iterators(type.getRank(),
                                             utils::IteratorType::reduction);
  auto sum = linalg::GenericOp::create(
      builder, loc, TypeRange{scalar}, ValueRange{input}, ValueRange{init},
      maps, iterators,
      [](OpBuilder &nested, Location nestedLoc, ValueRange args) {
        linalg::YieldOp::create(
            nested, nestedLoc,
            buildAddSquare(nested, nestedLoc, args[0], args[1]));
      });
  return tensor::ExtractOp::create(builder, loc, sum.getResult(0),
                                   ValueRange());
}
