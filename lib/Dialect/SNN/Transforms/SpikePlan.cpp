//===- SpikePlan.cpp - Which values that are 0 or 1 become i1 -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "SpikePlan.h"
#include "SpikeProducts.h"

using namespace mlir;
using namespace mlir::snn;

using Kind = SpikePort::Kind;

namespace {
/// Chooses ports one after the other until none pays any more: one that became
/// i1 may be what another waited for.
class SpikePlanner {
public:
  SpikePlanner(ModuleOp module, const SpikePorts &ports,
               const SpikeAnalysis &analysis, bool maskProducts)
      : module(module), ports(ports), analysis(analysis),
        maskProducts(maskProducts) {}

  /// Ports in the order in which they were chosen, then the arithmetic whose
  /// operands are all i1 by now.
  SpikePlan plan() {
    findWanted();
    SpikePlan result;
    for (bool changed = true; changed;) {
      changed = false;
      for (const SpikePort &port : ports.list())
        if (!chosen.contains(&port) && pays(port)) {
          chosen.insert(&port);
          there.clear();
          result.ports.push_back(&port);
          changed = true;
        }
    }
    module.walk([&](Operation *op) {
      if (op->getNumResults() == 1 && isInOpenBody(op) &&
          !spikeOperands(op->getResult(0)).empty() &&
          !constantSpikeOf(op->getResult(0)) && isThere(op->getResult(0)))
        result.arithmetic.push_back(op->getResult(0));
    });
    return result;
  }

private:
  /// Finds the spikes of which a mask is used, if perhaps after some moves.
  void findWanted() {
    SmallVector<Value> work;
    auto want = [&](Value value) {
      if (analysis.isSpikes(value) && !isConstant(value) &&
          !constantSpikeOf(value) && wanted.insert(value).second)
        work.push_back(value);
    };
    module.walk([&](Operation *op) {
      if (isInOpenBody(op))
        llvm::for_each(wantedMasks(op, maskProducts), want);
      // What one loop writes for another takes memory for each step, whatever
      // is done with it there.
      if (auto scan = dyn_cast<ScanOp>(op))
        llvm::for_each(scan.getSequences(), want);
    });
    while (!work.empty()) {
      Value value = work.pop_back_val();
      if (const SpikePort *port = ports.of(value)) {
        llvm::for_each(port->values, want);
        for (OpOperand *operand : port->incoming)
          want(operand->get());
        continue;
      }
      llvm::for_each(spikeOperands(value), want);
    }
  }

  bool isWanted(const SpikePort &port) const {
    return llvm::any_of(port.values,
                        [&](Value value) { return wanted.contains(value); });
  }

  /// True if the mask of `value` is there, without comparing numbers, once what
  /// is chosen is i1.
  bool isThere(Value value) {
    auto [known, isNew] = there.try_emplace(value, false);
    if (isNew && computeIsThere(value))
      there[value] = true;
    return there[value];
  }

  /// Spikes of ports that are chosen, constants, conversions of i1, and
  /// arithmetic on such.
  bool computeIsThere(Value value) {
    if (!analysis.isSpikes(value))
      return false;
    if (const SpikePort *port = ports.of(value); port && chosen.contains(port))
      return true;
    if (isConstant(value) || constantSpikeOf(value) || convertedFrom(value) ||
        value.getDefiningOp<tensor::EmptyOp>())
      return true;
    SmallVector<Value> operands = spikeOperands(value);
    return !operands.empty() &&
           llvm::all_of(operands, [&](Value v) { return isThere(v); });
  }

  /// True if the values of `port` are better i1, given what is chosen already.
  bool pays(const SpikePort &port) {
    if (!analysis.isSpikes(port.values.front()) ||
        constantSpikeOf(port.values.back()))
      return false;
    switch (port.kind) {
    case Kind::Fixed:
      return false;
    case Kind::Move:
      return comesAsMasks(port);
    case Kind::Call:
      return isWanted(port) && comesAsMasksOnceChosen(port);
    case Kind::State:
      return isWanted(port);
    case Kind::Written:
      return isWanted(port) && !leavesAsFloats(port.values.back());
    }
    llvm_unreachable("unknown kind of port");
  }

  /// True if all that comes in is i1, and not only constants, which would be
  /// as good as floats.
  bool comesAsMasks(const SpikePort &port) {
    auto isThereOnly = [&](OpOperand *operand) {
      return isThere(operand->get());
    };
    auto isNoConstant = [&](OpOperand *operand) {
      return !isConstant(operand->get()) && !constantSpikeOf(operand->get());
    };
    return llvm::all_of(port.incoming, isThereOnly) &&
           llvm::any_of(port.incoming, isNoConstant);
  }

  /// The same if what comes out of the port may come in again: a function may
  /// call itself.
  bool comesAsMasksOnceChosen(const SpikePort &port) {
    chosen.insert(&port);
    there.clear();
    bool result = comesAsMasks(port);
    chosen.erase(&port);
    there.clear();
    return result;
  }

  /// True if the program or a call takes `value` as floats, so that these are
  /// in memory anyway.
  bool leavesAsFloats(Value value) const {
    return llvm::any_of(value.getUses(), [&](OpOperand &use) {
      const SpikePort *port = ports.into(use);
      if (isa<func::ReturnOp, func::CallOp>(use.getOwner()))
        return !port;
      return port && port->kind == Kind::Move &&
             use.getOwner()->getNumRegions() == 0 &&
             use.getOwner()->getNumResults() == 1 &&
             leavesAsFloats(use.getOwner()->getResult(0));
    });
  }

  ModuleOp module;
  const SpikePorts &ports;
  const SpikeAnalysis &analysis;
  bool maskProducts;
  DenseSet<Value> wanted;
  DenseSet<const SpikePort *> chosen;
  /// What `isThere` has answered since the last choice.
  DenseMap<Value, bool> there;
};
} // namespace

SpikePlan snn::planSpikes(ModuleOp module, const SpikePorts &ports,
                          const SpikeAnalysis &analysis, bool maskProducts) {
  return SpikePlanner(module, ports, analysis, maskProducts).plan();
}
