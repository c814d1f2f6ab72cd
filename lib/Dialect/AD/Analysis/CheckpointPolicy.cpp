//===- CheckpointPolicy.cpp - How long a tape is kept -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "snn/Dialect/AD/Analysis/CheckpointPolicy.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/TypeUtilities.h"
#include "snn/Dialect/AD/Analysis/TapeCut.h"
#include <cmath>

using namespace mlir;
using namespace mlir::ad;

/// A tape up to this size is kept whole: it is read back from the caches of a
/// few cores, and a few times this is what a program needs for weights and
/// inputs anyway. Above it a tape goes to memory and back, which takes longer
/// than computing the segment again: 98 steps of 128 ALIF neurons took, whole
/// and in segments, 1.07 and 1.18 ms for 6 MiB of tape, 3.8 and 2.4 for 12.
static constexpr int64_t kWholeTapeBytes = 8 << 20;

/// With fewer segments than this, checkpoints and a segment's tape take more
/// than half of the whole tape: not worth computing every step again.
static constexpr int64_t kFewestSegments = 4;

/// Shorter segments spend more on their checkpoint and loops than they save.
static constexpr int64_t kShortestSegment = 8;

/// What an unknown number of steps is taken to be when bytes decide: networks
/// are trained on 250 to 1,300 steps.
static constexpr int64_t kTypicalSteps = 512;

/// Segments of an unknown number of steps: about the root of the typical one,
/// and a power of two.
static constexpr int64_t kTypicalSegment = 32;

/// How much longer than wished a segment may be whose length divides the number
/// of steps: all segments then have one static length, and a quarter more than
/// the least bytes are alive. A shorter one spends more on its checkpoints: 250
/// steps of a network that wishes for 13 took 7.2 ms in segments of 25 and 7.9
/// in those of 10.
static constexpr int64_t kDivisorReach = 2;

int64_t ad::storedBytes(Type type) {
  int64_t bits = tapeBits(getElementTypeOrSelf(type));
  return tapeBits(type) / bits * llvm::divideCeil(bits, 8);
}

/// The least divisor of `steps` from `wished` on, or `wished` if none is near.
static int64_t preferDivisor(int64_t steps, int64_t wished) {
  for (int64_t length = wished; length <= wished * kDivisorReach; ++length)
    if (steps % length == 0)
      return length;
  return wished;
}

/// The segment length that keeps the fewest bytes alive, or none where the
/// whole tape is small or segments would save too little. With N steps, S bytes
/// of state and W bytes of tape a step, N/L S + L W bytes are alive for
/// segments of L steps, least at L = sqrt(N S / W).
static std::optional<int64_t> chooseByBytes(TapeSizes sizes) {
  bool isKnown = !ShapedType::isDynamic(sizes.steps);
  double steps = isKnown ? sizes.steps : kTypicalSteps;
  if (steps * sizes.tapeBytes <= kWholeTapeBytes)
    return std::nullopt;
  if (!isKnown)
    return kTypicalSegment;
  // Where the derivative by L is zero.
  int64_t length = std::ceil(std::sqrt(steps * sizes.stateBytes /
                                       std::max<double>(1, sizes.tapeBytes)));
  length = std::max(length, kShortestSegment);
  if (length * kFewestSegments > sizes.steps)
    return std::nullopt;
  return preferDivisor(sizes.steps, length);
}

std::optional<int64_t> ad::chooseSegmentLength(CheckpointPolicy policy,
                                               TapeSizes sizes) {
  bool isKnown = !ShapedType::isDynamic(sizes.steps);
  std::optional<int64_t> length;
  switch (policy.kind) {
  case CheckpointPolicy::Kind::None:
    return std::nullopt;
  case CheckpointPolicy::Kind::Auto:
    length = chooseByBytes(sizes);
    break;
  case CheckpointPolicy::Kind::Sqrt:
    if (!isKnown)
      return ShapedType::kDynamic;
    if (sizes.steps > 1)
      length =
          preferDivisor(sizes.steps, std::ceil(std::sqrt(double(sizes.steps))));
    break;
  case CheckpointPolicy::Kind::Fixed:
    length = policy.steps;
    break;
  }
  // One segment would compute everything twice and save nothing.
  if (length && isKnown && *length >= sizes.steps)
    return std::nullopt;
  return length;
}

raw_ostream &ad::operator<<(raw_ostream &os, const CheckpointPolicy &policy) {
  switch (policy.kind) {
  case CheckpointPolicy::Kind::None:
    return os << "none";
  case CheckpointPolicy::Kind::Auto:
    return os << "auto";
  case CheckpointPolicy::Kind::Sqrt:
    return os << "sqrt";
  case CheckpointPolicy::Kind::Fixed:
    return os << policy.steps;
  }
  llvm_unreachable("unknown kind of policy");
}

/// As LLVM's option parsers do, returns true after an error.
bool llvm::cl::parser<CheckpointPolicy>::parse(Option &option, StringRef name,
                                               StringRef text,
                                               CheckpointPolicy &policy) {
  using Kind = CheckpointPolicy::Kind;
  std::optional<Kind> kind = StringSwitch<std::optional<Kind>>(text)
                                 .Case("none", Kind::None)
                                 .Case("auto", Kind::Auto)
                                 .Case("sqrt", Kind::Sqrt)
                                 .Default(std::nullopt);
  policy = {kind.value_or(Kind::Fixed), 0};
  if (kind)
    return false;
  if (text.getAsInteger(10, policy.steps) || policy.steps < 1)
    return option.error(
        "expected none, auto, sqrt or a number of steps, got '" + text + "'",
        name);
  return false;
}

void llvm::cl::parser<CheckpointPolicy>::printOptionDiff(
    const Option &option, const CheckpointPolicy &policy,
    const OptionValue<CheckpointPolicy> &, size_t width) const {
  printOptionName(option, width);
  outs() << "= " << policy << "\n";
}
