//===- FlushSubnormals.cpp - Kernels take subnormals for zero -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Sets flush-to-zero and denormals-are-zero in the entries of a module and in
// the threads that they start, and restores what was set before.
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/OpenMP/OpenMPDialect.h"
#include "mlir/IR/SymbolTable.h"
#include "snn/Transforms/Passes.h"

namespace mlir::snn {
#define GEN_PASS_DEF_FLUSHSUBNORMALSPASS
#include "snn/Transforms/Passes.h.inc"
} // namespace mlir::snn

using namespace mlir;

/// Bits 15 (FTZ) and 6 (DAZ) of x86's MXCSR.
static constexpr int32_t kFlushBits = 0x8040;

/// LLVM's dialect has no op for these two: they are called by name.
static void callIntrinsic(OpBuilder &builder, Location loc, StringRef name,
                          Value argument) {
  LLVM::CallIntrinsicOp::create(builder, loc, builder.getStringAttr(name),
                                ValueRange{argument});
}

/// Sets the bits and returns the stack slot that holds what was set before.
static Value emitSet(OpBuilder &builder, Location loc) {
  Type i32 = builder.getI32Type();
  auto pointer = LLVM::LLVMPointerType::get(builder.getContext());
  auto constant = [&](int32_t value) {
    return LLVM::ConstantOp::create(builder, loc, i32,
                                    builder.getI32IntegerAttr(value));
  };
  Value one = constant(1);
  Value saved = LLVM::AllocaOp::create(builder, loc, pointer, i32, one);
  Value flushing = LLVM::AllocaOp::create(builder, loc, pointer, i32, one);
  callIntrinsic(builder, loc, "llvm.x86.sse.stmxcsr", saved);
  Value before = LLVM::LoadOp::create(builder, loc, i32, saved);
  Value bits = LLVM::OrOp::create(builder, loc, before, constant(kFlushBits));
  LLVM::StoreOp::create(builder, loc, bits, flushing);
  callIntrinsic(builder, loc, "llvm.x86.sse.ldmxcsr", flushing);
  return saved;
}

/// Loads what `emitSet` has saved back into the control register.
static void emitRestore(OpBuilder &builder, Location loc, Value saved) {
  callIntrinsic(builder, loc, "llvm.x86.sse.ldmxcsr", saved);
}

/// Moves the body of `entry` into a function of its own, which is not inlined:
/// LLVM's arithmetic knows nothing of MXCSR, but does not move out of a call.
static void wrapEntry(SymbolTable &symbols, func::FuncOp entry) {
  OpBuilder builder(entry);
  Location loc = entry.getLoc();
  auto body =
      func::FuncOp::create(builder, loc, (entry.getName() + "_flushing").str(),
                           entry.getFunctionType());
  body.setPrivate();
  body.setNoInline(true);
  // The conversion to LLVM's dialect loses that, but not this.
  body->setAttr("passthrough", builder.getStrArrayAttr({"noinline"}));
  body->setAttr(
      "llvm.linkage",
      LLVM::LinkageAttr::get(builder.getContext(), LLVM::Linkage::Internal));
  symbols.insert(body, entry->getIterator());
  body.getBody().takeBody(entry.getBody());

  builder.setInsertionPointToStart(entry.addEntryBlock());
  Value saved = emitSet(builder, loc);
  auto call = func::CallOp::create(builder, loc, body, entry.getArguments());
  emitRestore(builder, loc, saved);
  func::ReturnOp::create(builder, loc, call.getResults());
}

/// A thread of a pool has a control word of its own.
static void wrapThreads(omp::ParallelOp threads) {
  Block &body = threads.getRegion().front();
  OpBuilder builder = OpBuilder::atBlockBegin(&body);
  Value saved = emitSet(builder, threads.getLoc());
  builder.setInsertionPoint(threads.getRegion().back().getTerminator());
  emitRestore(builder, threads.getLoc(), saved);
}

namespace {
struct FlushSubnormalsPass
    : snn::impl::FlushSubnormalsPassBase<FlushSubnormalsPass> {
  void runOnOperation() override {
    ModuleOp module = getOperation();
    module.walk(wrapThreads);
    SymbolTable symbols(module);
    for (auto function :
         llvm::make_early_inc_range(module.getOps<func::FuncOp>()))
      if (function.isPublic() && !function.isExternal())
        wrapEntry(symbols, function);
  }
};
} // namespace
