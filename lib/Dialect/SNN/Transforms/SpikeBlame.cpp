//===- SpikeBlame.cpp - Why a value is not known to be spikes -------------===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "SpikeBlame.h"
#include "snn/Transforms/Products.h"

using namespace mlir;
using namespace mlir::snn;
using ad::Remarks;

namespace {
/// Goes from a value that is no spikes to where it stops being any.
class Blame {
public:
  /// How far from spikes a value is.
  enum class Distance {
    /// Constants, and values that depend on themselves alone.
    Neutral,
    /// Spikes, or arithmetic on spikes and constants.
    Near,
    Far
  };

  Blame(const SpikePorts &ports, const SpikeAnalysis &analysis)
      : ports(ports), analysis(analysis) {}

  Distance visit(Value value) {
    bool isNumber = isConstant(value) || constantOf(value);
    if (analysis.isSpikes(value))
      return isNumber ? Distance::Neutral : Distance::Near;
    if (!seen.insert(value).second)
      return Distance::Neutral;
    if (const SpikePort *port = ports.of(value)) {
      SmallVector<Value> incoming;
      for (OpOperand *operand : port->incoming)
        incoming.push_back(operand->get());
      return visitAll(incoming);
    }
    if (SmallVector<Value> operands = spikeOperands(value); !operands.empty())
      return visitAll(operands);
    if (!root)
      root = value;
    if (isNumber)
      return Distance::Neutral;
    // Other arithmetic on spikes, such as the sum of two, ends the search.
    Operation *op = value.getDefiningOp();
    return op && OpTrait::hasElementwiseMappableTraits(op)
               ? visitAll(op->getOperands())
               : Distance::Far;
  }

  /// Where the search ended first; null if everything is spikes.
  Value root;

private:
  Distance visitAll(ValueRange values) {
    Distance distance = Distance::Neutral;
    for (Value value : values)
      distance = std::max(distance, visit(value));
    return distance;
  }

  const SpikePorts &ports;
  const SpikeAnalysis &analysis;
  DenseSet<Value> seen;
};
} // namespace

/// The argument of a function that `value` is, if it is one.
static std::optional<unsigned> argumentNumber(Value value) {
  auto argument = dyn_cast_or_null<BlockArgument>(value);
  if (!argument || !argument.getOwner()->isEntryBlock() ||
      !isa<FunctionOpInterface>(argument.getOwner()->getParentOp()))
    return std::nullopt;
  return argument.getArgNumber();
}

/// What `root` is made by, and where.
static std::string describe(Value root) {
  Operation *op = root.getDefiningOp();
  if (!op)
    return "what comes in from outside is not known";
  std::string text = ("'" + op->getName().getStringRef() + "' at " +
                      ad::describeLocation(op->getLoc()))
                         .str();
  return text + (isConstant(root) ? " is not 0 or 1"
                                  : " gives other values than 0 and 1");
}

/// Only what is nearly spikes is worth a word: most contractions read none, and
/// a weight is no argument that anyone would declare.
static void visitSide(const Remarks &remarks, Operation *op, unsigned side,
                      Blame &blame) {
  Blame::Distance distance = blame.visit(op->getOperand(side));
  if (!blame.root)
    return;
  if (std::optional<unsigned> number = argumentNumber(blame.root)) {
    if (side == 0)
      remarks.analysis(op, "NoSpikes") << remark::add(
          "operand #0 of '{0}' is no spikes: argument #{1} of the function is "
          "not declared 'snn.spikes'",
          op->getName(), *number);
    return;
  }
  if (distance == Blame::Distance::Near)
    remarks.missed(op, "NoSpikes")
        << remark::add("operand #{0} of '{1}' is no spikes: {2}", side,
                       op->getName(), describe(blame.root));
}

void snn::describeLostSpikes(const Remarks &remarks, ModuleOp module,
                             const SpikePorts &ports,
                             const SpikeAnalysis &analysis) {
  module.walk([&](linalg::LinalgOp op) {
    if (!op.hasPureTensorSemantics() || !isMultiplyAdd(op) ||
        op.getNumReductionLoops() == 0 ||
        analysis.isSpikes(op->getOperand(0)) ||
        analysis.isSpikes(op->getOperand(1)))
      return;
    for (unsigned side : {0u, 1u}) {
      Blame blame(ports, analysis);
      visitSide(remarks, op, side, blame);
    }
  });
}
