//===- TapeSegments.h - Loops that keep one segment's tape -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_DIALECT_AD_TRANSFORMS_TAPESEGMENTS_H
#define SNN_LIB_DIALECT_AD_TRANSFORMS_TAPESEGMENTS_H

#include "mlir/IR/PatternMatch.h"
#include "snn/Dialect/AD/Analysis/ReversedLoop.h"

namespace mlir::ad {

/// Runs a loop and its readers in segments of `length` steps (dynamic: the root
/// of their number). The primal keeps its state at the beginning of each
/// segment instead of its tape; before the readers undo a segment it runs once
/// more, with tape. In `tracked`, ops inside the readers become their copies;
/// the loops themselves and what is in the primal become null.
void splitIntoSegments(RewriterBase &rewriter, const ReversedLoop &loops,
                       int64_t length, MutableArrayRef<Operation *> tracked);

} // namespace mlir::ad

#endif // SNN_LIB_DIALECT_AD_TRANSFORMS_TAPESEGMENTS_H
