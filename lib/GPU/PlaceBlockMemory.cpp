//===- PlaceBlockMemory.cpp - Where the arrays of a block lie -------------===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BlockArrays.h"
#include "Blocks.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/GPU/IR/GPUDialect.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "snn/GPU/Passes.h"

namespace mlir::snn {
#define GEN_PASS_DEF_PLACEBLOCKMEMORYPASS
#include "snn/GPU/Passes.h.inc"
} // namespace mlir::snn

using namespace mlir;
using namespace mlir::snn;

/// Arrays start where the widest load may.
static constexpr int64_t kAlignment = 16;

/// Gives `value` and all views of it the memory space of `value`'s new type.
static void retype(Value value, MemRefType type) {
  if (!gpu::GPUDialect::hasWorkgroupMemoryAddressSpace(type))
    return;
  value.setType(type);
  for (Operation *user : value.getUsers())
    if (isView(user)) {
      auto old = cast<MemRefType>(user->getResult(0).getType());
      retype(user->getResult(0), inWorkgroup(old));
    }
}

/// Bytes of `array`, rounded up, as a value outside the launch.
static Value emitBytes(OpBuilder &builder, Location loc,
                       const BlockArray &array) {
  Value bytes = arith::ConstantIndexOp::create(
      builder, loc, elementBytes(array.type().getElementType()));
  for (OpFoldResult size : array.sizes)
    bytes = builder.createOrFold<arith::MulIOp>(
        loc, bytes, getValueOrCreateConstantIndexOp(builder, loc, size));
  Value unit = arith::ConstantIndexOp::create(builder, loc, kAlignment);
  Value units = builder.createOrFold<arith::CeilDivUIOp>(loc, bytes, unit);
  return builder.createOrFold<arith::MulIOp>(loc, units, unit);
}

/// Replaces `array` in `launch` by the part of `arena` from `offset` on, seen
/// as `type`. It is made where the block allocates, or at the builder's place.
static Value replaceByView(RewriterBase &rewriter, gpu::LaunchOp launch,
                           const BlockArray &array, Value arena, Value offset,
                           MemRefType type) {
  OpBuilder::InsertionGuard guard(rewriter);
  if (!array.isCaptured())
    rewriter.setInsertionPoint(array.array.getDefiningOp());
  Value view = memref::ViewOp::create(rewriter, array.array.getLoc(), type,
                                      arena, offset, array.dynamicSizes());
  rewriter.replaceUsesWithIf(array.array, view, [&](OpOperand &use) {
    return launch->isProperAncestor(use.getOwner());
  });
  retype(view, type);
  return view;
}

/// Puts the arrays `chosen` into the memory that the threads of a block share.
/// What comes from outside is copied there first.
static void placeShared(RewriterBase &rewriter, gpu::LaunchOp launch,
                        ArrayRef<BlockArray> chosen) {
  if (chosen.empty())
    return;
  Location loc = launch.getLoc();
  rewriter.setInsertionPointToStart(&launch.getBody().front());
  auto bytesType = inWorkgroup(
      MemRefType::get({ShapedType::kDynamic}, rewriter.getI8Type()));
  Value arena = gpu::DynamicSharedMemoryOp::create(rewriter, loc, bytesType);
  int64_t total = 0;
  for (const BlockArray &array : chosen) {
    Value offset = arith::ConstantIndexOp::create(rewriter, loc, total);
    total += llvm::alignTo(array.bytes, kAlignment);
    Value view = replaceByView(rewriter, launch, array, arena, offset,
                               inWorkgroup(array.type()));
    if (array.isCaptured())
      linalg::CopyOp::create(rewriter, loc, array.array, view);
  }
  OpBuilder outside(launch);
  launch.getDynamicSharedMemorySizeMutable().assign(
      arith::ConstantIntOp::create(outside, loc, total, 32));
}

/// Gives each block a part of one allocation for the arrays `rest`.
static void placeGlobal(RewriterBase &rewriter, gpu::LaunchOp launch,
                        ArrayRef<BlockArray> rest) {
  if (rest.empty())
    return;
  Location loc = launch.getLoc();
  rewriter.setInsertionPoint(launch);
  SmallVector<Value> offsets;
  Value total = arith::ConstantIndexOp::create(rewriter, loc, 0);
  for (const BlockArray &array : rest) {
    offsets.push_back(total);
    total = rewriter.createOrFold<arith::AddIOp>(
        loc, total, emitBytes(rewriter, loc, array));
  }
  Value bytes =
      rewriter.createOrFold<arith::MulIOp>(loc, total, launch.getGridSizeX());
  Value arena = memref::AllocOp::create(
      rewriter, loc,
      MemRefType::get({ShapedType::kDynamic}, rewriter.getI8Type()), bytes);
  rewriter.setInsertionPointAfter(launch);
  memref::DeallocOp::create(rewriter, loc, arena);

  rewriter.setInsertionPointToStart(&launch.getBody().front());
  Value start =
      arith::MulIOp::create(rewriter, loc, launch.getBlockIds().x, total);
  for (auto [array, offset] : llvm::zip_equal(rest, offsets)) {
    Value place = arith::AddIOp::create(rewriter, loc, start, offset);
    replaceByView(rewriter, launch, array, arena, place, array.type());
  }
}

namespace {
struct PlaceBlockMemoryPass
    : snn::impl::PlaceBlockMemoryPassBase<PlaceBlockMemoryPass> {
  using PlaceBlockMemoryPassBase::PlaceBlockMemoryPassBase;

  void runOnOperation() override {
    WalkResult result = getOperation()->walk([&](gpu::LaunchOp launch) {
      if (launch->hasAttr(kSpreadAttrName))
        return WalkResult::advance();
      return WalkResult(place(launch));
    });
    if (result.wasInterrupted())
      signalPassFailure();
  }

private:
  /// By traffic per byte, as long as there is room.
  LogicalResult place(gpu::LaunchOp launch) {
    FailureOr<SmallVector<BlockArray>> arrays = findBlockArrays(launch);
    if (failed(arrays))
      return failure();
    llvm::stable_sort(*arrays, [](const BlockArray &a, const BlockArray &b) {
      return a.worth() > b.worth();
    });
    SmallVector<BlockArray> chosen, rest;
    int64_t room = sharedBytes;
    for (const BlockArray &array : *arrays) {
      int64_t bytes = llvm::alignTo(array.bytes, kAlignment);
      if (array.mayBeShared && bytes <= room) {
        room -= bytes;
        chosen.push_back(array);
      } else if (!array.isCaptured()) {
        rest.push_back(array);
      }
    }
    numShared += chosen.size();
    numGlobal += rest.size();
    IRRewriter rewriter(&getContext());
    launch.walk([&](memref::DeallocOp free) { rewriter.eraseOp(free); });
    placeGlobal(rewriter, launch, rest);
    placeShared(rewriter, launch, chosen);
    for (const BlockArray &array : *arrays)
      if (!array.isCaptured())
        rewriter.eraseOp(array.array.getDefiningOp());
    return success();
  }
};
} // namespace
