//===- Philox.h - Counter-based random numbers ------------------*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_TRAINING_LOOP_PHILOX_H
#define SNN_TRAINING_LOOP_PHILOX_H

#include <array>
#include <cstdint>

namespace snn {
namespace training {

/// What a random number is for; each purpose has numbers of its own.
enum class RandomPurpose : uint32_t { InitialValue = 1, Split = 2, Order = 3 };

/// Philox4x32-10 (Salmon et al., SC 2011): a number is a function of the seed,
/// the purpose, a stream (the parameter, the epoch) and an index. Nothing is
/// carried from one number to the next, so a resumed run needs no state of a
/// generator.
class Philox {
public:
  Philox(uint64_t seed, RandomPurpose purpose, uint32_t stream)
      : seed(seed), purpose(static_cast<uint32_t>(purpose)), stream(stream) {}

  /// 64 random bits.
  uint64_t bits(uint64_t index) const;
  /// In [0, 1), a multiple of 2^-53.
  double uniform(uint64_t index) const;
  /// Of mean 0 and variance 1, by Box and Muller's transform.
  double normal(uint64_t index) const;
  /// In [0, bound), with a bias below bound / 2^64.
  uint64_t below(uint64_t bound, uint64_t index) const;

  /// The generator itself: ten rounds on a counter under a key.
  static std::array<uint32_t, 4> rounds(std::array<uint32_t, 4> counter,
                                        std::array<uint32_t, 2> key);

private:
  std::array<uint32_t, 4> block(uint64_t index) const;

  uint64_t seed;
  uint32_t purpose;
  uint32_t stream;
};

} // namespace training
} // namespace snn

#endif // SNN_TRAINING_LOOP_PHILOX_H
