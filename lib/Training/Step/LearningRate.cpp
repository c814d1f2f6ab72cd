//===- LearningRate.cpp - Learning-rate schedules as IR ---------*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LearningRate.h"
#include "FloatArithmetic.h"

#include "llvm/Support/ErrorHandling.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mlir::snn;
using ::snn::training::ScheduleKind;
using ::snn::training::ScheduleOptions;

/// The factor on the learning rate, `k` steps after the warm-up.
static Value buildDecay(FloatArithmetic &f, Value k,
                        const ScheduleOptions &schedule) {
  Value periods = f.div(k, f.constant(static_cast<double>(schedule.period)));
  Value one = f.constant(1);
  switch (schedule.kind) {
  case ScheduleKind::Constant:
    return one;
  case ScheduleKind::Step:
    return f.pow(f.constant(schedule.gamma), f.floor(periods));
  case ScheduleKind::Exponential:
    return f.pow(f.constant(schedule.gamma), periods);
  case ScheduleKind::Cosine: {
    Value angle = f.mul(llvm::numbers::pi, f.min(periods, one));
    Value fall = f.mul(0.5, f.add(one, f.cos(angle)));
    return f.add(f.constant(schedule.floor), f.mul(1 - schedule.floor, fall));
  }
  }
  llvm_unreachable("covered switch");
}

/// A constant rate without warm-up is a constant, for which no arithmetic is
/// left. The factor of the warm-up is min((step + 1) / warmup, 1).
Value mlir::snn::buildLearningRate(OpBuilder &builder, Location loc, Value step,
                                   const ScheduleOptions &schedule) {
  FloatArithmetic f(builder, loc, builder.getF64Type());
  Value full = f.constant(schedule.learningRate);
  if (schedule.kind == ScheduleKind::Constant && schedule.warmup == 0)
    return full;
  Value zero = f.constant(0);
  Value warmup = f.constant(static_cast<double>(schedule.warmup));
  Value decayed =
      f.mul(full, buildDecay(f, f.max(f.sub(step, warmup), zero), schedule));
  if (schedule.warmup == 0)
    return decayed;
  // The first step already moves: its rate is lr / warmup, not zero.
  Value rising = f.div(f.add(step, f.constant(1)), warmup);
  return f.mul(decayed, f.min(rising, f.constant(1)));
}
