// RUN: snn-opt %s --inline --ad-differentiate | FileCheck %s

// A rule in IR alone. It takes the arguments and one cotangent for each
// differentiable result, here a zero for the one that is not used, and answers
// for each differentiable argument. Inlining leaves the function alone.

func.func private @clip_rule(%x: tensor<?xf32>, %n: i32, %s: f32, %cy: tensor<?xf32>, %cz: f32) -> (tensor<?xf32>, f32) {
  return %cy, %cz : tensor<?xf32>, f32
}
func.func @clip(%x: tensor<?xf32>, %n: i32, %s: f32) -> (tensor<?xf32>, i32, f32) attributes {no_inline, ad.vjp = @clip_rule} {
  %y = math.round %x : tensor<?xf32>
  return %y, %n, %s : tensor<?xf32>, i32, f32
}

func.func @f(%x: tensor<?xf32>, %n: i32, %s: f32) -> tensor<?xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %r = scf.for %t = %c0 to %c3 step %c1 iter_args(%v = %x) -> tensor<?xf32> {
    %y:3 = func.call @clip(%v, %n, %s) : (tensor<?xf32>, i32, f32) -> (tensor<?xf32>, i32, f32)
    scf.yield %y#0 : tensor<?xf32>
  }
  return %r : tensor<?xf32>
}

// CHECK-LABEL: func.func private @f_vjp(
// CHECK-SAME: %[[X:[^:]*]]: tensor<?xf32>, %[[N:[^:]*]]: i32, %[[S:[^:]*]]: f32, %[[CT:[^:]*]]: tensor<?xf32>)
// CHECK: scf.for
// CHECK: func.call @clip(%{{.*}}, %[[N]], %[[S]])
// CHECK: scf.for %{{.*}} iter_args(%[[DV:.*]] = %[[CT]])
// CHECK: %[[V:.*]] = tensor.extract_slice
// CHECK: %[[ZERO:.*]] = arith.constant 0.000000e+00 : f32
// CHECK: %[[D:.*]]:2 = func.call @clip_rule(%[[V]], %[[N]], %[[S]], %[[DV]], %[[ZERO]])
// CHECK: scf.yield %[[D]]#0
func.func @df(%x: tensor<?xf32>, %n: i32, %s: f32, %ct: tensor<?xf32>) -> tensor<?xf32> {
  %g = ad.vjp @f(%x, %n, %s) cotangents(%ct) {wrt = [0]} : (tensor<?xf32>, i32, f32) cotangents(tensor<?xf32>) -> (tensor<?xf32>)
  return %g : tensor<?xf32>
}
