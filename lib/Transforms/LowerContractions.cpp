//===- LowerContractions.cpp - Contractions become register-tiled loops ---===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "PackedContraction.h"
#include "TiledContraction.h"
#include "VectorLoops.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "snn/Transforms/Passes.h"

namespace mlir::snn {
#define GEN_PASS_DEF_LOWERCONTRACTIONSPASS
#include "snn/Transforms/Passes.h.inc"
} // namespace mlir::snn

using namespace mlir;
using namespace mlir::snn;

/// How `contraction` is lowered: inside a parallel loop the threads are taken,
/// and what is packed would not be shared.
static Packing packingOf(const Contraction &contraction) {
  linalg::LinalgOp op = contraction.op;
  return isInParallelLoop(op) ? Packing::Never : choosePacking(contraction);
}

/// Both ways, of which the sizes choose.
static void emitChoice(OpBuilder &builder, const Contraction &contraction) {
  linalg::LinalgOp op = contraction.op;
  scf::IfOp::create(
      builder, op.getLoc(), emitPackingPays(builder, contraction),
      [&](OpBuilder &b, Location loc) {
        emitPackedContraction(b, contraction);
        scf::YieldOp::create(b, loc);
      },
      [&](OpBuilder &b, Location loc) {
        emitTiledContraction(b, contraction);
        scf::YieldOp::create(b, loc);
      });
}

namespace {
struct LowerContractionsPass
    : snn::impl::LowerContractionsPassBase<LowerContractionsPass> {
  void runOnOperation() override {
    IRRewriter rewriter(&getContext());
    getOperation()->walk([&](linalg::LinalgOp op) {
      auto contraction = matchContraction(rewriter, op);
      if (succeeded(contraction))
        lower(*contraction);
    });
  }

private:
  /// The zeros go with the contraction: its registers begin with them.
  void lower(Contraction &contraction) {
    OpBuilder builder(contraction.op);
    Packing packing = packingOf(contraction);
    if (packing == Packing::Always)
      emitPackedContraction(builder, contraction);
    else if (packing == Packing::AtRunTime)
      emitChoice(builder, contraction);
    else
      emitTiledContraction(builder, contraction);
    contraction.op->erase();
    if (contraction.zeros)
      contraction.zeros->erase();
    ++numLowered;
    numPacked += packing != Packing::Never;
  }
};
} // namespace
