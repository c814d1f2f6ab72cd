//===- ProgressDisplay.h - How far a training is, for people ----*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_TRAINING_LOOP_PROGRESSDISPLAY_H
#define SNN_TRAINING_LOOP_PROGRESSDISPLAY_H

#include <chrono>
#include <cstdint>
#include <string>

namespace snn {
namespace training {

/// Where a training stands.
struct Position {
  int64_t epoch, epochs;
  int64_t batch, batches;
  double loss;
};

/// Writes to stderr: on a terminal a bar that is drawn over itself, otherwise a
/// line every ten seconds.
class ProgressDisplay {
public:
  ProgressDisplay();
  ProgressDisplay(bool terminal, bool silent)
      : terminal(terminal), silent(silent) {}

  /// Call after each step. Rate and time left come from this run's steps.
  void show(const Position &position);
  /// Removes the bar, before a line of other output.
  void clear();

  /// The text shown, without control characters.
  static std::string line(const Position &position, int width, double rate);

private:
  using Clock = std::chrono::steady_clock;

  bool terminal;
  bool silent = false;
  bool drawn = false;
  int64_t stepsShown = 0;
  Clock::time_point start, last;
};

} // namespace training
} // namespace snn

#endif // SNN_TRAINING_LOOP_PROGRESSDISPLAY_H
