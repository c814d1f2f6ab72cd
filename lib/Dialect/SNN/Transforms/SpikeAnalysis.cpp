//===- SpikeAnalysis.cpp - Which values are 0 or 1 -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "SpikeAnalysis.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace mlir::snn;

//===----------------------------------------------------------------------===//
// Constants and conversions
//===----------------------------------------------------------------------===//

std::optional<APFloat> snn::constantOf(Value value) {
  Type element = getElementTypeOrSelf(value);
  // Of dynamic sizes constants are filled.
  if (auto fill = value.getDefiningOp<linalg::FillOp>())
    value = fill.value();
  else if (auto splat = value.getDefiningOp<tensor::SplatOp>())
    value = splat.getInput();
  APFloat constant(0.0);
  // A fill may round to a narrower type.
  if (getElementTypeOrSelf(value) != element ||
      !matchPattern(value, m_ConstantFloat(&constant)))
    return std::nullopt;
  return constant;
}

/// Whether `number` is a spike (true) or none (false). -0.0 is neither: a mask
/// has no sign to give back.
static std::optional<bool> asSpike(const APFloat &number) {
  if (number.isPosZero())
    return false;
  if (number.isExactlyValue(1.0))
    return true;
  return std::nullopt;
}

std::optional<bool> snn::constantSpikeOf(Value value) {
  std::optional<APFloat> constant = constantOf(value);
  return constant ? asSpike(*constant) : std::nullopt;
}

bool snn::isConstant(Value value) {
  Operation *op = value.getDefiningOp();
  return op && op->hasTrait<OpTrait::ConstantLike>();
}

/// True for a constant tensor of which every element is +0.0 or 1.0.
static bool isSpikeTable(Value value) {
  DenseFPElementsAttr elements;
  return matchPattern(value, m_Constant(&elements)) &&
         llvm::all_of(elements.getValues<APFloat>(), [](const APFloat &number) {
           return asSpike(number).has_value();
         });
}

/// The i1 of which `value` is the conversion, perhaps through a wider unsigned
/// integer; null if there is none.
Value snn::convertedFrom(Value value) {
  Operation *op = value.getDefiningOp();
  if (!isa_and_nonnull<arith::UIToFPOp, arith::SIToFPOp>(op) ||
      !canBeSpikes(value.getType()))
    return {};
  Value integer = op->getOperand(0);
  if (auto widen = integer.getDefiningOp<arith::ExtUIOp>())
    integer = widen.getIn();
  // As a signed number i1 is 0 or -1.
  else if (isa<arith::SIToFPOp>(op))
    return {};
  return getElementTypeOrSelf(integer).isInteger(1) ? integer : Value();
}

/// The operands that have to be spikes for `value` to be spikes; none for ops
/// that do not compute spikes of spikes.
SmallVector<Value> snn::spikeOperands(Value value) {
  Operation *op = value.getDefiningOp();
  if (isa_and_nonnull<arith::MulFOp, arith::MaximumFOp, arith::MaxNumFOp,
                      arith::MinimumFOp, arith::MinNumFOp, arith::ExtFOp,
                      arith::TruncFOp>(op))
    return llvm::to_vector(op->getOperands());
  if (auto select = dyn_cast_or_null<arith::SelectOp>(op))
    return {select.getTrueValue(), select.getFalseValue()};
  if (auto difference = dyn_cast_or_null<arith::SubFOp>(op))
    if (constantSpikeOf(difference.getLhs()) == true)
      return {difference.getRhs()};
  return {};
}

//===----------------------------------------------------------------------===//
// The set
//===----------------------------------------------------------------------===//

/// True for arguments that are declared to be spikes and are given from outside
/// alone, where they are checked.
static bool isDeclared(Value value) {
  auto argument = dyn_cast<BlockArgument>(value);
  auto function =
      argument ? dyn_cast<func::FuncOp>(argument.getOwner()->getParentOp())
               : nullptr;
  return function && function.isPublic() &&
         argument.getOwner()->isEntryBlock() &&
         function.getArgAttr(argument.getArgNumber(),
                             SNNDialect::kSpikesAttrName) &&
         SymbolTable::symbolKnownUseEmpty(function, function->getParentOp());
}

bool SpikeAnalysis::follows(Value value) const {
  auto isKnown = [&](Value other) { return spikes.contains(other); };
  if (const SpikePort *port = ports.of(value))
    return llvm::all_of(port->incoming, [&](OpOperand *operand) {
      return isKnown(operand->get());
    });
  // What is not initialized may be taken for anything.
  if (constantSpikeOf(value) || convertedFrom(value) || isSpikeTable(value) ||
      value.getDefiningOp<tensor::EmptyOp>() || isDeclared(value))
    return true;
  SmallVector<Value> operands = spikeOperands(value);
  return !operands.empty() && llvm::all_of(operands, isKnown);
}

/// A greatest fixed point: all floats are taken to be spikes, and those that do
/// not follow from others are dropped until nothing changes. Spikes that a loop
/// carries would not be found from below: each is a spike only if the other is.
SpikeAnalysis::SpikeAnalysis(ModuleOp module, const SpikePorts &ports)
    : ports(ports) {
  SmallVector<Value> work;
  auto add = [&](Value value) {
    if (canBeSpikes(value.getType()) && spikes.insert(value).second)
      work.push_back(value);
  };
  module.walk([&](Operation *op) {
    llvm::for_each(op->getResults(), add);
    for (Region &region : op->getRegions())
      for (Block &block : region)
        llvm::for_each(block.getArguments(), add);
  });
  while (!work.empty()) {
    Value value = work.pop_back_val();
    if (!spikes.contains(value) || follows(value))
      continue;
    spikes.erase(value);
    for (OpOperand &use : value.getUses()) {
      llvm::append_range(work, use.getOwner()->getResults());
      if (const SpikePort *port = ports.into(use))
        llvm::append_range(work, port->values);
    }
  }
}
