//===- TapeSegments.cpp - Loops that keep one segment's tape -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "TapeSegments.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/Interfaces/LoopLikeInterface.h"
#include "snn/Dialect/AD/Rules/Stacking.h"

using namespace mlir;
using namespace mlir::ad;

/// The same loop by upstream's interface, which knows inits and results.
static LoopLikeOpInterface asLoop(StackingLoopOpInterface loop) {
  return cast<LoopLikeOpInterface>(loop.getOperation());
}

/// `value` as a tensor of type `type`, with more or fewer static sizes.
static Value castTo(OpBuilder &builder, Type type, Value value) {
  if (value.getType() == type)
    return value;
  return tensor::CastOp::create(builder, value.getLoc(), type, value);
}

/// The sizes of a ranked tensor; none for a scalar.
static SmallVector<OpFoldResult> sizesOf(OpBuilder &builder, Value value) {
  if (!isa<RankedTensorType>(value.getType()))
    return {};
  return tensor::getMixedSizes(builder, value.getLoc(), value);
}

namespace {
/// The steps that one iteration of an outer loop runs.
struct Segment {
  Value number, first;
  OpFoldResult length;
};

/// Emits the loops over segments.
class Segmenter {
public:
  Segmenter(RewriterBase &rewriter, const ReversedLoop &loops, int64_t length)
      : rewriter(rewriter), loops(loops), length(length) {}

  void splitPrimal();
  void splitReader(const ReversedLoop::Reader &reader, IRMapping &mapping);

private:
  void emitCounts();
  Value emitRoot(Value steps);
  Segment enter(Value iteration, bool backward);
  SmallVector<Value> readSegment(ValueRange sequences, const Segment &segment);
  /// The primal over one segment, which stacks what is left when `drop` goes.
  StackingLoopOpInterface runPrimal(const Segment &segment, ValueRange inits,
                                    ArrayRef<unsigned> drop);
  SmallVector<Value> rerunPrimal(const Segment &segment);

  RewriterBase &rewriter;
  ReversedLoop loops;
  const int64_t length;
  /// Steps in all, in a segment, and the number of segments.
  OpFoldResult numSteps;
  Value segmentLength, numSegments;
  /// One for each carried value in the state.
  SmallVector<Value> checkpoints;
};
} // namespace

/// The root of `steps`, rounded up, and at least 1.
Value Segmenter::emitRoot(Value steps) {
  Location loc = steps.getLoc();
  Type i64 = rewriter.getI64Type(), f64 = rewriter.getF64Type();
  Value wide = arith::IndexCastOp::create(rewriter, loc, i64, steps);
  Value real = arith::SIToFPOp::create(rewriter, loc, f64, wide);
  Value root = math::SqrtOp::create(rewriter, loc, real);
  Value up = math::CeilOp::create(rewriter, loc, root);
  Value whole = arith::FPToSIOp::create(rewriter, loc, i64, up);
  Value index =
      arith::IndexCastOp::create(rewriter, loc, rewriter.getIndexType(), whole);
  Value one = arith::ConstantIndexOp::create(rewriter, loc, 1);
  return arith::MaxSIOp::create(rewriter, loc, index, one);
}

/// Emits the number of steps, of steps per segment and of segments before the
/// primal; each is a constant where it can be.
void Segmenter::emitCounts() {
  Location loc = loops.primal.getLoc();
  numSteps = loops.primal.getStepCount(rewriter);
  std::optional<int64_t> known = getConstantIntValue(numSteps);
  if (ShapedType::isDynamic(length))
    segmentLength =
        emitRoot(getValueOrCreateConstantIndexOp(rewriter, loc, numSteps));
  else
    segmentLength = arith::ConstantIndexOp::create(rewriter, loc, length);
  if (known && !ShapedType::isDynamic(length)) {
    numSegments = arith::ConstantIndexOp::create(
        rewriter, loc, llvm::divideCeil(*known, length));
    return;
  }
  Value one = arith::ConstantIndexOp::create(rewriter, loc, 1);
  Value less = arith::SubIOp::create(rewriter, loc, segmentLength, one);
  Value steps = getValueOrCreateConstantIndexOp(rewriter, loc, numSteps);
  Value sum = arith::AddIOp::create(rewriter, loc, steps, less);
  numSegments = arith::DivUIOp::create(rewriter, loc, sum, segmentLength);
}

/// The segment that an iteration of an outer loop runs. Iterations count up in
/// both directions; `backward` ones run the last segment first. The last
/// segment may be shorter than the others.
Segment Segmenter::enter(Value iteration, bool backward) {
  Location loc = iteration.getLoc();
  Segment segment;
  segment.number = iteration;
  if (backward) {
    Value one = arith::ConstantIndexOp::create(rewriter, loc, 1);
    Value last = arith::SubIOp::create(rewriter, loc, numSegments, one);
    segment.number = arith::SubIOp::create(rewriter, loc, last, iteration);
  }
  segment.first =
      arith::MulIOp::create(rewriter, loc, segment.number, segmentLength);
  std::optional<int64_t> steps = getConstantIntValue(numSteps);
  if (steps && !ShapedType::isDynamic(length) && *steps % length == 0) {
    segment.length = rewriter.getIndexAttr(length);
    return segment;
  }
  // An affine minimum, so that who looks for a bound of the length finds one.
  MLIRContext *context = rewriter.getContext();
  AffineExpr first = getAffineDimExpr(0, context);
  AffineExpr all = getAffineSymbolExpr(0, context);
  AffineExpr most = getAffineSymbolExpr(1, context);
  segment.length = affine::makeComposedFoldedAffineMin(
      rewriter, loc, AffineMap::get(1, 2, {most, all - first}, context),
      {segment.first, numSteps, segmentLength});
  return segment;
}

/// The steps of `segment` of each of `sequences`, as slices and without copies.
SmallVector<Value> Segmenter::readSegment(ValueRange sequences,
                                          const Segment &segment) {
  return llvm::map_to_vector(sequences, [&](Value sequence) {
    return readSlices(rewriter, sequence.getLoc(), sequence, segment.first,
                      segment.length);
  });
}

/// A copy of the primal over the steps of `segment`, less the stacks numbered
/// `drop`.
StackingLoopOpInterface Segmenter::runPrimal(const Segment &segment,
                                             ValueRange inits,
                                             ArrayRef<unsigned> drop) {
  IRMapping mapping;
  StackingLoopOpInterface part = loops.primal.cloneSegment(
      rewriter, mapping, readSegment(loops.primal.getStepSequences(), segment),
      inits, segment.length, segment.first);
  return part.replaceStacked(rewriter, drop, {});
}

/// Before and after, with the state %s and its checkpoints %c:
///
///   %s1, %tape = loop %s0 over t in [0, N)
///   %s1, %c = scf.for %g in [0, N/L) iter_args(%s = %s0, %c) {
///     %c[%g] = %s
///     %s = loop %s over t in [g L, (g + 1) L) }
void Segmenter::splitPrimal() {
  StackingLoopOpInterface primal = loops.primal;
  Location loc = primal.getLoc();
  rewriter.setInsertionPoint(primal);
  emitCounts();
  SmallVector<Value> inits(asLoop(primal).getInits());
  unsigned numCarried = inits.size();
  for (unsigned index : loops.state)
    inits.push_back(createStack(rewriter, loc, inits[index].getType(),
                                getAsOpFoldResult(numSegments),
                                sizesOf(rewriter, inits[index])));
  for (auto [index, sizes] : llvm::zip(loops.outputs, loops.outputSizes)) {
    Value output =
        createStack(rewriter, loc, primal.getStackedValues()[index].getType(),
                    numSteps, sizes);
    inits.push_back(
        castTo(rewriter, primal.getStackedResults()[index].getType(), output));
  }

  auto body = [&](OpBuilder &, Location, Value iteration, ValueRange values) {
    Segment segment = enter(iteration, primal.runsBackward());
    ValueRange carried = values.take_front(numCarried);
    SmallVector<Value> kept, outputs;
    for (auto [index, stack] :
         llvm::zip(loops.state, values.drop_front(numCarried)))
      kept.push_back(
          writeSlice(rewriter, loc, carried[index], stack, segment.number));
    StackingLoopOpInterface part = runPrimal(segment, carried, loops.tape);
    for (auto [stack, whole] : llvm::zip(
             part.getStackedResults(), values.take_back(loops.outputs.size())))
      outputs.push_back(writeSlices(rewriter, loc, stack, whole, segment.first,
                                    segment.length));
    SmallVector<Value> yielded(*asLoop(part).getLoopResults());
    llvm::append_range(yielded, kept);
    llvm::append_range(yielded, outputs);
    scf::YieldOp::create(rewriter, loc, yielded);
  };
  Value zero = arith::ConstantIndexOp::create(rewriter, loc, 0);
  Value one = arith::ConstantIndexOp::create(rewriter, loc, 1);
  auto outer =
      scf::ForOp::create(rewriter, loc, zero, numSegments, one, inits, body);
  outer->setDiscardableAttrs(primal->getDiscardableAttrDictionary());

  ValueRange results = outer.getResults();
  rewriter.replaceAllUsesWith(ValueRange(*asLoop(primal).getLoopResults()),
                              results.take_front(numCarried));
  checkpoints = llvm::to_vector(results.slice(numCarried, loops.state.size()));
  for (auto [index, result] :
       llvm::zip(loops.outputs, results.take_back(loops.outputs.size())))
    rewriter.replaceAllUsesWith(primal.getStackedResults()[index], result);
}

/// The tape of one segment, written again from its checkpoint.
SmallVector<Value> Segmenter::rerunPrimal(const Segment &segment) {
  // What the tape does not depend on starts anywhere; the loop's canonical form
  // does not carry it.
  SmallVector<Value> inits(asLoop(loops.primal).getInits());
  for (auto [index, stack] : llvm::zip(loops.state, checkpoints))
    inits[index] = readSlice(rewriter, loops.primal.getLoc(), stack,
                             segment.number, inits[index].getType());
  return llvm::to_vector_of<Value>(
      runPrimal(segment, inits, loops.outputs).getStackedResults());
}

/// Before and after, where the tape of a segment lives only for one iteration:
///
///   loop backward over t in [N, 0) reading %tape
///   scf.for %g in [0, N/L) {
///     %tape = loop %c[last - %g] over the segment
///     loop backward over the segment reading %tape }
void Segmenter::splitReader(const ReversedLoop::Reader &described,
                            IRMapping &mapping) {
  StackingLoopOpInterface reader = described.loop;
  Location loc = reader.getLoc();
  rewriter.setInsertionPoint(reader);
  SmallVector<Value> inits(asLoop(reader).getInits());
  unsigned numCarried = inits.size();
  unsigned numStacks = reader.getStackedResults().size();
  for (auto [value, result, sizes] :
       llvm::zip(reader.getStackedValues(), reader.getStackedResults(),
                 described.stackSizes))
    inits.push_back(
        castTo(rewriter, result.getType(),
               createStack(rewriter, loc, value.getType(), numSteps, sizes)));
  auto body = [&](OpBuilder &, Location, Value iteration, ValueRange values) {
    Segment segment = enter(iteration, reader.runsBackward());
    SmallVector<Value> tape = rerunPrimal(segment);
    SmallVector<Value> sequences;
    for (Value sequence : reader.getStepSequences()) {
      auto *stack = llvm::find_if(loops.tape, [&](unsigned index) {
        return loops.primal.getStackedResults()[index] == sequence;
      });
      sequences.push_back(stack != loops.tape.end()
                              ? tape[stack - loops.tape.begin()]
                              : readSegment(sequence, segment).front());
    }
    StackingLoopOpInterface part = reader.cloneSegment(
        rewriter, mapping, sequences, values.take_front(numCarried),
        segment.length, segment.first);
    SmallVector<Value> yielded(*asLoop(part).getLoopResults());
    for (auto [stack, whole] :
         llvm::zip(part.getStackedResults(), values.take_back(numStacks)))
      yielded.push_back(writeSlices(rewriter, loc, stack, whole, segment.first,
                                    segment.length));
    scf::YieldOp::create(rewriter, loc, yielded);
  };
  Value zero = arith::ConstantIndexOp::create(rewriter, loc, 0);
  Value one = arith::ConstantIndexOp::create(rewriter, loc, 1);
  auto outer =
      scf::ForOp::create(rewriter, loc, zero, numSegments, one, inits, body);
  ValueRange results = outer.getResults();
  rewriter.replaceAllUsesWith(ValueRange(*asLoop(reader).getLoopResults()),
                              results.take_front(numCarried));
  rewriter.replaceAllUsesWith(ValueRange(reader.getStackedResults()),
                              results.take_back(numStacks));
}

/// Erases `loop`; ops in it that are tracked become their copies.
static void eraseTracked(RewriterBase &rewriter, Operation *loop,
                         const IRMapping &copies,
                         MutableArrayRef<Operation *> tracked) {
  for (Operation *&op : tracked)
    if (op && loop->isAncestor(op))
      op = op == loop ? nullptr : copies.lookupOrNull(op);
  rewriter.eraseOp(loop);
}

/// The primal comes first: its checkpoints are what readers start from. It is
/// erased last, since the readers clone from it.
void ad::splitIntoSegments(RewriterBase &rewriter, const ReversedLoop &loops,
                           int64_t length,
                           MutableArrayRef<Operation *> tracked) {
  Segmenter segmenter(rewriter, loops, length);
  segmenter.splitPrimal();
  for (const ReversedLoop::Reader &reader : loops.readers) {
    IRMapping copies;
    segmenter.splitReader(reader, copies);
    eraseTracked(rewriter, reader.loop, copies, tracked);
  }
  eraseTracked(rewriter, loops.primal, {}, tracked);
}
