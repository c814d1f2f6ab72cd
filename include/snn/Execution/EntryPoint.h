//===- EntryPoint.h - The function that a tool runs -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Finds an entry in a module, cuts away the rest and adds gradients.
//
//===----------------------------------------------------------------------===//

#ifndef SNN_EXECUTION_ENTRYPOINT_H
#define SNN_EXECUTION_ENTRYPOINT_H

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace mlir::snn {

/// The function called `name`, with a body. Fails after an error otherwise.
FailureOr<func::FuncOp> findEntry(ModuleOp module, StringRef name);

/// Makes `entry` the one public function and removes what it does not use, so
/// that no other function of the file can fail to compile.
LogicalResult isolateEntry(func::FuncOp entry);

/// Adds a function that takes the arguments of `entry` and a cotangent for each
/// floating-point result (arrays cot0, ... by result number), and returns the
/// results and the gradients by the arguments `wrt` (arrays grad0, ... by
/// argument number). Fails after an error when `wrt` names no argument or one
/// that has no derivative.
FailureOr<func::FuncOp> addGradient(func::FuncOp entry, ArrayRef<unsigned> wrt);

/// Adds a function that takes the arguments of `entry` and a tangent for each
/// argument in `wrt` (arrays tan0, ... by argument number), and returns the
/// results and a tangent for each floating-point result (arrays tan_res0, ...
/// by result number). Fails as `addGradient` does.
FailureOr<func::FuncOp> addTangents(func::FuncOp entry, ArrayRef<unsigned> wrt);

} // namespace mlir::snn

#endif // SNN_EXECUTION_ENTRYPOINT_H
