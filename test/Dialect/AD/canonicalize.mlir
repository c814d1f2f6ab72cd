// RUN: snn-opt %s --canonicalize | FileCheck %s

// The fold that must not exist: stop_gradient to its operand.
// CHECK-LABEL: func.func @not_an_identity(
// CHECK-SAME: %[[X:.*]]: tensor<4xf32>)
// CHECK: %[[S:.*]] = ad.stop_gradient %[[X]]
// CHECK: return %[[S]]
func.func @not_an_identity(%x: tensor<4xf32>) -> tensor<4xf32> {
  %0 = ad.stop_gradient %x : tensor<4xf32>
  return %0 : tensor<4xf32>
}

// CHECK-LABEL: func.func @twice(
// CHECK-SAME: %[[X:.*]]: f32)
// CHECK-NEXT: %[[S:.*]] = ad.stop_gradient %[[X]]
// CHECK-NEXT: return %[[S]]
func.func @twice(%x: f32) -> f32 {
  %0 = ad.stop_gradient %x : f32
  %1 = ad.stop_gradient %0 : f32
  return %1 : f32
}

// CHECK-LABEL: func.func @constant(
// CHECK-NEXT: %[[C:.*]] = arith.constant dense<2.0
// CHECK-NEXT: return %[[C]]
func.func @constant() -> tensor<4xf32> {
  %c = arith.constant dense<2.0> : tensor<4xf32>
  %0 = ad.stop_gradient %c : tensor<4xf32>
  return %0 : tensor<4xf32>
}
