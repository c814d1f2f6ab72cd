//===- Rules.h - Registration of the derivative rules of snn -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_DIALECT_SNN_RULES_RULES_H
#define SNN_DIALECT_SNN_RULES_RULES_H

namespace mlir {
class DialectRegistry;
namespace snn {

/// Attaches the derivative rules of the ops that are differentiated as they
/// are. Neurons and spikes are not: they become arithmetic before.
void registerAutodiffExternalModels(DialectRegistry &registry);

} // namespace snn
} // namespace mlir

#endif // SNN_DIALECT_SNN_RULES_RULES_H
