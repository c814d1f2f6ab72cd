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

/// Takes a module at any level to structured ops on buffers: derivatives, then
/// fusion, in tiles of `tileRows` samples or, with 0, of as many as suit the
/// batch, then memory.
void addBuffers(OpPassManager &pm, const CPUPipelineOptions &options,
                int64_t tileRows);

/// Computes on bf16 in f32 and rounds with integers: LLVM would call a run-time
/// library that not every machine has.
void addBF16Arithmetic(OpPassManager &pm);

/// Everything that is left becomes LLVM's dialect.
void addLoweringToLLVM(OpPassManager &pm, const CPUPipelineOptions &options);

} // namespace mlir::snn

#endif // SNN_LIB_PIPELINES_STAGES_H
