//===- StopSignals.h - Interrupts wait for the end of a step ----*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_TRAINING_LOOP_STOPSIGNALS_H
#define SNN_TRAINING_LOOP_STOPSIGNALS_H

#include <csignal>

namespace snn {
namespace training {

/// While one of these exists, SIGINT and SIGTERM only leave a note, so that the
/// step under way can end and the state be saved. A second signal of the same
/// kind ends the process as usual.
class StopSignals {
public:
  StopSignals();
  ~StopSignals();

  /// The signal that came, or 0.
  static int received();

private:
  struct sigaction previousInterrupt, previousTerminate;
};

} // namespace training
} // namespace snn

#endif // SNN_TRAINING_LOOP_STOPSIGNALS_H
