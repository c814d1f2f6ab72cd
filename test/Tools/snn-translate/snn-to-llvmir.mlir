// A network at any level as LLVM IR, without what LLVM does not know of.

// RUN: snn-translate %s --snn-to-llvmir 2>&1 | FileCheck %s
// RUN: snn-translate %s --snn-to-llvmir | opt -O3 -S | FileCheck %s --check-prefix=OPT
// RUN: snn-translate %s --split-input-file --snn-to-llvmir | llvm-as -o /dev/null

// CHECK-NOT: {{warning|snn\.spike}}
// CHECK: fcmp ogt <{{[0-9]+}} x float>
// CHECK-NOT: {{warning|snn\.spike}}
// CHECK: define {{.*}}@spike(
// CHECK: define {{.*}}@_mlir_ciface_spike(
// CHECK-NOT: {{warning|snn\.spike}}

// OPT: fcmp ogt <{{[0-9]+}} x float>
func.func @spike(%v: tensor<64xf32>, %in: tensor<64xf32> {snn.spikes}) -> tensor<64xf32> {
  %z = snn.spike %v surrogate(#snn.gaussian<peak = 1.0, width = 1.0>) : tensor<64xf32>
  %y = arith.mulf %z, %in : tensor<64xf32>
  return %y : tensor<64xf32>
}
