//===- Rules.h - Registration of the derivative rules -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_DIALECT_AD_RULES_RULES_H
#define SNN_DIALECT_AD_RULES_RULES_H

namespace mlir {
class DialectRegistry;
namespace ad {

/// Attaches the rules of upstream's dialects and of `ad` itself.
void registerAutodiffExternalModels(DialectRegistry &registry);

/// One dialect each; the function above calls them all.
void registerADRules(DialectRegistry &registry);
void registerArithRules(DialectRegistry &registry);
void registerFuncRules(DialectRegistry &registry);
void registerLinalgRules(DialectRegistry &registry);
void registerMathRules(DialectRegistry &registry);
void registerSCFRules(DialectRegistry &registry);
void registerTensorRules(DialectRegistry &registry);

} // namespace ad
} // namespace mlir

#endif // SNN_DIALECT_AD_RULES_RULES_H
