//===- HoldSizes.cpp - Asserts the sizes that loops carry -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "snn/Dialect/AD/IR/AD.h"
#include "snn/Dialect/AD/Rules/SizeChecks.h"
#include "snn/Dialect/AD/Transforms/Passes.h"

namespace mlir::ad {
#define GEN_PASS_DEF_HOLDSIZESPASS
#include "snn/Dialect/AD/Transforms/Passes.h.inc"
} // namespace mlir::ad

using namespace mlir;
using namespace mlir::ad;

/// True if a size that `loop` starts with is a known number and may change.
static bool mayLeaveConstant(scf::ForOp loop, SizeSources &sources) {
  for (auto [index, init] : llvm::enumerate(loop.getInitArgs())) {
    auto type = dyn_cast<RankedTensorType>(init.getType());
    for (int64_t dim = 0; type && dim < type.getRank(); ++dim)
      if (!sources.isKept(loop, index, dim) &&
          llvm::any_of(sources.find(SizeSource::dim(init, dim)),
                       [](SizeSource size) { return size.isConstant(); }))
        return true;
  }
  return false;
}

namespace {
/// All loops are asked before one is changed, since `sources` remembers what it
/// found in the program as it was.
struct HoldSizesPass : ad::impl::HoldSizesPassBase<HoldSizesPass> {
  void runOnOperation() override {
    SizeSources sources(AcrossCalls::Yes);
    SmallVector<scf::ForOp> loops;
    getOperation().walk([&](scf::ForOp loop) {
      if (mayLeaveConstant(loop, sources))
        loops.push_back(loop);
    });
    for (scf::ForOp loop : loops)
      if (failed(holdSizes(loop, AcrossCalls::Yes)))
        return signalPassFailure();
    numLoops += loops.size();
  }
};
} // namespace
