//===- ElementNest.h - Ops that compute element by element -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_TRANSFORMS_ELEMENTNEST_H
#define SNN_TRANSFORMS_ELEMENTNEST_H

#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include <optional>

namespace mlir::snn {

/// A value that is the same in every element: a constant's attribute, or an SSA
/// scalar.
using Splat = PointerUnion<Attribute, Value>;

/// What each element of `tensor` is, if it is the same for all: a splat
/// constant, or a structured op that fills.
std::optional<Splat> splatOf(Value tensor);

/// True if every op of the body of `op` can work on vectors lane by lane.
bool worksLaneByLane(linalg::LinalgOp op);

/// True if going along the last dimension of the loops goes along neighbours of
/// the operand that `map` accesses, or stands still.
bool followsRows(AffineMap map);

/// Why `op` is no nest over the elements of its results, so that no other op
/// can share a body with it; empty if it is one. A nest is a `linalg.generic`
/// on tensors without reductions, whose results lie as its loops run and whose
/// body works lane by lane.
StringRef whyNoNest(Operation *op);

/// `op` as a nest, null if it is none.
linalg::GenericOp asNest(Operation *op);

} // namespace mlir::snn

#endif // SNN_TRANSFORMS_ELEMENTNEST_H
