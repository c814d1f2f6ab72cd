//===- Permutation.cpp - Random orders of samples ---------------*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "snn/Training/Loop/Permutation.h"

#include <numeric>
#include <utility>

/// From the last place down, each place exchanges with one at or before it.
std::vector<int64_t> snn::training::permutation(int64_t count, uint64_t seed,
                                                RandomPurpose purpose,
                                                uint32_t stream) {
  std::vector<int64_t> order(count);
  std::iota(order.begin(), order.end(), 0);
  Philox random(seed, purpose, stream);
  for (int64_t last = count - 1; last > 0; --last)
    std::swap(order[last], order[random.below(last + 1, last)]);
  return order;
}
