//===- infer.c - A trained network in C -*- C -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// infer WEIGHTS: how many of 1000 samples the network tells right, one by one
// as they would come in, and all at once.
//
//===----------------------------------------------------------------------===//

#include "patterns.h"

enum { SAMPLES = 1000 };

/// Counts samples whose largest score is that of their class.
static int count_right(const float *scores, const int *classes, int batch) {
  int right = 0;
  for (int b = 0; b < batch; ++b) {
    int answer = scores[b * CLASSES] < scores[b * CLASSES + 1];
    right += answer == classes[b];
  }
  return right;
}

int main(int argc, char **argv) {
  float w_in[scores_arg0_elements], w_out[scores_arg1_elements];
  FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
  if (!file || fread(w_in, sizeof(w_in), 1, file) != 1 ||
      fread(w_out, sizeof(w_out), 1, file) != 1) {
    fprintf(stderr, "expected: infer WEIGHTS\n");
    return 1;
  }
  fclose(file);

  static float x[STEPS * SAMPLES * CHANNELS];
  static int classes[SAMPLES];
  uint64_t state = 2;
  int right = 0;
  for (int i = 0; i < SAMPLES; ++i) {
    draw(&state, 1, x, classes);
    // How many rows the result has only the call knows, so it brings memory.
    float *result;
    check(scores(w_in, w_out, x, 1, &result, NULL));
    right += count_right(result, classes, 1);
    free(result);
  }
  printf("one by one: %d of %d right\n", right, SAMPLES);

  state = 2;
  draw(&state, SAMPLES, x, classes);
  float *result;
  int64_t rows;
  check(scores(w_in, w_out, x, SAMPLES, &result, &rows));
  printf("all at once: %d of %d right\n",
         count_right(result, classes, (int)rows), (int)rows);
  free(result);
  return 0;
}
