//===- ProgressDisplay.cpp - How far a training is, for people --*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "snn/Training/Loop/ProgressDisplay.h"

#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"

#include <algorithm>
#include <cmath>
#include <sys/ioctl.h>
#include <unistd.h>

using namespace snn::training;

ProgressDisplay::ProgressDisplay() : terminal(isatty(STDERR_FILENO)) {}

/// "1:02:03" or "2:03".
static std::string clockTime(double seconds) {
  int64_t whole = std::llround(seconds);
  std::string text;
  llvm::raw_string_ostream out(text);
  if (whole >= 3600)
    out << whole / 3600 << llvm::format(":%02d", int(whole / 60 % 60));
  else
    out << whole / 60;
  out << llvm::format(":%02d", int(whole % 60));
  return text;
}

/// "epoch 2/10 [=====     ] 30/60 loss 0.4213 12.0 steps/s 0:42 left"; without
/// the bar where `width` leaves no room for one.
std::string ProgressDisplay::line(const Position &position, int width,
                                  double rate) {
  std::string head, tail;
  llvm::raw_string_ostream(head)
      << "epoch " << position.epoch << "/" << position.epochs << " ";
  int64_t left = (position.epochs - position.epoch) * position.batches +
                 position.batches - position.batch;
  llvm::raw_string_ostream(tail)
      << " " << position.batch << "/" << position.batches
      << llvm::format(" loss %.4f %.1f steps/s ", position.loss, rate)
      << clockTime(rate > 0 ? static_cast<double>(left) / rate : 0) << " left";
  int room = width - static_cast<int>(head.size() + tail.size()) - 2;
  if (room < 4)
    return head + tail.substr(1);
  int full = static_cast<int>(room * position.batch / position.batches);
  return head + "[" + std::string(full, '=') + std::string(room - full, ' ') +
         "]" + tail;
}

/// One less than the terminal has, at most 99: a full line would wrap on some
/// terminals, and a longer bar says no more.
static int terminalWidth() {
  struct winsize size = {};
  if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    return std::min<int>(size.ws_col, 100) - 1;
  return 79;
}

/// The rate is over this run's steps but the first, which only starts the
/// clock.
void ProgressDisplay::show(const Position &position) {
  Clock::time_point now = Clock::now();
  if (stepsShown++ == 0)
    start = last = now;
  // Ten drawings a second please the eye; a log wants far fewer lines.
  auto pause = terminal ? std::chrono::milliseconds(100)
                        : std::chrono::milliseconds(10000);
  if (silent || (now - last < pause && !(terminal && !drawn)))
    return;
  last = now;
  double elapsed = std::chrono::duration<double>(now - start).count();
  double rate = elapsed > 0 ? static_cast<double>(stepsShown - 1) / elapsed : 0;
  if (!terminal) {
    llvm::errs() << line(position, 0, rate) << "\n";
    return;
  }
  llvm::errs() << "\r\033[K" << line(position, terminalWidth(), rate);
  drawn = true;
}

/// Back to the line's beginning, and erases it.
void ProgressDisplay::clear() {
  if (drawn)
    llvm::errs() << "\r\033[K";
  drawn = false;
}
