//===- Passes.cpp - The passes for C -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "snn-c/Passes.h"
#include "snn/InitAll.h"

void snnRegisterAllPasses() {
  // A pipeline that is registered twice is an error of MLIR's.
  static bool once = (mlir::snn::registerAllPasses(), true);
  (void)once;
}
