// RUN: snn-opt %s --ad-promote-floats --split-input-file --verify-diagnostics | FileCheck %s

// CHECK-LABEL: func.func @types(
// CHECK-SAME: %[[X:.*]]: tensor<?xf64>, %[[Y:.*]]: f64, %[[N:.*]]: i32) -> tensor<?xf64>
// CHECK: arith.constant 1.000000e-01 : f64
// CHECK: arith.constant dense<[1.000000e+00, -2.500000e+00]> : tensor<2xf64>
// CHECK: arith.constant dense<5.000000e-01> : tensor<4xf64>
// CHECK: arith.constant dense<7> : tensor<2xi8>
// CHECK-NOT: arith.extf
// CHECK-NOT: arith.truncf
// CHECK: linalg.map { math.exp } ins(%[[X]] : tensor<?xf64>)
func.func @types(%x: tensor<?xf32>, %y: bf16, %n: i32) -> tensor<?xf32> {
  %a = arith.constant 0.1 : f64
  %b = arith.constant dense<[1.0, -2.5]> : tensor<2xbf16>
  %c = arith.constant dense<0.5> : tensor<4xf16>
  %d = arith.constant dense<7> : tensor<2xi8>
  %e = arith.extf %y : bf16 to f32
  %f = arith.truncf %e : f32 to f16
  %r = linalg.map { math.exp } ins(%x : tensor<?xf32>) outs(%x : tensor<?xf32>)
  return %r : tensor<?xf32>
}

// -----

func.func @bits(%x: f32) -> i32 {
  // expected-error @below {{cannot compute in f64: the bits of a narrower float are read here}}
  %0 = arith.bitcast %x : f32 to i32
  return %0 : i32
}
