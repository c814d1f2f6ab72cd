//===- PackBits.cpp - A bit per element of i1 -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Changes how buffers of i1 that do not leave a function are in memory.
//
//===----------------------------------------------------------------------===//

#include "BitBuffer.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "snn/Transforms/Passes.h"

namespace mlir::snn {
#define GEN_PASS_DEF_PACKBITSPASS
#include "snn/Transforms/Passes.h.inc"
} // namespace mlir::snn

using namespace mlir;
using namespace mlir::snn;

namespace {
struct PackBitsPass : snn::impl::PackBitsPassBase<PackBitsPass> {
  void runOnOperation() override {
    IRRewriter rewriter(&getContext());
    SmallVector<BitBuffer> buffers;
    getOperation()->walk([&](Operation *op) {
      if (!isa<memref::AllocOp, memref::AllocaOp>(op) ||
          !getElementTypeOrSelf(op->getResult(0).getType()).isInteger(1))
        return;
      auto buffer = matchBitBuffer(op, [&](Operation *use, StringRef why) {
        (void)rewriter.notifyMatchFailure(use, why);
        ++numBytes;
      });
      if (succeeded(buffer)) {
        buffers.push_back(*buffer);
        ++numPacked;
      }
    });
    packBuffers(rewriter, buffers);
  }
};
} // namespace
