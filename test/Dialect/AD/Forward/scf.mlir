// RUN: snn-opt %s --ad-differentiate --inline --symbol-dce --canonicalize --cse | FileCheck %s

// A loop carries the tangent beside the value and keeps nothing of its steps.

func.func private @powers(%x: tensor<?xf32>, %w: tensor<?xf32>, %n: index) -> tensor<?xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %r = scf.for %i = %c0 to %n step %c1 iter_args(%v = %x) -> tensor<?xf32> {
    %p = arith.mulf %v, %w : tensor<?xf32>
    scf.yield %p : tensor<?xf32>
  }
  return %r : tensor<?xf32>
}
// CHECK-LABEL: func.func @d_powers(
// CHECK-SAME: %[[X:[^:]*]]: tensor<?xf32>, %[[W:[^:]*]]: tensor<?xf32>, %[[N:[^:]*]]: index, %[[TX:[^:]*]]: tensor<?xf32>, %[[TW:[^:]*]]: tensor<?xf32>)
// CHECK-NEXT: %[[CONSTANT:[a-zA-Z0-9_]+]] = arith.constant 0 : index
// CHECK-NEXT: %[[CONSTANT1:[a-zA-Z0-9_]+]] = arith.constant 1 : index
// CHECK-NEXT: %[[FOR:[a-zA-Z0-9_]+]]:2 = scf.for %[[V:[a-zA-Z0-9_]+]] = %[[CONSTANT]] to %[[N]] step %[[CONSTANT1]] iter_args(%[[V1:[a-zA-Z0-9_]+]] = %[[X]], %[[V2:[a-zA-Z0-9_]+]] = %[[TX]]) -> (tensor<?xf32>, tensor<?xf32>) {
// CHECK-NEXT: %[[MULF:[a-zA-Z0-9_]+]] = arith.mulf %[[V1]], %[[W]] : tensor<?xf32>
// CHECK-NEXT: %[[MULF1:[a-zA-Z0-9_]+]] = arith.mulf %[[V2]], %[[W]] : tensor<?xf32>
// CHECK-NEXT: %[[MULF2:[a-zA-Z0-9_]+]] = arith.mulf %[[TW]], %[[V1]] : tensor<?xf32>
// CHECK-NEXT: %[[ADDF:[a-zA-Z0-9_]+]] = arith.addf %[[MULF1]], %[[MULF2]] : tensor<?xf32>
// CHECK-NEXT: scf.yield %[[MULF]], %[[ADDF]] : tensor<?xf32>, tensor<?xf32>
// CHECK-NEXT: }
// CHECK-NEXT: return %[[FOR]]#1 : tensor<?xf32>
func.func @d_powers(%x: tensor<?xf32>, %w: tensor<?xf32>, %n: index, %tx: tensor<?xf32>, %tw: tensor<?xf32>) -> tensor<?xf32> {
  %r = ad.jvp @powers(%x, %w, %n) tangents(%tx, %tw) {wrt = [0, 1]} : (tensor<?xf32>, tensor<?xf32>, index) tangents(tensor<?xf32>, tensor<?xf32>) -> (tensor<?xf32>)
  return %r : tensor<?xf32>
}

// The init has no tangent, but the steps give it one: it starts at zero. What
// carries none, an integer and a stopped value, stays alone.
func.func private @mixed(%x: f32, %w: f32, %n: index) -> (f32, i32, f32) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %k0 = arith.constant 0 : i32
  %k1 = arith.constant 1 : i32
  %r:3 = scf.for %i = %c0 to %n step %c1 iter_args(%v = %x, %k = %k0, %u = %x) -> (f32, i32, f32) {
    %p = arith.addf %v, %w : f32
    %k2 = arith.addi %k, %k1 : i32
    %q = ad.stop_gradient %p : f32
    scf.yield %p, %k2, %q : f32, i32, f32
  }
  return %r#0, %r#1, %r#2 : f32, i32, f32
}
// CHECK-LABEL: func.func @d_mixed(
// CHECK-SAME: %[[X:[^:]*]]: f32, %[[W:[^:]*]]: f32, %[[N:[^:]*]]: index, %[[T:[^:]*]]: f32)
// CHECK-NEXT: %[[CONSTANT:[a-zA-Z0-9_]+]] = arith.constant 0 : index
// CHECK-NEXT: %[[CONSTANT1:[a-zA-Z0-9_]+]] = arith.constant 1 : index
// CHECK-NEXT: %[[CONSTANT2:[a-zA-Z0-9_]+]] = arith.constant 0 : i32
// CHECK-NEXT: %[[CONSTANT3:[a-zA-Z0-9_]+]] = arith.constant 1 : i32
// CHECK-NEXT: %[[CONSTANT4:[a-zA-Z0-9_]+]] = arith.constant 0.000000e+00 : f32
// CHECK-NEXT: %[[FOR:[a-zA-Z0-9_]+]]:3 = scf.for %[[V:[a-zA-Z0-9_]+]] = %[[CONSTANT]] to %[[N]] step %[[CONSTANT1]] iter_args(%[[V1:[a-zA-Z0-9_]+]] = %[[X]], %[[V2:[a-zA-Z0-9_]+]] = %[[CONSTANT2]], %[[V3:[a-zA-Z0-9_]+]] = %[[CONSTANT4]]) -> (f32, i32, f32) {
// CHECK-NEXT: %[[ADDF:[a-zA-Z0-9_]+]] = arith.addf %[[V1]], %[[W]] : f32
// CHECK-NEXT: %[[ADDF1:[a-zA-Z0-9_]+]] = arith.addf %[[V3]], %[[T]] : f32
// CHECK-NEXT: %[[ADDI:[a-zA-Z0-9_]+]] = arith.addi %[[V2]], %[[CONSTANT3]] : i32
// CHECK-NEXT: scf.yield %[[ADDF]], %[[ADDI]], %[[ADDF1]] : f32, i32, f32
// CHECK-NEXT: }
// CHECK-NEXT: return %[[FOR]]#0, %[[FOR]]#1, %[[FOR]]#2, %[[CONSTANT4]] : f32, i32, f32, f32
func.func @d_mixed(%x: f32, %w: f32, %n: index, %t: f32) -> (f32, i32, f32, f32) {
  %r:5 = ad.jvp @mixed(%x, %w, %n) tangents(%t) {wrt = [1], keep_primal} : (f32, f32, index) tangents(f32) -> (f32, i32, f32, f32, f32)
  return %r#0, %r#1, %r#3, %r#4 : f32, i32, f32, f32
}

// Each side of a branch yields its tangent, zero where it has none.
func.func private @branch(%c: i1, %x: f32, %w: f32) -> (f32, f32) {
  %r:2 = scf.if %c -> (f32, f32) {
    %p = arith.mulf %x, %w : f32
    scf.yield %p, %x : f32, f32
  } else {
    scf.yield %w, %x : f32, f32
  }
  return %r#0, %r#1 : f32, f32
}
// CHECK-LABEL: func.func @d_branch(
// CHECK-SAME: %[[C:[^:]*]]: i1, %[[X:[^:]*]]: f32, %[[W:[^:]*]]: f32, %[[T:[^:]*]]: f32)
// CHECK-NEXT: %[[CONSTANT:[a-zA-Z0-9_]+]] = arith.constant 0.000000e+00 : f32
// CHECK-NEXT: %[[IF:[a-zA-Z0-9_]+]] = scf.if %[[C]] -> (f32) {
// CHECK-NEXT: %[[MULF:[a-zA-Z0-9_]+]] = arith.mulf %[[T]], %[[W]] : f32
// CHECK-NEXT: scf.yield %[[MULF]] : f32
// CHECK-NEXT: } else {
// CHECK-NEXT: scf.yield %[[CONSTANT]] : f32
// CHECK-NEXT: }
// CHECK-NEXT: return %[[IF]], %[[T]] : f32, f32
func.func @d_branch(%c: i1, %x: f32, %w: f32, %t: f32) -> (f32, f32) {
  %r:2 = ad.jvp @branch(%c, %x, %w) tangents(%t) {wrt = [1]} : (i1, f32, f32) tangents(f32) -> (f32, f32)
  return %r#0, %r#1 : f32, f32
}

func.func private @switch(%k: index, %x: f32) -> f32 {
  %r = scf.index_switch %k -> f32
  case 2 {
    %s = math.sin %x : f32
    scf.yield %s : f32
  }
  default {
    scf.yield %x : f32
  }
  return %r : f32
}
// CHECK-LABEL: func.func @d_switch(
// CHECK-SAME: %[[K:[^:]*]]: index, %[[X:[^:]*]]: f32, %[[T:[^:]*]]: f32)
// CHECK-NEXT: %[[INDEX_SWITCH:[a-zA-Z0-9_]+]] = scf.index_switch %[[K]] -> f32
// CHECK-NEXT: case 2 {
// CHECK-NEXT: %[[COS:[a-zA-Z0-9_]+]] = math.cos %[[X]] : f32
// CHECK-NEXT: %[[MULF:[a-zA-Z0-9_]+]] = arith.mulf %[[T]], %[[COS]] : f32
// CHECK-NEXT: scf.yield %[[MULF]] : f32
// CHECK-NEXT: }
// CHECK-NEXT: default {
// CHECK-NEXT: scf.yield %[[T]] : f32
// CHECK-NEXT: }
// CHECK-NEXT: return %[[INDEX_SWITCH]] : f32
func.func @d_switch(%k: index, %x: f32, %t: f32) -> f32 {
  %r = ad.jvp @switch(%k, %x) tangents(%t) {wrt = [1]} : (index, f32) tangents(f32) -> (f32)
  return %r : f32
}

// What the body reads through a stop-gradient alone leaves the loop with the
// tangent of the last step.
// CHECK-LABEL: func.func @d_stopped(
// CHECK-SAME: %{{[^:]*}}: f32, %[[W:[^:]*]]: f32, %{{[^:]*}}: index, %[[T:[^:]*]]: f32)
// CHECK: %[[LOOP:.*]]:2 = scf.for {{.*}} iter_args(%[[V:.*]] = %{{.*}}, %{{.*}} = %{{.*}}) -> (f32, f32) {
// CHECK: %[[S:.*]] = ad.stop_gradient %[[V]] : f32
// CHECK: %[[P:.*]] = arith.mulf %[[S]], %[[W]] : f32
// CHECK: %[[DP:.*]] = arith.mulf %[[T]], %[[S]] : f32
// CHECK: scf.yield %[[P]], %[[DP]] : f32, f32
// CHECK: return %[[LOOP]]#1 : f32
func.func private @stopped(%x: f32, %w: f32, %n: index) -> f32 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %r = scf.for %i = %c0 to %n step %c1 iter_args(%v = %x) -> f32 {
    %s = ad.stop_gradient %v : f32
    %p = arith.mulf %s, %w : f32
    scf.yield %p : f32
  }
  return %r : f32
}
func.func @d_stopped(%x: f32, %w: f32, %n: index, %t: f32) -> f32 {
  %r = ad.jvp @stopped(%x, %w, %n) tangents(%t) {wrt = [1]} : (f32, f32, index) tangents(f32) -> (f32)
  return %r : f32
}
