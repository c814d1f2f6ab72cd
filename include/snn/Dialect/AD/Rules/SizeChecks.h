//===- SizeChecks.h - Sizes checked as a loop runs --------------*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_DIALECT_AD_RULES_SIZECHECKS_H
#define SNN_DIALECT_AD_RULES_SIZECHECKS_H

#include "snn/Dialect/AD/Analysis/SizeSources.h"

namespace mlir::ad {

/// Makes sure that `loop` keeps the sizes of the tensors that it carries: where
/// the analysis of sizes cannot tell, each step asserts it and hands on a slice
/// of the sizes that the loop started with, by which the analysis can tell.
/// Fails after an error at a loop that is known to change one.
LogicalResult holdSizes(scf::ForOp loop, AcrossCalls acrossCalls);

/// Marks `loop`, which carries `inits`, as one that is known to keep sizes.
void markKeepsSizes(Operation *loop, ValueRange inits);

} // namespace mlir::ad

#endif // SNN_DIALECT_AD_RULES_SIZECHECKS_H
