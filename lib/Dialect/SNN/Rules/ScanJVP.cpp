//===- ScanJVP.cpp - Tangents of a time loop ------------------------------===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ScanJVP.h"

using namespace mlir;
using namespace mlir::snn;

/// For s_{t+1}, y_t = f(s_t, x_t, w), in the order of the steps:
///
///   ds_{t+1}, dy_t = df/ds ds_t + df/dx dx_t + df/dw dw
///
/// Before and after:
///
///   %s1, %y = snn.scan %t over(%x) carry(%s0)
///   %s1, %ds1, %y, %dy = snn.scan %t over(%x, %dx) carry(%s0, %ds0)
LogicalResult ScanJVP::build() {
  if (failed(context.requireCotangents(scan, scan.getBody().getArguments())) ||
      failed(context.requireCotangents(scan, scan.getResults())))
    return failure();
  collectActive();
  if (failed(sweepBody()))
    return failure();
  ScanOp carrying = create();
  auto finals = carrying.getFinals(), stacked = carrying.getStacks();
  unsigned numFinals = scan.getInits().size(),
           numStacks = scan.getStacks().size();
  scan.getFinals().replaceAllUsesWith(finals.take_front(numFinals));
  scan.getStacks().replaceAllUsesWith(stacked.take_front(numStacks));
  scan.erase();
  for (auto [index, tangent] : llvm::zip(carried, finals.drop_front(numFinals)))
    context.setTangent(finals[index], tangent);
  for (auto [index, tangent] : llvm::zip(stacks, stacked.drop_front(numStacks)))
    context.setTangent(stacked[index], tangent);
  return success();
}

void ScanJVP::collectActive() {
  for (auto [index, slice] : llvm::enumerate(scan.getSlices()))
    if (context.isActive(slice) && context.tangent(scan.getSequences()[index]))
      sequences.push_back(index);
  for (auto [index, argument] : llvm::enumerate(scan.getCarried()))
    if (context.isActive(argument) || context.isActive(scan.getResult(index)))
      carried.push_back(index);
}

/// Gives the body arguments for tangents and fills it with tangents. The body
/// has more arguments than its op then, until `create` moves it.
LogicalResult ScanJVP::sweepBody() {
  Block &body = scan.getBody().front();
  SmallVector<Value> slices(scan.getSlices()), states(scan.getCarried());
  ad::JVPContext inner(context.getFunctions(), &context, context.getActivity(),
                       body);
  unsigned place = 1 + slices.size();
  for (unsigned index : sequences)
    inner.setTangent(slices[index],
                     body.insertArgument(place++, slices[index].getType(),
                                         slices[index].getLoc()));
  for (unsigned index : carried)
    inner.setTangent(states[index], body.addArgument(states[index].getType(),
                                                     states[index].getLoc()));
  if (failed(inner.sweep()))
    return failure();
  snn::YieldOp yield = scan.getYield();
  inner.getBuilder().setInsertionPoint(yield);
  for (unsigned index : carried)
    yieldedCarried.push_back(inner.tangentOrZero(yield.getCarried()[index]));
  for (auto [index, result] : llvm::enumerate(scan.getStacks()))
    if (Value tangent = inner.tangent(yield.getStacked()[index]);
        tangent && context.isActive(result)) {
      stacks.push_back(index);
      yieldedStacks.push_back(tangent);
    }
  return success();
}

/// The scan that carries tangents, with the body of the old one.
ScanOp ScanJVP::create() {
  Location loc = scan.getLoc();
  SmallVector<Value> read(scan.getSequences()), inits(scan.getInits());
  for (unsigned index : sequences)
    read.push_back(context.tangent(scan.getSequences()[index]));
  for (unsigned index : carried)
    inits.push_back(context.tangentOrZero(scan.getInits()[index]));
  SmallVector<Type> stackTypes(scan.getStacks().getTypes());
  for (unsigned index : stacks)
    stackTypes.push_back(scan.getStacks()[index].getType());
  auto carrying = ScanOp::create(builder, loc, read, inits, scan.getLength(),
                                 stackTypes, scan.getReverse());
  carrying->setDiscardableAttrs(scan->getDiscardableAttrDictionary());

  snn::YieldOp yield = scan.getYield();
  SmallVector<Value> nextCarried(yield.getCarried()),
      nextStacked(yield.getStacked());
  llvm::append_range(nextCarried, yieldedCarried);
  llvm::append_range(nextStacked, yieldedStacks);
  OpBuilder atYield(yield);
  snn::YieldOp::create(atYield, yield.getLoc(), nextCarried, nextStacked);
  yield.erase();
  carrying.getBody().takeBody(scan.getBody());
  return carrying;
}
