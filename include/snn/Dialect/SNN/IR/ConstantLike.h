//===- ConstantLike.h - Constants of the shape of a value -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_DIALECT_SNN_IR_CONSTANTLIKE_H
#define SNN_DIALECT_SNN_IR_CONSTANTLIKE_H

#include "mlir/IR/Builders.h"

namespace mlir::snn {

/// An uninitialized tensor of the type and the dynamic sizes of `like`, a
/// ranked tensor; of elements of type `element` if there is one.
Value emptyLike(OpBuilder &builder, Location loc, Value like,
                Type element = {});

/// `element` everywhere, in the shape of `like`: a scalar, vector or ranked
/// tensor. A constant unless a size is dynamic.
Value constantLike(OpBuilder &builder, Location loc, Value like,
                   TypedAttr element);

/// `value` everywhere, rounded to the element type, in the shape of `like`: a
/// floating-point scalar, vector or ranked tensor. A constant unless a size is
/// dynamic.
Value constantLike(OpBuilder &builder, Location loc, Value like, double value);

} // namespace mlir::snn

#endif // SNN_DIALECT_SNN_IR_CONSTANTLIKE_H
