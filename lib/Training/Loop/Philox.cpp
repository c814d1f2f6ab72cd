//===- Philox.cpp - Counter-based random numbers ----------------*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "snn/Training/Loop/Philox.h"

#include <cmath>

using namespace snn::training;

/// The unit tests hold it against known answers.
std::array<uint32_t, 4> Philox::rounds(std::array<uint32_t, 4> counter,
                                       std::array<uint32_t, 2> key) {
  // Multipliers and key increments of the paper's table 2.
  constexpr uint64_t multiplier0 = 0xD2511F53, multiplier1 = 0xCD9E8D57;
  constexpr uint32_t weyl0 = 0x9E3779B9, weyl1 = 0xBB67AE85;
  for (int round = 0; round < 10; ++round) {
    uint64_t product0 = multiplier0 * counter[0];
    uint64_t product1 = multiplier1 * counter[2];
    counter = {static_cast<uint32_t>(product1 >> 32) ^ counter[1] ^ key[0],
               static_cast<uint32_t>(product1),
               static_cast<uint32_t>(product0 >> 32) ^ counter[3] ^ key[1],
               static_cast<uint32_t>(product0)};
    key[0] += weyl0;
    key[1] += weyl1;
  }
  return counter;
}

/// Seed as key; index, stream and purpose as counter: any two numbers differ in
/// one of these and are independent.
std::array<uint32_t, 4> Philox::block(uint64_t index) const {
  return rounds(
      {static_cast<uint32_t>(index), static_cast<uint32_t>(index >> 32), stream,
       purpose},
      {static_cast<uint32_t>(seed), static_cast<uint32_t>(seed >> 32)});
}

static uint64_t join(uint32_t low, uint32_t high) {
  return static_cast<uint64_t>(high) << 32 | low;
}

/// 53 bits are what a double in [0, 1) holds at an even spacing.
static double toUnitInterval(uint64_t bits) {
  return static_cast<double>(bits >> 11) * 0x1p-53;
}

uint64_t Philox::bits(uint64_t index) const {
  std::array<uint32_t, 4> words = block(index);
  return join(words[0], words[1]);
}

double Philox::uniform(uint64_t index) const {
  return toUnitInterval(bits(index));
}

/// One of Box and Muller's two numbers; the other would make a number depend on
/// who asked before.
double Philox::normal(uint64_t index) const {
  std::array<uint32_t, 4> words = block(index);
  // In (0, 1], since the logarithm of zero is none.
  double radius = 1 - toUnitInterval(join(words[0], words[1]));
  double angle = toUnitInterval(join(words[2], words[3]));
  return std::sqrt(-2 * std::log(radius)) * std::cos(2 * M_PI * angle);
}

/// The upper half of a product, as in Lemire, "Fast random integer generation
/// in an interval" (2019), without the rejection that would make the bias zero.
uint64_t Philox::below(uint64_t bound, uint64_t index) const {
  return static_cast<uint64_t>(
      (static_cast<unsigned __int128>(bits(index)) * bound) >> 64);
}
