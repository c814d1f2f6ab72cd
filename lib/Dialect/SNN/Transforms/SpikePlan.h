//===- SpikePlan.h - Which values that are 0 or 1 become i1 -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_DIALECT_SNN_TRANSFORMS_SPIKEPLAN_H
#define SNN_LIB_DIALECT_SNN_TRANSFORMS_SPIKEPLAN_H

#include "SpikeAnalysis.h"

namespace mlir::snn {

/// What of a module is to be i1.
struct SpikePlan {
  /// Ports, all values of which change their type.
  SmallVector<const SpikePort *> ports;
  /// Values that arithmetic on i1 gives.
  SmallVector<Value> arithmetic;
};

/// Chooses so that no value is turned into i1 for users that all turn it back,
/// and that no stack or other tensor that the program returns as floats is
/// written a second time.
SpikePlan planSpikes(ModuleOp module, const SpikePorts &ports,
                     const SpikeAnalysis &analysis, bool maskProducts);

} // namespace mlir::snn

#endif // SNN_LIB_DIALECT_SNN_TRANSFORMS_SPIKEPLAN_H
