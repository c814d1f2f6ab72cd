//===- BlockArrays.cpp - Arrays that a block computes with ----------------===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BlockArrays.h"
#include "Blocks.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Interfaces/ValueBoundsOpInterface.h"
#include "snn/Dialect/SNN/IR/SNN.h"
#include "llvm/ADT/SetVector.h"

using namespace mlir;
using namespace mlir::snn;

/// What a loop of unknown length counts for.
static constexpr double kTrips = 64;

/// The part of the weights that spikes choose in one step.
static constexpr double kUsualRate = 0.1;

bool BlockArray::isCaptured() const {
  return !array.getDefiningOp<memref::AllocOp>() ||
         !array.getDefiningOp()->getParentOfType<gpu::LaunchOp>();
}

SmallVector<Value> BlockArray::dynamicSizes() const {
  SmallVector<Value> values;
  if (!isCaptured())
    llvm::append_range(
        values, cast<memref::AllocOp>(array.getDefiningOp()).getDynamicSizes());
  return values;
}

/// Bytes of a view of known size, else 0.
static int64_t bytesOf(Value memref) {
  auto type = cast<MemRefType>(memref.getType());
  return type.hasStaticShape()
             ? type.getNumElements() * elementBytes(type.getElementType())
             : 0;
}

/// Adds the uses of `value` and of the views of it in `launch` to `array`.
/// Returns false if one of them writes.
static bool countUses(Value value, gpu::LaunchOp launch, BlockArray &array) {
  bool isRead = true;
  for (OpOperand &use : value.getUses()) {
    Operation *user = use.getOwner();
    if (!launch->isProperAncestor(user))
      continue;
    double times = std::pow(kTrips, loopDepth(user, launch));
    if (isView(user)) {
      isRead &= countUses(user->getResult(0), launch, array);
    } else if (auto op = dyn_cast<linalg::LinalgOp>(user)) {
      isRead &= op.isDpsInput(&use);
      auto spikes = dyn_cast<SpikeMatmulOp>(user);
      bool isChosen = spikes && value != spikes.getSpikes();
      array.traffic +=
          times * double(bytesOf(value)) * (isChosen ? kUsualRate : 1);
    } else if (isa<memref::LoadOp, memref::StoreOp>(user)) {
      isRead &= isa<memref::LoadOp>(user);
      array.traffic += times * elementBytes(array.type().getElementType());
    } else if (!isa<memref::DeallocOp, memref::DimOp>(user)) {
      array.mayBeShared = isRead = false;
    }
  }
  return isRead;
}

/// A number or value outside `launch` that `size` does not exceed.
static OpFoldResult boundOf(Value size, gpu::LaunchOp launch) {
  if (std::optional<int64_t> known = getConstantIntValue(size))
    return Builder(size.getContext()).getIndexAttr(*known);
  if (size.getParentRegion()->isProperAncestor(&launch.getBody()))
    return size;
  FailureOr<int64_t> most = ValueBoundsConstraintSet::computeConstantBound(
      presburger::BoundType::UB, size, /*stopCondition=*/nullptr,
      /*closedUB=*/true);
  return failed(most)
             ? OpFoldResult()
             : OpFoldResult(Builder(size.getContext()).getIndexAttr(*most));
}

/// An allocation of the block itself.
static FailureOr<BlockArray> describe(memref::AllocOp alloc,
                                      gpu::LaunchOp launch) {
  BlockArray array;
  array.array = alloc;
  for (OpFoldResult size : alloc.getMixedSizes()) {
    OpFoldResult bound = size;
    if (auto value = dyn_cast<Value>(size))
      bound = boundOf(value, launch);
    if (!bound)
      return alloc.emitError("an array of a GPU's block must have a size that "
                             "is known before the launch");
    array.sizes.push_back(bound);
  }
  array.bytes = elementBytes(alloc.getType().getElementType());
  for (OpFoldResult size : array.sizes)
    array.bytes *= getConstantIntValue(size).value_or(0);
  array.mayBeShared = array.bytes > 0 && isDense(alloc.getType());
  (void)countUses(alloc, launch, array);
  return array;
}

/// True if `launch` looks at parts of `value` alone: of a sequence or a batch,
/// a block does not need all.
static bool isSliced(Value value, gpu::LaunchOp launch) {
  return llvm::any_of(value.getUsers(), [&](Operation *user) {
    return isa<memref::SubViewOp>(user) && launch->isProperAncestor(user);
  });
}

/// The memory that `launch` writes, whatever the view.
static DenseSet<Value> writtenIn(gpu::LaunchOp launch) {
  DenseSet<Value> written;
  launch.walk([&](Operation *op) {
    if (auto store = dyn_cast<memref::StoreOp>(op))
      written.insert(rootOf(store.getMemRef()));
    else if (auto structured = dyn_cast<linalg::LinalgOp>(op))
      for (Value init : structured.getDpsInits())
        written.insert(rootOf(init));
  });
  return written;
}

/// Memory from outside that is worth a copy: read in loops, of known size.
static std::optional<BlockArray>
describeCaptured(Value value, gpu::LaunchOp launch,
                 const DenseSet<Value> &written) {
  auto type = dyn_cast<MemRefType>(value.getType());
  if (!type || !type.hasStaticShape() || type.getNumElements() == 0 ||
      isSliced(value, launch))
    return std::nullopt;
  BlockArray array;
  array.array = value;
  array.bytes = bytesOf(value);
  array.mayBeShared = isDense(type);
  // Another view could be written under its feet.
  bool isRead =
      countUses(value, launch, array) && !written.contains(rootOf(value));
  // A copy reads all of it once: less is not to be gained by it.
  bool pays = array.traffic >= 2 * double(array.bytes);
  return isRead && array.mayBeShared && pays ? std::optional(array)
                                             : std::nullopt;
}

FailureOr<SmallVector<BlockArray>>
mlir::snn::findBlockArrays(gpu::LaunchOp launch) {
  SmallVector<BlockArray> arrays;
  llvm::SetVector<Value> captured;
  WalkResult result = launch.getBody().walk([&](Operation *op) {
    for (Value operand : op->getOperands())
      if (isa<MemRefType>(operand.getType()) &&
          operand.getParentRegion()->isProperAncestor(&launch.getBody()))
        captured.insert(operand);
    auto alloc = dyn_cast<memref::AllocOp>(op);
    if (!alloc)
      return WalkResult::advance();
    FailureOr<BlockArray> array = describe(alloc, launch);
    if (failed(array))
      return WalkResult::interrupt();
    arrays.push_back(std::move(*array));
    return WalkResult::advance();
  });
  if (result.wasInterrupted())
    return failure();
  DenseSet<Value> written = writtenIn(launch);
  for (Value value : captured)
    if (std::optional<BlockArray> array =
            describeCaptured(value, launch, written))
      arrays.push_back(std::move(*array));
  return arrays;
}
