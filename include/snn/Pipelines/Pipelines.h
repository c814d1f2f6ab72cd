//===- Pipelines.h - Named pipelines -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The pipelines that take a network from any level down to a target.
//
//===----------------------------------------------------------------------===//

#ifndef SNN_PIPELINES_PIPELINES_H
#define SNN_PIPELINES_PIPELINES_H

#include "mlir/Pass/PassManager.h"
#include "mlir/Pass/PassOptions.h"
#include "snn/Dialect/AD/Transforms/Passes.h"

namespace mlir::snn {

/// Whether fused multiply-adds may be formed.
enum class Contraction { On, Off };

/// Whether values that are 0 or 1 are computed with as i1.
enum class Spikes { On, Off };

/// Options of `snn-cpu-pipeline`.
struct CPUPipelineOptions : PassPipelineOptions<CPUPipelineOptions> {
  Option<std::string> cpu{
      *this, "cpu",
      llvm::cl::desc("The machine to compile for: native, x86-64, x86-64-v3, "
                     "x86-64-v4 or another name of LLVM's; by default what the "
                     "module says, or native"),
      llvm::cl::init("")};
  Option<bool> keepNonFinite{
      *this, "keep-non-finite",
      llvm::cl::desc("Keep the arithmetic of forward gradient injection, with "
                     "the NaN that inf - inf gives"),
      llvm::cl::init(false)};
  Option<Contraction> contract{
      *this, "contract",
      llvm::cl::desc("Whether a multiplication and an addition may become one, "
                     "rounded once (FMA)"),
      llvm::cl::init(Contraction::On),
      llvm::cl::values(
          clEnumValN(Contraction::On, "on", "where the machine can"),
          clEnumValN(Contraction::Off, "off", "keep every rounding"),
          clEnumValN(Contraction::On, "true", "the same as on"),
          clEnumValN(Contraction::Off, "false", "the same as off"))};
  Option<Spikes> spikes{
      *this, "spikes",
      llvm::cl::desc("Whether values that are 0 or 1 become i1, products by "
                     "them choices (0 * inf is 0) and contractions "
                     "snn.spike_matmul"),
      llvm::cl::init(Spikes::On),
      llvm::cl::values(
          clEnumValN(Spikes::On, "on", "where a program is sure of it"),
          clEnumValN(Spikes::Off, "off", "keep floats"))};
  Option<bool> keepSubnormals{
      *this, "keep-subnormals",
      llvm::cl::desc("Compute with subnormal numbers instead of taking them "
                     "for zero, which is many times as fast on x86"),
      llvm::cl::init(false)};
  Option<bool> inlineCustomVJP{
      *this, "inline-custom-vjp",
      llvm::cl::desc("Inline opaque derivative rules after differentiation"),
      llvm::cl::init(false)};
  Option<bool> fuseTime{
      *this, "fuse-time",
      llvm::cl::desc("Let tiles of samples go through all time steps"),
      llvm::cl::init(true)};
  Option<int64_t> tileRows{
      *this, "tile-rows",
      llvm::cl::desc("Samples of a tile; 0 for as many as suit the batch"),
      llvm::cl::init(0)};
  Option<bool> hoistSynapses{
      *this, "hoist-synapses",
      llvm::cl::desc("Take contractions with large weights for all time steps "
                     "at once where no earlier step is needed"),
      llvm::cl::init(true)};
  Option<bool> fuseStep{
      *this, "fuse-step",
      llvm::cl::desc("Make one body of the elementwise ops of a step"),
      llvm::cl::init(true)};
  Option<ad::TapePolicy> tape{
      *this, "tape", llvm::cl::desc("What a loop keeps for its reverse"),
      llvm::cl::init(ad::TapePolicy::MinCut),
      llvm::cl::values(
          clEnumValN(ad::TapePolicy::SaveAll, "save-all",
                     "every value that a rule asked for"),
          clEnumValN(ad::TapePolicy::MinCut, "min-cut", "the fewest bits"))};
  Option<ad::CheckpointPolicy> checkpoint{
      *this, "checkpoint",
      llvm::cl::desc("For how many steps a loop keeps a tape: none (all of "
                     "them), auto (by bytes), sqrt (the root of all) or a "
                     "number"),
      llvm::cl::init(ad::CheckpointPolicy())};
};

/// Options of the pipelines for a GPU: those of the stages that all pipelines
/// share, and what is the GPU's own. Tiles have one sample by default.
struct GPUPipelineOptions : CPUPipelineOptions {
  Option<std::string> chip{
      *this, "chip",
      llvm::cl::desc("The GPU to compile for: sm_80, sm_90 or another name of "
                     "LLVM's"),
      llvm::cl::init("sm_80")};
  Option<int64_t> sharedBytes{
      *this, "shared-bytes",
      llvm::cl::desc("Bytes that a block may have of the memory that its "
                     "threads share; 0 for what the chip allows"),
      llvm::cl::init(0)};
};

/// Adds the passes that take a module at any level (neurons, requests for
/// derivatives, tensors) to the LLVM dialect for the CPU. Public functions keep
/// their names and get a C interface: tensors are passed as row-major memrefs
/// and never written; a returned memref belongs to the caller, who frees it
/// with `_mlir_memref_to_llvm_free`.
void buildCPUPipeline(OpPassManager &pm, const CPUPipelineOptions &options);

/// Adds that pipeline's stage between differentiation and memory: every
/// computation on tensors becomes a structured op, and the elementwise ones of
/// a step become one. Loops are `scf.for` before it.
void buildStructurePipeline(OpPassManager &pm,
                            const CPUPipelineOptions &options);

/// Adds the passes that take a module at any level to blocks and threads of a
/// GPU, and these to loops in the LLVM dialect for the CPU: what a GPU would
/// compute, on a machine that has none.
void buildSIMTPipeline(OpPassManager &pm, const GPUPipelineOptions &options);

/// Adds the passes that take a module at any level to PTX for the chip, as a
/// constant of the program around the launches, which is LLVM's for the CPU and
/// calls the runtime (`snn/Runtime/Device.h`).
void buildNVPTXPipeline(OpPassManager &pm, const GPUPipelineOptions &options);

/// Registers the pipelines for use by name.
void registerPipelines();

} // namespace mlir::snn

#endif // SNN_PIPELINES_PIPELINES_H
