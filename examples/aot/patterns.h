//===- patterns.h - The task of the example -*- C -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Samples of two patterns: in the first, activity moves up the channels as time
// goes by; in the second, down. Noise lies over both.
//
//===----------------------------------------------------------------------===//

#ifndef PATTERNS_H
#define PATTERNS_H

#include "net.h"
#include <stdio.h>
#include <stdlib.h>

enum {
  STEPS = scores_arg2_size0,
  CHANNELS = scores_arg2_size2,
  NEURONS = scores_arg0_size1,
  CLASSES = scores_arg1_size1
};

/// The same numbers on every machine: xorshift64*, in [0, 1).
static float uniform(uint64_t *state) {
  *state ^= *state >> 12;
  *state ^= *state << 25;
  *state ^= *state >> 27;
  return (float)((*state * 0x2545f4914f6cdd1d) >> 40) / 16777216.0f;
}

/// Fills `x` (time x batch x channels) and the class of each sample.
static void draw(uint64_t *state, int batch, float *x, int *classes) {
  for (int b = 0; b < batch; ++b) {
    classes[b] = uniform(state) < 0.5f;
    for (int t = 0; t < STEPS; ++t)
      for (int c = 0; c < CHANNELS; ++c) {
        int at = t * CHANNELS / STEPS;
        int is_here = c == (classes[b] ? CHANNELS - 1 - at : at);
        x[(t * batch + b) * CHANNELS + c] =
            (is_here ? 1.0f : 0.0f) + 0.5f * uniform(state);
      }
  }
}

/// Ends the program if a call of compiled code went wrong.
static void check(const char *error) {
  if (!error)
    return;
  fprintf(stderr, "error: %s\n", error);
  exit(1);
}

#endif // PATTERNS_H
