//===- SerializeInnerLoops.cpp - One level of parallel loops -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Leaves the outermost parallel loops parallel; those inside, and those that
// reduce, become sequential.
//
//===----------------------------------------------------------------------===//

#include "VectorLoops.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/SCF/Transforms/Transforms.h"
#include "mlir/IR/IRMapping.h"
#include "snn/Transforms/Passes.h"

namespace mlir::snn {
#define GEN_PASS_DEF_SERIALIZEINNERLOOPSPASS
#include "snn/Transforms/Passes.h.inc"
} // namespace mlir::snn

using namespace mlir;
using namespace mlir::snn;

/// Clones the body of a reducing loop at its innermost position and folds what
/// it reduces into `carried`, in the order of the iterations.
static scf::ValueVector emitReducingBody(OpBuilder &builder, Location loc,
                                         scf::ParallelOp loop, ValueRange ivs,
                                         ValueRange carried) {
  IRMapping mapping;
  mapping.map(loop.getInductionVars(), ivs);
  for (Operation &op : loop.getBody()->without_terminator())
    builder.clone(op, mapping);
  auto reduce = cast<scf::ReduceOp>(loop.getBody()->getTerminator());
  scf::ValueVector results;
  for (auto [operand, region, sum] :
       llvm::zip_equal(reduce.getOperands(), reduce.getReductions(), carried)) {
    Block &combiner = region.front();
    IRMapping inner;
    inner.map(combiner.getArgument(0), sum);
    inner.map(combiner.getArgument(1), mapping.lookupOrDefault(operand));
    for (Operation &op : combiner.without_terminator())
      builder.clone(op, inner);
    Value result = combiner.getTerminator()->getOperand(0);
    // The combiner may return a value of the body or from outside.
    results.push_back(mapping.lookupOrDefault(inner.lookupOrDefault(result)));
  }
  return results;
}

/// A reducing loop as loops that carry the reductions: threads would add in an
/// order of their own.
static void serializeReduction(IRRewriter &rewriter, scf::ParallelOp loop) {
  rewriter.setInsertionPoint(loop);
  scf::LoopNest nest = scf::buildLoopNest(
      rewriter, loop.getLoc(), loop.getLowerBound(), loop.getUpperBound(),
      loop.getStep(), loop.getInitVals(),
      [&](OpBuilder &builder, Location loc, ValueRange ivs,
          ValueRange carried) {
        return emitReducingBody(builder, loc, loop, ivs, carried);
      });
  rewriter.replaceOp(loop, nest.results);
}

namespace {
/// One level of threads: nested teams would start more threads than there are
/// cores.
struct SerializeInnerLoopsPass
    : snn::impl::SerializeInnerLoopsPassBase<SerializeInnerLoopsPass> {
  void runOnOperation() override {
    IRRewriter rewriter(&getContext());
    // Inner loops first, so that what makes them inner is still there.
    WalkResult result = getOperation()->walk([&](Operation *op) {
      if (auto forall = dyn_cast<scf::ForallOp>(op))
        return lower(rewriter, forall);
      if (auto parallel = dyn_cast<scf::ParallelOp>(op))
        return lower(rewriter, parallel);
      return WalkResult::advance();
    });
    if (result.wasInterrupted())
      signalPassFailure();
  }

private:
  /// A forall becomes parallel where it is outermost, else sequential. Results
  /// mean that it has not been bufferized.
  static WalkResult lower(IRRewriter &rewriter, scf::ForallOp forall) {
    if (forall.getNumResults() != 0)
      return forall.emitError("expected a loop over buffers, found one with "
                              "tensor results");
    rewriter.setInsertionPoint(forall);
    return isInParallelLoop(forall)
               ? WalkResult(scf::forallToForLoop(rewriter, forall))
               : WalkResult(scf::forallToParallelLoop(rewriter, forall));
  }

  /// Reductions are sequential wherever they are, for the same bits in every
  /// run.
  static WalkResult lower(IRRewriter &rewriter, scf::ParallelOp parallel) {
    if (parallel.getNumResults() != 0)
      serializeReduction(rewriter, parallel);
    else if (isInParallelLoop(parallel))
      return WalkResult(scf::parallelForToNestedFors(rewriter, parallel));
    return WalkResult::advance();
  }
};
} // namespace
