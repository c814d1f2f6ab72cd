//===- SpikeAnalysis.h - Which values are 0 or 1 -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_DIALECT_SNN_TRANSFORMS_SPIKEANALYSIS_H
#define SNN_LIB_DIALECT_SNN_TRANSFORMS_SPIKEANALYSIS_H

#include "SpikePorts.h"

namespace mlir::snn {

/// Finds the values of a module whose every element is +0.0 or 1.0, whatever
/// the program is given: the greatest set in which each value follows from
/// others of the set, so that what a loop carries is spikes if it starts and
/// goes on as spikes. The answers hold as long as the values keep their types.
class SpikeAnalysis {
public:
  SpikeAnalysis(ModuleOp module, const SpikePorts &ports);

  bool isSpikes(Value value) const { return spikes.contains(value); }

private:
  /// True if `value` is spikes provided that all others of the set are.
  bool follows(Value value) const;

  const SpikePorts &ports;
  DenseSet<Value> spikes;
};

/// The number that every element of `value` is, if that is known.
std::optional<APFloat> constantOf(Value value);

/// True if `value` is +0.0 or 1.0 everywhere, and which.
std::optional<bool> constantSpikeOf(Value value);

/// True for values that a constant op gives.
bool isConstant(Value value);

/// The i1 that `value` is the number of, as a conversion says; or null.
Value convertedFrom(Value value);

/// The operands that `value`, made by arithmetic that gives spikes of spikes,
/// is made of; nothing for other values.
SmallVector<Value> spikeOperands(Value value);

} // namespace mlir::snn

#endif // SNN_LIB_DIALECT_SNN_TRANSFORMS_SPIKEANALYSIS_H
