//===- Replay.cpp - Values recorded once and given back -*-  -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "snn/Runtime/Replay.h"

#include <vector>

using namespace snn::runtime;

namespace {
/// What this thread has recorded, and how far it is in replaying it.
struct State {
  std::vector<double> values;
  size_t next = 0;
  bool replays = false;
  /// More values were asked for than recorded: control flow has changed.
  bool overran = false;
};
thread_local State state;

/// `value` while recording. While replaying the value that was recorded in this
/// place, also if the program computes another now: a finite difference then
/// stays on one side of every decision.
double recordOrReplay(double value) {
  if (!state.replays) {
    state.values.push_back(value);
    return value;
  }
  if (state.next < state.values.size())
    return state.values[state.next++];
  state.overran = true;
  return value;
}
} // namespace

void Replay::record() { state = State(); }

void Replay::rewind() {
  state.next = 0;
  state.replays = true;
  state.overran = false;
}

bool Replay::isComplete() {
  return !state.replays ||
         (state.next == state.values.size() && !state.overran);
}

size_t Replay::size() { return state.values.size(); }

double snnReplayF64(double value) { return recordOrReplay(value); }

bool snnReplayI1(bool value) { return recordOrReplay(value) != 0; }
