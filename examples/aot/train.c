//===- train.c - Stochastic gradient descent in C -*- C -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// train WEIGHTS: trains the network on fresh samples and writes its weights.
//
//===----------------------------------------------------------------------===//

#include "patterns.h"

enum { BATCH = 32, UPDATES = 200 };
static const float rate = 0.2f;

static void descend(float *w, const float *gradient, int count) {
  for (int i = 0; i < count; ++i)
    w[i] -= rate * gradient[i];
}

int main(int argc, char **argv) {
  if (argc != 2) {
    fprintf(stderr, "expected: train WEIGHTS\n");
    return 1;
  }
  uint64_t state = 1;
  float w_in[loss_arg0_elements], w_out[loss_arg1_elements];
  for (int i = 0; i < loss_arg0_elements; ++i)
    w_in[i] = uniform(&state) - 0.3f;
  for (int i = 0; i < loss_arg1_elements; ++i)
    w_out[i] = (uniform(&state) - 0.5f) / 2;

  static float x[STEPS * BATCH * CHANNELS];
  int classes[BATCH];
  float mean = 0;
  for (int update = 1; update <= UPDATES; ++update) {
    draw(&state, BATCH, x, classes);
    float target[BATCH * CLASSES] = {0};
    for (int b = 0; b < BATCH; ++b)
      target[b * CLASSES + classes[b]] = 1;
    float loss, of_w_in[loss_arg0_elements], of_w_out[loss_arg1_elements];
    // The cotangent of the loss is 1: gradients of the loss itself.
    check(loss_gradient(w_in, w_out, x, BATCH, target, BATCH, 1.0f, &loss,
                        of_w_in, of_w_out));
    descend(w_in, of_w_in, loss_arg0_elements);
    descend(w_out, of_w_out, loss_arg1_elements);
    mean += loss / 50;
    if (update % 50 == 0) {
      printf("updates %d to %d: loss %.3f\n", update - 49, update, mean);
      mean = 0;
    }
  }

  FILE *file = fopen(argv[1], "wb");
  if (!file || fwrite(w_in, sizeof(w_in), 1, file) != 1 ||
      fwrite(w_out, sizeof(w_out), 1, file) != 1 || fclose(file)) {
    fprintf(stderr, "error: %s cannot be written\n", argv[1]);
    return 1;
  }
  return 0;
}
