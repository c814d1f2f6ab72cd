//===- ApartNests.cpp - Loop nests that stay apart -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "snn/Transforms/ApartNests.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "snn/Transforms/ElementNest.h"
#include "llvm/ADT/SetVector.h"

using namespace mlir;
using namespace mlir::snn;

/// True if `fill` only begins sums beside it: a contraction has its first
/// values in registers.
static bool onlyBeginsSums(linalg::FillOp fill) {
  return llvm::all_of(fill->getUses(), [&](OpOperand &use) {
    auto sum = dyn_cast<linalg::LinalgOp>(use.getOwner());
    return sum && sum->getBlock() == fill->getBlock() && sum.isDpsInit(&use) &&
           linalg::isaContractionOpInterface(sum);
  });
}

bool snn::isLoopNest(Operation *op) {
  if (auto fill = dyn_cast<linalg::FillOp>(op))
    return !onlyBeginsSums(fill);
  if (isa<linalg::LinalgOp, linalg::SoftmaxOp>(op))
    return true;
  // What is computed for one slot alone is computed in the slot.
  if (auto insert = dyn_cast<tensor::InsertSliceOp>(op)) {
    Operation *source = insert.getSource().getDefiningOp();
    return !insert.getSource().hasOneUse() || !source ||
           source->getBlock() != op->getBlock() || !isLoopNest(source);
  }
  if (isa<tensor::GenerateOp, tensor::PadOp, tensor::ConcatOp, tensor::GatherOp,
          tensor::ScatterOp>(op))
    return true;
  return OpTrait::hasElementwiseMappableTraits(op) &&
         llvm::any_of(op->getResultTypes(), [](Type type) {
           auto tensorType = dyn_cast<RankedTensorType>(type);
           return tensorType && tensorType.getRank() > 0;
         });
}

/// True if the op reduces over some of its loops.
static bool isReduction(Operation *op) {
  auto structured = dyn_cast<linalg::LinalgOp>(op);
  return structured && structured.getNumReductionLoops() > 0;
}

SmallVector<ApartNests> ApartNestFinder::findProducers(Operation *consumer) {
  SmallVector<ApartNests> apart;
  llvm::SetVector<Value> operands(consumer->operand_begin(),
                                  consumer->operand_end());
  for (Value operand : operands)
    if (Operation *producer = operand.getDefiningOp();
        producer && producer->getBlock() == consumer->getBlock() &&
        isLoopNest(producer))
      if (auto edge = visitEdge(producer, consumer, operand))
        apart.push_back(*edge);
  return apart;
}

/// A fill is no edge: it becomes the accumulator's first value.
std::optional<ApartNests> ApartNestFinder::visitEdge(Operation *producer,
                                                     Operation *consumer,
                                                     Value value) {
  if (isa<linalg::FillOp>(producer))
    return std::nullopt;
  if (isReduction(producer))
    return ApartNests{producer, "reduction: its consumer needs whole sums",
                      /*isInherent=*/true};
  if (isReduction(consumer))
    return ApartNests{consumer,
                      "reduction: computing its operand inside would repeat it",
                      /*isInherent=*/true};
  if (isa<linalg::GenericOp>(producer) && isa<linalg::GenericOp>(consumer))
    return visitGenerics(producer, consumer);
  if (!llvm::all_equal(value.getUsers()))
    return ApartNests{producer, "its result has several uses"};
  return ApartNests{consumer, "elementwise like its producer, but not fused"};
}

/// What the planner of step fusion says of two generic ops.
ApartNests ApartNestFinder::visitGenerics(Operation *producer,
                                          Operation *consumer) {
  for (Operation *op : {producer, consumer})
    if (StringRef reason = whyNoNest(op); !reason.empty())
      return {op, reason};
  auto [entry, isNew] = plans.try_emplace(consumer->getBlock());
  if (isNew)
    entry->second = planFusion(*consumer->getBlock());
  for (const FusionPlan::Missed &missed : entry->second.missed)
    if (missed.producer == producer && missed.consumer == consumer)
      return {missed.cause, missed.reason};
  return {consumer, "elementwise like its producer, but not fused"};
}
