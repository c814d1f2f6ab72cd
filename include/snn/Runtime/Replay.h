//===- Replay.h - Values recorded once and given back -*-  -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What `ad-freeze-decisions` lets compiled code call: at the base point of a
// finite difference values are recorded, at its other points they are replayed.
//
//===----------------------------------------------------------------------===//

#ifndef SNN_RUNTIME_REPLAY_H
#define SNN_RUNTIME_REPLAY_H

#include <cstddef>

namespace snn {
namespace runtime {

/// What this thread's compiled code has recorded. Code that runs on several
/// threads has no order to replay in.
class Replay {
public:
  /// Forgets everything; values are recorded from now on.
  static void record();

  /// Gives back what was recorded, from the first value on.
  static void rewind();

  /// True if the last run asked for as many values as were recorded.
  static bool isComplete();

  static size_t size();
};

} // namespace runtime
} // namespace snn

extern "C" {
double snnReplayF64(double value);
bool snnReplayI1(bool value);
}

#endif // SNN_RUNTIME_REPLAY_H
