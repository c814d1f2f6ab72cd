//===- Passes.h - Passes on the snn dialect -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_DIALECT_SNN_TRANSFORMS_PASSES_H
#define SNN_DIALECT_SNN_TRANSFORMS_PASSES_H

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Pass/Pass.h"
#include "snn/Dialect/AD/IR/AD.h"
#include "snn/Dialect/SNN/IR/SNN.h"

namespace mlir::snn {

#define GEN_PASS_DECL
#define GEN_PASS_REGISTRATION
#include "snn/Dialect/SNN/Transforms/Passes.h.inc"

/// Adds the patterns of `snn-decompose-neurons`, one for each neuron op.
void populateDecomposeNeuronsPatterns(RewritePatternSet &patterns);

/// Adds the pattern of `snn-expand-fgi`.
void populateExpandFGIPatterns(RewritePatternSet &patterns);

} // namespace mlir::snn

#endif // SNN_DIALECT_SNN_TRANSFORMS_PASSES_H
