//===- DeclareSharedMemory.cpp - Shared memory whose size a launch gives --===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/GPU/IR/GPUDialect.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/LLVMIR/NVVMDialect.h"
#include "snn/GPU/Passes.h"

namespace mlir::snn {
#define GEN_PASS_DEF_DECLARESHAREDMEMORYPASS
#include "snn/GPU/Passes.h.inc"
} // namespace mlir::snn

using namespace mlir;
using namespace mlir::snn;

/// True for an array without elements in the memory of a block.
static bool isDynamicShared(LLVM::GlobalOp global) {
  auto type = dyn_cast<LLVM::LLVMArrayType>(global.getType());
  return type && type.getNumElements() == 0 &&
         global.getAddrSpace() == unsigned(NVVM::NVVMMemorySpace::Shared);
}

namespace {
struct DeclareSharedMemoryPass
    : snn::impl::DeclareSharedMemoryPassBase<DeclareSharedMemoryPass> {
  void runOnOperation() override {
    for (auto global : getOperation().getOps<LLVM::GlobalOp>())
      if (isDynamicShared(global))
        global.setLinkage(LLVM::Linkage::External);
  }
};
} // namespace
