// RUN: snn-opt %s --ad-freeze-decisions --split-input-file --verify-diagnostics | FileCheck %s

// CHECK-DAG: func.func private @snnReplayF64(f64) -> f64
// CHECK-DAG: func.func private @snnReplayI1(i1) -> i1

// CHECK-LABEL: func.func @scalars(
// CHECK-SAME: %[[X:.*]]: f64)
// CHECK: %[[S:.*]] = ad.stop_gradient %[[X]]
// CHECK: %[[SR:.*]] = call @snnReplayF64(%[[S]])
// CHECK: %[[C:.*]] = arith.cmpf ogt, %[[X]], %[[SR]]
// CHECK: %[[CR:.*]] = call @snnReplayI1(%[[C]])
// CHECK: arith.select %[[CR]], %[[X]], %[[SR]]
func.func @scalars(%x: f64) -> f64 {
  %s = ad.stop_gradient %x : f64
  %c = arith.cmpf ogt, %x, %s : f64
  %r = arith.select %c, %x, %s : f64
  return %r : f64
}

// CHECK-LABEL: func.func @tensors(
// CHECK: %[[S:.*]] = ad.stop_gradient
// CHECK: %[[M:.*]] = linalg.map { func.call {callee = @snnReplayF64} } ins(%[[S]] : tensor<?xf64>)
// CHECK: return %[[M]]
func.func @tensors(%x: tensor<?xf64>) -> tensor<?xf64> {
  %s = ad.stop_gradient %x : tensor<?xf64>
  return %s : tensor<?xf64>
}

// Which elements are above is decided per element; how many there are is not a
// decision.
// CHECK-LABEL: func.func @comparison(
// CHECK: %[[C:.*]] = arith.cmpf olt
// CHECK: %[[M:.*]] = linalg.map { func.call {callee = @snnReplayI1} } ins(%[[C]] : tensor<?x3xi1>)
// CHECK: %[[D:.*]] = tensor.dim %[[C]]
// CHECK: return %[[M]], %[[D]]
func.func @comparison(%x: tensor<?x3xf64>, %y: tensor<?x3xf64>) -> (tensor<?x3xi1>, index) {
  %c0 = arith.constant 0 : index
  %c = arith.cmpf olt, %x, %y : tensor<?x3xf64>
  %d = tensor.dim %c, %c0 : tensor<?x3xi1>
  return %c, %d : tensor<?x3xi1>, index
}

// In a body, element by element.
// CHECK-LABEL: func.func @in_body(
// CHECK: %[[S:.*]] = ad.stop_gradient %{{.*}} : f64
// CHECK-NEXT: %[[R:.*]] = func.call @snnReplayF64(%[[S]])
// CHECK-NEXT: linalg.yield %[[R]]
func.func @in_body(%x: tensor<4xf64>) -> tensor<4xf64> {
  %y = linalg.map ins(%x : tensor<4xf64>) outs(%x : tensor<4xf64>)
    (%e: f64, %o: f64) {
      %s = ad.stop_gradient %e : f64
      linalg.yield %s : f64
    }
  return %y : tensor<4xf64>
}

// Integers do not move when an input moves a little.
// CHECK-LABEL: func.func @integers(
// CHECK-NOT: call
// CHECK: return
func.func @integers(%i: i32, %j: i32) -> i1 {
  %c = arith.cmpi slt, %i, %j : i32
  return %c : i1
}

// -----

func.func @vectors(%x: vector<4xf64>) -> vector<4xf64> {
  // expected-error @below {{expects a scalar or tensor of f64, as ad-promote-floats makes it, got 'vector<4xf64>'}}
  %s = ad.stop_gradient %x : vector<4xf64>
  return %s : vector<4xf64>
}

// -----

func.func @narrow(%x: f32) -> f32 {
  // expected-error @below {{expects a scalar or tensor of f64, as ad-promote-floats makes it, got 'f32'}}
  %s = ad.stop_gradient %x : f32
  return %s : f32
}
