// Two layers of neurons with large weights, the first recurrent: inputs, the
// second layer's products and the weights' gradients leave the time loops, and
// what is computed is what the loops computed. Weights and decays are dyadic, so
// that the order of sums flips no spike.

// RUN: snn-opt %s --snn-cpu-pipeline --mlir-print-ir-after=snn-hoist-synapses -o /dev/null 2>&1 | FileCheck %s
// CHECK-LABEL: func.func @run(
// CHECK: linalg.contract {{.*}} ins(%{{.*}} : tensor<15x900xf32>, tensor<900x300xf32>)
// CHECK: snn.scan
// The recurrent product stays.
// CHECK: linalg.matmul ins(%{{.*}} : tensor<3x300xf32>, tensor<300x300xf32>)
// CHECK: linalg.contract {{.*}} ins(%{{.*}} : tensor<15x300xf32>, tensor<300x900xf32>)
// CHECK: snn.scan
// CHECK-NOT: linalg.matmul
// CHECK: return

// Gradients: a product of all steps for each large weight's, and for the
// cotangent that the second layer hands to the first. What fires is spikes by
// then.
// RUN: snn-opt %s --snn-cpu-pipeline --mlir-print-ir-after=convert-snn-to-scf -o /dev/null 2>&1 | FileCheck %s --check-prefix=GRAD
// GRAD-LABEL: func.func @gradient(
// GRAD: linalg.contract {{.*}} -> tensor<15x300xf32>
// GRAD: scf.for
// GRAD: snn.spike_matmul ins(%{{.*}} : tensor<15x300xi1>, tensor<300x900xf32>)
// GRAD: scf.for
// GRAD: scf.for
// GRAD: linalg.matmul {{.*}} ins(%{{.*}} : tensor<15x900xf32>, tensor<300x900xf32>) {{.*}} -> tensor<15x300xf32>
// GRAD: snn.spike_matmul {{.*}} ins(%{{.*}} : tensor<15x300xi1>, tensor<15x900xf32>) {{.*}} -> tensor<300x900xf32>
// GRAD: scf.for
// GRAD: snn.spike_matmul {{.*}} ins(%{{.*}} : tensor<15x300xi1>, tensor<15x300xf32>) {{.*}} -> tensor<300x300xf32>
// GRAD: linalg.matmul {{.*}} ins(%{{.*}} : tensor<15x900xf32>, tensor<15x300xf32>) {{.*}} -> tensor<900x300xf32>
// GRAD-NOT: scf.for
// GRAD: return

// RUN: %make-npz %t.in.npz "arg0=f32(rng.integers(-8,9,size=(5,3,900))/8)" \
// RUN:   "arg1=f32(rng.integers(-8,9,size=(900,300))/64)" "arg2=f32(rng.integers(-8,9,size=(300,300))/32)" \
// RUN:   "arg3=f32(rng.integers(-8,9,size=(300,900))/16)" "cot0=f32(rng.normal(size=(5,3,900)))" "cot1=f32(rng.normal(size=(3,900)))"
// RUN: snn-run grad %s --entry=run --wrt=0,1,2,3 --in=%t.in.npz --out=%t.gold.npz --pipeline='snn-cpu-pipeline{hoist-synapses=false}'
// RUN: snn-run grad %s --entry=run --wrt=0,1,2,3 --in=%t.in.npz --out=%t.npz
// RUN: snn-npz-diff %t.npz %t.gold.npz --rtol=2e-6
// RUN: %python %S/Inputs/hoist-synapses.py %t.npz

// Steps and samples that only the arrays know.
// RUN: sed -e 's/<5x3x/<?x?x/g;s/<3x/<?x/g' %s > %t.dynamic.mlir
// RUN: snn-run grad %t.dynamic.mlir --entry=run --wrt=0,1,2,3 --in=%t.in.npz --out=%t.d.npz --threads=2
// RUN: snn-npz-diff %t.d.npz %t.gold.npz --rtol=2e-6

// No steps, and no samples: gradients of zero.
// RUN: %make-npz %t.t0.npz "arg0=f32(np.zeros((0,3,900)))" "arg1=f32(np.ones((900,300)))" "arg2=f32(np.ones((300,300)))" \
// RUN:   "arg3=f32(np.ones((300,900)))" "arg4=f32(np.zeros((3,300)))" "arg5=f32(np.zeros((3,900)))" \
// RUN:   "cot0=f32(np.ones((0,3,900)))" "cot1=f32(np.ones((3,900)))"
// RUN: snn-run grad %t.dynamic.mlir --entry=run_from --wrt=0,1,2,3 --in=%t.t0.npz --out=%t.t0.out.npz
// RUN: %python %S/Inputs/hoist-synapses.py %t.t0.out.npz zeros
// RUN: %make-npz %t.b0.npz "arg0=f32(np.zeros((5,0,900)))" "arg1=f32(np.ones((900,300)))" "arg2=f32(np.ones((300,300)))" \
// RUN:   "arg3=f32(np.ones((300,900)))" "arg4=f32(np.zeros((0,300)))" "arg5=f32(np.zeros((0,900)))" \
// RUN:   "cot0=f32(np.ones((5,0,900)))" "cot1=f32(np.ones((0,900)))"
// RUN: snn-run grad %t.dynamic.mlir --entry=run_from --wrt=0,1,2,3 --in=%t.b0.npz --out=%t.b0.out.npz
// RUN: %python %S/Inputs/hoist-synapses.py %t.b0.out.npz zeros

!inputs = tensor<5x3x900xf32>
!outputs = tensor<5x3x900xf32>
!x = tensor<3x900xf32>
!h = tensor<3x300xf32>
!o = tensor<3x900xf32>

func.func @run_from(%x: !inputs, %w1: tensor<900x300xf32>, %r: tensor<300x300xf32>, %w2: tensor<300x900xf32>, %h0: !h, %o0: !o) -> (!outputs, !o) {
  %half = arith.constant 0.5 : f32
  %none = arith.constant 0.0 : f32
  %no_h = linalg.fill ins(%none : f32) outs(%h0 : !h) -> !h
  %no_o = linalg.fill ins(%none : f32) outs(%o0 : !o) -> !o
  %end:3, %z2s = snn.scan %t over(%xt in %x : !inputs) carry(%u = %h0 : !h, %z = %h0 : !h, %v = %o0 : !o) stack(!outputs) {
    %i = linalg.matmul ins(%xt, %w1 : !x, tensor<900x300xf32>) outs(%no_h : !h) -> !h
    %j = linalg.matmul ins(%z, %r : !h, tensor<300x300xf32>) outs(%i : !h) -> !h
    %z1, %u1 = snn.lif %j, %u decay(%half : f32) reset subtract surrogate(#snn.boxcar) : !h
    %k = linalg.matmul ins(%z1, %w2 : !h, tensor<300x900xf32>) outs(%no_o : !o) -> !o
    %z2, %v2 = snn.lif %k, %v decay(%half : f32) reset zero detach_reset surrogate(#snn.boxcar) : !o
    snn.yield carry(%u1, %z1, %v2 : !h, !h, !o) stack(%z2 : !o)
  }
  return %z2s, %end#2 : !outputs, !o
}

func.func @run(%x: !inputs, %w1: tensor<900x300xf32>, %r: tensor<300x300xf32>, %w2: tensor<300x900xf32>) -> (!outputs, !o) {
  %c1 = arith.constant 1 : index
  %none = arith.constant 0.0 : f32
  %batch = tensor.dim %x, %c1 : !inputs
  %h = tensor.splat %none[%batch] : tensor<?x300xf32>
  %o = tensor.splat %none[%batch] : tensor<?x900xf32>
  %h0 = tensor.cast %h : tensor<?x300xf32> to !h
  %o0 = tensor.cast %o : tensor<?x900xf32> to !o
  %z2s, %end = func.call @run_from(%x, %w1, %r, %w2, %h0, %o0) : (!inputs, tensor<900x300xf32>, tensor<300x300xf32>, tensor<300x900xf32>, !h, !o) -> (!outputs, !o)
  return %z2s, %end : !outputs, !o
}

func.func @gradient(%x: !inputs, %w1: tensor<900x300xf32>, %r: tensor<300x300xf32>, %w2: tensor<300x900xf32>, %ct: !outputs, %ct_end: !o)
    -> (tensor<900x300xf32>, tensor<300x300xf32>, tensor<300x900xf32>) {
  %d:3 = ad.vjp @run(%x, %w1, %r, %w2) cotangents(%ct, %ct_end) {wrt = [1, 2, 3]}
    : (!inputs, tensor<900x300xf32>, tensor<300x300xf32>, tensor<300x900xf32>) cotangents(!outputs, !o)
    -> (tensor<900x300xf32>, tensor<300x300xf32>, tensor<300x900xf32>)
  return %d#0, %d#1, %d#2 : tensor<900x300xf32>, tensor<300x300xf32>, tensor<300x900xf32>
}
