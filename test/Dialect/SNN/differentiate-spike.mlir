// RUN: snn-opt %s --ad-differentiate --split-input-file --verify-diagnostics | FileCheck %s

// A threshold that was not expanded has the gradient of its expansion, and a
// region's captures are had in the reverse sweep too.

func.func @f(%v: tensor<4xf32>, %w: tensor<4xf32>) -> tensor<4xf32> {
  %s = arith.mulf %w, %w : tensor<4xf32>
  %z = snn.spike %v surrogate(%x: tensor<4xf32>) {
    %g = arith.mulf %x, %s : tensor<4xf32>
    snn.spike_yield %g : tensor<4xf32>
  } : tensor<4xf32>
  return %z : tensor<4xf32>
}

// CHECK-LABEL: func.func private @f_vjp(
// CHECK-SAME: %[[V:[^:]*]]: tensor<4xf32>, %[[W:[^:]*]]: tensor<4xf32>, %[[CT:[^:]*]]: tensor<4xf32>)
// CHECK: %[[S:.*]] = arith.mulf %[[W]], %[[W]]
// CHECK: %[[G:.*]] = arith.mulf %[[V]], %[[S]]
// CHECK: %[[GS:.*]] = ad.stop_gradient %[[G]]
// CHECK: %[[DV:.*]] = arith.mulf %[[CT]], %[[GS]]
// CHECK: return %[[DV]]
func.func @g(%v: tensor<4xf32>, %w: tensor<4xf32>, %ct: tensor<4xf32>) -> tensor<4xf32> {
  %0 = ad.vjp @f(%v, %w) cotangents(%ct) {wrt = [0]} : (tensor<4xf32>, tensor<4xf32>) cotangents(tensor<4xf32>) -> (tensor<4xf32>)
  return %0 : tensor<4xf32>
}

// -----

func.func @f(%i: f32, %u: f32, %alpha: f32) -> f32 {
  // expected-error @below {{'snn.li' op is differentiated as the arithmetic it stands for: run snn-decompose-neurons first}}
  %0 = snn.li %i, %u decay(%alpha : f32) : f32
  return %0 : f32
}
func.func @g(%i: f32, %u: f32, %alpha: f32, %ct: f32) -> f32 {
  %0 = ad.vjp @f(%i, %u, %alpha) cotangents(%ct) {wrt = [1]} : (f32, f32, f32) cotangents(f32) -> (f32)
  return %0 : f32
}

// -----

// And in forward mode.

func.func @f(%i: f32, %u: f32, %alpha: f32) -> f32 {
  // expected-error @below {{'snn.li' op is differentiated as the arithmetic it stands for: run snn-decompose-neurons first}}
  %0 = snn.li %i, %u decay(%alpha : f32) : f32
  return %0 : f32
}
func.func @g(%i: f32, %u: f32, %alpha: f32, %t: f32) -> f32 {
  %0 = ad.jvp @f(%i, %u, %alpha) tangents(%t) {wrt = [1]} : (f32, f32, f32) tangents(f32) -> (f32)
  return %0 : f32
}
