//===- StreamStores.cpp - Stores past the caches -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Writes buffers that no cache holds without reading them first.
//
//===----------------------------------------------------------------------===//

#include "BitBuffer.h"
#include "VectorLoops.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "snn/Transforms/Passes.h"
#include "snn/Transforms/TargetCPU.h"
#include "llvm/ADT/SetVector.h"

namespace mlir::snn {
#define GEN_PASS_DEF_STREAMSTORESPASS
#include "snn/Transforms/Passes.h.inc"
} // namespace mlir::snn

using namespace mlir;
using namespace mlir::snn;

namespace {
/// What a large buffer is used for.
struct Stream {
  SmallVector<vector::StoreOp> stores;
  SmallVector<Operation *> reads;
};
} // namespace

/// Bytes of a buffer of known size whose elements are whole bytes; 0 for any
/// other.
static uint64_t bytesOf(MemRefType type) {
  Type element = type.getElementType();
  if (!type.hasStaticShape() || !element.isIntOrFloat() ||
      element.getIntOrFloatBitWidth() % 8 != 0)
    return 0;
  return type.getNumElements() * (element.getIntOrFloatBitWidth() / 8);
}

/// The loop outside of all others that `op` is in, within a parallel iteration.
/// Null if there is none.
static Operation *outermostLoop(Operation *op) {
  Operation *outermost = nullptr;
  for (Operation *parent = op->getParentOp();
       parent && !isa<scf::ParallelOp, scf::ForallOp>(parent) &&
       !parent->hasTrait<OpTrait::IsIsolatedFromAbove>();
       parent = parent->getParentOp())
    if (isa<LoopLikeOpInterface>(parent))
      outermost = parent;
  return outermost;
}

/// True if a view of aligned memory begins at a multiple of `lanes` elements.
static bool isAligned(memref::SubViewOp view, int64_t lanes) {
  auto [strides, offset] = view.getSourceType().getStridesAndOffset();
  for (auto [stride, first] : llvm::zip(strides, view.getMixedOffsets())) {
    if (!ShapedType::isDynamic(stride) && stride % lanes == 0)
      continue;
    std::optional<int64_t> known = getConstantIntValue(first);
    if (known ? *known % lanes != 0 : !isMultipleOf(cast<Value>(first), lanes))
      return false;
  }
  return true;
}

/// True if `store` writes one register to a multiple of its size, provided that
/// the view it writes to begins at one.
static bool isAligned(vector::StoreOp store, int64_t registerBytes) {
  VectorType type = store.getVectorType();
  int64_t bits = type.getElementTypeBitWidth(), lanes = type.getNumElements();
  if (type.getRank() != 1 || bits * lanes != registerBytes * 8)
    return false;
  auto [strides, offset] = store.getMemRefType().getStridesAndOffset();
  for (auto [stride, index] : llvm::zip(strides, store.getIndices()))
    if ((ShapedType::isDynamic(stride) || stride % lanes != 0) &&
        !isMultipleOf(index, lanes))
      return false;
  return true;
}

/// What is done with `buffer` and its views, if all of it is known and no view
/// begins beside a register.
static FailureOr<Stream> findUses(RewriterBase &rewriter, Value buffer,
                                  int64_t registerBytes) {
  Stream stream;
  int64_t lanes =
      registerBytes * 8 /
      getElementTypeOrSelf(buffer.getType()).getIntOrFloatBitWidth();
  SmallVector<Value> views = {buffer};
  for (unsigned next = 0; next < views.size(); ++next)
    for (Operation *user : views[next].getUsers()) {
      if (auto view = dyn_cast<memref::SubViewOp>(user)) {
        if (!isAligned(view, lanes))
          return rewriter.notifyMatchFailure(
              user, "a view may begin beside a register");
        views.push_back(view);
      } else if (isa<memref::CollapseShapeOp>(user)) {
        views.push_back(user->getResult(0));
      } else if (auto store = dyn_cast<vector::StoreOp>(user)) {
        stream.stores.push_back(store);
      } else if (isa<vector::LoadOp, vector::MaskedLoadOp, memref::LoadOp,
                     memref::CopyOp>(user)) {
        stream.reads.push_back(user);
      } else if (!isa<vector::MaskedStoreOp, memref::StoreOp, memref::DeallocOp,
                      func::ReturnOp>(user)) {
        return rewriter.notifyMatchFailure(user,
                                           "it may read what was just written");
      }
    }
  return stream;
}

/// True if `store` writes what only other loops read: by then much else has
/// been through the caches.
static bool isReadLate(vector::StoreOp store, const Stream &stream) {
  Operation *loop = outermostLoop(store);
  return loop && llvm::none_of(stream.reads, [&](Operation *read) {
           return loop->isAncestor(read);
         });
}

namespace {
struct StreamStoresPass : snn::impl::StreamStoresPassBase<StreamStoresPass> {
  using StreamStoresPassBase::StreamStoresPassBase;

  void runOnOperation() override {
    IRRewriter rewriter(&getContext());
    llvm::SetVector<Operation *> loops;
    getOperation()->walk([&](memref::AllocOp alloc) {
      uint64_t bytes = bytesOf(alloc.getType());
      if (bytes > 0 && bytes >= leastBytes &&
          alloc.getAlignment().value_or(0) % kRegisterBytes == 0)
        streamTo(rewriter, alloc, loops);
    });
    for (Operation *loop : loops)
      emitFence(rewriter, loop);
  }

private:
  /// Marks the stores to `alloc`, and collects the loops that they are in.
  void streamTo(RewriterBase &rewriter, memref::AllocOp alloc,
                llvm::SetVector<Operation *> &loops) {
    int64_t registerBytes = targetCPU(alloc).registerBytes;
    auto stream = findUses(rewriter, alloc, registerBytes);
    if (failed(stream))
      return;
    for (vector::StoreOp store : stream->stores) {
      if (!isAligned(store, registerBytes) || !isReadLate(store, *stream))
        continue;
      store.setNontemporal(true);
      store.setAlignment(registerBytes);
      loops.insert(outermostLoop(store));
    }
  }

  /// Such stores are not in the order of others: whoever is told that the loop
  /// is done must see what it wrote.
  void emitFence(RewriterBase &rewriter, Operation *loop) {
    rewriter.setInsertionPointAfter(loop);
    LLVM::CallIntrinsicOp::create(rewriter, loop->getLoc(),
                                  rewriter.getStringAttr("llvm.x86.sse.sfence"),
                                  ValueRange());
  }
};
} // namespace
