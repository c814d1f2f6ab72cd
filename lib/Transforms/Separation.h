//===- Separation.h - What tiles of one axis can compute apart -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_TRANSFORMS_SEPARATION_H
#define SNN_LIB_TRANSFORMS_SEPARATION_H

#include "Axes.h"
#include "Linearity.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

namespace mlir::snn {

/// What a tile of an axis has of a value that it computes.
enum class Share {
  /// The value itself, the same for all tiles.
  Same,
  /// The tile's slice along the axis.
  Slice,
  /// An addend: the value is the sum of what all tiles have.
  Addend
};

/// How the ops of a block separate along one axis: which of them each tile can
/// compute for itself, and in which phase. Phase p of the tiles runs after the
/// ops of phase p that stay whole, these after phase p - 1 of the tiles: a
/// phase ends where something needs a sum over all tiles, or all slices.
class Separation {
public:
  /// What keeps a loop from being computed in tiles.
  struct Obstacle {
    Operation *op;
    StringRef reason;
  };

  Separation(const Axes &axes, Axes::Axis axis, Block &block);

  /// True if tiles compute `op`, of the block.
  bool isTiled(Operation *op) const { return tiled.contains(op); }
  unsigned phaseOf(Operation *op) const { return phases.lookup(op); }
  unsigned numPhases() const { return phaseCount; }

  /// What a tile has of `value` where it computes it.
  Share shareOf(Value value) const { return shares.lookup(value); }

  /// The dimension of `value` that is cut.
  std::optional<int64_t> cutDim(Value value) const {
    return axes.dimAlong(value, axis);
  }

  /// The loop of `op` that is cut, if there is one.
  std::optional<unsigned> cutLoop(linalg::LinalgOp op) const;

  /// True if `tiledOp` needs `operand`, an addend that tiles made, as the sum
  /// of all of them.
  bool needsSum(Operation *tiledOp, Value operand) const;

  /// The number of ops in loops that are cut, less that of those that each tile
  /// would do again; not positive if the axis is of no use.
  int64_t score() const { return balance; }

  /// True if what a loop carries is cut along its last dimension.
  bool cutsRows() const;

  ArrayRef<Obstacle> getObstacles() const { return obstacles; }

private:
  /// The values from outside that `op` and what is in it read.
  static llvm::SetVector<Value> valuesRead(Operation *op);
  void visitTop(Operation *op);
  void noteEffects(Operation *loop);
  void countOps(Operation *op);
  /// Gives what costs little to the phase that uses it.
  void delayLeaves();
  bool touches(Operation *op) const;
  unsigned findPhase(Operation *op, bool isTiledOp);

  /// These find the shares of what an op makes; false with an obstacle if the
  /// tiles cannot compute it.
  bool visit(Operation *op);
  bool visitStructured(linalg::LinalgOp op);
  bool visitReduction(linalg::LinalgOp op);
  bool visitLoop(scf::ForOp loop);
  bool visitBranch(scf::IfOp branch);
  bool visitBody(Block &body);
  bool visitSlice(tensor::ExtractSliceOp slice);
  bool visitInsert(tensor::InsertSliceOp insert);
  bool visitReshape(Operation *op);
  bool visitScalar(Operation *op);
  bool visitOther(Operation *op);

  bool fail(Operation *op, StringRef reason);
  /// The share of `value` as an op reads it: sums over tiles that are known at
  /// the block's level are formed for it.
  Share read(Value value) const;
  Share joined(Value a, Value b) const;
  /// How `value` depends on addends.
  Degree degreeOf(Value value) const;

  const Axes &axes;
  Axes::Axis axis;
  Block &block;
  DenseMap<Value, Share> shares;
  /// Carried values of loops that are being visited for the first time.
  DenseSet<Value> undecided;
  DenseSet<Operation *> tiled;
  DenseMap<Operation *, unsigned> phases;
  SmallVector<Obstacle> obstacles;
  std::optional<Obstacle> lastObstacle;
  unsigned phaseCount = 0, effectPhase = 0;
  int64_t balance = 0;
};

} // namespace mlir::snn

#endif // SNN_LIB_TRANSFORMS_SEPARATION_H
