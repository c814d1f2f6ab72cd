//===- Forward.cpp - The forward step by hand -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One sample at a time: its state stays in the L1 cache, the recurrent current
// is a sum of weight rows over the set bits of the spikes.
//
//===----------------------------------------------------------------------===//

#include "ALIF.h"

namespace handwritten {
namespace {
using Current = __m512[kVectors];

void addRow(Current &current, const float *row) {
  for (int k = 0; k < kVectors; ++k)
    current[k] = _mm512_add_ps(current[k], _mm512_loadu_ps(row + k * kLanes));
}

void driveByInputs(const Weights &w, const float *x, Current &current) {
  for (int k = 0; k < kVectors; ++k)
    current[k] = _mm512_setzero_ps();
  for (int i = 0; i < w.inputs; ++i) {
    if (x[i] == 0)
      continue;
    __m512 xi = _mm512_set1_ps(x[i]);
    const float *row = w.in + i * kNeurons;
    for (int k = 0; k < kVectors; ++k)
      current[k] =
          _mm512_fmadd_ps(xi, _mm512_loadu_ps(row + k * kLanes), current[k]);
  }
}

/// Leak, threshold, reset and adaptation of 16 neurons.
uint16_t stepNeurons(const Weights &w, __m512 current, int at, State &s,
                     Tape *tape) {
  __m512 u = _mm512_load_ps(s.u + at), a = _mm512_load_ps(s.a + at);
  __m512 alpha = _mm512_load_ps(w.alpha + at), rho = _mm512_load_ps(w.rho + at);
  u = _mm512_fmadd_ps(alpha, _mm512_sub_ps(u, current), current);
  if (tape) {
    _mm512_store_ps(tape->u + at, u);
    _mm512_store_ps(tape->aBefore + at, a);
  }
  __m512 theta = _mm512_fmadd_ps(_mm512_set1_ps(0.8f), a, _mm512_set1_ps(0.1f));
  __m512 v = _mm512_sub_ps(u, theta);
  __mmask16 z = _mm512_cmp_ps_mask(v, _mm512_setzero_ps(), _CMP_GT_OQ);
  _mm512_store_ps(s.u + at, _mm512_mask_mov_ps(u, z, v));
  __m512 kept = _mm512_mul_ps(rho, a);
  __m512 charge = _mm512_sub_ps(_mm512_set1_ps(1), rho);
  _mm512_store_ps(s.a + at, _mm512_mask_add_ps(kept, z, kept, charge));
  return z;
}

void readOut(const Weights &w, State &s, Tape *tape) {
  __m512 read = _mm512_setzero_ps();
  forEachSpike(s.z, [&](int j) {
    read = _mm512_add_ps(read, _mm512_load_ps(w.out + j * kClasses));
  });
  __m512 gap = _mm512_sub_ps(_mm512_load_ps(s.o), read);
  __m512 o = _mm512_fmadd_ps(_mm512_load_ps(w.kappa), gap, read);
  _mm512_store_ps(s.o, o);
  _mm512_store_ps(s.total, _mm512_add_ps(_mm512_load_ps(s.total), o));
  if (tape)
    _mm512_store_ps(tape->gap, gap);
}
} // namespace

void forward(const Weights &w, const float *x, ptrdiff_t stride, int begin,
             int end, State &s, Tape *tape, ptrdiff_t tapeStride) {
  for (int t = begin; t < end; ++t) {
    Current current;
    driveByInputs(w, x + t * stride, current);
    forEachSpike(s.z, [&](int j) { addRow(current, w.rec + j * kNeurons); });
    if (tape)
      std::copy_n(s.z, kVectors, tape->zBefore);
    for (int k = 0; k < kVectors; ++k)
      s.z[k] = stepNeurons(w, current[k], k * kLanes, s, tape);
    readOut(w, s, tape);
    if (tape) {
      std::copy_n(s.z, kVectors, tape->z);
      tape += tapeStride;
    }
  }
}
} // namespace handwritten
