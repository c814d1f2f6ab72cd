//===- ContractionLoops.h - Where loops of a contraction stand --*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_TRANSFORMS_CONTRACTIONLOOPS_H
#define SNN_LIB_TRANSFORMS_CONTRACTIONLOOPS_H

#include "ContractionForm.h"
#include "VectorLoops.h"

namespace mlir::snn {

/// Registers of a row of a tile of the result.
inline constexpr int64_t kTileRegisters = 2;

/// What those who emit the loops of a contraction share: its sizes, and where
/// each loop stands.
class ContractionLoops {
public:
  ContractionLoops(OpBuilder &builder, const Contraction &contraction);

protected:
  VectorType vectorType() { return VectorType::get({width}, element); }
  Value index(OpBuilder &builder, int64_t value);
  Value zeros(OpBuilder &builder);

  /// Loops over `dims`, outermost first, around what `body` emits.
  void emitNest(OpBuilder &builder, ArrayRef<unsigned> dims,
                function_ref<void(OpBuilder &)> body);

  /// The loops with `row` and `column` added to where the tile begins.
  SmallVector<Value> loopsAt(OpBuilder &builder, int64_t row, int64_t column);

  /// One register of the right side or of the result, `row` and `column` from
  /// where the tile begins, under `mask` if it is not null.
  Value load(OpBuilder &builder, Value memory, AffineMap map, int64_t row,
             int64_t column, Value mask);
  void store(OpBuilder &builder, Value value, int64_t row, int64_t column,
             Value mask);

  /// Adds one outer product to `tile`, row by row: `left` gives the number of
  /// a row, `right` the registers of all.
  SmallVector<Value> addProducts(OpBuilder &builder, ValueRange tile,
                                 int64_t rows, ValueRange right,
                                 function_ref<Value(int64_t)> left);

  Contraction c;
  Location loc;
  SmallVector<Value> sizes, loops;
  Type element;
  /// Elements of a register, and rows of a tile: 16 accumulators hide the
  /// latency of the products, and with 2 registers of the right side and a
  /// broadcast they fit in 32 registers. Tiles of 16 rows by 2 registers spill.
  int64_t width, tileRows;
  Value zero;
};

} // namespace mlir::snn

#endif // SNN_LIB_TRANSFORMS_CONTRACTIONLOOPS_H
