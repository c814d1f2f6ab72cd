//===- LoopVJP.cpp - Reverse of an scf.for -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LoopVJP.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "snn/Dialect/AD/Analysis/ShapeBefore.h"
#include "snn/Dialect/AD/Rules/SizeChecks.h"
#include "snn/Dialect/AD/Rules/Stacking.h"

using namespace mlir;
using namespace mlir::ad;

/// For s_{t+1} = f(s_t, w) with captures w, from the last step to the first:
///
///   ds_t = (df/ds at t) ds_{t+1},   dw = sum over t of (df/dw at t) ds_{t+1}
///
/// which is backpropagation through time. The order of the calls below matters:
/// the trip count is emitted before tapes replace the loop, and the reverse
/// body must be there before it is known what has to be taped.
///
///   %s1 = scf.for iter_args(%s = %s0) { %u = f(%s, %w);  yield %u }
///
/// becomes, with a tape of what the reverse of f asks for,
///
///   %s1, %tape = scf.for iter_args(%s = %s0, %k = %empty) {
///     %u = f(%s, %w);  %k1 = insert %r into %k[t];  yield %u, %k1 }
///   %ds0, %dw = scf.for iter_args(%ds = %ds1, %dw = %dw0) {
///     %r = extract %tape[T - 1 - t];  yield the reverse of f }
LogicalResult LoopVJP::build(ValueRange cotangents) {
  // What the body never reads can still leave the loop with a cotangent.
  for (auto [index, argument] : llvm::enumerate(loop.getRegionIterArgs()))
    if (context.isActive(argument) || cotangents[index])
      active.push_back(index);
  captures = activeCaptures(loop.getRegion(), context.getActivity());
  if (failed(context.requireCotangents(loop, loop.getRegionIterArgs())) ||
      failed(context.requireCotangents(loop, captures)) ||
      failed(holdSizes(loop, AcrossCalls::Yes)))
    return failure();
  computeTripCount();

  auto body = std::make_unique<Block>();
  if (failed(buildReverseBody(*body)))
    return failure();
  // The tapes replace the loop, so its operands are read before.
  SmallVector<Value> inits(loop.getInitArgs());
  SmallVector<Value> tapes = recordTapes();
  scf::ForOp reverse = emitReverseLoop(std::move(body), tapes, cotangents);

  // Captures first: the loop carried on from what they had received, and an
  // init may be a capture as well.
  auto results = reverse.getResults();
  for (auto [capture, cotangent] :
       llvm::zip(captures, results.drop_front(active.size())))
    context.setCotangent(capture, cotangent);
  for (auto [index, cotangent] :
       llvm::zip(active, results.take_front(active.size())))
    context.accumulate(inits[index], cotangent);
  return success();
}

/// Emits the number of iterations before the primal loop: that of the bounds
/// rounded up to whole steps, and none if the bounds cross.
void LoopVJP::computeTripCount() {
  OpBuilder before(loop);
  Location loc = loop.getLoc();
  if (std::optional<APInt> known = loop.getStaticTripCount())
    staticTripCount = known->getSExtValue();
  if (staticTripCount != ShapedType::kDynamic) {
    tripCount = arith::ConstantIndexOp::create(before, loc, staticTripCount);
    return;
  }
  bool isUnsigned = loop.getUnsignedCmp();
  Value lower = loop.getLowerBound(), upper = loop.getUpperBound();
  Value zero = arith::ConstantOp::create(before, loc,
                                         before.getZeroAttr(lower.getType()));
  auto predicate =
      isUnsigned ? arith::CmpIPredicate::ult : arith::CmpIPredicate::slt;
  Value runs = arith::CmpIOp::create(before, loc, predicate, lower, upper);
  Value span = arith::SubIOp::create(before, loc, upper, lower);
  span = arith::SelectOp::create(before, loc, runs, span, zero);
  tripCount = arith::CeilDivUIOp::create(before, loc, span, loop.getStep());
  if (!tripCount.getType().isIndex())
    tripCount = arith::IndexCastUIOp::create(before, loc, before.getIndexType(),
                                             tripCount);
}

/// `body` gets the arguments (counter, cotangents of the active iteration
/// arguments, accumulators of the captures, residuals). Iteration number
/// `counter` of the reverse undoes step trips - 1 - counter. Fails after an
/// error at an op without a rule, or at a value that can neither be stacked nor
/// computed again.
LogicalResult LoopVJP::buildReverseBody(Block &body) {
  Location loc = loop.getLoc();
  Value counter = body.addArgument(builder.getIndexType(), loc);
  SmallVector<BlockArgument> carried, accumulators;
  for (unsigned index : active)
    carried.push_back(
        body.addArgument(loop.getRegionIterArg(index).getType(), loc));
  for (Value capture : captures)
    accumulators.push_back(
        body.addArgument(accumulatorType(capture.getType()), loc));

  Value trips = context.primal(tripCount);
  Value lower = context.primal(loop.getLowerBound());
  Value stride = context.primal(loop.getStep());
  VJPContext sweep(context.getFunctions(), &context, context.getActivity(),
                   *loop.getBody(), body);
  OpBuilder &b = sweep.getBuilder();
  Value one = arith::ConstantIndexOp::create(b, loc, 1);
  Value last = arith::SubIOp::create(b, loc, trips, one);
  step = arith::SubIOp::create(b, loc, last, counter);
  Value offset = step;
  if (!lower.getType().isIndex())
    offset = arith::IndexCastUIOp::create(b, loc, lower.getType(), step);
  offset = arith::MulIOp::create(b, loc, offset, stride);
  Value number = arith::AddIOp::create(b, loc, lower, offset);
  sweep.setPrimal(loop.getInductionVar(), number);

  for (auto [init, argument] :
       llvm::zip(loop.getInitArgs(), loop.getRegionIterArgs()))
    if (auto type = dyn_cast<RankedTensorType>(argument.getType()))
      if (!type.hasStaticShape())
        sweep.setShape(argument, context.shape(init));
  // Captures first: the body may yield one as it is.
  for (auto [capture, accumulator] : llvm::zip(captures, accumulators))
    sweep.setCotangent(capture, accumulator);
  for (auto [index, cotangent] : llvm::zip(active, carried))
    sweep.accumulate(loop.getYieldedValues()[index], cotangent);
  if (failed(sweep.sweep()))
    return failure();

  SmallVector<Value> yielded;
  for (unsigned index : active)
    yielded.push_back(sweep.cotangentOrZero(loop.getRegionIterArg(index)));
  for (Value capture : captures)
    yielded.push_back(sweep.accumulator(capture));
  scf::YieldOp::create(b, loc, yielded);
  OpBuilder start(builder.getContext());
  start.setInsertionPointAfterValue(number);
  if (failed(sweep.recomputeResiduals(
          start, [&](Value value) { return canStack(loop, value); })))
    return failure();
  residuals = llvm::to_vector(sweep.getResiduals());
  return success();
}

/// An uninitialized tape for values like `value` of the body, before the loop.
static Value createTape(OpBuilder &before, scf::ForOp loop, Value value,
                        Value tripCount, int64_t staticTripCount) {
  Type type = value.getType();
  SmallVector<OpFoldResult> sizes;
  if (isa<RankedTensorType>(type))
    sizes = *shapeBefore(before, loop, value, AcrossCalls::Yes);
  OpFoldResult length = tripCount;
  if (staticTripCount != ShapedType::kDynamic)
    length = before.getIndexAttr(staticTripCount);
  return createStack(before, loop.getLoc(), type, length, sizes);
}

/// The number of the current iteration of the primal loop.
static Value emitStepNumber(OpBuilder &b, scf::ForOp loop) {
  Location loc = loop.getLoc();
  Value offset = arith::SubIOp::create(b, loc, loop.getInductionVar(),
                                       loop.getLowerBound());
  Value number = arith::DivUIOp::create(b, loc, offset, loop.getStep());
  if (number.getType().isIndex())
    return number;
  return arith::IndexCastUIOp::create(b, loc, b.getIndexType(), number);
}

/// Gives the primal loop one more carried tensor for each residual, into which
/// step t writes slice t, and returns these tensors as the reverse sees them.
/// `loop` is the new loop from here on.
SmallVector<Value> LoopVJP::recordTapes() {
  if (residuals.empty())
    return {};
  IRRewriter before(builder.getContext());
  before.setInsertionPoint(loop);
  SmallVector<Value> tapes;
  for (const VJPContext::Residual &residual : residuals)
    tapes.push_back(
        createTape(before, loop, residual.primal, tripCount, staticTripCount));
  SmallVector<Value> results(loop.getResults());
  auto write = [&](OpBuilder &b, Location loc,
                   ArrayRef<BlockArgument> arguments) {
    Value number = emitStepNumber(b, loop);
    SmallVector<Value> written;
    for (auto [residual, tape] : llvm::zip(residuals, arguments))
      written.push_back(writeSlice(b, loc, residual.primal, tape, number));
    return written;
  };
  auto taped = cast<scf::ForOp>(*loop.replaceWithAdditionalYields(
      before, tapes, /*replaceInitOperandUsesInLoop=*/false, write));
  loop = taped;
  context.renamePrimal(results, taped.getResults());
  return llvm::map_to_vector(taped.getResults().drop_front(results.size()),
                             [&](Value tape) { return context.primal(tape); });
}

/// Reads each residual as its tape's slice of the undone step, and puts `body`
/// into a loop of as many iterations as the primal's.
scf::ForOp LoopVJP::emitReverseLoop(std::unique_ptr<Block> body,
                                    ArrayRef<Value> tapes,
                                    ValueRange cotangents) {
  Location loc = loop.getLoc();
  auto inBody = OpBuilder(builder.getContext());
  inBody.setInsertionPointAfterValue(step);
  for (auto [residual, tape] : llvm::zip(residuals, tapes)) {
    Value slice =
        readSlice(inBody, loc, tape, step, residual.argument.getType());
    Value(residual.argument).replaceAllUsesWith(slice);
  }
  body->eraseArguments(1 + active.size() + captures.size(), residuals.size());

  SmallVector<Value> inits;
  for (unsigned index : active)
    inits.push_back(cotangents[index] ? cotangents[index]
                                      : context.zero(loop.getResult(index)));
  for (Value capture : captures)
    inits.push_back(context.wideAccumulator(capture));
  Value zero = arith::ConstantIndexOp::create(builder, loc, 0);
  Value one = arith::ConstantIndexOp::create(builder, loc, 1);
  auto reverse = scf::ForOp::create(builder, loc, zero,
                                    context.primal(tripCount), one, inits);
  markKeepsSizes(reverse, inits);
  reverse.getBody()->erase();
  reverse.getRegion().push_back(body.release());
  return reverse;
}
