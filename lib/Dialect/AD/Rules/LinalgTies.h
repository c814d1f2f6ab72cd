//===- LinalgTies.h - Which elements attain an extremum ---------*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Forward and reverse mode give the derivative of a maximum or minimum to the
// same elements, in the same shares.
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_DIALECT_AD_RULES_LINALGTIES_H
#define SNN_LIB_DIALECT_AD_RULES_LINALGTIES_H

#include "LinalgPayload.h"

namespace mlir::ad {

/// Emits an elementwise op over tensors of one shape.
Value emitElementwise(OpBuilder &builder, Location loc, ValueRange inputs,
                      Value init,
                      function_ref<Value(OpBuilder &, ValueRange)> body);

/// `value` where the elements of the tensors `a` and `b` are equal, else zero.
Value emitWhereEqual(OpBuilder &builder, Location loc, Value value, Value a,
                     Value b, Value init);

/// An extremum that a linalg op takes: `candidate` is the payload's value that
/// it is taken over, `extremum` the payload's argument for the result.
struct Extremum {
  LinalgPayload &payload;
  linalg::LinalgOp op;
  unsigned result;
  Value candidate;
  BlockArgument extremum;

  Value getResult() { return op->getResult(result); }
  Value getInit() { return op.getDpsInits()[result]; }
};

/// How many elements attain the extremum, the init included, as a tensor like
/// the result with elements of the type that sums have.
Value countTies(Extremum &extremum, DerivativeContext &context);

/// True if `candidate` is an element of a window that slides over an operand,
/// as in pooling: one of its elements then takes the whole derivative.
bool slidesWindow(LinalgPayload &payload, Value candidate);

/// The places at which windows first attain their extremum, and a value of the
/// payload that is true for the iteration at that place.
struct WindowFirst {
  /// A tensor like the result; `nowhere`, a scalar, where no element does.
  Value places, nowhere;
  Value isFirst;
};
WindowFirst findFirstOfWindow(Extremum &extremum, DerivativeContext &context);

/// `value`, a tensor like the result, where no element of the window attains
/// the extremum, which then is the init; zero elsewhere.
Value emitWhereNowhere(OpBuilder &builder, Location loc, Value value,
                       const WindowFirst &first, Value init);

} // namespace mlir::ad

#endif // SNN_LIB_DIALECT_AD_RULES_LINALGTIES_H
