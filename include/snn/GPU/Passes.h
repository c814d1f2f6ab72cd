//===- Passes.h - Passes on blocks and threads of a GPU -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_GPU_PASSES_H
#define SNN_GPU_PASSES_H

#include "mlir/Dialect/GPU/IR/GPUDialect.h"
#include "mlir/Pass/Pass.h"

namespace mlir::snn {

#define GEN_PASS_DECL
#define GEN_PASS_REGISTRATION
#include "snn/GPU/Passes.h.inc"

} // namespace mlir::snn

#endif // SNN_GPU_PASSES_H
