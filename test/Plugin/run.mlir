// Stock mlir-opt with the plugin runs what snn-opt runs, with the same result.

// UNSUPPORTED: sanitizer

// RUN: mlir-opt %plugin %s --pass-pipeline='builtin.module(ad-differentiate,inline)' | FileCheck %s --check-prefix=VJP
// RUN: mlir-opt %plugin %s --pass-pipeline='builtin.module(snn-decompose-neurons)' | FileCheck %s --check-prefix=NEURON
// RUN: mlir-opt %plugin %s --pass-pipeline='builtin.module(snn-cpu-pipeline{tape=save-all})' | FileCheck %s --check-prefix=LLVM

// The order of the globals is left out, since one-shot bufferization makes them
// in no fixed order.
// RUN: mlir-opt %plugin %src/examples/alif/alif.mlir --pass-pipeline='builtin.module(snn-cpu-pipeline)' | grep -v llvm.mlir.global > %t.plugin.mlir
// RUN: snn-opt %src/examples/alif/alif.mlir --snn-cpu-pipeline | grep -v llvm.mlir.global > %t.snn-opt.mlir
// RUN: cmp %t.plugin.mlir %t.snn-opt.mlir

// Without the pass plugin there are no passes, without the dialect plugin no
// dialects, and an option that a pass does not have is refused by name.
// RUN: not mlir-opt %s 2>&1 | FileCheck %s --check-prefix=NO-DIALECT
// NO-DIALECT: error: {{.*}}'ad.vjp'
// RUN: not mlir-opt --load-dialect-plugin=%obj/lib/SNNPlugin.so %s --pass-pipeline='builtin.module(ad-differentiate)' 2>&1 | FileCheck %s --check-prefix=NO-PASS
// NO-PASS: 'ad-differentiate' does not refer to a registered pass or pass pipeline
// RUN: not mlir-opt %plugin %s --pass-pipeline='builtin.module(snn-cpu-pipeline{tapes=none})' 2>&1 | FileCheck %s --check-prefix=NO-OPTION
// NO-OPTION: no such option tapes

func.func @exp(%x: f32) -> f32 {
  %y = math.exp %x : f32
  return %y : f32
}

// VJP-LABEL: func.func @slope(
// VJP-SAME: %[[X:.*]]: f32, %[[CT:.*]]: f32)
// VJP-NOT: ad.vjp
// VJP: %[[E:.*]] = math.exp %[[X]]
// VJP: %[[D:.*]] = arith.mulf %[[CT]], %[[E]]
// VJP: return %[[D]]
// LLVM-LABEL: llvm.func @slope(
// LLVM-NOT: {{ad|snn|arith|math}}.
// LLVM: llvm.func @_mlir_ciface_slope(
func.func @slope(%x: f32, %ct: f32) -> f32 {
  %d = ad.vjp @exp(%x) cotangents(%ct) {wrt = [0]} : (f32) cotangents(f32) -> (f32)
  return %d : f32
}

// NEURON-LABEL: func.func @neuron(
// NEURON-NOT: snn.lif
// NEURON: arith.mulf
// NEURON: snn.spike
func.func @neuron(%i: tensor<4xf32>, %u: tensor<4xf32>, %decay: f32) -> (tensor<4xf32>, tensor<4xf32>) {
  %next:2 = snn.lif %i, %u decay(%decay : f32) surrogate(#snn.gaussian) : tensor<4xf32>
  return %next#0, %next#1 : tensor<4xf32>, tensor<4xf32>
}
