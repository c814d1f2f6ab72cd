//===- Passes.h - Passes on the ad dialect -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_DIALECT_AD_TRANSFORMS_PASSES_H
#define SNN_DIALECT_AD_TRANSFORMS_PASSES_H

#include "mlir/Dialect/ControlFlow/IR/ControlFlow.h"
#include "mlir/Dialect/UB/IR/UBOps.h"
#include "mlir/Pass/Pass.h"
#include "snn/Dialect/AD/Analysis/CheckpointPolicy.h"

namespace mlir::ad {

/// What `ad-plan-tape` keeps of a loop: every value that a rule asked for, or a
/// set of values that is the fewest bits.
enum class TapePolicy { SaveAll, MinCut };

#define GEN_PASS_DECL
#define GEN_PASS_REGISTRATION
#include "snn/Dialect/AD/Transforms/Passes.h.inc"

} // namespace mlir::ad

#endif // SNN_DIALECT_AD_TRANSFORMS_PASSES_H
