//===- ToLLVMIR.h - Networks as LLVM IR -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_TARGET_LLVMIR_TOLLVMIR_H
#define SNN_TARGET_LLVMIR_TOLLVMIR_H

namespace mlir::snn {

/// Registers `snn-to-llvmir`: a module at any level, through snn-cpu-pipeline,
/// as LLVM IR before LLVM has optimized it.
void registerToLLVMIRTranslation();

} // namespace mlir::snn

#endif // SNN_TARGET_LLVMIR_TOLLVMIR_H
