// Spikes of a step select weights in the next one and add to a gradient, as a
// recurrent layer and its adjoint do: through fusion, in place, and without a
// copy or memory of its own in a step. The weights have a row per output, so
// they are transposed before the loop, and their gradient after it.

// RUN: snn-opt %s --snn-structure-pipeline | FileCheck %s --check-prefix=STEP
// STEP-LABEL: func.func @run(
// STEP-SAME: %[[W:[^:]*]]: tensor<40x40xf32>)
// STEP: %[[WT:.*]] = linalg.generic {{.*}} ins(%[[W]] :
// STEP: scf.for {{.*}} iter_args(%[[U:[^ ]*]] = %{{[^ ,]*}}, %[[Z:[^ ]*]] = %{{[^ ,]*}}, %[[DW:[^ ]*]] = %
// STEP: linalg.fill
// STEP: snn.spike_matmul ins(%[[Z]], %[[WT]] :
// STEP: %[[DWN:.*]] = snn.spike_matmul {{.*}} ins(%[[Z]], {{.*}} outs(%[[DW]] :
// STEP: %[[STATE:.*]]:2 = linalg.generic {{.*}} outs(%[[U]], %[[Z]] :
// STEP: scf.yield %[[STATE]]#0, %[[STATE]]#1, %[[DWN]]
// STEP: %[[SUM:.*]] = linalg.generic {{.*}}"reduction", "parallel", "parallel"]
// STEP: %[[BACK:.*]] = linalg.generic {{.*}} ins(%[[SUM]] :
// STEP: return %{{.*}}, %{{.*}}, %[[BACK]]

// RUN: snn-opt %s --snn-cpu-pipeline --mlir-print-ir-after=snn-serialize-inner-loops -o %t.ll 2>&1 | FileCheck %s --check-prefix=MEMORY
// MEMORY-LABEL: func.func @run(
// MEMORY: scf.for
// MEMORY-NOT: {{memref.(alloc|copy)}}
// MEMORY: snn.spike_matmul
// MEMORY-NOT: {{memref.(alloc|copy)}}
// MEMORY: snn.spike_matmul
// MEMORY-NOT: {{memref.(alloc|copy)}}
// MEMORY: linalg.yield
// MEMORY-NEXT: }
// MEMORY-NEXT: }
// MEMORY-NEXT: memref.dealloc

// RUN: FileCheck %s --check-prefix=LLVM --input-file=%t.ll
// LLVM-NOT: unrealized_conversion_cast
// LLVM: llvm.intr.cttz

// RUN: %make-npz %t.in.npz "arg0=f32(rng.normal(size=(9,12,24)))" "arg1=i1(rng.random((12,40))<0.2)" \
// RUN:   "arg2=f32(rng.normal(size=(40,24)))" "arg3=f32(rng.integers(-8,9,size=(40,40))/16)"
// RUN: snn-run call %s --entry=run --in=%t.in.npz --out=%t.out.npz
// RUN: %python %S/Inputs/spike-matmul.py %t.in.npz %t.out.npz
#s = affine_map<(m, n, k) -> (m, k)>
#wt = affine_map<(m, n, k) -> (n, k)>
#c = affine_map<(m, n, k) -> (m, n)>
#ks = affine_map<(k, n, m) -> (m, k)>
#kd = affine_map<(k, n, m) -> (m, n)>
#kc = affine_map<(k, n, m) -> (n, k)>
func.func @run(%x: tensor<9x12x24xf32>, %z0: tensor<12x40xi1>, %win: tensor<40x24xf32>, %w: tensor<40x40xf32>)
    -> (tensor<12x40xf32>, tensor<12x40xi1>, tensor<40x40xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c9 = arith.constant 9 : index
  %none = arith.constant dense<0.0> : tensor<12x40xf32>
  %no_gradient = arith.constant dense<0.0> : tensor<40x40xf32>
  %half = arith.constant dense<0.5> : tensor<12x40xf32>
  %one = arith.constant dense<1.0> : tensor<12x40xf32>
  %r:3 = scf.for %t = %c0 to %c9 step %c1 iter_args(%u = %none, %z = %z0, %dw = %no_gradient)
      -> (tensor<12x40xf32>, tensor<12x40xi1>, tensor<40x40xf32>) {
    %xt = tensor.extract_slice %x[%t, 0, 0] [1, 12, 24] [1, 1, 1] : tensor<9x12x24xf32> to tensor<12x24xf32>
    %i = linalg.matmul indexing_maps = [#s, #wt, #c]
      ins(%xt, %win : tensor<12x24xf32>, tensor<40x24xf32>) outs(%none : tensor<12x40xf32>) -> tensor<12x40xf32>
    %j = snn.spike_matmul indexing_maps = [#s, #wt, #c]
      ins(%z, %w : tensor<12x40xi1>, tensor<40x40xf32>) outs(%i : tensor<12x40xf32>) -> tensor<12x40xf32>
    %d = snn.spike_matmul indexing_maps = [#ks, #kd, #kc]
      ins(%z, %u : tensor<12x40xi1>, tensor<12x40xf32>) outs(%dw : tensor<40x40xf32>) -> tensor<40x40xf32>
    %leak = arith.mulf %u, %half : tensor<12x40xf32>
    %v = arith.addf %leak, %j : tensor<12x40xf32>
    %fires = arith.cmpf ogt, %v, %one : tensor<12x40xf32>
    scf.yield %v, %fires, %d : tensor<12x40xf32>, tensor<12x40xi1>, tensor<40x40xf32>
  }
  return %r#0, %r#1, %r#2 : tensor<12x40xf32>, tensor<12x40xi1>, tensor<40x40xf32>
}
