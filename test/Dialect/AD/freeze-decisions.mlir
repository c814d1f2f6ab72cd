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

// -----

func.func @narrow(%x: f32) -> f32 {
  // expected-error @below {{expects a scalar or tensor of f64, as ad-promote-floats makes it, got 'f32'}}
  %s = ad.stop_gradient %x : f32
  return %s : f32
}
