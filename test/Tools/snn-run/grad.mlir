// RUN: %make-npz %t.npz "arg0=f64([1,2,3])" "arg1=f64([4,5,6])" "cot0=f64([1,10,100])"
// RUN: snn-run grad %s --entry=product --wrt=1,0 --in=%t.npz --out=%t.out.npz
// RUN: %show-npz %t.out.npz | FileCheck %s

// CHECK: res0 float64 3: 4.0 10.0 18.0
// CHECK-NEXT: res1 int64 scalar: 3
// CHECK-NEXT: res2 float64 scalar: 4.0
// The cotangent of the scalar result is 1 unless the file says otherwise.
// CHECK-NEXT: grad1 float64 3: 2.0 20.0 300.0
// CHECK-NEXT: grad0 float64 3: 4.0 50.0 600.0
func.func @product(%x: tensor<3xf64>, %w: tensor<3xf64>) -> (tensor<3xf64>, index, tensor<f64>) {
  %c0 = arith.constant 0 : index
  %c3 = arith.constant 3 : index
  %y = arith.mulf %x, %w : tensor<3xf64>
  %first = tensor.extract %w[%c0] : tensor<3xf64>
  %s = tensor.from_elements %first : tensor<f64>
  return %y, %c3, %s : tensor<3xf64>, index, tensor<f64>
}

// RUN: %make-npz %t.2.npz "arg0=f64([1,2,3])" "arg1=f64([4,5,6])" "cot0=f64([1,10,100])" "cot2=f64(7)"
// RUN: snn-run grad %s --entry=product --wrt=1 --in=%t.2.npz --out=%t.out.npz
// RUN: %show-npz %t.out.npz grad1 | FileCheck %s --check-prefix=COT2
// COT2: grad1 float64 3: 8.0 20.0 300.0
