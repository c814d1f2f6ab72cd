//===- TiledProgram.h - A block as parallel loops over tiles -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_TRANSFORMS_TILEDPROGRAM_H
#define SNN_LIB_TRANSFORMS_TILEDPROGRAM_H

#include "TileEmitter.h"

namespace mlir::snn {

/// Puts parallel loops over tiles, one per phase, in the place of the ops that
/// a separation gives to them. What tiles make slices of is joined; what they
/// make addends of is kept per tile and added up in the order of the tiles, so
/// that sums do not depend on the number of threads.
class TiledProgram {
public:
  /// Tiles have `wantedRows` positions of the axis, as many as suit its size if
  /// that is 0.
  TiledProgram(const Axes &axes, const Separation &separation, Block &block,
               int64_t wantedRows);

  /// Why there are no such loops; empty if there are two tiles or may be, and
  /// the sizes of all that leaves a tile are known outside.
  StringRef whyNotEmit() const;
  void emit(RewriterBase &rewriter);

  /// Positions of the axis in a tile.
  int64_t getRows() const { return rows; }

private:
  /// The tiles of one loop: whole ones, or the one that is left.
  struct Tiles {
    OpFoldResult count, first, rows;
  };

  void emitPhase(RewriterBase &rewriter, unsigned phase,
                 ArrayRef<Operation *> ops);
  SmallVector<Value> emitTiles(RewriterBase &rewriter, const Tiles &tiles,
                               ArrayRef<Operation *> ops,
                               ArrayRef<Value> results, ValueRange into);
  void emitPart(OpBuilder &builder, const TileRange &range, Value part,
                Value result, Value into);
  Value emitSum(OpBuilder &builder, Value parts, Value result);
  Value emitFirst(OpBuilder &builder, Value parts, Value result);
  Value emitEmpty(OpBuilder &builder, Value result);

  SmallVector<Value> findResults(unsigned phase) const;
  bool isOutside(Value value) const;
  /// What is known outside to be the size of dimension `dim` of `value`: a
  /// constant, a value, or a dimension of a tensor.
  std::optional<Axes::Axis> findSize(Value value, int64_t dim) const;
  OpFoldResult emitSize(OpBuilder &builder, Value value, int64_t dim) const;

  const Axes &axes;
  const Separation &separation;
  Block &block;
  /// A value that is cut, by which the size of the axis is known.
  Value cut;
  int64_t rows;
  Location loc;
  OpFoldResult extent, slots;
  /// What values that tiles make are outside.
  DenseMap<Value, Value> wholes;
};

} // namespace mlir::snn

#endif // SNN_LIB_TRANSFORMS_TILEDPROGRAM_H
