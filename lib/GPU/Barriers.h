//===- Barriers.h - Where the threads of a block must meet -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Finds the ops of a block before which what other threads wrote or read must
// be done.
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_GPU_BARRIERS_H
#define SNN_LIB_GPU_BARRIERS_H

#include "mlir/Dialect/GPU/IR/GPUDialect.h"
#include "llvm/ADT/SetVector.h"

namespace mlir::snn {

/// The ops of `launch` that need a barrier in front of them. Its structured ops
/// are not distributed yet.
llvm::SetVector<Operation *> findBarriers(gpu::LaunchOp launch);

} // namespace mlir::snn

#endif // SNN_LIB_GPU_BARRIERS_H
