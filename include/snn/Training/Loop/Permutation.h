//===- Permutation.h - Random orders of samples -----------------*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_TRAINING_LOOP_PERMUTATION_H
#define SNN_TRAINING_LOOP_PERMUTATION_H

#include "snn/Training/Loop/Philox.h"

#include <vector>

namespace snn {
namespace training {

/// The numbers from 0 to `count` - 1 in an order that follows from the
/// arguments alone (Fisher and Yates' shuffle).
std::vector<int64_t> permutation(int64_t count, uint64_t seed,
                                 RandomPurpose purpose, uint32_t stream);

} // namespace training
} // namespace snn

#endif // SNN_TRAINING_LOOP_PERMUTATION_H
