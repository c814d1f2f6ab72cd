//===- InitAll.h - Registration of everything the project adds -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_INITALL_H
#define SNN_INITALL_H

#include "mlir/IR/DialectRegistry.h"
#include "snn/Conversion/Passes.h"
#include "snn/Dialect/AD/IR/AD.h"
#include "snn/Dialect/AD/Rules/Rules.h"
#include "snn/Dialect/AD/Transforms/Passes.h"
#include "snn/Dialect/SNN/IR/SNN.h"
#include "snn/Dialect/SNN/Rules/Rules.h"
#include "snn/Dialect/SNN/Transforms/BufferizableOpInterfaceImpl.h"
#include "snn/Dialect/SNN/Transforms/Passes.h"
#include "snn/GPU/Passes.h"
#include "snn/Pipelines/Pipelines.h"
#include "snn/Training/Step/Passes.h"
#include "snn/Transforms/Passes.h"

namespace mlir::snn {

/// Adds the project's dialects with their models of upstream's interfaces, and
/// the derivative rules of upstream's.
inline void registerAllDialects(DialectRegistry &registry) {
  registry.insert<ad::ADDialect, SNNDialect>();
  ad::registerAutodiffExternalModels(registry);
  snn::registerAutodiffExternalModels(registry);
  snn::registerBufferizableOpInterfaceExternalModels(registry);
}

/// Registers the project's passes and pipelines for use by name.
inline void registerAllPasses() {
  ad::registerADPasses();
  registerSNNPasses();
  registerSNNConversionPasses();
  registerTrainingPasses();
  registerGPUPasses();
  registerTransformsPasses();
  registerPipelines();
}

} // namespace mlir::snn

#endif // SNN_INITALL_H
