//===- ContractionForm.h - Contractions by their dimensions -----*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_TRANSFORMS_CONTRACTIONFORM_H
#define SNN_LIB_TRANSFORMS_CONTRACTIONFORM_H

#include "mlir/Dialect/Linalg/IR/Linalg.h"

namespace mlir::snn {

/// A contraction C[.., m, n] += A[.., m, k] * B[.., k, n] with n the contiguous
/// dimension of B and C.
struct Contraction {
  linalg::LinalgOp op;
  Value a, b, c;
  AffineMap aMap, bMap, cMap;
  unsigned n;
  /// The dimension that is tiled by rows; none for a single row.
  std::optional<unsigned> m;
  SmallVector<unsigned> outer, reduction;
  /// Fills C with zeros right before, which registers can do; may be null.
  Operation *zeros = nullptr;
};

/// Reads `op`, on buffers of f32 or f64, as such a contraction; fails if it is
/// none.
FailureOr<Contraction> matchContraction(RewriterBase &rewriter,
                                        linalg::LinalgOp op);

/// The last dimension that `map` accesses, if its last result is one.
std::optional<unsigned> innermostDim(AffineMap map);

} // namespace mlir::snn

#endif // SNN_LIB_TRANSFORMS_CONTRACTIONFORM_H
