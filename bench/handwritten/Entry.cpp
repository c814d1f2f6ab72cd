//===- Entry.cpp - What bench.py calls -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Inference and training pass over a batch in the C calling convention. Tiles
// of samples are shared among threads; a tile goes forward, keeping a
// checkpoint per segment, and at once backward, recomputing a segment's tape
// just before it is read.
//
//===----------------------------------------------------------------------===//

#include "ALIF.h"
#include <cmath>
#include <cstdlib>
#include <cstring>

using namespace handwritten;

extern "C" {
/// Arrays as the network's program takes them.
struct Arguments {
  const float *in, *rec, *out, *alpha, *rho, *kappa; // the decays' logits
  const float *x;                                    // steps x batch x inputs
  const int32_t *labels;
  int32_t steps, batch, inputs, classes;
};
/// Arrays of the parameters' shapes.
struct Results {
  float *in, *rec, *out, *alpha, *rho, *kappa, *loss;
};
}

namespace {
template <typename T> class Aligned {
public:
  explicit Aligned(size_t count)
      : data(static_cast<T *>(
            std::aligned_alloc(64, (count * sizeof(T) + 63) / 64 * 64))) {
    std::memset(static_cast<void *>(data), 0, count * sizeof(T));
  }
  ~Aligned() { std::free(data); }
  Aligned(const Aligned &) = delete;
  T *get() { return data; }
  T *operator->() { return data; }
  T &operator*() { return *data; }

private:
  T *data;
};

float sigmoid(float p) { return 1 / (1 + std::exp(-p)); }

void prepare(const Arguments &args, Weights &w) {
  w.inputs = args.inputs;
  w.in = args.in;
  std::copy_n(args.rec, kNeurons * kNeurons, w.rec);
  for (int j = 0; j < kNeurons; ++j) {
    for (int k = 0; k < kNeurons; ++k)
      w.recT[k * kNeurons + j] = args.rec[j * kNeurons + k];
    for (int c = 0; c < args.classes; ++c)
      w.out[j * kClasses + c] = w.outT[c * kNeurons + j] =
          args.out[j * args.classes + c];
    w.alpha[j] = sigmoid(args.alpha[j]);
    w.rho[j] = sigmoid(args.rho[j]);
  }
  for (int c = 0; c < args.classes; ++c)
    w.kappa[c] = sigmoid(args.kappa[c]);
}

/// Cotangent of the readout's sum over time, and the sample's loss.
float lossOf(const Arguments &args, const State &s, int label, float *ct) {
  float largest = -INFINITY, sum = 0, logits[kClasses];
  for (int c = 0; c < args.classes; ++c)
    largest = std::max(largest, logits[c] = s.total[c] / args.steps);
  for (int c = 0; c < args.classes; ++c)
    sum += std::exp(logits[c] - largest);
  float scale = 1.0f / (float(args.batch) * args.steps);
  for (int c = 0; c < args.classes; ++c)
    ct[c] = scale * (std::exp(logits[c] - largest) / sum - (c == label));
  return (std::log(sum) + largest - logits[label]) / args.batch;
}

/// Room that a thread uses for one tile after the other.
struct Workspace {
  explicit Workspace(const Arguments &args)
      : segments((args.steps + kSegment - 1) / kSegment),
        checkpoints(size_t(segments + 1) * kTile),
        tape(size_t(kSegment) * kTile), ct(1), grads(1),
        in(size_t(args.inputs) * kNeurons) {
    grads->in = in.get();
  }

  int segments;
  Aligned<State> checkpoints;
  Aligned<Tape> tape;
  Aligned<Cotangents> ct;
  Aligned<Gradients> grads;
  Aligned<float> in;
};

float trainTile(const Arguments &args, const Weights &w, int first,
                Workspace &work) {
  ptrdiff_t stride = ptrdiff_t(args.batch) * args.inputs;
  const float *x = args.x + ptrdiff_t(first) * args.inputs;
  State *states = work.checkpoints.get();
  std::memset(static_cast<void *>(states), 0, kTile * sizeof(State));
  auto begins = [](int segment) { return segment * kSegment; };
  auto ends = [&](int segment) {
    return std::min(args.steps, begins(segment) + kSegment);
  };
  auto run = [&](int segment, State *from, bool taped) {
    for (int r = 0; r < kTile; ++r)
      forward(w, x + r * args.inputs, stride, begins(segment), ends(segment),
              from[r], taped ? work.tape.get() + r : nullptr, kTile);
  };
  for (int segment = 0; segment < work.segments; ++segment) {
    State *next = states + (segment + 1) * kTile;
    std::copy_n(states + segment * kTile, kTile, next);
    run(segment, next, false);
  }

  std::memset(static_cast<void *>(work.ct.get()), 0, sizeof(Cotangents));
  float loss = 0;
  for (int r = 0; r < kTile; ++r)
    loss += lossOf(args, states[work.segments * kTile + r],
                   args.labels[first + r], work.ct->total[r]);
  State again[kTile];
  for (int segment = work.segments - 1; segment >= 0; --segment) {
    const State *start = states + segment * kTile;
    std::copy_n(start, kTile, again);
    run(segment, again, true);
    backward(w, x, stride, begins(segment), ends(segment), start,
             work.tape.get(), *work.ct, *work.grads);
  }
  return loss;
}

void add(float *sum, const float *part, int rows, int columns, int stride) {
  for (int i = 0; i < rows; ++i)
    for (int j = 0; j < columns; ++j)
      sum[i * columns + j] += part[i * stride + j];
}

/// Adds a thread's gradients, by the decays' logits where they have such.
void addGradients(const Arguments &args, const Weights &w, Gradients &grads,
                  const Results &results) {
  for (int j = 0; j < kNeurons; ++j) {
    grads.alpha[j] *= w.alpha[j]; // times (1 - alpha), over (1 - alpha)
    grads.rho[j] *= w.rho[j] * (1 - w.rho[j]);
  }
  for (int c = 0; c < args.classes; ++c)
    grads.kappa[c] *= w.kappa[c] * (1 - w.kappa[c]);
  add(results.in, grads.in, args.inputs, kNeurons, kNeurons);
  add(results.rec, grads.rec, kNeurons, kNeurons, kNeurons);
  add(results.out, grads.out, kNeurons, args.classes, kClasses);
  add(results.alpha, grads.alpha, 1, kNeurons, kNeurons);
  add(results.rho, grads.rho, 1, kNeurons, kNeurons);
  add(results.kappa, grads.kappa, 1, args.classes, kClasses);
}
} // namespace

extern "C" {
/// logits: batch x classes.
void alif_infer(const Arguments *args, float *logits) {
  Aligned<Weights> w(1);
  prepare(*args, *w);
  ptrdiff_t stride = ptrdiff_t(args->batch) * args->inputs;
#pragma omp parallel for schedule(static)
  for (int b = 0; b < args->batch; ++b) {
    FlushSubnormals flush;
    State s;
    std::memset(static_cast<void *>(&s), 0, sizeof(State));
    forward(*w, args->x + ptrdiff_t(b) * args->inputs, stride, 0, args->steps,
            s, nullptr, 0);
    for (int c = 0; c < args->classes; ++c)
      logits[b * args->classes + c] = s.total[c] / args->steps;
  }
}

/// Adds to `results`, which the caller has cleared. Batches are multiples of
/// 16.
void alif_train(const Arguments *args, const Results *results) {
  Aligned<Weights> w(1);
  prepare(*args, *w);
#pragma omp parallel
  {
    FlushSubnormals flush;
    Workspace work(*args);
    float loss = 0;
#pragma omp for schedule(static)
    for (int tile = 0; tile < args->batch / kTile; ++tile)
      loss += trainTile(*args, *w, tile * kTile, work);
#pragma omp critical
    {
      *results->loss += loss;
      addGradients(*args, *w, *work.grads, *results);
    }
  }
}
}
