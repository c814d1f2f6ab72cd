//===- MoveToDevice.cpp - Arrays of a program on a GPU --------------------===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/GPU/IR/GPUDialect.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/IR/SymbolTable.h"
#include "snn/GPU/Passes.h"
#include "llvm/ADT/SetVector.h"

namespace mlir::snn {
#define GEN_PASS_DEF_MOVETODEVICEPASS
#include "snn/GPU/Passes.h.inc"
} // namespace mlir::snn

using namespace mlir;
using namespace mlir::snn;

/// The sizes that an allocation like `array` needs.
static SmallVector<Value> dynamicSizes(OpBuilder &builder, Location loc,
                                       Value array) {
  SmallVector<Value> sizes;
  for (auto [i, size] :
       llvm::enumerate(cast<MemRefType>(array.getType()).getShape()))
    if (ShapedType::isDynamic(size))
      sizes.push_back(memref::DimOp::create(builder, loc, array, i));
  return sizes;
}

/// Memory of the device for an array like `array`.
static Value allocateLike(OpBuilder &builder, Value array) {
  Location loc = array.getLoc();
  return gpu::AllocOp::create(builder, loc, cast<MemRefType>(array.getType()),
                              Type(), ValueRange{},
                              dynamicSizes(builder, loc, array), ValueRange{},
                              /*hostShared=*/false)
      .getMemref();
}

static gpu::MemcpyOp emitCopy(OpBuilder &builder, Location loc, Value to,
                              Value from) {
  return gpu::MemcpyOp::create(builder, loc, Type(), ValueRange{}, to, from);
}

static void emitFree(OpBuilder &builder, Location loc, Value array) {
  gpu::DeallocOp::create(builder, loc, Type(), ValueRange{}, array);
}

/// A copy on the device of `array`, made by the builder and freed wherever the
/// function returns. All uses but the copy itself take it.
static void replaceByCopy(OpBuilder &builder, func::FuncOp function,
                          Value array) {
  Value copy = allocateLike(builder, array);
  gpu::MemcpyOp copying = emitCopy(builder, array.getLoc(), copy, array);
  array.replaceUsesWithIf(copy, [&](OpOperand &use) {
    return use.getOwner() != copying && !isa<memref::DimOp>(use.getOwner());
  });
  function.walk([&](func::ReturnOp exit) {
    OpBuilder before(exit);
    emitFree(before, exit.getLoc(), copy);
  });
}

/// Constant arrays lie in the program and are copied when it starts.
static void moveConstants(func::FuncOp function) {
  OpBuilder builder(&function.front(), function.front().begin());
  SmallVector<memref::GetGlobalOp> globals;
  function.walk([&](memref::GetGlobalOp op) { globals.push_back(op); });
  for (memref::GetGlobalOp global : globals) {
    if (global.use_empty())
      continue;
    global->moveBefore(&function.front(), function.front().begin());
    builder.setInsertionPointAfter(global);
    replaceByCopy(builder, function, global);
  }
}

/// What the caller passes is copied to the device, results are copied back.
static void moveInterface(func::FuncOp function) {
  OpBuilder builder(&function.front(), function.front().begin());
  function.walk([&](func::ReturnOp exit) {
    OpBuilder before(exit);
    // A program may return one array twice.
    SetVector<Value> returned;
    for (OpOperand &result : exit->getOpOperands()) {
      Value array = result.get();
      auto type = dyn_cast<MemRefType>(array.getType());
      if (!type)
        continue;
      Value host =
          memref::AllocOp::create(before, exit.getLoc(), type,
                                  dynamicSizes(before, exit.getLoc(), array));
      emitCopy(before, exit.getLoc(), host, array);
      result.set(host);
      returned.insert(array);
    }
    for (Value array : returned)
      emitFree(before, exit.getLoc(), array);
  });
  for (BlockArgument argument : function.getArguments())
    if (isa<MemRefType>(argument.getType()) && !argument.use_empty())
      replaceByCopy(builder, function, argument);
}

/// The one element of `array` at `place`, as an array without dimensions.
static Value elementAt(OpBuilder &builder, Location loc, Value array,
                       ValueRange place) {
  auto type = cast<MemRefType>(array.getType());
  if (type.getRank() == 0)
    return array;
  SmallVector<OpFoldResult> offsets = getAsOpFoldResult(place);
  SmallVector<OpFoldResult> ones(type.getRank(), builder.getIndexAttr(1));
  auto element = memref::SubViewOp::inferRankReducedResultType(
      {}, type, offsets, ones, ones);
  return memref::SubViewOp::create(builder, loc, cast<MemRefType>(element),
                                   array, offsets, ones, ones);
}

/// Reads or writes one number by a copy through memory of the host.
static void moveElement(RewriterBase &rewriter, Operation *op) {
  Location loc = op->getLoc();
  rewriter.setInsertionPoint(op);
  auto load = dyn_cast<memref::LoadOp>(op);
  auto store = dyn_cast<memref::StoreOp>(op);
  Value array = load ? load.getMemRef() : store.getMemRef();
  ValueRange place = load ? load.getIndices() : store.getIndices();
  Type number = cast<MemRefType>(array.getType()).getElementType();
  Value host =
      memref::AllocaOp::create(rewriter, loc, MemRefType::get({}, number));
  Value element = elementAt(rewriter, loc, array, place);
  if (load) {
    emitCopy(rewriter, loc, host, element);
    rewriter.replaceOpWithNewOp<memref::LoadOp>(load, host);
    return;
  }
  memref::StoreOp::create(rewriter, loc, store.getValueToStore(), host);
  emitCopy(rewriter, loc, element, host);
  rewriter.eraseOp(store);
}

/// Allocations and single elements outside the launches.
static void moveArrays(RewriterBase &rewriter, func::FuncOp function) {
  SmallVector<Operation *> ops;
  function.walk<WalkOrder::PreOrder>([&](Operation *op) {
    if (isa<gpu::LaunchOp>(op))
      return WalkResult::skip();
    if (isa<memref::AllocOp, memref::DeallocOp, memref::LoadOp,
            memref::StoreOp>(op))
      ops.push_back(op);
    return WalkResult::advance();
  });
  for (Operation *op : ops) {
    rewriter.setInsertionPoint(op);
    if (auto alloc = dyn_cast<memref::AllocOp>(op))
      rewriter.replaceOpWithNewOp<gpu::AllocOp>(
          alloc, alloc.getType(), Type(), ValueRange{}, alloc.getDynamicSizes(),
          alloc.getSymbolOperands(), /*hostShared=*/false);
    else if (auto free = dyn_cast<memref::DeallocOp>(op))
      rewriter.replaceOpWithNewOp<gpu::DeallocOp>(free, Type(), ValueRange{},
                                                  free.getMemref());
    else
      moveElement(rewriter, op);
  }
}

namespace {
struct MoveToDevicePass : snn::impl::MoveToDevicePassBase<MoveToDevicePass> {
  void runOnOperation() override {
    ModuleOp module = getOperation();
    // Another function would pass it what is on the device already.
    WalkResult result = module.walk([&](func::CallOp call) {
      auto callee = SymbolTable::lookupNearestSymbolFrom<func::FuncOp>(
          call, call.getCalleeAttr());
      if (!callee || !callee.isPublic())
        return WalkResult::advance();
      call.emitError() << "'" << callee.getName()
                       << "' is called within the program and must be private "
                          "to run on a device";
      return WalkResult::interrupt();
    });
    if (result.wasInterrupted())
      return signalPassFailure();
    IRRewriter rewriter(&getContext());
    for (auto function : module.getOps<func::FuncOp>()) {
      if (function.isExternal())
        continue;
      moveArrays(rewriter, function);
      if (function.isPublic())
        moveInterface(function);
      moveConstants(function);
    }
  }
};
} // namespace
