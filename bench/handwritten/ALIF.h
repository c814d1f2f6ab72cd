//===- ALIF.h - The FGI paper's network by hand -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What the hand-written forward and backward pass share: 128 recurrent ALIF
// neurons, up to 16 leaky readouts, any number of inputs, steps and samples.
//
//===----------------------------------------------------------------------===//

#ifndef SNN_BENCH_HANDWRITTEN_ALIF_H
#define SNN_BENCH_HANDWRITTEN_ALIF_H

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <immintrin.h>

namespace handwritten {

constexpr int kNeurons = 128;
constexpr int kLanes = 16;
constexpr int kVectors = kNeurons / kLanes;
/// Readouts are padded to one vector.
constexpr int kClasses = kLanes;
/// Samples that go forward and backward together: two register tiles of 8 rows.
constexpr int kTile = 16;
/// Steps between checkpoints: the tape of a segment (0.5 MB) stays in the L2.
constexpr int kSegment = 28;

/// Weights as the kernels read them: rows of whole vectors, decays computed.
struct Weights {
  int inputs;
  const float *in;                             // inputs x 128
  alignas(64) float rec[kNeurons * kNeurons];  // presynaptic first
  alignas(64) float recT[kNeurons * kNeurons]; // postsynaptic first
  alignas(64) float out[kNeurons * kClasses];
  alignas(64) float outT[kClasses * kNeurons];
  alignas(64) float alpha[kNeurons], rho[kNeurons], kappa[kClasses];
};

/// The spikes of one sample at one step.
using Spikes = uint16_t[kVectors];

/// What one sample carries from step to step.
struct alignas(64) State {
  float u[kNeurons], a[kNeurons];
  float o[kClasses], total[kClasses];
  Spikes z;
};

/// What the backward pass reads of one sample and step.
struct alignas(64) Tape {
  float u[kNeurons];       // after the leak, before the reset
  float aBefore[kNeurons]; // a of the step before
  float gap[kClasses];     // o of the step before less the step's readout
  Spikes z, zBefore;
};

/// Gradients of one thread.
struct alignas(64) Gradients {
  alignas(64) float rec[kNeurons * kNeurons];
  float out[kNeurons * kClasses];
  float alpha[kNeurons], rho[kNeurons], kappa[kClasses];
  float *in; // inputs x 128
};

/// Calls `visit(neuron)` for each spike.
template <typename Visit> void forEachSpike(const Spikes &z, Visit visit) {
  for (int k = 0; k < kVectors; ++k)
    for (unsigned bits = z[k]; bits; bits &= bits - 1)
      visit(k * kLanes + __builtin_ctz(bits));
}

/// Subnormals to zero while an object of this type lives.
class FlushSubnormals {
public:
  FlushSubnormals() : saved(_mm_getcsr()) { _mm_setcsr(saved | 0x8040); }
  ~FlushSubnormals() { _mm_setcsr(saved); }

private:
  unsigned saved;
};

/// Takes one sample from step `begin` to `end`. `x` holds its inputs of step 0,
/// `stride` floats from one step to the next. With `tape`, step t is written to
/// tape[(t - begin) * tapeStride].
void forward(const Weights &w, const float *x, ptrdiff_t stride, int begin,
             int end, State &state, Tape *tape, ptrdiff_t tapeStride);

/// Cotangents of what a tile of samples carries.
struct alignas(64) Cotangents {
  float u[kTile][kNeurons], a[kTile][kNeurons], z[kTile][kNeurons];
  float o[kTile][kClasses], total[kTile][kClasses];
  float current[kTile][kNeurons], read[kTile][kClasses];
};

/// Takes a tile back from step `end` to `begin`; tape[(t - begin) * kTile + r]
/// is step t of sample r, `start` the states before step `begin`. `x` is as in
/// `forward`, its samples `inputs` apart.
void backward(const Weights &w, const float *x, ptrdiff_t stride, int begin,
              int end, const State *start, const Tape *tape, Cotangents &ct,
              Gradients &grads);

} // namespace handwritten

#endif // SNN_BENCH_HANDWRITTEN_ALIF_H
