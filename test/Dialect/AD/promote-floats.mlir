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

// Types inside of others, declarations, and constants whose bytes are kept apart;
// infinities, NaN and subnormals are what they were. Integers stay.
// CHECK-LABEL: func.func private @callee(memref<4xf64>, vector<2xf64>) -> complex<f64>
// CHECK-LABEL: func.func @nested(
// CHECK-SAME: %[[X:.*]]: memref<4xf64>, %[[V:.*]]: vector<2xf64>, %{{.*}}: tensor<0xi1>, %{{.*}}: index)
// CHECK: %[[C:.*]] = call @callee(%[[X]], %[[V]])
// CHECK: %[[R:.*]] = arith.constant dense<[1.000000e+00, -2.000000e+00]> : tensor<2xf64>
// CHECK: %[[K:.*]] = arith.constant dense<[0x7FF0000000000000, 0xFFF8000000000000, 1.4012984643248171E-45]> : tensor<3xf64>
// CHECK: arith.addf %[[V]], %[[V]] : vector<2xf64>
// CHECK: return %[[C]], %[[R]], %[[K]]
func.func private @callee(memref<4xf16>, vector<2xbf16>) -> complex<f32>
func.func @nested(%x: memref<4xf16>, %v: vector<2xbf16>, %i: tensor<0xi1>, %n: index) -> (complex<f32>, tensor<2xf32>, tensor<3xf32>) {
  %c = func.call @callee(%x, %v) : (memref<4xf16>, vector<2xbf16>) -> complex<f32>
  %r = arith.constant dense_resource<weights> : tensor<2xf32>
  %k = arith.constant dense<[0x7F800000, 0xFFC00000, 0x00000001]> : tensor<3xf32>
  %e = arith.extf %v : vector<2xbf16> to vector<2xf64>
  %t = arith.truncf %e : vector<2xf64> to vector<2xf16>
  %z = arith.addf %t, %t : vector<2xf16>
  return %c, %r, %k : complex<f32>, tensor<2xf32>, tensor<3xf32>
}
{-#
  dialect_resources: {
    builtin: {
      weights: "0x040000000000803F000000C0"
    }
  }
#-}

// -----

func.func @bits(%x: f32) -> i32 {
  // expected-error @below {{cannot compute in f64: the bits of a narrower float are read here}}
  %0 = arith.bitcast %x : f32 to i32
  return %0 : i32
}
