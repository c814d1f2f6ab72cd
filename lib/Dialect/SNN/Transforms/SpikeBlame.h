//===- SpikeBlame.h - Why a value is not known to be spikes -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_DIALECT_SNN_TRANSFORMS_SPIKEBLAME_H
#define SNN_LIB_DIALECT_SNN_TRANSFORMS_SPIKEBLAME_H

#include "SpikeAnalysis.h"
#include "snn/Dialect/AD/Transforms/Remarks.h"

namespace mlir::snn {

/// Emits a remark at each contraction of `module` that reads no spikes though
/// it nearly does: arithmetic on spikes gives something else than 0 and 1, or
/// an argument is not declared to be spikes.
void describeLostSpikes(const ad::Remarks &remarks, ModuleOp module,
                        const SpikePorts &ports, const SpikeAnalysis &analysis);

} // namespace mlir::snn

#endif // SNN_LIB_DIALECT_SNN_TRANSFORMS_SPIKEBLAME_H
