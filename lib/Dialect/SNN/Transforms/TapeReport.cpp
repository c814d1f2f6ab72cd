//===- TapeReport.cpp - What loops keep for their reverse -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "TapeReport.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "snn/Dialect/AD/Analysis/TapeCut.h"
#include "snn/Dialect/AD/IR/AD.h"
#include "snn/Transforms/BitRows.h"

using namespace mlir;
using namespace mlir::snn;

/// Bytes of `columns` neighbours of i1. Short rows that are no whole word are
/// joined to fill registers, and have a byte for each element: what is short is
/// the choice of CollapseRows.cpp for registers of 64 bytes.
static int64_t bytesOfBits(int64_t columns) {
  int64_t word = bitsOfWord(columns);
  return columns < 64 && columns != word ? columns : bytesOfRow(columns, word);
}

/// An unknown size counts as one; an i1 is as large as snn-pack-bits makes it
/// if nothing that is done with its buffer needs bytes, which is not known yet.
int64_t snn::bytesOf(Type type) {
  Type element = getElementTypeOrSelf(type);
  SmallVector<int64_t> shape;
  if (auto shaped = dyn_cast<ShapedType>(type))
    llvm::append_range(shape, shaped.getShape());
  int64_t bytes = llvm::divideCeil(ad::tapeBits(element), 8);
  if (element.isInteger(1) && !shape.empty() &&
      !ShapedType::isDynamic(shape.back()))
    bytes = bytesOfBits(shape.pop_back_val());
  for (int64_t size : shape)
    bytes *= ShapedType::isDynamic(size) ? 1 : size;
  return bytes;
}

/// The op that writes into `stack`, if there is one and every other use gives a
/// slot to write into.
static Operation *onlyWriter(Value stack) {
  Operation *writer = nullptr;
  for (Operation *user : stack.getUsers()) {
    if (isa<tensor::ExtractSliceOp, tensor::DimOp>(user))
      continue;
    if (writer)
      return nullptr;
    writer = user;
  }
  return writer;
}

/// True if `value`, written to a slot by `loop`, is the state that the loops
/// inside go on from: the slot is a checkpoint.
static bool isCheckpoint(Value value, scf::ForOp loop) {
  if (!llvm::is_contained(loop.getRegionIterArgs(), value))
    return false;
  return llvm::any_of(value.getUses(), [&](OpOperand &use) {
    auto inner = dyn_cast<LoopLikeOpInterface>(use.getOwner());
    return inner && inner->getBlock() == loop.getBody() &&
           llvm::is_contained(inner.getInits(), value);
  });
}

/// Adds the slots of `stack` into which `loop` writes `value` in each step;
/// parts of several slots count as many.
static void addSlots(scf::ForOp loop, Value value, Value stack,
                     FusionReport &report) {
  auto stackType = cast<RankedTensorType>(stack.getType());
  auto valueType = dyn_cast<RankedTensorType>(value.getType());
  report.isDynamic |= !stackType.hasStaticShape();
  report.tapeBytes += bytesOf(stackType);
  int64_t slots = 1;
  if (valueType && valueType.getRank() == stackType.getRank() &&
      !valueType.isDynamicDim(0))
    slots = std::max<int64_t>(1, valueType.getDimSize(0));
  if (isCheckpoint(value, loop))
    report.checkpointBytesPerSegment += bytesOf(value.getType());
  else
    report.tapeBytesPerStep += bytesOf(value.getType()) / slots;
}

/// In an scf.for a tape is an iteration argument that slices are inserted into
/// and that another loop reads.
static void addLoopTape(scf::ForOp loop, FusionReport &report) {
  auto isReadInLoop = [&](Operation *user) {
    return isa<tensor::ExtractSliceOp, tensor::ExtractOp>(user) &&
           user->getBlock() != loop->getBlock();
  };
  for (auto [argument, result] :
       llvm::zip(loop.getRegionIterArgs(), loop.getResults())) {
    Operation *writer = onlyWriter(argument);
    if (!writer || !llvm::any_of(result.getUsers(), isReadInLoop))
      continue;
    if (auto insert = dyn_cast<tensor::InsertSliceOp>(writer))
      addSlots(loop, insert.getSource(), result, report);
    else if (auto insert = dyn_cast<tensor::InsertOp>(writer))
      addSlots(loop, insert.getScalar(), result, report);
  }
}

/// In a scan a tape is a stack that another time loop reads.
void snn::addTape(Operation *op, FusionReport &report) {
  if (auto loop = dyn_cast<scf::ForOp>(op))
    return addLoopTape(loop, report);
  auto loop = dyn_cast<ad::StackingLoopOpInterface>(op);
  if (!loop)
    return;
  for (auto [stack, value] :
       llvm::zip(loop.getStackedResults(), loop.getStackedValues())) {
    if (!llvm::any_of(stack.getUsers(), [](Operation *user) {
          return isa<ad::StackingLoopOpInterface>(user);
        }))
      continue;
    auto type = cast<RankedTensorType>(stack.getType());
    report.isDynamic |= !type.hasStaticShape();
    report.tapeBytesPerStep += bytesOf(value.getType());
    report.tapeBytes += bytesOf(type);
  }
}
