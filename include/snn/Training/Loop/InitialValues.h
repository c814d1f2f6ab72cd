//===- InitialValues.h - Parameters before the first step -------*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_TRAINING_LOOP_INITIALVALUES_H
#define SNN_TRAINING_LOOP_INITIALVALUES_H

#include "snn/Training/Loop/Dataset.h"

namespace snn {
namespace training {

/// The values that `config` gives parameter `number`. Random ones are those of
/// the parameter's own stream, element by element: they do not change when
/// other parameters do. Fails when a file has no such array, or one of another
/// shape, or for Xavier's bounds on fewer than two dimensions.
runtime::Result<runtime::Array> initialValue(const ParameterConfig &config,
                                             const ArgumentType &type,
                                             uint64_t seed, uint32_t number);

} // namespace training
} // namespace snn

#endif // SNN_TRAINING_LOOP_INITIALVALUES_H
