// RUN: snn-opt %s --ad-differentiate --ad-inline-custom-vjp --canonicalize | FileCheck %s
// RUN: snn-opt %s --ad-differentiate --ad-lower-custom-vjp --inline --canonicalize | FileCheck %s --check-prefix=OPAQUE
// RUN: not snn-opt %s --ad-inline-custom-vjp 2>&1 | FileCheck %s --check-prefix=LEFT

// RUN: snn-opt %s --ad-differentiate --ad-inline-custom-vjp --inline --canonicalize | FileCheck %s --check-prefix=NESTED

// LEFT: error: expects no request for a derivative to be left: run ad-differentiate first

func.func @square(%x: f32) -> f32 {
  %y = arith.mulf %x, %x : f32
  return %y : f32
}
func.func @square_fwd(%x: f32) -> (f32, f32) {
  %y = arith.mulf %x, %x : f32
  return %y, %x : f32, f32
}
// A rule that is not the true derivative, so that the test can tell.
func.func @square_bwd(%x: f32, %ct: f32) -> f32 {
  %c = arith.constant 7.0 : f32
  %d = arith.mulf %ct, %c : f32
  return %d : f32
}

func.func @f(%x: f32) -> f32 {
  %y = ad.custom_vjp {primal = @square, forward = @square_fwd, backward = @square_bwd} (%x) : (f32) -> f32
  return %y : f32
}

// CHECK-LABEL: func.func private @f_vjp(
// CHECK-NOT: call
// CHECK: %[[C:.*]] = arith.constant 7.0
// CHECK: %[[D:.*]] = arith.mulf %{{.*}}, %[[C]]
// CHECK: return %[[D]]

// The wall: neither upstream's inliner nor the differentiation opens it.
// OPAQUE-LABEL: func.func @f(
// OPAQUE: call @square(%{{.*}}) {ad.opaque}
// OPAQUE-LABEL: func.func @grad(
// OPAQUE: call @square_fwd(%{{.*}}) {ad.opaque}
// OPAQUE: call @square_bwd(%{{.*}}) {ad.opaque}

// CHECK-LABEL: func.func @grad(
func.func @grad(%x: f32, %ct: f32) -> f32 {
  %dx = ad.vjp @f(%x) cotangents(%ct) {wrt = [0]} : (f32) cotangents(f32) -> (f32)
  return %dx : f32
}

// A rule that calls an op with a rule, of functions further down: no call is
// left, though those of them that are a rule themselves are never inlined.
// NESTED-LABEL: func.func @outer_grad(
// NESTED-NOT: call
// NESTED: return
func.func @outer(%x: f32) -> f32 {
  %y = ad.custom_vjp {primal = @same, forward = @same_fwd, backward = @same_bwd} (%x) : (f32) -> f32
  return %y : f32
}
func.func @outer_grad(%x: f32, %ct: f32) -> (f32, f32) {
  %y, %dx = ad.vjp @outer(%x) cotangents(%ct) {wrt = [0], keep_primal} : (f32) cotangents(f32) -> (f32, f32)
  return %y, %dx : f32, f32
}
func.func @same_fwd(%x: f32) -> f32 {
  %y = ad.custom_vjp {primal = @same, forward = @same, backward = @same_bwd} (%x) : (f32) -> f32
  return %y : f32
}
func.func @same(%x: f32) -> f32 attributes {no_inline} {
  %y = arith.negf %x : f32
  return %y : f32
}
func.func @same_bwd(%ct: f32) -> f32 {
  %d = arith.negf %ct : f32
  return %d : f32
}

// Several arguments and results, one of them an argument handed on, in a loop.
// What nobody differentiates is its primal function.
// CHECK-LABEL: func.func @several(
// CHECK-SAME: %[[X:[^:]*]]: tensor<?xf64>, %[[Y:[^:]*]]: tensor<?xf64>, %[[N:[^:]*]]: index)
// CHECK: scf.for {{.*}} iter_args(%[[A:.*]] = %[[X]], %[[B:.*]] = %[[Y]])
// CHECK-NEXT: %[[S:.*]] = arith.addf %[[A]], %[[B]] : tensor<?xf64>
// CHECK-NEXT: scf.yield %[[B]], %[[S]]
// OPAQUE-LABEL: func.func @several(
// OPAQUE: call @swap_add(%{{.*}}, %{{.*}}) {ad.opaque} : (tensor<?xf64>, tensor<?xf64>) -> (tensor<?xf64>, tensor<?xf64>)
func.func @several(%x: tensor<?xf64>, %y: tensor<?xf64>, %n: index) -> (tensor<?xf64>, tensor<?xf64>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %r:2 = scf.for %i = %c0 to %n step %c1 iter_args(%a = %x, %b = %y) -> (tensor<?xf64>, tensor<?xf64>) {
    %s:2 = ad.custom_vjp {primal = @swap_add, forward = @swap_add, backward = @swap_add} (%a, %b) : (tensor<?xf64>, tensor<?xf64>) -> (tensor<?xf64>, tensor<?xf64>)
    scf.yield %s#0, %s#1 : tensor<?xf64>, tensor<?xf64>
  }
  return %r#0, %r#1 : tensor<?xf64>, tensor<?xf64>
}
func.func @swap_add(%a: tensor<?xf64>, %b: tensor<?xf64>) -> (tensor<?xf64>, tensor<?xf64>) attributes {no_inline} {
  %s = arith.addf %a, %b : tensor<?xf64>
  return %b, %s : tensor<?xf64>, tensor<?xf64>
}

// A call that is no rule stays a call.
// CHECK-LABEL: func.func @plain_call(
// CHECK: call @swap_add(
func.func @plain_call(%x: tensor<?xf64>) -> tensor<?xf64> {
  %r:2 = func.call @swap_add(%x, %x) : (tensor<?xf64>, tensor<?xf64>) -> (tensor<?xf64>, tensor<?xf64>)
  return %r#1 : tensor<?xf64>
}
