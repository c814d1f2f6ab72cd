//===- ScanVJP.cpp - Reverse of a time loop -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ScanVJP.h"
#include "StepInvariants.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "snn/Dialect/AD/Rules/SizeChecks.h"
#include "snn/Dialect/AD/Rules/Stacking.h"

using namespace mlir;
using namespace mlir::snn;

/// For s_{t+1}, y_t = f(s_t, x_t, w) with sequences x, stacks y and captures w,
/// from the last step to the first (Werbos, "Backpropagation through time",
/// 1990):
///
///   ds_t, dx_t, dw += (df/d(s, x, w) at t)^T (ds_{t+1}, dy_t)
///
/// Before and after, where the reverse asks for %r of each step:
///
///   %s1, %y = snn.scan %t over(%x) carry(%s0)
///   %s1, %y, %r = snn.scan %t over(%x) carry(%s0)
///   %ds0, %dw, %dx = snn.scan reverse %t over(%dy, %r) carry(%ds1, %dw0)
LogicalResult ScanVJP::build(ValueRange cotangents) {
  collectActive(cotangents);
  if (failed(context.requireCotangents(scan, scan.getBody().getArguments())) ||
      failed(context.requireCotangents(scan, captures)))
    return failure();
  ReverseBody body;
  if (failed(sweepBody(body)))
    return failure();
  // Keeping residuals replaces the scan, so its operands are read before.
  SmallVector<Value> primalSequences(scan.getSequences());
  SmallVector<Value> primalInits(scan.getInits());
  SmallVector<Value> kept = keepResiduals(body);
  ScanOp reverse = emitReverse(body, kept, cotangents);

  // Captures first: the scan carried on from what they had received, and an
  // init or a sequence may be a capture as well.
  for (auto [capture, cotangent] :
       llvm::zip(captures, reverse.getFinals().drop_front(carried.size())))
    context.setCotangent(capture, cotangent);
  for (auto [index, cotangent] :
       llvm::zip(carried, reverse.getFinals().take_front(carried.size())))
    context.accumulate(primalInits[index], cotangent);
  for (auto [index, cotangent] : llvm::zip(sequences, reverse.getStacks()))
    context.accumulate(primalSequences[index], cotangent);
  return success();
}

/// Numbers what a derivative flows through: only this has arguments and results
/// in the reverse scan.
void ScanVJP::collectActive(ValueRange cotangents) {
  for (auto [index, slice] : llvm::enumerate(scan.getSlices()))
    if (context.isActive(slice))
      sequences.push_back(index);
  // What the body never reads can still leave the scan with a cotangent.
  for (auto [index, argument] : llvm::enumerate(scan.getCarried()))
    if (context.isActive(argument) || cotangents[index])
      carried.push_back(index);
  for (auto [index, cotangent] :
       llvm::enumerate(cotangents.drop_front(scan.getInits().size())))
    if (cotangent)
      stacks.push_back(index);
  captures = ad::activeCaptures(scan.getBody(), context.getActivity());
}

/// Tells the sweep the sizes of the body's arguments, which are those of what
/// comes in from outside.
void ScanVJP::setShapes(ad::VJPContext &sweep) {
  auto isDynamic = [](Value value) {
    auto type = dyn_cast<RankedTensorType>(value.getType());
    return type && !type.hasStaticShape();
  };
  for (auto [sequence, slice] :
       llvm::zip(scan.getSequences(), scan.getSlices()))
    if (isDynamic(slice)) {
      SmallVector<OpFoldResult> sizes = context.shape(sequence);
      sizes.erase(sizes.begin());
      sweep.setShape(slice, sizes);
    }
  for (auto [init, argument] : llvm::zip(scan.getInits(), scan.getCarried()))
    if (isDynamic(argument))
      sweep.setShape(argument, context.shape(init));
}

/// Fills `body` with the reverse of one step. Its arguments are (step number,
/// slices of the stacks' cotangents, carried cotangents, accumulators of
/// captures) and then one for each residual. Fails after an error at an op
/// without a rule, or at a value that can neither be stacked nor computed
/// again.
LogicalResult ScanVJP::sweepBody(ReverseBody &body) {
  Location loc = scan.getLoc();
  auto addArgument = [&](Value like) {
    return body.block.addArgument(like.getType(), like.getLoc());
  };
  snn::YieldOp yield = scan.getYield();
  body.step = body.block.addArgument(builder.getIndexType(), loc);
  for (unsigned index : stacks)
    body.stackCotangents.push_back(addArgument(yield.getStacked()[index]));
  for (unsigned index : carried)
    body.carried.push_back(addArgument(scan.getCarried()[index]));
  for (Value capture : captures)
    body.accumulators.push_back(body.block.addArgument(
        ad::accumulatorType(capture.getType()), capture.getLoc()));

  ad::VJPContext sweep(context.getFunctions(), &context, context.getActivity(),
                       scan.getBody().front(), body.block);
  sweep.setPrimal(scan.getStep(), body.step);
  setShapes(sweep);
  // Captures are added to in place, so one costs what its uses cost and not
  // what its whole does. They come first: the body may yield one as it is.
  for (auto [capture, accumulator] : llvm::zip(captures, body.accumulators))
    sweep.setCotangent(capture, accumulator);
  for (auto [index, cotangent] : llvm::zip(carried, body.carried))
    sweep.accumulate(yield.getCarried()[index], cotangent);
  for (auto [index, cotangent] : llvm::zip(stacks, body.stackCotangents))
    sweep.accumulate(yield.getStacked()[index], cotangent);
  if (failed(sweep.sweep()))
    return failure();

  SmallVector<Value> yieldedCarried, yieldedStacks;
  for (unsigned index : carried)
    yieldedCarried.push_back(sweep.cotangentOrZero(scan.getCarried()[index]));
  for (Value capture : captures)
    yieldedCarried.push_back(sweep.accumulator(capture));
  for (unsigned index : sequences)
    yieldedStacks.push_back(sweep.cotangentOrZero(scan.getSlices()[index]));
  snn::YieldOp::create(sweep.getBuilder(), loc, yieldedCarried, yieldedStacks);
  StepInvariants invariants(scan.getBody());
  auto canKeep = [&](Value value) {
    return invariants.contains(value) || ad::canStack(scan, value);
  };
  OpBuilder start(builder.getContext());
  start.setInsertionPointToStart(&body.block);
  if (failed(sweep.recomputeResiduals(start, canKeep)))
    return failure();
  body.residuals = llvm::to_vector(sweep.getResiduals());
  return success();
}

/// In the order of cost: what every step computes alike is computed once before
/// the scan; a slice of a sequence is read from the sequence again; a value
/// that is stacked anyway is read from its stack; all others get a stack.
SmallVector<Value> ScanVJP::keepResiduals(ReverseBody &body) {
  StepInvariants invariants(scan.getBody());
  SmallVector<ad::VJPContext::Residual> varying;
  for (ad::VJPContext::Residual &residual : body.residuals) {
    if (!invariants.contains(residual.primal)) {
      varying.push_back(residual);
      continue;
    }
    OpBuilder before(scan);
    Value once = invariants.compute(before, residual.primal);
    Value(residual.argument).replaceAllUsesWith(context.primal(once));
  }
  body.residuals = varying;

  // Which stack of the scan to be holds each; none for slices.
  SmallVector<std::optional<unsigned>> stackNumbers;
  SmallVector<Value> slicesOf, added;
  auto stacked = llvm::to_vector(scan.getYield().getStacked());
  for (const ad::VJPContext::Residual &residual : varying) {
    if (llvm::is_contained(scan.getSlices(), residual.primal)) {
      unsigned number = cast<BlockArgument>(residual.primal).getArgNumber() - 1;
      slicesOf.push_back(scan.getSequences()[number]);
      stackNumbers.push_back(std::nullopt);
      continue;
    }
    slicesOf.push_back({});
    auto *position = llvm::find(stacked, residual.primal);
    stackNumbers.push_back(position - stacked.begin());
    if (position != stacked.end())
      continue;
    stacked.push_back(residual.primal);
    added.push_back(residual.primal);
  }
  if (!added.empty()) {
    SmallVector<Value> results(scan.getResults());
    IRRewriter rewriter(builder.getContext());
    scan = scan.replaceWithParts(rewriter, scan.getParts(), {}, added);
    context.renamePrimal(results, scan.getResults());
  }
  return llvm::map_to_vector(llvm::zip(slicesOf, stackNumbers), [&](auto pair) {
    auto [sequence, number] = pair;
    return context.primal(sequence ? sequence : scan.getStacks()[*number]);
  });
}

/// Moves the body into a scan in the other direction. The cotangents of
/// captures are carried and added to in place; those of sequences are stacked.
ScanOp ScanVJP::emitReverse(ReverseBody &body, ValueRange residualSequences,
                            ValueRange cotangents) {
  Location loc = scan.getLoc();
  SmallVector<Value> reverseSequences, inits;
  SmallVector<Type> sliceTypes, stackTypes;
  SmallVector<Value> oldArguments = {body.step};
  unsigned numCarried = scan.getInits().size();
  for (auto [index, slice] : llvm::zip(stacks, body.stackCotangents)) {
    reverseSequences.push_back(cotangents[numCarried + index]);
    oldArguments.push_back(slice);
  }
  llvm::append_range(reverseSequences, residualSequences);
  for (const ad::VJPContext::Residual &residual : body.residuals)
    oldArguments.push_back(residual.argument);
  for (Value argument : ArrayRef(oldArguments).drop_front())
    sliceTypes.push_back(argument.getType());

  for (unsigned index : carried)
    inits.push_back(cotangents[index] ? cotangents[index]
                                      : context.zero(scan.getFinals()[index]));
  for (Value capture : captures)
    inits.push_back(context.wideAccumulator(capture));
  llvm::append_range(oldArguments, body.carried);
  llvm::append_range(oldArguments, body.accumulators);
  for (unsigned index : sequences)
    stackTypes.push_back(scan.getSequences()[index].getType());

  auto reverse = ScanOp::create(
      builder, loc, reverseSequences, inits,
      reverseSequences.empty() ? emitLength() : Value(), stackTypes,
      !scan.getReverse(), /*buildBody=*/nullptr, sliceTypes);
  ad::markKeepsSizes(reverse, inits);
  Block &block = reverse.getBody().front();
  for (auto [from, to] : llvm::zip(oldArguments, block.getArguments()))
    from.replaceAllUsesWith(to);
  block.getOperations().splice(block.end(), body.block.getOperations());
  return reverse;
}

/// The number of steps in the reverse sweep, without keeping a sequence for it.
Value ScanVJP::emitLength() {
  OpFoldResult length;
  if (!ShapedType::isDynamic(scan.getStaticLength()))
    length = builder.getIndexAttr(scan.getStaticLength());
  else if (scan.getLength())
    length = context.primal(scan.getLength());
  else
    length = context.shape(scan.getSequences().front()).front();
  return getValueOrCreateConstantIndexOp(builder, scan.getLoc(), length);
}
