//===- MapThreads.cpp - Loops over threads become the threads -------------===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/GPU/IR/GPUDialect.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "snn/GPU/Passes.h"

namespace mlir::snn {
#define GEN_PASS_DEF_MAPTHREADSPASS
#include "snn/GPU/Passes.h.inc"
} // namespace mlir::snn

using namespace mlir;
using namespace mlir::snn;

/// Each thread runs the body once, for itself.
static void mapThreads(RewriterBase &rewriter, gpu::LaunchOp launch,
                       scf::ForallOp threads) {
  rewriter.eraseOp(threads.getTerminator());
  rewriter.inlineBlockBefore(threads.getBody(), threads,
                             ValueRange{launch.getThreadIds().x});
  rewriter.eraseOp(threads);
}

namespace {
struct MapThreadsPass : snn::impl::MapThreadsPassBase<MapThreadsPass> {
  void runOnOperation() override {
    IRRewriter rewriter(&getContext());
    unsigned number = 0;
    getOperation()->walk([&](gpu::LaunchOp launch) {
      launch.walk(
          [&](scf::ForallOp loop) { mapThreads(rewriter, launch, loop); });
      // One module for all kernels: the driver compiles it at once.
      auto function = launch->getParentOfType<FunctionOpInterface>();
      std::string name = (function.getName() + "_" + Twine(number++)).str();
      launch.setModuleAttr(
          FlatSymbolRefAttr::get(&getContext(), "snn_kernels"));
      launch.setFunctionAttr(FlatSymbolRefAttr::get(&getContext(), name));
    });
  }
};
} // namespace
