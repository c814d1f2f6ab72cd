//===- RaiseLoops.cpp - Turns scf.for over slices into time loops ---------===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LoopSlices.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "snn/Dialect/AD/Rules/SizeChecks.h"
#include "snn/Dialect/AD/Transforms/Remarks.h"
#include "snn/Dialect/SNN/IR/SNN.h"
#include "snn/Dialect/SNN/Transforms/Passes.h"

namespace mlir::snn {
#define GEN_PASS_DEF_RAISELOOPSPASS
#include "snn/Dialect/SNN/Transforms/Passes.h.inc"
} // namespace mlir::snn

using namespace mlir;
using namespace mlir::snn;
using ad::Remarks;

//===----------------------------------------------------------------------===//
// Slices of slices
//===----------------------------------------------------------------------===//

/// All entries but the first: offsets, sizes or strides of an access within its
/// slice.
static SmallVector<OpFoldResult> rest(SmallVector<OpFoldResult> all) {
  all.erase(all.begin());
  return all;
}

/// The groups of dimensions that take a leading one of size 1 in or out, where
/// `rank` dimensions are left.
static SmallVector<ReassociationIndices> unitDimGroups(int64_t rank) {
  SmallVector<ReassociationIndices> groups(rank);
  for (int64_t dim = 0; dim < rank; ++dim) {
    if (dim == 0)
      groups[0].push_back(0);
    groups[dim].push_back(dim + 1);
  }
  return groups;
}

/// `value` with a leading dimension of size 1 added, of type `type`.
static Value addUnitDim(OpBuilder &b, Location loc, Value value, Type type) {
  SmallVector<OpFoldResult> sizes = tensor::getMixedSizes(b, loc, value);
  sizes.insert(sizes.begin(), b.getIndexAttr(1));
  return tensor::ExpandShapeOp::create(
      b, loc, type, value,
      unitDimGroups(cast<RankedTensorType>(value.getType()).getRank()), sizes);
}

/// `value` without its leading dimension of size 1.
static Value dropUnitDim(OpBuilder &b, Location loc, Value value) {
  auto type = cast<RankedTensorType>(value.getType());
  return tensor::CollapseShapeOp::create(
      b, loc,
      RankedTensorType::get(type.getShape().drop_front(),
                            type.getElementType()),
      value, unitDimGroups(type.getRank() - 1));
}

/// What `read`, an access of slice t, gives in terms of that slice.
///
///   tensor.extract_slice %x[%t, 0] [1, 4] [1, 1]  is %slice, a tensor<4xf32>
///   tensor.extract_slice %x[%t, 2] [1, 2] [1, 1]  is a part of it
///   tensor.extract %x[%t, %i]                     is tensor.extract %slice[%i]
static Value readFromSlice(OpBuilder &b, Operation *read, Value slice) {
  Location loc = read->getLoc();
  if (auto element = dyn_cast<tensor::ExtractOp>(read)) {
    if (!isa<RankedTensorType>(slice.getType()))
      return slice;
    return tensor::ExtractOp::create(b, loc, slice,
                                     element.getIndices().drop_front());
  }
  auto window = cast<tensor::ExtractSliceOp>(read);
  RankedTensorType type = window.getType();
  if (!isa<RankedTensorType>(slice.getType()))
    return tensor::FromElementsOp::create(b, loc, type, slice);
  bool dropsStep = window.getDroppedDims().test(0);
  RankedTensorType windowType =
      dropsStep ? type
                : RankedTensorType::get(type.getShape().drop_front(),
                                        type.getElementType());
  if (windowType == slice.getType() &&
      hasAllInnerDims(window, window.getSource()))
    return dropsStep ? slice : addUnitDim(b, loc, slice, type);
  Value part = tensor::ExtractSliceOp::create(
      b, loc, windowType, slice, rest(window.getMixedOffsets()),
      rest(window.getMixedSizes()), rest(window.getMixedStrides()));
  return dropsStep ? part : addUnitDim(b, loc, part, type);
}

/// What `value`, written over a whole slice, is as a value of type `type`, the
/// type of such a slice; null if it has other dimensions.
static Value asSlice(OpBuilder &b, Location loc, Value value, Type type) {
  if (value.getType() == type)
    return value;
  auto from = cast<RankedTensorType>(value.getType());
  auto to = dyn_cast<RankedTensorType>(type);
  if (!to) {
    // A tensor of one element for a scalar.
    SmallVector<Value> zeros(from.getRank());
    if (from.getRank() != 0)
      zeros.assign(from.getRank(), arith::ConstantIndexOp::create(b, loc, 0));
    return tensor::ExtractOp::create(b, loc, value, zeros);
  }
  if (from.getRank() == to.getRank() + 1 && from.getDimSize(0) == 1)
    value = dropUnitDim(b, loc, value);
  if (!tensor::CastOp::areCastCompatible(value.getType(), type))
    return {};
  return value.getType() == type
             ? value
             : tensor::CastOp::create(b, loc, type, value).getResult();
}

/// What slice t becomes by `write`, where `slice` is what it was.
///
///   tensor.insert_slice %a into %y[%t, 2] [1, 2] [1, 1]
///   tensor.insert_slice %a into %slice[2] [2] [1]
static Value writeIntoSlice(OpBuilder &b, Operation *write, Value slice) {
  Location loc = write->getLoc();
  if (auto element = dyn_cast<tensor::InsertOp>(write))
    return tensor::InsertOp::create(b, loc, element.getScalar(), slice,
                                    element.getIndices().drop_front());
  auto window = cast<tensor::InsertSliceOp>(write);
  Value part = window.getSource();
  SmallVector<OpFoldResult> sizes = rest(window.getMixedSizes());
  // insert_slice drops unit dimensions by leaving them out of its source, so
  // the leading one is taken off before.
  if (!window.getDroppedDims().test(0))
    part = dropUnitDim(b, loc, part);
  return tensor::InsertSliceOp::create(b, loc, part, slice,
                                       rest(window.getMixedOffsets()), sizes,
                                       rest(window.getMixedStrides()));
}

//===----------------------------------------------------------------------===//
// The loop
//===----------------------------------------------------------------------===//

namespace {
/// Rebuilds one loop as a scan.
class LoopRaiser {
public:
  LoopRaiser(RewriterBase &rewriter, scf::ForOp loop, LoopSlices &slices)
      : rewriter(rewriter), loop(loop), slices(slices) {}

  void raise();

private:
  Value emitLength();
  ScanOp createScan();
  Value emitInductionVariable(ScanOp scan);
  Value emitStackedValue(unsigned index, ScanOp scan);
  void moveBody(ScanOp scan);

  RewriterBase &rewriter;
  scf::ForOp loop;
  LoopSlices &slices;
  SmallVector<Value> sequences;
};
} // namespace

/// The number of steps; a loop whose bounds cross has none.
Value LoopRaiser::emitLength() {
  Location loc = loop.getLoc();
  if (!ShapedType::isDynamic(slices.steps.staticLength))
    return arith::ConstantIndexOp::create(rewriter, loc,
                                          slices.steps.staticLength);
  Value upper = loop.getUpperBound();
  if (upper.getDefiningOp<tensor::DimOp>())
    return upper;
  Value zero = arith::ConstantIndexOp::create(rewriter, loc, 0);
  return arith::MaxSIOp::create(rewriter, loc, upper, zero);
}

/// The scan without a body: stacks for the arguments that are written slice by
/// slice, carried values for the others.
ScanOp LoopRaiser::createScan() {
  rewriter.setInsertionPoint(loop);
  SmallVector<Value> inits;
  SmallVector<Type> stackTypes;
  for (auto [write, init] : llvm::zip(slices.writes, loop.getInitArgs())) {
    if (write)
      stackTypes.push_back(init.getType());
    else
      inits.push_back(init);
  }
  Value length = sequences.empty() ? emitLength() : Value();
  auto scan = ScanOp::create(rewriter, loop.getLoc(), sequences, inits, length,
                             stackTypes, slices.reverse);
  scan->setDiscardableAttrs(loop->getDiscardableAttrDictionary());
  ad::markKeepsSizes(scan, inits);
  return scan;
}

/// The induction variable of the loop at step t of the scan.
Value LoopRaiser::emitInductionVariable(ScanOp scan) {
  Location loc = loop.getLoc();
  Value iteration = scan.getStep();
  if (slices.reverse) {
    // Before the scan, where the length is at hand.
    OpBuilder::InsertionGuard guard(rewriter);
    rewriter.setInsertionPoint(scan);
    Value length = scan.getLength() ? scan.getLength() : emitLength();
    Value one = arith::ConstantIndexOp::create(rewriter, loc, 1);
    Value last = arith::SubIOp::create(rewriter, loc, length, one);
    rewriter.setInsertionPointToEnd(&scan.getBody().front());
    iteration = arith::SubIOp::create(rewriter, loc, last, iteration);
  }
  if (slices.steps.stride != 1) {
    Value stride =
        arith::ConstantIndexOp::create(rewriter, loc, slices.steps.stride);
    iteration = arith::MulIOp::create(rewriter, loc, iteration, stride);
  }
  if (slices.steps.lower != 0) {
    Value lower =
        arith::ConstantIndexOp::create(rewriter, loc, slices.steps.lower);
    iteration = arith::AddIOp::create(rewriter, loc, iteration, lower);
  }
  return iteration;
}

/// The slice that iteration argument `index` gets at this step; the write's
/// place is where it is emitted.
Value LoopRaiser::emitStackedValue(unsigned index, ScanOp scan) {
  Operation *write = slices.writes[index];
  Value init = loop.getInitArgs()[index];
  rewriter.setInsertionPoint(write);
  Type sliceType = ScanOp::getSliceType(cast<RankedTensorType>(init.getType()));
  auto *position = llvm::find(sequences, init);
  if (slices.isWholeWrite[index]) {
    Value whole =
        asSlice(rewriter, write->getLoc(), write->getOperand(0), sliceType);
    if (whole)
      return whole;
    // The source leaves out unit dimensions, so it needs a slice to go into.
    Value empty = tensor::EmptyOp::create(
        rewriter, write->getLoc(),
        rest(cast<tensor::InsertSliceOp>(write).getMixedSizes()),
        getElementTypeOrSelf(sliceType));
    if (empty.getType() != sliceType)
      empty =
          tensor::CastOp::create(rewriter, write->getLoc(), sliceType, empty);
    return writeIntoSlice(rewriter, write, empty);
  }
  return writeIntoSlice(rewriter, write,
                        scan.getSlices()[position - sequences.begin()]);
}

/// Reads become reads of slices, writes become what they write, and then the
/// whole body moves. Reads come first, since writes may take in what they read.
void LoopRaiser::moveBody(ScanOp scan) {
  Block &body = scan.getBody().front();
  for (auto [index, read] : llvm::enumerate(slices.reads))
    for (Operation *op : read.second) {
      rewriter.setInsertionPoint(op);
      rewriter.replaceOp(op,
                         readFromSlice(rewriter, op, scan.getSlices()[index]));
    }
  SmallVector<Value> carried, stacked, iterArgs;
  auto nextCarried = scan.getCarried().begin();
  for (auto [index, init, next] :
       llvm::enumerate(loop.getInitArgs(), loop.getYieldedValues())) {
    // Of a stack nothing is left that reads the argument.
    iterArgs.push_back(slices.writes[index] ? Value(init) : *nextCarried++);
    if (slices.writes[index])
      stacked.push_back(emitStackedValue(index, scan));
    else
      carried.push_back(next);
  }
  rewriter.setInsertionPointToEnd(&body);
  SmallVector<Value> arguments = {loop.getInductionVar().use_empty()
                                      ? scan.getStep()
                                      : emitInductionVariable(scan)};
  llvm::append_range(arguments, iterArgs);
  Operation *terminator = loop.getBody()->getTerminator();
  rewriter.setInsertionPoint(terminator);
  snn::YieldOp::create(rewriter, loop.getLoc(), carried, stacked);
  rewriter.eraseOp(terminator);
  for (Operation *write : slices.writes)
    if (write)
      rewriter.eraseOp(write);
  rewriter.mergeBlocks(loop.getBody(), &body, arguments);
}

/// Before and after, with %y stacked:
///
///   %y = scf.for %t = 0 to T iter_args(%s = %s0, %y = %e) {
///     %a = extract_slice %x[%t];  ..;  %y1 = insert_slice %s1 into %y[%t] }
///   %y = snn.scan %t over(%a in %x) carry(%s = %s0) { ..;  yield %s1 }
void LoopRaiser::raise() {
  OpBuilder::InsertionGuard guard(rewriter);
  for (auto &read : slices.reads)
    sequences.push_back(read.first);
  ScanOp scan = createScan();
  moveBody(scan);
  SmallVector<Value> results;
  auto final = scan.getFinals().begin(), stack = scan.getStacks().begin();
  for (Operation *write : slices.writes)
    results.push_back(write ? *stack++ : *final++);
  rewriter.replaceOp(loop, results);
}

namespace {
struct RaiseLoopsPass : snn::impl::RaiseLoopsPassBase<RaiseLoopsPass> {
  using RaiseLoopsPassBase::RaiseLoopsPassBase;

  void runOnOperation() override {
    // Outer loops first: an inner one may run over a slice of theirs.
    SmallVector<scf::ForOp> loops;
    getOperation()->walk<WalkOrder::PreOrder>(
        [&](scf::ForOp loop) { loops.push_back(loop); });
    IRRewriter rewriter(&getContext());
    Remarks remarks(&getContext(), getArgument());
    for (scf::ForOp loop : loops) {
      std::string reason;
      auto slices = findLoopSlices(loop, reason);
      if (failed(slices)) {
        remarks.missed(loop, "LoopKept") << "stays an scf.for: " + reason;
        continue;
      }
      remarks.passed(loop, "LoopRaised") << "becomes an snn.scan";
      LoopRaiser(rewriter, loop, *slices).raise();
      ++numRaised;
    }
  }
};
} // namespace
