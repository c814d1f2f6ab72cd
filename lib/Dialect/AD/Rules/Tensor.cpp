//===- Tensor.cpp - Derivative rules of the tensor dialect -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "snn/Dialect/AD/Rules/Rules.h"

using namespace mlir;

void ad::registerTensorRules(DialectRegistry &registry) {}
