//===- LinalgSoftmax.cpp - Derivative rule of linalg.softmax -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// y = softmax(x) along one dimension:  dx = y (dy - sum(dy y)).  Only y is
// kept.
//
//===----------------------------------------------------------------------===//

#include "LinalgPayload.h"
#include "LinalgRules.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace mlir::ad;

namespace {
/// Emits the two steps of the product with the Jacobian, with sums in f32 or
/// wider. The Jacobian is symmetric, so `incoming` may be a cotangent of the
/// result or a tangent of the input.
struct SoftmaxProduct {
  linalg::SoftmaxOp op;
  OpBuilder &builder;
  DerivativeContext &context;
  Value incoming, result;
  Type sumType = accumulationType(getElementTypeOrSelf(result.getType()));
  int64_t rank = cast<RankedTensorType>(result.getType()).getRank();
  AffineMap all = builder.getMultiDimIdentityMap(rank);
  AffineMap kept = all.dropResult(op.getDimension());

  /// `value`, an element, in the type that the sums have.
  Value widen(OpBuilder &b, Value value) {
    if (value.getType() == sumType)
      return value;
    return arith::ExtFOp::create(b, op.getLoc(), sumType, value);
  }

  /// sum(dy y) along the dimension of the softmax.
  Value emitSum() {
    Location loc = op.getLoc();
    SmallVector<OpFoldResult> sizes = context.shape(op->getResult(0));
    sizes.erase(sizes.begin() + op.getDimension());
    Value zero =
        arith::ConstantOp::create(builder, loc, builder.getZeroAttr(sumType));
    Value empty = tensor::EmptyOp::create(builder, loc, sizes, sumType);
    Value init = linalg::FillOp::create(builder, loc, zero, empty).getResult(0);
    SmallVector<utils::IteratorType> iterators(rank,
                                               utils::IteratorType::parallel);
    iterators[op.getDimension()] = utils::IteratorType::reduction;
    return linalg::GenericOp::create(
               builder, loc, init.getType(), ValueRange{incoming, result}, init,
               {all, all, kept}, iterators,
               [&](OpBuilder &b, Location loc, ValueRange elements) {
                 Value product = arith::MulFOp::create(
                     b, loc, widen(b, elements[0]), widen(b, elements[1]));
                 Value sum =
                     arith::AddFOp::create(b, loc, elements[2], product);
                 linalg::YieldOp::create(b, loc, sum);
               })
        .getResult(0);
  }

  /// y (dy - sum), added to `received` if there is any.
  Value emitProduct(Value sum, Value received) {
    Location loc = op.getLoc();
    Value init = received ? received : context.empty(op.getInput());
    SmallVector<utils::IteratorType> iterators(rank,
                                               utils::IteratorType::parallel);
    return linalg::GenericOp::create(
               builder, loc, init.getType(), ValueRange{incoming, result, sum},
               init, {all, all, kept, all}, iterators,
               [&](OpBuilder &b, Location loc, ValueRange elements) {
                 Value centred = arith::SubFOp::create(
                     b, loc, widen(b, elements[0]), elements[2]);
                 Value value = arith::MulFOp::create(
                     b, loc, widen(b, elements[1]), centred);
                 if (value.getType() != elements[1].getType())
                   value = arith::TruncFOp::create(
                       b, loc, elements[1].getType(), value);
                 if (received)
                   value = arith::AddFOp::create(b, loc, elements[3], value);
                 linalg::YieldOp::create(b, loc, value);
               })
        .getResult(0);
  }
};

/// With y_i = exp(x_i) / sum over j of exp(x_j): dy_i/dx_j = y_i ([i = j] -
/// y_j), so dx_j = y_j (dy_j - sum over i of dy_i y_i). The exponentials are
/// not computed again.
struct SoftmaxRule
    : ReverseDifferentiableOpInterface::ExternalModel<SoftmaxRule,
                                                      linalg::SoftmaxOp> {
  LogicalResult buildVJP(Operation *op, OpBuilder &builder, VJPContext &context,
                         ValueRange cotangents) const {
    auto softmax = cast<linalg::SoftmaxOp>(op);
    SoftmaxProduct product{softmax, builder, context, cotangents.front(),
                           context.primal(op->getResult(0))};
    Value received = context.cotangent(softmax.getInput());
    context.setCotangent(softmax.getInput(),
                         product.emitProduct(product.emitSum(), received));
    return success();
  }
};

/// The same with the tangent of the input, since the Jacobian is symmetric.
struct SoftmaxForward
    : ForwardDifferentiableOpInterface::ExternalModel<SoftmaxForward,
                                                      linalg::SoftmaxOp> {
  LogicalResult buildJVP(Operation *op, OpBuilder &builder, JVPContext &context,
                         ValueRange tangents) const {
    if (!tangents.front())
      return success();
    Value result = op->getResult(0);
    SoftmaxProduct product{cast<linalg::SoftmaxOp>(op), builder, context,
                           tangents.front(), result};
    context.setTangent(result,
                       product.emitProduct(product.emitSum(), /*received=*/{}));
    return success();
  }
};
} // namespace

void ad::registerSoftmaxRule(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *context, linalg::LinalgDialect *) {
    linalg::SoftmaxOp::attachInterface<SoftmaxRule, SoftmaxForward>(*context);
  });
}
