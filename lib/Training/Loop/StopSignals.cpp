//===- StopSignals.cpp - Interrupts that wait for the end of a step -------===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "snn/Training/Loop/StopSignals.h"

using namespace snn::training;

/// All that a signal handler may write.
static volatile std::sig_atomic_t note = 0;

static void leaveNote(int signal) { note = signal; }

/// SA_RESETHAND gives the second signal its usual effect; SA_RESTART lets a
/// write that the first one interrupts go on.
StopSignals::StopSignals() {
  note = 0;
  struct sigaction action = {};
  action.sa_handler = leaveNote;
  sigemptyset(&action.sa_mask);
  action.sa_flags = SA_RESTART | SA_RESETHAND;
  sigaction(SIGINT, &action, &previousInterrupt);
  sigaction(SIGTERM, &action, &previousTerminate);
}

StopSignals::~StopSignals() {
  sigaction(SIGINT, &previousInterrupt, nullptr);
  sigaction(SIGTERM, &previousTerminate, nullptr);
}

int StopSignals::received() { return note; }
