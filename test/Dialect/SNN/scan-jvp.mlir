// RUN: snn-opt %s --ad-differentiate --inline --symbol-dce --canonicalize --cse | FileCheck %s

// A time loop reads the tangents of its sequences, carries those of its state
// and stacks those of its stacks; there is no tape.

func.func private @leaky(%x: tensor<?x4xf32>, %u0: tensor<4xf32>, %beta: tensor<4xf32>) -> (tensor<4xf32>, tensor<?x4xf32>) {
  %u, %z = snn.scan %t over(%xt in %x : tensor<?x4xf32>) carry(%v = %u0 : tensor<4xf32>) stack(tensor<?x4xf32>) {
    %decayed = arith.mulf %v, %beta : tensor<4xf32>
    %next = arith.addf %decayed, %xt : tensor<4xf32>
    snn.yield carry(%next : tensor<4xf32>) stack(%decayed : tensor<4xf32>)
  }
  return %u, %z : tensor<4xf32>, tensor<?x4xf32>
}
// CHECK-LABEL: func.func @d_leaky(
// CHECK-SAME: %[[X:[^:]*]]: tensor<?x4xf32>, %[[U0:[^:]*]]: tensor<4xf32>, %[[BETA:[^:]*]]: tensor<4xf32>, %[[TX:[^:]*]]: tensor<?x4xf32>, %[[TB:[^:]*]]: tensor<4xf32>)
// CHECK-NEXT: %[[CONSTANT:[a-zA-Z0-9_]+]] = arith.constant 0.000000e+00 : f32
// CHECK-NEXT: %[[EMPTY__:[a-zA-Z0-9_]+]] = tensor.empty() : tensor<4xf32>
// CHECK-NEXT: %[[FILL:[a-zA-Z0-9_]+]] = linalg.fill ins(%[[CONSTANT]] : f32) outs(%[[EMPTY__]] : tensor<4xf32>) -> tensor<4xf32>
// CHECK-NEXT: %[[SCAN:[a-zA-Z0-9_]+]]:2, %[[SCAN1:[a-zA-Z0-9_]+]] = snn.scan %[[V:[a-zA-Z0-9_]+]] over(%[[V1:[a-zA-Z0-9_]+]] in %[[X]] : tensor<?x4xf32>, %[[V2:[a-zA-Z0-9_]+]] in %[[TX]] : tensor<?x4xf32>) carry(%[[V3:[a-zA-Z0-9_]+]] = %[[U0]] : tensor<4xf32>, %[[V4:[a-zA-Z0-9_]+]] = %[[FILL]] : tensor<4xf32>) stack(tensor<?x4xf32>) {
// CHECK-NEXT: %[[MULF:[a-zA-Z0-9_]+]] = arith.mulf %[[V3]], %[[BETA]] : tensor<4xf32>
// CHECK-NEXT: %[[MULF1:[a-zA-Z0-9_]+]] = arith.mulf %[[V4]], %[[BETA]] : tensor<4xf32>
// CHECK-NEXT: %[[MULF2:[a-zA-Z0-9_]+]] = arith.mulf %[[TB]], %[[V3]] : tensor<4xf32>
// CHECK-NEXT: %[[ADDF:[a-zA-Z0-9_]+]] = arith.addf %[[MULF1]], %[[MULF2]] : tensor<4xf32>
// CHECK-NEXT: %[[ADDF1:[a-zA-Z0-9_]+]] = arith.addf %[[MULF]], %[[V1]] : tensor<4xf32>
// CHECK-NEXT: %[[ADDF2:[a-zA-Z0-9_]+]] = arith.addf %[[ADDF]], %[[V2]] : tensor<4xf32>
// CHECK-NEXT: snn.yield carry(%[[ADDF1]], %[[ADDF2]] : tensor<4xf32>, tensor<4xf32>) stack(%[[ADDF]] : tensor<4xf32>)
// CHECK-NEXT: }
// CHECK-NEXT: return %[[SCAN]]#1, %[[SCAN1]] : tensor<4xf32>, tensor<?x4xf32>
func.func @d_leaky(%x: tensor<?x4xf32>, %u0: tensor<4xf32>, %beta: tensor<4xf32>, %tx: tensor<?x4xf32>, %tb: tensor<4xf32>) -> (tensor<4xf32>, tensor<?x4xf32>) {
  %r:2 = ad.jvp @leaky(%x, %u0, %beta) tangents(%tx, %tb) {wrt = [0, 2]} : (tensor<?x4xf32>, tensor<4xf32>, tensor<4xf32>) tangents(tensor<?x4xf32>, tensor<4xf32>) -> (tensor<4xf32>, tensor<?x4xf32>)
  return %r#0, %r#1 : tensor<4xf32>, tensor<?x4xf32>
}

// Backward in time, over a length, with an integer state and a stack of spikes
// that carry no tangent, and a stack that captures its tangent.
func.func private @backward(%n: index, %u0: f64, %w: f64) -> (f64, i32, tensor<?xi1>, tensor<?xf64>) {
  %k0 = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %u, %k, %s, %c = snn.scan reverse %t length(%n) carry(%v = %u0 : f64, %i = %k0 : i32) stack(tensor<?xi1>, tensor<?xf64>) {
    %next = arith.mulf %v, %u0 : f64
    %i1 = arith.addi %i, %one : i32
    %fires = arith.cmpf ogt, %next, %w : f64
    snn.yield carry(%next, %i1 : f64, i32) stack(%fires, %w : i1, f64)
  }
  return %u, %k, %s, %c : f64, i32, tensor<?xi1>, tensor<?xf64>
}
// CHECK-LABEL: func.func @d_backward(
// CHECK-SAME: %[[N:[^:]*]]: index, %[[U0:[^:]*]]: f64, %[[W:[^:]*]]: f64, %[[TU:[^:]*]]: f64, %[[TW:[^:]*]]: f64)
// CHECK-NEXT: %[[CONSTANT:[a-zA-Z0-9_]+]] = arith.constant 0 : i32
// CHECK-NEXT: %[[CONSTANT1:[a-zA-Z0-9_]+]] = arith.constant 1 : i32
// CHECK-NEXT: %[[SCAN:[a-zA-Z0-9_]+]]:3, %[[SCAN1:[a-zA-Z0-9_]+]]:2 = snn.scan reverse %[[V:[a-zA-Z0-9_]+]] length(%[[N]]) carry(%[[V1:[a-zA-Z0-9_]+]] = %[[U0]] : f64, %[[V2:[a-zA-Z0-9_]+]] = %[[CONSTANT]] : i32, %[[V3:[a-zA-Z0-9_]+]] = %[[TU]] : f64) stack(tensor<?xi1>, tensor<?xf64>) {
// CHECK-NEXT: %[[MULF:[a-zA-Z0-9_]+]] = arith.mulf %[[V1]], %[[U0]] : f64
// CHECK-NEXT: %[[MULF1:[a-zA-Z0-9_]+]] = arith.mulf %[[V3]], %[[U0]] : f64
// CHECK-NEXT: %[[MULF2:[a-zA-Z0-9_]+]] = arith.mulf %[[TU]], %[[V1]] : f64
// CHECK-NEXT: %[[ADDF:[a-zA-Z0-9_]+]] = arith.addf %[[MULF1]], %[[MULF2]] : f64
// CHECK-NEXT: %[[ADDI:[a-zA-Z0-9_]+]] = arith.addi %[[V2]], %[[CONSTANT1]] : i32
// CHECK-NEXT: %[[CMPF:[a-zA-Z0-9_]+]] = arith.cmpf ogt, %[[MULF]], %[[W]] : f64
// CHECK-NEXT: snn.yield carry(%[[MULF]], %[[ADDI]], %[[ADDF]] : f64, i32, f64) stack(%[[CMPF]], %[[TW]] : i1, f64)
// CHECK-NEXT: }
// CHECK-NEXT: return %[[SCAN]]#1, %[[SCAN1]]#0, %[[SCAN]]#2, %[[SCAN1]]#1 : i32, tensor<?xi1>, f64, tensor<?xf64>
func.func @d_backward(%n: index, %u0: f64, %w: f64, %tu: f64, %tw: f64) -> (i32, tensor<?xi1>, f64, tensor<?xf64>) {
  %r:6 = ad.jvp @backward(%n, %u0, %w) tangents(%tu, %tw) {wrt = [1, 2], keep_primal} : (index, f64, f64) tangents(f64, f64) -> (f64, i32, tensor<?xi1>, tensor<?xf64>, f64, tensor<?xf64>)
  return %r#1, %r#2, %r#4, %r#5 : i32, tensor<?xi1>, f64, tensor<?xf64>
}

// A spike by its surrogate, which is held constant for a higher order.
func.func private @spike(%v: tensor<4xf32>) -> tensor<4xf32> {
  %z = snn.spike %v surrogate(#snn.gaussian<peak = 1.0, width = 1.0>) : tensor<4xf32>
  return %z : tensor<4xf32>
}
// CHECK-LABEL: func.func @d_spike(
// CHECK-SAME: %[[V:[^:]*]]: tensor<4xf32>, %[[T:[^:]*]]: tensor<4xf32>)
// CHECK-NEXT: %[[CONSTANT:[a-zA-Z0-9_]+]] = arith.constant dense<-5.000000e-01> : tensor<4xf32>
// CHECK-NEXT: %[[MULF:[a-zA-Z0-9_]+]] = arith.mulf %[[V]], %[[V]] : tensor<4xf32>
// CHECK-NEXT: %[[MULF1:[a-zA-Z0-9_]+]] = arith.mulf %[[MULF]], %[[CONSTANT]] : tensor<4xf32>
// CHECK-NEXT: %[[EXP:[a-zA-Z0-9_]+]] = math.exp %[[MULF1]] : tensor<4xf32>
// CHECK-NEXT: %[[STOP_GRADIENT:[a-zA-Z0-9_]+]] = ad.stop_gradient %[[EXP]] : tensor<4xf32>
// CHECK-NEXT: %[[MULF2:[a-zA-Z0-9_]+]] = arith.mulf %[[T]], %[[STOP_GRADIENT]] : tensor<4xf32>
// CHECK-NEXT: return %[[MULF2]] : tensor<4xf32>
func.func @d_spike(%v: tensor<4xf32>, %t: tensor<4xf32>) -> tensor<4xf32> {
  %r = ad.jvp @spike(%v) tangents(%t) {wrt = [0]} : (tensor<4xf32>) tangents(tensor<4xf32>) -> (tensor<4xf32>)
  return %r : tensor<4xf32>
}

// A contraction by spikes is one of the weights' tangent by the same spikes.
func.func private @spikes(%s: tensor<2x3xi1>, %w: tensor<3x4xf32>, %c: tensor<2x4xf32>) -> tensor<2x4xf32> {
  %0 = snn.spike_matmul ins(%s, %w : tensor<2x3xi1>, tensor<3x4xf32>) outs(%c : tensor<2x4xf32>) -> tensor<2x4xf32>
  return %0 : tensor<2x4xf32>
}
// CHECK-LABEL: func.func @d_spikes(
// CHECK-SAME: %[[S:[^:]*]]: tensor<2x3xi1>, %[[W:[^:]*]]: tensor<3x4xf32>, %[[C:[^:]*]]: tensor<2x4xf32>, %[[TW:[^:]*]]: tensor<3x4xf32>, %[[TC:[^:]*]]: tensor<2x4xf32>)
// CHECK-NEXT: %[[CONSTANT:[a-zA-Z0-9_]+]] = arith.constant 0.000000e+00 : f32
// CHECK-NEXT: %[[SPIKE_MATMUL:[a-zA-Z0-9_]+]] = snn.spike_matmul ins(%[[S]], %[[TW]] : tensor<2x3xi1>, tensor<3x4xf32>) outs(%[[TC]] : tensor<2x4xf32>) -> tensor<2x4xf32>
// CHECK-NEXT: return %[[SPIKE_MATMUL]] : tensor<2x4xf32>
func.func @d_spikes(%s: tensor<2x3xi1>, %w: tensor<3x4xf32>, %c: tensor<2x4xf32>, %tw: tensor<3x4xf32>, %tc: tensor<2x4xf32>) -> tensor<2x4xf32> {
  %r = ad.jvp @spikes(%s, %w, %c) tangents(%tw, %tc) {wrt = [1, 2]} : (tensor<2x3xi1>, tensor<3x4xf32>, tensor<2x4xf32>) tangents(tensor<3x4xf32>, tensor<2x4xf32>) -> (tensor<2x4xf32>)
  return %r : tensor<2x4xf32>
}
// CHECK-LABEL: func.func @d_init(
// CHECK-SAME: %[[S:[^:]*]]: tensor<2x3xi1>, %[[W:[^:]*]]: tensor<3x4xf32>, %[[C:[^:]*]]: tensor<2x4xf32>, %[[T:[^:]*]]: tensor<2x4xf32>)
// CHECK-NEXT: return %[[T]] : tensor<2x4xf32>
func.func @d_init(%s: tensor<2x3xi1>, %w: tensor<3x4xf32>, %c: tensor<2x4xf32>, %t: tensor<2x4xf32>) -> tensor<2x4xf32> {
  %r = ad.jvp @spikes(%s, %w, %c) tangents(%t) {wrt = [2]} : (tensor<2x3xi1>, tensor<3x4xf32>, tensor<2x4xf32>) tangents(tensor<2x4xf32>) -> (tensor<2x4xf32>)
  return %r : tensor<2x4xf32>
}
