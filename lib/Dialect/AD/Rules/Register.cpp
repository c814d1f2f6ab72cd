//===- Register.cpp - Registration of all derivative rules -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/IR/DialectRegistry.h"
#include "snn/Dialect/AD/Rules/Rules.h"

using namespace mlir;

void ad::registerAutodiffExternalModels(DialectRegistry &registry) {
  registerADRules(registry);
  registerArithRules(registry);
  registerFuncRules(registry);
  registerLinalgRules(registry);
  registerMathRules(registry);
  registerSCFRules(registry);
  registerTensorRules(registry);
}
