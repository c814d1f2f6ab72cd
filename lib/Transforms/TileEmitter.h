//===- TileEmitter.h - The body of one tile -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_TRANSFORMS_TILEEMITTER_H
#define SNN_LIB_TRANSFORMS_TILEEMITTER_H

#include "Separation.h"
#include "mlir/IR/IRMapping.h"

namespace mlir::snn {

/// The part of an axis that one tile has.
struct TileRange {
  /// Number of the tile, and its first position on the axis.
  Value index, offset;
  /// Positions of the tile, and of the axis.
  OpFoldResult rows, extent;
};

/// Emits ops as a tile computes them: on slices along the cut axis, with sums
/// over it left to be finished.
class TileEmitter {
public:
  /// Takes slices of what is outside before `begin`. `wholes` says what values
  /// that earlier tiles made are outside.
  TileEmitter(Operation *begin, const Separation &separation, TileRange range,
              const DenseMap<Value, Value> &wholes);

  /// Emits `op`, of the block or of a loop in it.
  void emit(OpBuilder &builder, Operation *op);

  /// What the tile has of `value`.
  Value lookup(Value value);

private:
  void emitStructured(OpBuilder &builder, linalg::LinalgOp op);
  void emitLoop(OpBuilder &builder, scf::ForOp loop);
  void emitBranch(OpBuilder &builder, scf::IfOp branch);
  void emitSlice(OpBuilder &builder, tensor::ExtractSliceOp slice);
  void emitInsert(OpBuilder &builder, tensor::InsertSliceOp insert);
  void emitExpand(OpBuilder &builder, tensor::ExpandShapeOp expand);
  void emitEmpty(OpBuilder &builder, tensor::EmptyOp empty);
  void emitSplat(OpBuilder &builder, tensor::SplatOp splat);
  void emitConstant(OpBuilder &builder, arith::ConstantOp constant);
  void emitOther(OpBuilder &builder, Operation *op);
  void emitYield(OpBuilder &builder, Operation *yield);

  /// `start`, from which a sum starts, for the first tile, zero for the others.
  Value startOfSum(OpBuilder &builder, Value start);
  /// Positions on the axis count from the tile's first one in the loops.
  void shiftIndices(OpBuilder &builder, linalg::LinalgOp op, unsigned loop);

  OpFoldResult mapped(OpFoldResult value);
  SmallVector<OpFoldResult> mapped(ArrayRef<OpFoldResult> values);
  /// `sizes` of `tensor` with that of the cut dimension replaced.
  SmallVector<OpFoldResult> tileSizes(Value tensor,
                                      SmallVector<OpFoldResult> sizes);
  Type tileType(Value value);

  const Separation &separation;
  TileRange range;
  const DenseMap<Value, Value> &wholes;
  OpBuilder beginBuilder;
  IRMapping mapping;
};

} // namespace mlir::snn

#endif // SNN_LIB_TRANSFORMS_TILEEMITTER_H
