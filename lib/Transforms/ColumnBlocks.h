//===- ColumnBlocks.h - Rows of a matrix in registers -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_TRANSFORMS_COLUMNBLOCKS_H
#define SNN_LIB_TRANSFORMS_COLUMNBLOCKS_H

#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinTypes.h"

namespace mlir::snn {

/// Neighbouring columns that one vector holds: `width` of them from `offset` in
/// a block on, those that `mask` leaves out excepted.
struct ColumnVector {
  int64_t offset, width;
  Value mask;
};

/// How the columns are split that whole registers leave over.
enum class Remainder {
  /// Into a vector that has some columns of the one before it. All vectors of a
  /// block have to be read before the first one is written.
  Overlapping,
  /// Into vectors of ever fewer columns.
  Apart
};

/// A result of `size` columns in blocks whose rows fit in registers.
struct ColumnBlocks {
  Value size;
  /// Elements of a register, and registers of a block; the last block has up to
  /// that many.
  int64_t lanes, registers;
  Remainder remainder;

  /// Emits `body` for each block, which begins at `column`. Masks are used for
  /// sizes alone that are not known: a masked store takes some ten cycles on
  /// Zen 4, and a load of what it stored waits for the cache.
  void
  emit(OpBuilder &builder, Location loc,
       function_ref<void(OpBuilder &, Value column, ArrayRef<ColumnVector>)>
           body) const;

private:
  using Body = function_ref<void(OpBuilder &, Value, ArrayRef<ColumnVector>)>;
  void emitKnown(OpBuilder &builder, Location loc, int64_t columns,
                 Body body) const;
  void emitUnknown(OpBuilder &builder, Location loc, Body body) const;
};

/// Whether `memory` holds what is computed with as `element`, or a narrower
/// type that vectors are widened from.
bool holdsColumns(Type memory, FloatType element);

/// `columns` of the row that begins at `indices`, as `element`.
Value loadColumns(OpBuilder &builder, Location loc, Value memory,
                  ArrayRef<Value> indices, const ColumnVector &columns,
                  Type element);
void storeColumns(OpBuilder &builder, Location loc, Value value, Value memory,
                  ArrayRef<Value> indices, const ColumnVector &columns);

} // namespace mlir::snn

#endif // SNN_LIB_TRANSFORMS_COLUMNBLOCKS_H
