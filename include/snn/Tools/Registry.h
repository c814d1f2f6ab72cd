//===- Registry.h - The dialects that every tool knows -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_TOOLS_REGISTRY_H
#define SNN_TOOLS_REGISTRY_H

#include "mlir/IR/DialectRegistry.h"

namespace mlir::snn {

/// Adds all dialects of upstream's and ours, with what upstream's need to be
/// lowered to LLVM IR.
void registerToolDialects(DialectRegistry &registry);

} // namespace mlir::snn

#endif // SNN_TOOLS_REGISTRY_H
