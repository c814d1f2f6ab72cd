//===- LoopSlices.cpp - Which tensors an scf.for reads and writes step by step
//-*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LoopSlices.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "snn/Dialect/AD/Analysis/SizeSources.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mlir::snn;

//===----------------------------------------------------------------------===//
// Accesses
//===----------------------------------------------------------------------===//

/// The leading index of a read or a write of one slice, null for other ops.
static OpFoldResult leadingIndex(Operation *op) {
  auto ofSlice = [](auto slice, RankedTensorType type) -> OpFoldResult {
    if (type.getRank() == 0 ||
        getConstantIntValue(slice.getMixedSizes().front()) != 1)
      return {};
    return slice.getMixedOffsets().front();
  };
  auto ofElement = [](auto access) -> OpFoldResult {
    return access.getIndices().empty() ? OpFoldResult()
                                       : access.getIndices().front();
  };
  if (auto slice = dyn_cast<tensor::ExtractSliceOp>(op))
    return ofSlice(slice, slice.getSourceType());
  if (auto slice = dyn_cast<tensor::InsertSliceOp>(op))
    return ofSlice(slice, slice.getDestType());
  if (auto element = dyn_cast<tensor::ExtractOp>(op))
    return ofElement(element);
  if (auto element = dyn_cast<tensor::InsertOp>(op))
    return ofElement(element);
  return {};
}

/// Ops that read a slice or an element of their first operand.
static bool isRead(Operation *op) {
  return isa<tensor::ExtractSliceOp, tensor::ExtractOp>(op);
}

/// The op that writes into the iteration argument and gives its next value, if
/// nothing else happens to the argument but reads of slices.
///
///   iter_args(%y) { %y1 = tensor.insert_slice %a into %y[%t, 0];  yield %y1 }
static Operation *findWrite(scf::ForOp loop, BlockArgument argument) {
  OpOperand *yielded = loop.getTiedLoopYieldedValue(argument);
  Operation *write = yielded->get().getDefiningOp();
  auto insertSlice = dyn_cast_or_null<tensor::InsertSliceOp>(write);
  auto insert = dyn_cast_or_null<tensor::InsertOp>(write);
  if (!(insertSlice && insertSlice.getDest() == argument) &&
      !(insert && insert.getDest() == argument))
    return nullptr;
  if (!write->hasOneUse() || write->getBlock() != loop.getBody())
    return nullptr;
  for (OpOperand &use : argument.getUses())
    if (use.getOwner() != write &&
        !(isRead(use.getOwner()) && use.getOperandNumber() == 0))
      return nullptr;
  // The value written must not be the argument itself.
  if ((insertSlice && insertSlice.getSource() == argument))
    return nullptr;
  return write;
}

/// True if `write` replaces all of its slice of a tensor like `init`.
static bool writesWholeSlice(Operation *write, Value init) {
  if (auto slice = dyn_cast<tensor::InsertSliceOp>(write))
    return hasAllInnerDims(slice, init);
  return cast<RankedTensorType>(init.getType()).getRank() == 1;
}

/// True if `op` accesses slice t, counted in `order`, in iteration t.
static bool hasOrder(scf::ForOp loop, const LoopSlices &slices, Operation *op,
                     Order order) {
  OpFoldResult index = leadingIndex(op);
  return index && orderOf(loop, slices.steps, index) == order;
}

/// Adds the stacks whose accesses all run in `order`.
static void findStacks(scf::ForOp loop, LoopSlices &slices, Order order) {
  for (auto [argument, init] :
       llvm::zip(loop.getRegionIterArgs(), loop.getInitArgs())) {
    Operation *write = isa<RankedTensorType>(argument.getType())
                           ? findWrite(loop, argument)
                           : nullptr;
    bool fits = write && coversLeadingDim(loop, slices.steps, init) &&
                llvm::all_of(argument.getUsers(), [&](Operation *user) {
                  return hasOrder(loop, slices, user, order);
                });
    slices.writes.push_back(fits ? write : nullptr);
    slices.isWholeWrite.push_back(fits && writesWholeSlice(write, init));
    if (!fits)
      continue;
    // Slice t of the argument is that of the init until step t has written it,
    // and stays it in part if the step writes a part.
    if (!slices.isWholeWrite.back())
      (void)slices.reads[init];
    for (Operation *user : argument.getUsers())
      if (user != write)
        slices.reads[init].push_back(user);
  }
}

/// Adds the reads in `order` of tensors from outside.
static void findReads(scf::ForOp loop, LoopSlices &slices, Order order) {
  loop.getBody()->walk([&](Operation *op) {
    if (!isRead(op))
      return;
    Value source = op->getOperand(0);
    if (loop.isDefinedOutsideOfLoop(source) &&
        hasOrder(loop, slices, op, order) &&
        coversLeadingDim(loop, slices.steps, source))
      slices.reads[source].push_back(op);
  });
}

//===----------------------------------------------------------------------===//
// The loop
//===----------------------------------------------------------------------===//

/// Reads the bounds; false if they do not number steps from 0.
static bool findBounds(scf::ForOp loop, LoopSlices &slices) {
  auto lower = getConstantIntValue(loop.getLowerBound());
  auto upper = getConstantIntValue(loop.getUpperBound());
  auto stride = getConstantIntValue(loop.getStep());
  if (!lower || !stride || *stride < 1)
    return false;
  slices.steps.lower = *lower;
  slices.steps.stride = *stride;
  if (!upper)
    return *lower == 0 && *stride == 1;
  slices.steps.staticLength =
      *upper <= *lower ? 0 : llvm::divideCeil(*upper - *lower, *stride);
  return true;
}

/// Fills in what is read and written in `order`, and nothing of the other.
static void findAccesses(scf::ForOp loop, LoopSlices &slices, Order order) {
  slices.writes.clear();
  slices.isWholeWrite.clear();
  findReads(loop, slices, order);
  findStacks(loop, slices, order);
}

/// True if any slice is read or written in the order that was looked for.
static bool hasAccess(const LoopSlices &slices) {
  return !slices.reads.empty() ||
         llvm::any_of(slices.writes, [](Operation *op) { return op; });
}

/// A loop of scalars gains nothing by being a time loop.
static bool isOverTensors(scf::ForOp loop, const LoopSlices &slices) {
  return !slices.reads.empty() ||
         llvm::any_of(loop.getResultTypes(),
                      [](Type type) { return isa<RankedTensorType>(type); });
}

FailureOr<LoopSlices> snn::findLoopSlices(scf::ForOp loop,
                                          std::string &reason) {
  LoopSlices slices;
  auto fail = [&](const char *why) -> FailureOr<LoopSlices> {
    reason = why;
    return failure();
  };
  if (!loop.getInductionVar().getType().isIndex() || loop.getUnsignedCmp())
    return fail("its induction variable is not a signed index");
  if (!findBounds(loop, slices))
    return fail("its bounds are neither constant nor those of steps from 0");
  findAccesses(loop, slices, Order::forward);
  if (!hasAccess(slices)) {
    findAccesses(loop, slices, Order::backward);
    slices.reverse = hasAccess(slices);
  }
  if (!isOverTensors(loop, slices))
    return fail("it neither reads slices of a tensor nor carries one");
  ad::SizeSources sizes(ad::AcrossCalls::No);
  for (auto [index, write] : llvm::enumerate(slices.writes))
    if (!write && !sizes.areKept(loop, index))
      return fail("a carried tensor may change its sizes");
  return slices;
}
