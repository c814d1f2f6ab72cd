//===- TensorFills.cpp - Rules of ops that make tensors of scalars --------===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A scalar that becomes many elements receives the sum of their cotangents.
//
//===----------------------------------------------------------------------===//

#include "ElementBodyJVP.h"
#include "ElementBodyVJP.h"
#include "TensorRules.h"
#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using namespace mlir::ad;

/// z_i = x for all i:  dx = sum over i of dz_i.
static LogicalResult splatRule(tensor::SplatOp op, OpBuilder &builder,
                               VJPContext &context, Value cotangent) {
  context.accumulate(op.getInput(),
                     sumOfElements(builder, op.getLoc(), cotangent));
  return success();
}

/// Each element receives the one cotangent at its row-major place.
static LogicalResult fromElementsRule(tensor::FromElementsOp op,
                                      OpBuilder &builder, VJPContext &context,
                                      Value cotangent) {
  Location loc = op.getLoc();
  ArrayRef<int64_t> shape = op.getType().getShape();
  for (auto [number, element] : llvm::enumerate(op.getElements())) {
    if (!context.isActive(element))
      continue;
    SmallVector<Value> indices(shape.size());
    int64_t rest = number;
    for (int64_t dim = shape.size() - 1; dim >= 0; rest /= shape[dim--])
      indices[dim] =
          arith::ConstantIndexOp::create(builder, loc, rest % shape[dim]);
    context.accumulate(
        element, tensor::ExtractOp::create(builder, loc, cotangent, indices));
  }
  return success();
}

/// z_i = f(i, captures); see ElementBodyVJP.
static LogicalResult generateRule(tensor::GenerateOp op, OpBuilder &builder,
                                  VJPContext &context, Value cotangent) {
  return buildElementBodyVJP(op.getBody().front(), cotangent,
                             context.shape(op.getResult()), builder, context);
}

/// The source receives the inner part, what the padding captures the border.
static LogicalResult padRule(tensor::PadOp op, OpBuilder &builder,
                             VJPContext &context, Value cotangent) {
  Location loc = op.getLoc();
  auto inner = SliceGeometry::unitStride(
      builder, primalSizes(context, op.getMixedLowPad()),
      context.shape(op.getSource()));
  if (context.isActive(op.getSource()))
    context.accumulate(op.getSource(),
                       inner.read(builder, loc, cotangent, op.getSourceType()));
  Block &body = op.getRegion().front();
  Value padding = body.getTerminator()->getOperand(0);
  if (!context.isActive(padding))
    return success();
  Value border = inner.clear(builder, loc, cotangent, op.getSourceType());
  if (padding.getParentBlock() == &body)
    return buildElementBodyVJP(body, border, context.shape(op.getResult()),
                               builder, context);
  context.accumulate(padding, sumOfElements(builder, loc, border));
  return success();
}

namespace {
/// The regions of both ops capture what their elements depend on.
struct GenerateActivity
    : ActivityOpInterface::ExternalModel<GenerateActivity, tensor::GenerateOp> {
  void getActivityEdges(Operation *op,
                        function_ref<void(Value, Value)> edge) const {
    edge(op->getRegion(0).front().getTerminator()->getOperand(0),
         op->getResult(0));
  }
};

/// The result depends on the source and on what the padding computes.
struct PadActivity
    : ActivityOpInterface::ExternalModel<PadActivity, tensor::PadOp> {
  void getActivityEdges(Operation *op,
                        function_ref<void(Value, Value)> edge) const {
    edge(op->getOperand(0), op->getResult(0));
    edge(op->getRegion(0).front().getTerminator()->getOperand(0),
         op->getResult(0));
  }
};

/// The tangent of an element is what its body's tangents say, by the indices
/// and captures of the primal.
struct GenerateForward
    : ForwardDifferentiableOpInterface::ExternalModel<GenerateForward,
                                                      tensor::GenerateOp> {
  LogicalResult buildJVP(Operation *op, OpBuilder &builder, JVPContext &context,
                         ValueRange tangents) const {
    return buildElementBodyJVP(op, builder, context, tangents);
  }
};

/// The tangent of the source, padded with the tangent of the padding.
struct PadForward
    : ForwardDifferentiableOpInterface::ExternalModel<PadForward,
                                                      tensor::PadOp> {
  LogicalResult buildJVP(Operation *op, OpBuilder &builder, JVPContext &context,
                         ValueRange tangents) const {
    return buildElementBodyJVP(op, builder, context, tangents);
  }
};
} // namespace

void ad::attachTensorFillRules(MLIRContext &context) {
  using namespace tensor;
  attachLinear<FromElementsOp, fromElementsRule>(context);
  GenerateOp::attachInterface<TensorRule<GenerateOp, generateRule>,
                              GenerateForward, GenerateActivity>(context);
  PadOp::attachInterface<TensorRule<PadOp, padRule>, PadForward, PadActivity>(
      context);
  attachLinear<SplatOp, splatRule>(context);
}
