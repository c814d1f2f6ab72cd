//===- SNNPlugin.cpp - The project in somebody else's mlir-opt -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What `--load-dialect-plugin` and `--load-pass-plugin` look for. A program
// whose IR has our dialects needs both.
//
//===----------------------------------------------------------------------===//

#include "mlir/Tools/Plugins/DialectPlugin.h"
#include "mlir/Tools/Plugins/PassPlugin.h"
#include "snn/InitAll.h"
#include "snn/Version.h"

static constexpr char name[] = "SNN";

extern "C" LLVM_ATTRIBUTE_WEAK mlir::DialectPluginLibraryInfo
mlirGetDialectPluginInfo() {
  return {MLIR_PLUGIN_API_VERSION, name, SNN_VERSION_STRING,
          [](mlir::DialectRegistry *registry) {
            mlir::snn::registerAllDialects(*registry);
          }};
}

extern "C" LLVM_ATTRIBUTE_WEAK mlir::PassPluginLibraryInfo
mlirGetPassPluginInfo() {
  return {MLIR_PLUGIN_API_VERSION, name, SNN_VERSION_STRING,
          [] { mlir::snn::registerAllPasses(); }};
}
