//===- Stages.h - Stages that pipelines share -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each stage takes what the one before left.
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_PIPELINES_STAGES_H
#define SNN_LIB_PIPELINES_STAGES_H

#include "snn/Pipelines/Pipelines.h"

namespace mlir::snn {

/// What passes leave behind: dead ops, constants to fold, ops that are there
/// twice.
void addCleanup(OpPassManager &pm);

/// Answers requests for derivatives; what is left is primal arithmetic.
void addDifferentiation(OpPassManager &pm, const CPUPipelineOptions &options);

/// Makes every computation on tensors a structured op with a destination, in
/// tiles of `tileRows` samples, or 0 for as many as suit the batch.
void addStructuring(OpPassManager &pm, const CPUPipelineOptions &options,
                    int64_t tileRows);

/// Tensors become buffers once and late, in place wherever the destinations
/// that were chosen before allow it.
void addBufferization(OpPassManager &pm);

/// Computes on bf16 in f32 and rounds with integers: LLVM would call a run-time
/// library that not every machine has.
void addBF16Arithmetic(OpPassManager &pm);

/// Everything that is left becomes LLVM's dialect.
void addLoweringToLLVM(OpPassManager &pm, const CPUPipelineOptions &options);

} // namespace mlir::snn

#endif // SNN_LIB_PIPELINES_STAGES_H
