//===- ContractionForm.h - Contractions by their dimensions -----*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_TRANSFORMS_CONTRACTIONFORM_H
#define SNN_LIB_TRANSFORMS_CONTRACTIONFORM_H

#include "snn/Transforms/Products.h"

namespace mlir::snn {

/// A contraction C[.., m, n] += A[.., m, k] * B[.., k, n] with n the contiguous
/// dimension of B and C. Where an operand is read or written in windows, as
/// those of convolutions and of their derivatives, its map has sums of loops:
///
///   C[i, x, n] += A[i, x + k, c] * B[k, c, n]
struct Contraction {
  linalg::LinalgOp op;
  Value a, b, c;
  AffineMap aMap, bMap, cMap;
  unsigned n;
  /// The dimension that is tiled by rows; none for a single row.
  std::optional<unsigned> m;
  /// The loops that the result has besides, and those that it has not.
  SmallVector<unsigned> outer, reduction;
  /// Fills C with zeros right before, which registers can do; may be null.
  Operation *zeros = nullptr;

  /// True if an operand's map has more than loops by themselves.
  bool hasWindows() const { return snn::hasWindows({aMap, bMap, cMap}); }
};

/// The last dimension that `map` accesses, if its last result is one.
std::optional<unsigned> innermostDim(AffineMap map);

/// The loop of the multiply-add `op` that goes along neighbours of input number
/// `right` and of the result and leaves the other input alone; of several the
/// one with the most steps.
std::optional<unsigned> findColumns(linalg::LinalgOp op, unsigned right);

/// True if loop `a` of `op` is known to have fewer steps than loop `b`, which
/// may have any number.
bool hasFewerSteps(linalg::LinalgOp op, unsigned a, unsigned b);

/// Reads `op`, on buffers of f32 or f64, as such a contraction; fails if it is
/// none.
FailureOr<Contraction> matchContraction(RewriterBase &rewriter,
                                        linalg::LinalgOp op);

} // namespace mlir::snn

#endif // SNN_LIB_TRANSFORMS_CONTRACTIONFORM_H
