//===- LoopJVP.cpp - Tangents of an scf.for -------------------------------===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LoopJVP.h"

using namespace mlir;
using namespace mlir::ad;

/// For s_{t+1} = f(s_t, w):  ds_{t+1} = (df/ds at t) ds_t + (df/dw at t) dw, in
/// the order of the steps.
///
///   %s1 = scf.for iter_args(%s = %s0) { %u = f(%s);  yield %u }
///
/// becomes
///
///   %s1, %ds1 = scf.for iter_args(%s = %s0, %ds = %ds0) {
///     %u = f(%s);  %du = tangents of f;  yield %u, %du }
LogicalResult ad::buildLoopJVP(scf::ForOp loop, OpBuilder &builder,
                               JVPContext &context) {
  // What the body never reads, or stops, can still leave the loop with a
  // tangent.
  if (failed(context.requireCotangents(loop, loop.getRegionIterArgs())) ||
      failed(context.requireCotangents(loop, loop.getResults())))
    return failure();
  SmallVector<unsigned> active;
  SmallVector<Value> inits;
  IRRewriter rewriter(builder.getContext());
  // Zeros of dynamic sizes have to stand before the loop.
  context.getBuilder().setInsertionPoint(loop);
  for (auto [index, argument] : llvm::enumerate(loop.getRegionIterArgs()))
    if (context.isActive(argument) || context.isActive(loop.getResult(index))) {
      active.push_back(index);
      inits.push_back(context.tangentOrZero(loop.getInitArgs()[index]));
    }
  bool failedInside = false;
  auto sweepBody = [&](OpBuilder &b, Location,
                       ArrayRef<BlockArgument> carried) -> SmallVector<Value> {
    JVPContext inner(context.getFunctions(), &context, context.getActivity(),
                     *loop.getBody());
    for (auto [index, tangent] : llvm::zip(active, carried))
      inner.setTangent(loop.getRegionIterArg(index), tangent);
    failedInside = failed(inner.sweep());
    inner.getBuilder().setInsertionPoint(loop.getBody()->getTerminator());
    return llvm::map_to_vector(active, [&](unsigned index) {
      return inner.tangentOrZero(loop.getYieldedValues()[index]);
    });
  };
  rewriter.setInsertionPoint(loop);
  unsigned numResults = loop.getNumResults();
  auto carrying = cast<scf::ForOp>(*loop.replaceWithAdditionalYields(
      rewriter, inits, /*replaceInitOperandUsesInLoop=*/false, sweepBody));
  if (failedInside)
    return failure();
  for (auto [index, tangent] :
       llvm::zip(active, carrying.getResults().drop_front(numResults)))
    context.setTangent(carrying.getResult(index), tangent);
  return success();
}
