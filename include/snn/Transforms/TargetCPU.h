//===- TargetCPU.h - The machine that loops are written for -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A module says in its target system specification (dlti) what machine it is
// for, and passes read it there.
//
//===----------------------------------------------------------------------===//

#ifndef SNN_TRANSFORMS_TARGETCPU_H
#define SNN_TRANSFORMS_TARGETCPU_H

#include "mlir/IR/BuiltinOps.h"
#include "llvm/Support/Error.h"

namespace mlir::snn {

/// What passes need to know of a machine. A module that says nothing is for one
/// with AVX-512.
struct TargetCPU {
  /// LLVM's name, or `native` for the machine that compiles.
  std::string name = "native";
  /// Vector registers and the bytes of one.
  int64_t registers = 32, registerBytes = 64;
  /// Whether it has fused multiply-adds.
  bool hasFMA = true;
};

/// The machine of this name: `native` or, on x86, a 64-bit one that LLVM knows.
llvm::Expected<TargetCPU> describeCPU(StringRef name);

/// Errs if code for the machine of this name, which is known, does not run on
/// this one.
llvm::Error checkRuns(StringRef name);

/// Writes `cpu` into the specification of `module`, beside other devices.
void setTargetCPU(ModuleOp module, const TargetCPU &cpu);

/// The machine that the module around `op` names; none if it names none.
std::optional<TargetCPU> findTargetCPU(Operation *op);

/// The same, or the default.
TargetCPU targetCPU(Operation *op);

} // namespace mlir::snn

#endif // SNN_TRANSFORMS_TARGETCPU_H
