//===- AttachCPU.cpp - Says what machine a module is for -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/DLTI/DLTI.h"
#include "snn/Transforms/Passes.h"
#include "snn/Transforms/TargetCPU.h"

namespace mlir::snn {
#define GEN_PASS_DEF_ATTACHCPUPASS
#include "snn/Transforms/Passes.h.inc"
} // namespace mlir::snn

using namespace mlir;

namespace {
struct AttachCPUPass : snn::impl::AttachCPUPassBase<AttachCPUPass> {
  using AttachCPUPassBase::AttachCPUPassBase;

  void runOnOperation() override {
    ModuleOp module = getOperation();
    if (cpu.empty() && snn::findTargetCPU(module))
      return;
    auto found = snn::describeCPU(cpu.empty() ? "native" : StringRef(cpu));
    if (!found) {
      module.emitError() << "cpu: " << llvm::toString(found.takeError());
      return signalPassFailure();
    }
    snn::setTargetCPU(module, *found);
  }
};
} // namespace
