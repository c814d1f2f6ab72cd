//===- TensorRules.h - What rules of the tensor dialect share ---*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_DIALECT_AD_RULES_TENSORRULES_H
#define SNN_LIB_DIALECT_AD_RULES_TENSORRULES_H

#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "snn/Dialect/AD/Rules/JVPContext.h"
#include "snn/Dialect/AD/Rules/SliceGeometry.h"
#include "snn/Dialect/AD/Rules/VJPContext.h"

namespace mlir::ad {

/// A rule of an op with one result, as a function of the op.
template <typename OpTy, LogicalResult (*rule)(OpTy, OpBuilder &, VJPContext &,
                                               Value cotangent)>
struct TensorRule
    : ReverseDifferentiableOpInterface::ExternalModel<TensorRule<OpTy, rule>,
                                                      OpTy> {
  LogicalResult buildVJP(Operation *op, OpBuilder &builder, VJPContext &context,
                         ValueRange cotangents) const {
    return rule(cast<OpTy>(op), builder, context, cotangents.front());
  }
};

/// Gives an op that moves elements its rule, and forward mode: it moves the
/// tangents in the same way.
template <typename OpTy, LogicalResult (*rule)(OpTy, OpBuilder &, VJPContext &,
                                               Value cotangent)>
void attachLinear(MLIRContext &context) {
  OpTy::template attachInterface<TensorRule<OpTy, rule>, LinearForward<OpTy>>(
      context);
}

/// The primal values of the entries of `sizes`.
SmallVector<OpFoldResult> primalSizes(VJPContext &context,
                                      ArrayRef<OpFoldResult> sizes);
SmallVector<Value> primalValues(VJPContext &context, ValueRange values);

/// `value` as a tensor of type `type`, with or without static sizes.
Value castTo(OpBuilder &builder, Location loc, Value value, Type type);

/// The sum of all elements of `tensor`, added up in f32 at least.
Value sumOfElements(OpBuilder &builder, Location loc, Value tensor);

/// One folder's worth of rules each; `registerTensorRules` calls them all.
void attachTensorSliceRules(MLIRContext &context);
void attachTensorShapeRules(MLIRContext &context);
void attachTensorFillRules(MLIRContext &context);
void attachTensorGatherRules(MLIRContext &context);

} // namespace mlir::ad

#endif // SNN_LIB_DIALECT_AD_RULES_TENSORRULES_H
