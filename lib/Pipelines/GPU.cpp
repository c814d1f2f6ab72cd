//===- GPU.cpp - From networks to the blocks of a GPU ---------------------===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Stages.h"
#include "mlir/Conversion/GPUToNVVM/GPUToNVVMPass.h"
#include "mlir/Conversion/Passes.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/GPU/IR/GPUDialect.h"
#include "mlir/Dialect/GPU/Transforms/Passes.h"
#include "mlir/Dialect/Linalg/Passes.h"
#include "mlir/Dialect/MemRef/Transforms/Passes.h"
#include "mlir/Transforms/Passes.h"
#include "snn/GPU/Passes.h"
#include "snn/Transforms/Passes.h"

using namespace mlir;
using namespace mlir::snn;

/// One sample goes through all steps in a block: a batch of a hundred then
/// keeps a hundred processors busy.
static constexpr int64_t kTileRows = 1;

/// Bytes of shared memory that a block may ask for, by the chip.
static int64_t sharedBytes(const GPUPipelineOptions &options) {
  if (options.sharedBytes != 0)
    return options.sharedBytes;
  StringRef chip = options.chip;
  // From the CUDA C++ programming guide, "compute capabilities".
  bool isLarge = chip.starts_with("sm_9") || chip.starts_with("sm_10");
  bool isData = chip == "sm_80" || chip == "sm_87";
  return (isLarge ? 227 : isData ? 163 : 99) * 1024;
}

/// Networks become launches of blocks whose ops are shared among threads.
static void addBlocks(OpPassManager &pm, const GPUPipelineOptions &options) {
  addBuffers(pm, options,
             options.tileRows != 0 ? int64_t(options.tileRows) : kTileRows);
  pm.addPass(createSerializeInnerLoopsPass());
  pm.addPass(createLoopInvariantCodeMotionPass());
  pm.addPass(createLaunchBlocksPass());
  addCleanup(pm);
  PlaceBlockMemoryPassOptions memory;
  memory.sharedBytes = sharedBytes(options);
  pm.addPass(createPlaceBlockMemoryPass(memory));
  pm.addPass(createDistributeThreadsPass());
  pm.addPass(createScalarMathToVectorsPass());
  pm.addPass(createExpandVectorMathPass());
  addCleanup(pm);
  pm.addPass(createMoveToDevicePass());
}

void mlir::snn::buildSIMTPipeline(OpPassManager &pm,
                                  const GPUPipelineOptions &options) {
  addBlocks(pm, options);
  pm.addPass(createSimulateGPUPass());
  addCleanup(pm);
  pm.addPass(createLowerStridedCopiesPass());
  pm.addNestedPass<func::FuncOp>(createConvertLinalgToLoopsPass());
  addLoweringToLLVM(pm, options);
}

/// Kernels in a module of their own become PTX.
static void addKernels(OpPassManager &pm, const GPUPipelineOptions &options) {
  pm.addPass(createMapThreadsPass());
  addCleanup(pm);
  pm.addPass(createLoadEarlyPass());
  pm.addNestedPass<func::FuncOp>(createGpuLaunchSinkIndexComputationsPass());
  pm.addPass(createGpuKernelOutliningPass());
  addBF16Arithmetic(pm);
  auto &kernels = pm.nest<gpu::GPUModuleOp>();
  kernels.addPass(memref::createExpandStridedMetadataPass());
  kernels.addPass(createLowerAffinePass());
  addCleanup(kernels);
  kernels.addPass(createLoopInvariantCodeMotionPass());
  kernels.addPass(createSCFToControlFlowPass());
  kernels.addPass(createMathToIntrinsicsPass());
  // What is left computes on integers.
  kernels.addPass(createConvertMathToLLVMPass());
  kernels.addPass(createConvertGpuOpsToNVVMOps());
  kernels.addPass(createDeclareSharedMemoryPass());
  kernels.addPass(createReconcileUnrealizedCastsPass());
  if (options.contract == Contraction::On)
    kernels.addPass(createFormMultiplyAddsPass());
  GpuNVVMAttachTargetOptions target;
  target.chip = options.chip;
  target.optLevel = 3;
  pm.addPass(createGpuNVVMAttachTarget(target));
  GpuModuleToBinaryPassOptions binary;
  binary.compilationTarget = "isa";
  pm.addPass(createGpuModuleToBinaryPass(binary));
}

void mlir::snn::buildNVPTXPipeline(OpPassManager &pm,
                                   const GPUPipelineOptions &options) {
  addBlocks(pm, options);
  addKernels(pm, options);
  pm.addPass(createGPUToRuntimePass());
  addLoweringToLLVM(pm, options);
}
