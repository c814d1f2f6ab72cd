// Tangents in and out are named by the numbers of arguments and results.

// RUN: %make-npz %t.npz "arg0=f64([1,2,3])" "arg1=f64([4,5,6])" "tan0=f64([1,10,100])" "tan1=f64([7,0,0])"
// RUN: snn-run jvp %s --entry=product --wrt=1,0 --in=%t.npz --out=%t.out.npz
// RUN: %show-npz %t.out.npz | FileCheck %s

// CHECK: res0 float64 3: 4.0 10.0 18.0
// CHECK-NEXT: res1 int64 scalar: 3
// CHECK-NEXT: res2 float64 scalar: 4.0
// CHECK-NEXT: tan_res0 float64 3: 11.0 50.0 600.0
// CHECK-NEXT: tan_res2 float64 scalar: 7.0
// CHECK-NOT: {{.}}
func.func @product(%x: tensor<3xf64>, %w: tensor<3xf64>) -> (tensor<3xf64>, index, tensor<f64>) {
  %c0 = arith.constant 0 : index
  %c3 = arith.constant 3 : index
  %y = arith.mulf %x, %w : tensor<3xf64>
  %first = tensor.extract %w[%c0] : tensor<3xf64>
  %s = tensor.from_elements %first : tensor<f64>
  return %y, %c3, %s : tensor<3xf64>, index, tensor<f64>
}

// By one argument; the tangent of the other in IN is not looked at.
// RUN: snn-run jvp %s --entry=product --wrt=0 --in=%t.npz --out=%t.out.npz
// RUN: %show-npz %t.out.npz tan_res0 tan_res2 | FileCheck %s --check-prefix=FIRST
// FIRST: tan_res0 float64 3: 4.0 50.0 600.0
// FIRST-NEXT: tan_res2 float64 scalar: 0.0

// A scalar tangent has no default, as a cotangent has.
// RUN: %make-npz %t.scalar.npz "arg0=f32(2)"
// RUN: not snn-run jvp %s --entry=square --wrt=0 --in=%t.scalar.npz 2>&1 | FileCheck %s --check-prefix=SCALAR
// SCALAR: no array 'tan0', expected f32
func.func @square(%x: f32) -> f32 {
  %y = arith.mulf %x, %x : f32
  return %y : f32
}

// What a neuron stands for is differentiated: spikes by their surrogate.
// RUN: %make-npz %t.spike.npz "arg0=f64([-1,0.5])" "tan0=f64([1,10])"
// RUN: snn-run jvp %s --entry=spike --wrt=0 --in=%t.spike.npz --out=%t.out.npz
// RUN: %show-npz %t.out.npz | FileCheck %s --check-prefix=SPIKE
// SPIKE: res0 float64 2: 0.0 1.0
// SPIKE-NEXT: tan_res0 float64 2: 0.60653 8.82497
func.func @spike(%v: tensor<2xf64>) -> tensor<2xf64> {
  %z = snn.spike %v surrogate(#snn.gaussian<peak = 1.0, width = 1.0>) : tensor<2xf64>
  return %z : tensor<2xf64>
}
