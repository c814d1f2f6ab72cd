// Spikes on the tape are i1 before the tape is planned, and what is computed
// does not change but for 0 * inf and 0 * NaN.

// RUN: snn-opt %s --snn-cpu-pipeline --mlir-print-ir-before=ad-plan-tape -o %t.ll 2>&1 | FileCheck %s
// RUN: snn-opt %s --snn-cpu-pipeline=spikes=off --mlir-print-ir-before=ad-plan-tape -o %t.ll 2>&1 | FileCheck %s --check-prefix=OFF
// RUN: not snn-opt %s --snn-cpu-pipeline=spikes=maybe 2>&1 | FileCheck %s --check-prefix=MAYBE
// MAYBE: maybe

// CHECK-LABEL: func.func @gradient(
// CHECK: snn.scan
// CHECK-SAME: tensor<9x3x4xi1>
// CHECK: snn.spike_matmul
// CHECK-NOT: linalg.matmul
// CHECK: arith.select
// CHECK: snn.scan reverse
// CHECK-SAME: tensor<9x3x4xi1>
// CHECK: snn.spike_matmul
// OFF-LABEL: func.func @gradient(
// OFF-NOT: snn.spike_matmul
// OFF-NOT: tensor<9x3x4xi1>
// OFF: linalg.matmul

// RUN: %make-npz %t.in.npz "arg0=f32(rng.normal(size=(9,3,4)))" "arg1=f32(rng.normal(size=(4,4)))" "arg2=f32(rng.normal(size=(3,4)))"
// RUN: snn-run call %s --entry=gradient --in=%t.in.npz --out=%t.on.npz --pipeline="snn-cpu-pipeline{contract=off}"
// RUN: snn-run call %s --entry=gradient --in=%t.in.npz --out=%t.off.npz --pipeline="snn-cpu-pipeline{contract=off spikes=off}"
// RUN: snn-npz-diff %t.on.npz %t.off.npz --rtol=0

!s = tensor<3x4xf32>
func.func private @run(%x: tensor<9x3x4xf32>, %w: tensor<4x4xf32>) -> !s {
  %rest = arith.constant dense<0.0> : !s
  %u, %z = snn.scan %t over(%xt in %x : tensor<9x3x4xf32>) carry(%v = %rest : !s, %fired = %rest : !s) {
    %in = linalg.matmul ins(%fired, %w : !s, tensor<4x4xf32>) outs(%xt : !s) -> !s
    %charged = arith.addf %v, %in : !s
    %fires = snn.spike %charged surrogate(#snn.gaussian) : !s
    %drop = arith.mulf %fires, %charged : !s
    %next = arith.subf %charged, %drop : !s
    snn.yield carry(%next, %fires : !s, !s)
  }
  return %u : !s
}
func.func @gradient(%x: tensor<9x3x4xf32>, %w: tensor<4x4xf32>, %ct: !s) -> (!s, tensor<4x4xf32>) {
  %u, %dw = ad.vjp @run(%x, %w) cotangents(%ct) {wrt = [1], keep_primal} : (tensor<9x3x4xf32>, tensor<4x4xf32>) cotangents(!s) -> (!s, tensor<4x4xf32>)
  return %u, %dw : !s, tensor<4x4xf32>
}

// An infinite weight of a neuron that is silent, and a NaN that it multiplies.

// RUN: %make-npz %t.special.npz "arg0=i1([1,0])" "arg1=f32([[1,2,3],[np.inf,np.nan,-np.inf]])" "arg2=f32([-5,np.nan])"
// RUN: %make-npz %t.masks.npz "res0=f32([1,2,3])" "res1=f32([-5,0])"
// RUN: %make-npz %t.products.npz "res0=f32([np.nan,np.nan,np.nan])" "res1=f32([-5,np.nan])"
// RUN: snn-run call %s --entry=special --in=%t.special.npz --out=%t.masks.got.npz
// RUN: snn-npz-diff %t.masks.got.npz %t.masks.npz --rtol=0
// RUN: snn-run call %s --entry=special --in=%t.special.npz --out=%t.products.got.npz --pipeline="snn-cpu-pipeline{spikes=off}"
// RUN: not snn-npz-diff %t.products.got.npz %t.masks.npz --rtol=0
// RUN: snn-npz-diff %t.products.got.npz %t.products.npz --rtol=0
func.func @special(%b: tensor<2xi1>, %w: tensor<2x3xf32>, %x: tensor<2xf32>) -> (tensor<3xf32>, tensor<2xf32>) {
  %zero = arith.constant dense<0.0> : tensor<3xf32>
  %z = arith.uitofp %b : tensor<2xi1> to tensor<2xf32>
  %y = linalg.vecmat ins(%z, %w : tensor<2xf32>, tensor<2x3xf32>) outs(%zero : tensor<3xf32>) -> tensor<3xf32>
  %p = arith.mulf %z, %x : tensor<2xf32>
  return %y, %p : tensor<3xf32>, tensor<2xf32>
}
