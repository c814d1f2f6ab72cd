//===- Backward.cpp - The backward step by hand -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A tile of 16 samples at a time: the recurrent cotangent is a dense product of
// 16x128 by 128x128 in register tiles of 8x32, the weights' gradient a scatter
// over set bits.
//
//===----------------------------------------------------------------------===//

#include "ALIF.h"

namespace handwritten {
namespace {
/// exp(-v^2 / 2): 2^n * 2^f with a polynomial for |f| <= 1/2, below 2 ulp.
__m512 surrogate(__m512 v) {
  __m512 y = _mm512_mul_ps(_mm512_mul_ps(v, v), _mm512_set1_ps(-0.72134752f));
  __m512 n = _mm512_roundscale_ps(y, _MM_FROUND_TO_NEAREST_INT);
  __m512 f = _mm512_sub_ps(y, n);
  __m512 p = _mm512_set1_ps(1.5353362e-4f);
  for (float c : {1.3398874e-3f, 9.6184373e-3f, 5.5503324e-2f, 2.4022648e-1f,
                  6.9314720e-1f, 1.0f})
    p = _mm512_fmadd_ps(p, f, _mm512_set1_ps(c));
  return _mm512_scalef_ps(p, n);
}

/// acc[8][2] += left (8 rows, `leftStride` apart, columns 0 to depth) times 32
/// columns of `right` (rows of 128).
void multiplyTile(const float *left, int leftStride, int depth,
                  const float *right, __m512 (&acc)[8][2]) {
  for (int k = 0; k < depth; ++k) {
    __m512 r0 = _mm512_load_ps(right + k * kNeurons);
    __m512 r1 = _mm512_load_ps(right + k * kNeurons + kLanes);
#pragma clang loop unroll(full)
    for (int r = 0; r < 8; ++r) {
      __m512 l = _mm512_set1_ps(left[r * leftStride + k]);
      acc[r][0] = _mm512_fmadd_ps(l, r0, acc[r][0]);
      acc[r][1] = _mm512_fmadd_ps(l, r1, acc[r][1]);
    }
  }
}

/// ct.z = ct.current recT + ct.read outT: what this step's spikes owe to the
/// next step's currents (of `ct.current`) and to this step's readout.
void spikeCotangents(const Weights &w, Cotangents &ct) {
  for (int n = 0; n < kNeurons; n += 2 * kLanes)
    for (int row = 0; row < kTile; row += 8) {
      __m512 acc[8][2] = {};
      multiplyTile(ct.current[row], kNeurons, kNeurons, w.recT + n, acc);
      multiplyTile(ct.read[row], kClasses, kClasses, w.outT + n, acc);
      for (int r = 0; r < 8; ++r) {
        _mm512_store_ps(ct.z[row + r] + n, acc[r][0]);
        _mm512_store_ps(ct.z[row + r] + n + kLanes, acc[r][1]);
      }
    }
}

void accumulate(float *sum, __m512 value) {
  _mm512_store_ps(sum, _mm512_add_ps(_mm512_load_ps(sum), value));
}

void readoutCotangents(const Weights &w, const Tape &tape, int r,
                       Cotangents &ct, Gradients &grads) {
  __m512 kappa = _mm512_load_ps(w.kappa);
  __m512 o =
      _mm512_add_ps(_mm512_load_ps(ct.o[r]), _mm512_load_ps(ct.total[r]));
  accumulate(grads.kappa, _mm512_mul_ps(o, _mm512_load_ps(tape.gap)));
  __m512 kept = _mm512_mul_ps(o, kappa), read = _mm512_sub_ps(o, kept);
  _mm512_store_ps(ct.o[r], kept);
  _mm512_store_ps(ct.read[r], read);
  forEachSpike(tape.z,
               [&](int j) { accumulate(grads.out + j * kClasses, read); });
}

/// The adjoint of `stepNeurons` for 16 neurons. `before` is u of the step
/// before, after its reset.
void neuronCotangents(const Weights &w, const Tape &tape, __m512 before, int r,
                      int at, Cotangents &ct, Gradients &grads) {
  const __m512 one = _mm512_set1_ps(1), beta = _mm512_set1_ps(0.8f);
  __m512 u = _mm512_load_ps(tape.u + at), a = _mm512_load_ps(tape.aBefore + at);
  __m512 alpha = _mm512_load_ps(w.alpha + at), rho = _mm512_load_ps(w.rho + at);
  __mmask16 z = tape.z[at / kLanes];
  __m512 theta = _mm512_fmadd_ps(beta, a, _mm512_set1_ps(0.1f));
  __m512 du = _mm512_load_ps(ct.u[r] + at), da = _mm512_load_ps(ct.a[r] + at);
  __m512 daKept = _mm512_mul_ps(da, rho);
  __m512 dz =
      _mm512_add_ps(_mm512_load_ps(ct.z[r] + at), _mm512_sub_ps(da, daKept));
  dz = _mm512_fnmadd_ps(du, theta, dz);
  __m512 dv = _mm512_mul_ps(dz, surrogate(_mm512_sub_ps(u, theta)));
  __m512 charged = _mm512_mask_sub_ps(a, z, a, one);
  accumulate(grads.rho + at, _mm512_mul_ps(da, charged));
  __m512 dTheta = _mm512_mask_add_ps(dv, z, dv, du);
  _mm512_store_ps(ct.a[r] + at, _mm512_fnmadd_ps(beta, dTheta, daKept));
  du = _mm512_add_ps(du, dv);
  // u - I of the step before is (before - u) / (1 - alpha); the quotient is
  // taken once, at the end.
  accumulate(grads.alpha + at, _mm512_mul_ps(du, _mm512_sub_ps(before, u)));
  __m512 duKept = _mm512_mul_ps(du, alpha);
  _mm512_store_ps(ct.u[r] + at, duKept);
  _mm512_store_ps(ct.current[r] + at, _mm512_sub_ps(du, duKept));
}

/// u after the reset of a taped step.
__m512 afterReset(const Tape &tape, int at) {
  __m512 u = _mm512_load_ps(tape.u + at), a = _mm512_load_ps(tape.aBefore + at);
  __m512 theta = _mm512_fmadd_ps(_mm512_set1_ps(0.8f), a, _mm512_set1_ps(0.1f));
  return _mm512_mask_sub_ps(u, tape.z[at / kLanes], u, theta);
}

void addToRow(float *row, const __m512 (&values)[kVectors]) {
  for (int k = 0; k < kVectors; ++k)
    accumulate(row + k * kLanes, values[k]);
}

void weightGradients(const Weights &w, const float *x, const Tape &tape,
                     const float *current, Gradients &grads) {
  __m512 d[kVectors];
  for (int k = 0; k < kVectors; ++k)
    d[k] = _mm512_load_ps(current + k * kLanes);
  forEachSpike(tape.zBefore,
               [&](int j) { addToRow(grads.rec + j * kNeurons, d); });
  for (int i = 0; i < w.inputs; ++i) {
    if (x[i] == 0)
      continue;
    __m512 xi = _mm512_set1_ps(x[i]);
    float *row = grads.in + i * kNeurons;
    for (int k = 0; k < kVectors; ++k)
      _mm512_store_ps(
          row + k * kLanes,
          _mm512_fmadd_ps(xi, d[k], _mm512_load_ps(row + k * kLanes)));
  }
}
} // namespace

void backward(const Weights &w, const float *x, ptrdiff_t stride, int begin,
              int end, const State *start, const Tape *tape, Cotangents &ct,
              Gradients &grads) {
  for (int t = end - 1; t >= begin; --t) {
    const Tape *now = tape + (t - begin) * kTile, *before = now - kTile;
    for (int r = 0; r < kTile; ++r)
      readoutCotangents(w, now[r], r, ct, grads);
    spikeCotangents(w, ct);
    for (int r = 0; r < kTile; ++r) {
      for (int at = 0; at < kNeurons; at += kLanes)
        neuronCotangents(w, now[r],
                         t > begin ? afterReset(before[r], at)
                                   : _mm512_load_ps(start[r].u + at),
                         r, at, ct, grads);
      weightGradients(w, x + t * stride + r * w.inputs, now[r], ct.current[r],
                      grads);
    }
  }
}
} // namespace handwritten
