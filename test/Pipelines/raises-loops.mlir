// RUN: snn-opt %s --snn-cpu-pipeline --mlir-print-ir-after=snn-raise-loops --mlir-print-ir-module-scope --mlir-disable-threading -o %t 2>&1 | FileCheck %s

// A program in upstream's ops is differentiated as one with a time loop.

// CHECK: IR Dump After RaiseLoopsPass (snn-raise-loops)
// CHECK-LABEL: func.func @grad(
// CHECK: ad.vjp @sum
// CHECK-LABEL: func.func @sum(
// CHECK: snn.scan
// CHECK-NOT: scf.for
func.func @grad(%x: tensor<4xf32>, %s0: f32) -> tensor<4xf32> {
  %one = arith.constant 1.0 : f32
  %g = ad.vjp @sum(%x, %s0) cotangents(%one) {wrt = [0]} : (tensor<4xf32>, f32) cotangents(f32) -> (tensor<4xf32>)
  return %g : tensor<4xf32>
}

func.func @sum(%x: tensor<4xf32>, %s0: f32) -> f32 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %s = scf.for %t = %c0 to %c4 step %c1 iter_args(%v = %s0) -> f32 {
    %xt = tensor.extract %x[%t] : tensor<4xf32>
    %p = arith.mulf %v, %xt : f32
    scf.yield %p : f32
  }
  return %s : f32
}
