//===- LearningRate.h - The learning rate of a step -------------*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_TRAINING_STEP_LEARNINGRATE_H
#define SNN_LIB_TRAINING_STEP_LEARNINGRATE_H

#include "mlir/IR/Builders.h"
#include "snn/Training/Step/StepOptions.h"

namespace mlir::snn {

/// The learning rate, an f64, after `step` steps, an f64 that counts from 0.
Value buildLearningRate(OpBuilder &builder, Location loc, Value step,
                        const ::snn::training::ScheduleOptions &schedule);

} // namespace mlir::snn

#endif // SNN_LIB_TRAINING_STEP_LEARNINGRATE_H
