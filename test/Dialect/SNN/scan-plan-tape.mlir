// RUN: snn-opt %s --ad-differentiate --canonicalize --ad-plan-tape | FileCheck %s

// A state of rank 0, as a loss that adds up, is taped as scalars and read back
// as what it was.

func.func private @f(%x: tensor<6xf64>, %l0: tensor<f64>) -> tensor<f64> {
  %r = snn.scan %t over(%xt in %x : tensor<6xf64>) carry(%l = %l0 : tensor<f64>) {
    %h = math.tanh %l : tensor<f64>
    %k = arith.mulf %h, %l : tensor<f64>
    snn.yield carry(%k : tensor<f64>)
  }
  return %r : tensor<f64>
}

// CHECK-LABEL: func.func private @f_vjp(
// CHECK: %{{.*}}, %[[TAPE:[^ ]*]] = snn.scan
// CHECK-SAME: stack(tensor<6xf64>)
// CHECK: snn.scan reverse %{{.*}} over(%[[L:[^ ]*]] : tensor<f64> in %[[TAPE]] : tensor<6xf64>)
// CHECK: math.tanh %[[L]] : tensor<f64>
func.func @g(%x: tensor<6xf64>, %l0: tensor<f64>) -> tensor<f64> {
  %g = ad.vjp @f(%x, %l0) cotangents(%l0) {wrt = [1]} : (tensor<6xf64>, tensor<f64>) cotangents(tensor<f64>) -> (tensor<f64>)
  return %g : tensor<f64>
}
