//===- TensorShapes.cpp - Rules of ops that change a shape -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The elements stay what they are, so the cotangent is given the shape of the
// operand again.
//
//===----------------------------------------------------------------------===//

#include "TensorRules.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"

using namespace mlir;
using namespace mlir::ad;

/// The reverse of an expansion is the collapse by the same reassociation. Its
/// type may be more static than the source's.
static LogicalResult expandRule(tensor::ExpandShapeOp op, OpBuilder &builder,
                                VJPContext &context, Value cotangent) {
  Value collapsed = tensor::CollapseShapeOp::create(
      builder, op.getLoc(), cotangent, op.getReassociationIndices());
  context.accumulate(op.getSrc(),
                     castTo(builder, op.getLoc(), collapsed, op.getSrcType()));
  return success();
}

/// The reverse of a collapse is an expansion to the source's sizes, which are
/// read without keeping its data.
static LogicalResult collapseRule(tensor::CollapseShapeOp op,
                                  OpBuilder &builder, VJPContext &context,
                                  Value cotangent) {
  context.accumulate(op.getSrc(), tensor::ExpandShapeOp::create(
                                      builder, op.getLoc(), op.getSrcType(),
                                      cotangent, op.getReassociationIndices(),
                                      context.shape(op.getSrc())));
  return success();
}

/// A cast changes what is known of the sizes and nothing else.
static LogicalResult castRule(tensor::CastOp op, OpBuilder &builder,
                              VJPContext &context, Value cotangent) {
  context.accumulate(op.getSource(), castTo(builder, op.getLoc(), cotangent,
                                            op.getSource().getType()));
  return success();
}

/// Reshapes back to the sizes of the source, computed as a tensor.
static LogicalResult reshapeRule(tensor::ReshapeOp op, OpBuilder &builder,
                                 VJPContext &context, Value cotangent) {
  Location loc = op.getLoc();
  SmallVector<Value> sizes = getValueOrCreateConstantIndexOp(
      builder, loc, context.shape(op.getSource()));
  auto type = RankedTensorType::get({static_cast<int64_t>(sizes.size())},
                                    builder.getIndexType());
  Value shape = tensor::FromElementsOp::create(builder, loc, type, sizes);
  context.accumulate(op.getSource(), tensor::ReshapeOp::create(
                                         builder, loc, op.getSource().getType(),
                                         cotangent, shape));
  return success();
}

void ad::attachTensorShapeRules(MLIRContext &context) {
  using namespace tensor;
  attachLinear<CastOp, castRule>(context);
  attachLinear<CollapseShapeOp, collapseRule>(context);
  attachLinear<ExpandShapeOp, expandRule>(context);
  attachLinear<ReshapeOp, reshapeRule>(context);
}
