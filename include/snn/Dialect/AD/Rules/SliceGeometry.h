//===- SliceGeometry.h - Where a slice of a tensor lies -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_DIALECT_AD_RULES_SLICEGEOMETRY_H
#define SNN_DIALECT_AD_RULES_SLICEGEOMETRY_H

#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinTypes.h"

namespace mlir::ad {

/// Offsets, sizes and strides of a slice.
struct SliceGeometry {
  SmallVector<OpFoldResult> offsets, sizes, strides;

  /// Slices of unit stride.
  static SliceGeometry unitStride(OpBuilder &builder,
                                  SmallVector<OpFoldResult> offsets,
                                  SmallVector<OpFoldResult> sizes);

  /// The slice of `from` with type `type`, which may lack unit dimensions.
  Value read(OpBuilder &builder, Location loc, Value from, Type type) const;
  /// `into` with `slice` written there.
  Value write(OpBuilder &builder, Location loc, Value slice, Value into) const;
  /// `into` with zeros written there.
  Value clear(OpBuilder &builder, Location loc, Value into,
              RankedTensorType type) const;
};

} // namespace mlir::ad

#endif // SNN_DIALECT_AD_RULES_SLICEGEOMETRY_H
