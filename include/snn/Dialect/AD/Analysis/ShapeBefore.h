//===- ShapeBefore.h - Sizes of values, outside a region --------*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_DIALECT_AD_ANALYSIS_SHAPEBEFORE_H
#define SNN_DIALECT_AD_ANALYSIS_SHAPEBEFORE_H

#include "mlir/IR/Builders.h"
#include "mlir/IR/OpDefinition.h"
#include "snn/Dialect/AD/Analysis/SizeSources.h"

namespace mlir::ad {

/// Computes the sizes of the ranked tensor `value`, defined in a region of
/// `op`, by ops before `op`: what a tape of it has to be allocated with. Fails,
/// without a message and without a change, if the sizes differ from one
/// execution of the region to the next, or are not known not to.
FailureOr<SmallVector<OpFoldResult>>
shapeBefore(OpBuilder &builder, Operation *op, Value value,
            AcrossCalls acrossCalls = AcrossCalls::No);

/// True if `shapeBefore` gives sizes. Changes nothing.
bool hasShapeBefore(Operation *op, Value value,
                    AcrossCalls acrossCalls = AcrossCalls::No);

} // namespace mlir::ad

#endif // SNN_DIALECT_AD_ANALYSIS_SHAPEBEFORE_H
