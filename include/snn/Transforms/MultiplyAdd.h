//===- MultiplyAdd.h - Sums of products as structured ops -------*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_TRANSFORMS_MULTIPLYADD_H
#define SNN_TRANSFORMS_MULTIPLYADD_H

#include "mlir/Dialect/Linalg/IR/Linalg.h"

namespace mlir::snn {

/// True if the body of `op` is `out + a * b`, of inputs that may be widened:
/// contractions, convolutions and the derivatives of both.
bool isMultiplyAdd(linalg::LinalgOp op);

} // namespace mlir::snn

#endif // SNN_TRANSFORMS_MULTIPLYADD_H
