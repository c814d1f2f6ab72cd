//===- CPU.cpp - From networks to the LLVM dialect -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The order of passes from any level down to LLVM for the CPU. The stages
// differentiate, structure (linalg), bufferize and lower are functions here.
//
//===----------------------------------------------------------------------===//

#include "Stages.h"
#include "mlir/Conversion/Passes.h"
#include "mlir/Dialect/Arith/Transforms/Passes.h"
#include "mlir/Dialect/Bufferization/Pipelines/Passes.h"
#include "mlir/Dialect/Bufferization/Transforms/OneShotAnalysis.h"
#include "mlir/Dialect/Bufferization/Transforms/Passes.h"
#include "mlir/Dialect/LLVMIR/Transforms/Passes.h"
#include "mlir/Dialect/Linalg/Passes.h"
#include "mlir/Dialect/Math/Transforms/Passes.h"
#include "mlir/Dialect/MemRef/Transforms/Passes.h"
#include "mlir/Transforms/Passes.h"
#include "snn/Conversion/Passes.h"
#include "snn/Dialect/AD/Transforms/Passes.h"
#include "snn/Dialect/SNN/Transforms/Passes.h"
#include "snn/Pipelines/Pipelines.h"
#include "snn/Transforms/Passes.h"
#include "llvm/TargetParser/Host.h"
#include "llvm/TargetParser/Triple.h"

using namespace mlir;
using namespace mlir::snn;

void mlir::snn::addCleanup(OpPassManager &pm) {
  pm.addPass(createCanonicalizerPass());
  pm.addPass(createCSEPass());
}

/// Large synapses out of the time loops, unless that is switched off.
static void addHoisting(OpPassManager &pm, const CPUPipelineOptions &options) {
  if (!options.hoistSynapses)
    return;
  pm.addPass(createHoistSynapsesPass());
  addCleanup(pm);
}

/// Answers requests for derivatives; what is left is primal arithmetic.
static void addDifferentiation(OpPassManager &pm,
                               const CPUPipelineOptions &options) {
  pm.addPass(createLowerAffinePass());
  pm.addPass(createLowerPackPass());
  // What is a loop over a range is one before anything looks for such.
  pm.addPass(createRaiseWhilesPass());
  // Before the first canonicalization, which the inliner brings.
  pm.addPass(ad::createHoldSizesPass());
  pm.addPass(createDecomposeNeuronsPass());
  pm.addPass(createExpandFGIPass());
  pm.addPass(createInlinerPass());
  // Loops over slices as time loops: only there does the tape planner see what
  // a loop keeps.
  addCleanup(pm);
  pm.addPass(createCheckSizesPass());
  pm.addPass(createSplitConcatsPass());
  pm.addPass(createRaiseLoopsPass());
  // What is out of a loop before it is differentiated has its derivative out of
  // the reverse loop, and no checkpoint computes it again.
  addHoisting(pm, options);
  pm.addPass(ad::createDifferentiatePass());
  if (options.inlineCustomVJP)
    pm.addPass(ad::createInlineCustomVJPPass());
  pm.addPass(ad::createLowerCustomVJPPass());
  ad::EraseStopGradientPassOptions erase;
  erase.keepNonFinite = options.keepNonFinite;
  pm.addPass(ad::createEraseStopGradientPass(erase));
  // The derivative functions are private calls by now.
  pm.addPass(createInlinerPass());
  pm.addPass(createSymbolDCEPass());
  addCleanup(pm);
  pm.addPass(createLoopInvariantCodeMotionPass());
  // Before the tape is planned, so that a spike on it costs a bit.
  if (options.spikes == Spikes::On) {
    pm.addPass(createInferSpikesPass());
    addCleanup(pm);
  }
  ad::PlanTapePassOptions tape;
  tape.policy = options.tape;
  tape.checkpoint = options.checkpoint;
  pm.addPass(ad::createPlanTapePass(tape));
  // A segment that runs again for its tape carries what the tape needs alone.
  addCleanup(pm);
  addHoisting(pm, options);
  pm.addPass(createConvertSNNToSCFPass());
  addCleanup(pm);
}

/// One elementwise op per step, in the memory of what it replaces.
static void addStepFusion(OpPassManager &pm) {
  pm.addPass(createSinkBroadcastsPass());
  addCleanup(pm);
  // What does not depend on the sample often does not depend on the step.
  pm.addPass(createLoopInvariantCodeMotionPass());
  pm.addPass(createFuseStepPass());
  addCleanup(pm);
  pm.addPass(createPlaceDestinationsPass());
}

/// Makes every computation on tensors a structured op with a destination, in
/// tiles of `tileRows` samples, or 0 for as many as suit the batch.
static void addStructuring(OpPassManager &pm, const CPUPipelineOptions &options,
                           int64_t tileRows) {
  pm.addPass(createLowerClampPass());
  pm.addPass(createLowerGatherPass());
  pm.addPass(createConvertElementwiseToLinalgPass());
  pm.addPass(createTransposeSumsPass());
  pm.addPass(createTransposeOperandsPass());
  if (options.fuseStep)
    pm.addPass(createExpandSmallContractionsPass());
  pm.addPass(createGeneralizeStructuredPass());
  pm.addPass(createLoopInvariantCodeMotionPass());
  if (options.fuseTime) {
    FuseTimePassOptions time;
    time.rows = tileRows;
    pm.addPass(createFuseTimePass(time));
    addCleanup(pm);
  }
  if (options.fuseStep)
    return addStepFusion(pm);
  pm.addPass(createLinalgElementwiseOpFusionPass());
  addCleanup(pm);
}

/// Tensors become buffers once and late, in place wherever the destinations
/// that were chosen before allow it.
static void addBufferization(OpPassManager &pm) {
  using namespace bufferization;
  pm.addPass(createExposeEntriesPass());
  pm.addPass(createEmptyTensorEliminationPass());
  pm.addPass(createSeparateEmptiesPass());
  OneShotBufferizePassOptions oneShot;
  oneShot.bufferizeFunctionBoundaries = true;
  oneShot.functionBoundaryTypeConversion = LayoutMapOption::IdentityLayoutMap;
  oneShot.allowReturnAllocsFromLoops = true;
  pm.addPass(createOneShotBufferizePass(oneShot));
  addCleanup(pm);
  pm.addNestedPass<func::FuncOp>(createBufferLoopHoistingPass());
  buildBufferDeallocationPipeline(pm);
  // Deallocation clones where it is only known at run time who owns a buffer.
  pm.addPass(createConvertBufferizationToMemRefPass());
  pm.addNestedPass<func::FuncOp>(createOptimizeAllocationLivenessPass());
  addCleanup(pm);
}

void mlir::snn::addBuffers(OpPassManager &pm, const CPUPipelineOptions &options,
                           int64_t tileRows) {
  AttachCPUPassOptions target;
  target.cpu = options.cpu;
  pm.addPass(createAttachCPUPass(target));
  // Before the first pass that takes symbol tables for granted.
  pm.addPass(createRefuseUnknownOpsPass());
  addDifferentiation(pm, options);
  addStructuring(pm, options, tileRows);
  addBufferization(pm);
}

/// Compiled code is for the machine that compiles it.
static bool targetIsX86() {
  return llvm::Triple(llvm::sys::getProcessTriple()).isX86();
}

static bool flushesSubnormals(const CPUPipelineOptions &options) {
  return !options.keepSubnormals && targetIsX86();
}

/// Structured ops on buffers become loops, of vectors where that can be.
static void addLoops(OpPassManager &pm, const CPUPipelineOptions &options) {
  pm.addPass(createSerializeInnerLoopsPass());
  pm.addPass(createLowerStridedCopiesPass());
  pm.addPass(createParallelizeStructuredPass());
  // Dense products that it leaves are contractions.
  pm.addPass(createLowerSpikeMatmulPass());
  pm.addPass(createLowerContractionsPass());
  pm.addPass(createCollapseRowsPass());
  pm.addPass(createVectorizeStructuredPass());
  pm.addNestedPass<func::FuncOp>(createConvertLinalgToLoopsPass());
  pm.addPass(createPackBitsPass());
  if (targetIsX86())
    pm.addPass(createStreamStoresPass());
  ExpandVectorMathPassOptions math;
  math.subnormals = !flushesSubnormals(options);
  pm.addPass(createExpandVectorMathPass(math));
}

void mlir::snn::addBF16Arithmetic(OpPassManager &pm) {
  pm.addPass(math::createMathExtendToSupportedTypes());
  arith::ArithEmulateUnsupportedFloatsOptions emulate;
  emulate.sourceTypeStrs = {"bf16"};
  pm.addPass(arith::createArithEmulateUnsupportedFloats(emulate));
  arith::ArithExpandOpsPassOptions expand;
  expand.includeBf16 = true;
  pm.addPass(arith::createArithExpandOpsPass(expand));
}

void mlir::snn::addLoweringToLLVM(OpPassManager &pm,
                                  const CPUPipelineOptions &options) {
  pm.addPass(createResolveExpansionsPass());
  pm.addPass(memref::createExpandStridedMetadataPass());
  pm.addPass(createLowerAffinePass());
  addCleanup(pm);
  addBF16Arithmetic(pm);
  pm.addPass(createLowerAssertionsPass());
  pm.addPass(createConvertSCFToOpenMPPass());
  pm.addPass(createHoistThreadStackPass());
  if (flushesSubnormals(options))
    pm.addPass(createFlushSubnormalsPass());
  pm.addPass(createSCFToControlFlowPass());
  // Calls into libm take vectors apart, so vectors are lowered after them.
  pm.addPass(createConvertMathToLLVMPass());
  pm.addPass(createConvertMathToLibmPass());
  pm.addPass(createConvertVectorToLLVMPass());
  pm.addPass(createConvertComplexToLLVMPass());
  FinalizeMemRefToLLVMConversionPassOptions memref;
  memref.useAlignedAlloc = true;
  memref.useGenericFunctions = true;
  pm.addPass(createFinalizeMemRefToLLVMConversionPass(memref));
  pm.addPass(createArithToLLVMConversionPass());
  pm.addPass(createConvertIndexToLLVMPass());
  pm.addPass(createConvertFuncToLLVMPass());
  pm.addPass(createConvertControlFlowToLLVMPass());
  pm.addPass(createConvertOpenMPToLLVMPass());
  pm.addPass(createUBToLLVMConversionPass());
  pm.addPass(createReconcileUnrealizedCastsPass());
  if (options.contract == Contraction::On)
    pm.addPass(createFormMultiplyAddsPass());
}

/// Each stage takes what the one before left; `--mlir-print-ir-after` shows
/// them.
void mlir::snn::buildCPUPipeline(OpPassManager &pm,
                                 const CPUPipelineOptions &options) {
  addBuffers(pm, options, options.tileRows);
  addLoops(pm, options);
  addLoweringToLLVM(pm, options);
}

void mlir::snn::buildStructurePipeline(OpPassManager &pm,
                                       const CPUPipelineOptions &options) {
  addStructuring(pm, options, options.tileRows);
}

void mlir::snn::registerPipelines() {
  PassPipelineRegistration<CPUPipelineOptions>(
      "snn-structure-pipeline",
      "Makes structured ops of what computes on tensors, the elementwise ops "
      "of "
      "a step one op: the second stage of snn-cpu-pipeline",
      buildStructurePipeline);
  PassPipelineRegistration<CPUPipelineOptions>(
      "snn-cpu-pipeline",
      "Takes a network from any level to the LLVM dialect for the CPU",
      buildCPUPipeline);
  PassPipelineRegistration<GPUPipelineOptions>(
      "snn-simt-pipeline",
      "Takes a network from any level to blocks and threads of a GPU, and "
      "these to the LLVM dialect for the CPU, which simulates them",
      buildSIMTPipeline);
  PassPipelineRegistration<GPUPipelineOptions>(
      "snn-nvptx-pipeline",
      "Takes a network from any level to PTX for an NVIDIA GPU, in a program "
      "in the LLVM dialect for the CPU that launches it",
      buildNVPTXPipeline);
}
