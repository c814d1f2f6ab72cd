//===- Separation.cpp - What tiles of one axis can compute apart ----------===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Separation.h"
#include "mlir/Interfaces/CallInterfaces.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "mlir/Transforms/RegionUtils.h"

using namespace mlir;
using namespace mlir::snn;

/// In the order of the block, so that what an op reads has its share by then.
Separation::Separation(const Axes &axes, Axes::Axis axis, Block &block)
    : axes(axes), axis(axis), block(block) {
  for (Operation &op : block.without_terminator())
    visitTop(&op);
  delayLeaves();
}

/// Notes the first obstacle that is met. Always false, for `return fail(..)`.
bool Separation::fail(Operation *op, StringRef reason) {
  if (!lastObstacle)
    lastObstacle = Obstacle{op, reason};
  return false;
}

//===----------------------------------------------------------------------===//
// The ops of the block
//===----------------------------------------------------------------------===//

llvm::SetVector<Value> Separation::valuesRead(Operation *op) {
  llvm::SetVector<Value> values(op->operand_begin(), op->operand_end());
  getUsedValuesDefinedAbove(op->getRegions(), values);
  return values;
}

/// True if `op` reads or makes something that is cut.
bool Separation::touches(Operation *op) const {
  auto isCut = [&](Value value) { return cutDim(value).has_value(); };
  return llvm::any_of(op->getResults(), isCut) ||
         llvm::any_of(valuesRead(op), isCut);
}

Share Separation::read(Value value) const {
  if (cutDim(value))
    return Share::Slice;
  Share share = shares.lookup(value);
  // What is used inside a loop, or by arithmetic, waits for the sum.
  if (share == Share::Addend && value.getParentBlock() == &block)
    return Share::Same;
  return share;
}

/// Adds what `op` does in loops: an op that is cut does as much in all tiles
/// together as it did, one that is the same for all does it again in each.
void Separation::countOps(Operation *op) {
  op->walk([&](linalg::LinalgOp inner) {
    if (inner->getParentOfType<scf::ForOp>())
      balance += cutLoop(inner) ? 1 : -1;
  });
}

/// Such a cut leaves each tile short rows, and is the second choice.
bool Separation::cutsRows() const {
  for (auto loop : block.getOps<scf::ForOp>())
    for (Value carried : loop.getResults())
      if (std::optional<int64_t> dim = cutDim(carried)) {
        int64_t rank = cast<RankedTensorType>(carried.getType()).getRank();
        if (rank > 1 && *dim == rank - 1)
          return true;
      }
  return false;
}

/// Names the op that makes `loop` one with effects. What is called is not
/// looked into.
void Separation::noteEffects(Operation *loop) {
  loop->walk([&](Operation *op) {
    if (op->getNumRegions() != 0 || isPure(op))
      return WalkResult::advance();
    fail(op, isa<CallOpInterface>(op)
                 ? "what the call does is not visible here"
                 : "it may do more than compute its results");
    return WalkResult::interrupt();
  });
}

/// Decides whether tiles compute `op` and in which phase it runs. An op that
/// they do not compute runs whole between two phases, and what it makes is the
/// same for all.
void Separation::visitTop(Operation *op) {
  lastObstacle = std::nullopt;
  // Sizes are those of whole tensors and known outside.
  bool isTiledOp =
      !isa<tensor::DimOp>(op) && isPure(op) && touches(op) && visit(op);
  if (isTiledOp) {
    tiled.insert(op);
    countOps(op);
  } else {
    for (Value result : op->getResults())
      shares.erase(result);
    if (isa<scf::ForOp>(op) && touches(op) && !isPure(op))
      noteEffects(op);
    if (lastObstacle && isa<scf::ForOp>(op))
      obstacles.push_back(*lastObstacle);
  }
  unsigned phase = findPhase(op, isTiledOp);
  // What has effects keeps its order.
  if (!isPure(op))
    phase = effectPhase = std::max(phase, effectPhase);
  phases[op] = phase;
  phaseCount = std::max(phaseCount, phase + 1);
}

/// From the last to the first, since one leaf may be made of another.
void Separation::delayLeaves() {
  // Leaves: made of nothing that a tile makes but of other leaves.
  SmallVector<Operation *> leaves;
  DenseSet<Operation *> isLeaf;
  for (Operation &op : block.without_terminator())
    if (isTiled(&op) && isMadePerUse(&op) &&
        llvm::all_of(op.getOperands(), [&](Value operand) {
          Operation *definition = operand.getDefiningOp();
          return !definition || !isTiled(definition) ||
                 isLeaf.contains(definition);
        })) {
      leaves.push_back(&op);
      isLeaf.insert(&op);
    }
  for (Operation *leaf : llvm::reverse(leaves))
    for (Operation *user : leaf->getUsers()) {
      user = block.findAncestorOpInBlock(*user);
      if (isTiled(user))
        phases[leaf] = std::max(phases[leaf], phases[user]);
    }
}

/// A sum may go on from an addend: the loop or op that it starts adds to what
/// the tile has, and the tiles are summed up once, after it.
bool Separation::needsSum(Operation *tiledOp, Value operand) const {
  if (shares.lookup(operand) != Share::Addend)
    return false;
  // Only what a sum starts from may be an addend itself.
  SmallVector<std::pair<Value, Value>> starts;
  if (auto loop = dyn_cast<scf::ForOp>(tiledOp))
    for (auto [init, result] : llvm::zip(loop.getInitArgs(), loop.getResults()))
      starts.emplace_back(init, result);
  if (auto structured = dyn_cast<linalg::LinalgOp>(tiledOp))
    for (OpResult result : tiledOp->getResults())
      starts.emplace_back(structured.getTiedOpOperand(result)->get(), result);
  unsigned uses = llvm::count(tiledOp->getOperands(), operand);
  for (auto [start, result] : starts)
    uses -= start == operand && shares.lookup(result) == Share::Addend;
  llvm::SetVector<Value> captured;
  getUsedValuesDefinedAbove(tiledOp->getRegions(), captured);
  return uses != 0 || captured.contains(operand);
}

/// One more than the phase of tiles that it waits for: a whole op for all
/// slices, a tiled one for a sum.
unsigned Separation::findPhase(Operation *op, bool isTiledOp) {
  unsigned phase = 0;
  for (Value value : valuesRead(op)) {
    Operation *definition = value.getDefiningOp();
    if (!definition || definition->getBlock() != &block)
      continue;
    bool waits =
        tiled.contains(definition) && (!isTiledOp || needsSum(op, value));
    phase = std::max(phase, phases[definition] + waits);
  }
  return phase;
}
