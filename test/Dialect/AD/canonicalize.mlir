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

// Three are one, and what reads the first goes on reading it.
// CHECK-LABEL: func.func @chain(
// CHECK-SAME: %[[X:.*]]: tensor<?x0xbf16>)
// CHECK-NEXT: %[[S:.*]] = ad.stop_gradient %[[X]]
// CHECK-NEXT: %[[Y:.*]] = arith.addf %[[S]], %[[S]]
// CHECK-NEXT: return %[[Y]], %[[X]]
func.func @chain(%x: tensor<?x0xbf16>) -> (tensor<?x0xbf16>, tensor<?x0xbf16>) {
  %0 = ad.stop_gradient %x : tensor<?x0xbf16>
  %1 = ad.stop_gradient %0 : tensor<?x0xbf16>
  %2 = ad.stop_gradient %1 : tensor<?x0xbf16>
  %3 = arith.addf %0, %2 : tensor<?x0xbf16>
  return %3, %x : tensor<?x0xbf16>, tensor<?x0xbf16>
}

// Scalars and vectors are constants as well; a fill is an op and none.
// CHECK-LABEL: func.func @constants(
// CHECK-DAG: %[[A:.*]] = arith.constant 2.5{{.*}} : f64
// CHECK-DAG: %[[B:.*]] = arith.constant dense<1.0{{.*}}> : vector<3xf16>
// CHECK: %[[C:.*]] = tensor.splat
// CHECK: %[[D:.*]] = ad.stop_gradient %[[C]]
// CHECK: return %[[A]], %[[B]], %[[D]]
func.func @constants(%x: f32) -> (f64, vector<3xf16>, tensor<4xf32>) {
  %a = arith.constant 2.5 : f64
  %b = arith.constant dense<1.0> : vector<3xf16>
  %c = tensor.splat %x : tensor<4xf32>
  %0 = ad.stop_gradient %a : f64
  %1 = ad.stop_gradient %b : vector<3xf16>
  %2 = ad.stop_gradient %c : tensor<4xf32>
  return %0, %1, %2 : f64, vector<3xf16>, tensor<4xf32>
}
