//===- LoopSteps.h - Indices and sizes in terms of the steps of an scf.for -*-
//C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_DIALECT_SNN_TRANSFORMS_LOOPSTEPS_H
#define SNN_LIB_DIALECT_SNN_TRANSFORMS_LOOPSTEPS_H

#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Interfaces/ValueBoundsOpInterface.h"
#include "mlir/Interfaces/ViewLikeInterface.h"

namespace mlir::snn {

/// How the iterations of a loop are numbered as steps from 0.
struct LoopSteps {
  /// Number of iterations if it is a constant, else dynamic: then it is the
  /// upper bound.
  int64_t staticLength = ShapedType::kDynamic;
  /// Constant first value and step of the induction variable.
  int64_t lower = 0, stride = 1;

  bool isStatic() const { return !ShapedType::isDynamic(staticLength); }
};

/// The order in which an index runs through a leading dimension.
enum class Order { none, forward, backward };

/// How `index` runs as the loop iterates.
Order orderOf(scf::ForOp loop, const LoopSteps &steps, OpFoldResult index);

/// True if the steps of the loop are the slices of `tensor`, neither more nor
/// fewer.
bool coversLeadingDim(scf::ForOp loop, const LoopSteps &steps, Value tensor);

/// True if `access`, a slice along the leading dimension of a tensor with the
/// sizes of `like`, has all of the other dimensions.
bool hasAllInnerDims(OffsetSizeAndStrideOpInterface access, Value like);

/// True if the two are proved to be equal.
bool areProvablyEqual(const ValueBoundsConstraintSet::Variable &lhs,
                      const ValueBoundsConstraintSet::Variable &rhs);

} // namespace mlir::snn

#endif // SNN_LIB_DIALECT_SNN_TRANSFORMS_LOOPSTEPS_H
