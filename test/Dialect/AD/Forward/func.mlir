// RUN: snn-opt %s --ad-differentiate --canonicalize | FileCheck %s

// Calls of calls: the tangent function of a callee is made once for each set of
// arguments with tangents, and gives the values as well, so that nothing runs twice.

// CHECK-LABEL: func.func private @square(
// CHECK-SAME: %[[X:[^:]*]]: f32, %[[Y:[^:]*]]: f32)
// CHECK-NEXT: %[[CONSTANT:[a-zA-Z0-9_]+]] = arith.constant 3 : i32
// CHECK-NEXT: %[[MULF:[a-zA-Z0-9_]+]] = arith.mulf %[[X]], %[[X]] : f32
// CHECK-NEXT: %[[SIN:[a-zA-Z0-9_]+]] = math.sin %[[Y]] : f32
// CHECK-NEXT: return %[[MULF]], %[[SIN]], %[[CONSTANT]] : f32, f32, i32
// CHECK-LABEL: func.func private @square_jvp(
// CHECK-SAME: %[[X:[^:]*]]: f32, %[[Y:[^:]*]]: f32, %[[T:[^:]*]]: f32)
// CHECK-NEXT: %[[CONSTANT:[a-zA-Z0-9_]+]] = arith.constant 3 : i32
// CHECK-NEXT: %[[MULF:[a-zA-Z0-9_]+]] = arith.mulf %[[X]], %[[X]] : f32
// CHECK-NEXT: %[[MULF1:[a-zA-Z0-9_]+]] = arith.mulf %[[T]], %[[X]] : f32
// CHECK-NEXT: %[[MULF2:[a-zA-Z0-9_]+]] = arith.mulf %[[T]], %[[X]] : f32
// CHECK-NEXT: %[[ADDF:[a-zA-Z0-9_]+]] = arith.addf %[[MULF1]], %[[MULF2]] : f32
// CHECK-NEXT: %[[SIN:[a-zA-Z0-9_]+]] = math.sin %[[Y]] : f32
// CHECK-NEXT: return %[[MULF]], %[[SIN]], %[[CONSTANT]], %[[ADDF]] : f32, f32, i32, f32
func.func private @square(%x: f32, %y: f32) -> (f32, f32, i32) attributes {no_inline} {
  %p = arith.mulf %x, %x : f32
  %q = math.sin %y : f32
  %n = arith.constant 3 : i32
  return %p, %q, %n : f32, f32, i32
}
// CHECK-LABEL: func.func private @twice(
// CHECK-SAME: %[[X:[^:]*]]: f32, %[[Y:[^:]*]]: f32)
// CHECK-NEXT: %[[CALL:[a-zA-Z0-9_]+]]:3 = call @square(%[[X]], %[[Y]]) : (f32, f32) -> (f32, f32, i32)
// CHECK-NEXT: %[[CALL1:[a-zA-Z0-9_]+]]:3 = call @square(%[[CALL]]#0, %[[Y]]) : (f32, f32) -> (f32, f32, i32)
// CHECK-NEXT: %[[ADDF:[a-zA-Z0-9_]+]] = arith.addf %[[CALL1]]#0, %[[CALL1]]#1 : f32
// CHECK-NEXT: return %[[ADDF]] : f32
// CHECK-LABEL: func.func private @twice_jvp_0(
// CHECK-SAME: %[[X:[^:]*]]: f32, %[[Y:[^:]*]]: f32, %[[T:[^:]*]]: f32)
// CHECK-NEXT: %[[CALL:[a-zA-Z0-9_]+]]:4 = call @square_jvp(%[[X]], %[[Y]], %[[T]]) : (f32, f32, f32) -> (f32, f32, i32, f32)
// CHECK-NEXT: %[[CALL1:[a-zA-Z0-9_]+]]:4 = call @square_jvp(%[[CALL]]#0, %[[Y]], %[[CALL]]#3) : (f32, f32, f32) -> (f32, f32, i32, f32)
// CHECK-NEXT: %[[ADDF:[a-zA-Z0-9_]+]] = arith.addf %[[CALL1]]#0, %[[CALL1]]#1 : f32
// CHECK-NEXT: return %[[ADDF]], %[[CALL1]]#3 : f32, f32
// CHECK-LABEL: func.func private @twice_jvp(
// CHECK-SAME: %[[X:[^:]*]]: f32, %[[Y:[^:]*]]: f32, %[[T:[^:]*]]: f32)
// CHECK-NEXT: %[[CALL:[a-zA-Z0-9_]+]]:4 = call @square_jvp(%[[X]], %[[Y]], %[[T]]) : (f32, f32, f32) -> (f32, f32, i32, f32)
// CHECK-NEXT: %[[CALL1:[a-zA-Z0-9_]+]]:4 = call @square_jvp(%[[CALL]]#0, %[[Y]], %[[CALL]]#3) : (f32, f32, f32) -> (f32, f32, i32, f32)
// CHECK-NEXT: return %[[CALL1]]#3 : f32
func.func private @twice(%x: f32, %y: f32) -> f32 {
  %a:3 = call @square(%x, %y) : (f32, f32) -> (f32, f32, i32)
  %b:3 = call @square(%a#0, %y) : (f32, f32) -> (f32, f32, i32)
  %s = arith.addf %b#0, %b#1 : f32
  return %s : f32
}
// CHECK-LABEL: func.func @d(
// CHECK-SAME: %[[X:[^:]*]]: f32, %[[Y:[^:]*]]: f32, %[[T:[^:]*]]: f32)
// CHECK-NEXT: %[[CALL:[a-zA-Z0-9_]+]] = call @twice_jvp(%[[X]], %[[Y]], %[[T]]) : (f32, f32, f32) -> f32
// CHECK-NEXT: return %[[CALL]] : f32
func.func @d(%x: f32, %y: f32, %t: f32) -> f32 {
  %r = ad.jvp @twice(%x, %y) tangents(%t) {wrt = [0]} : (f32, f32) tangents(f32) -> (f32)
  return %r : f32
}

// Two equal requests share a function; a third, which keeps the values, does not.
// CHECK-LABEL: func.func @again(
// CHECK-SAME: %[[X:[^:]*]]: f32, %[[Y:[^:]*]]: f32, %[[T:[^:]*]]: f32)
// CHECK-NEXT: %[[CALL:[a-zA-Z0-9_]+]] = call @twice_jvp(%[[X]], %[[Y]], %[[T]]) : (f32, f32, f32) -> f32
// CHECK-NEXT: %[[CALL1:[a-zA-Z0-9_]+]]:2 = call @twice_jvp_0(%[[X]], %[[Y]], %[[T]]) : (f32, f32, f32) -> (f32, f32)
// CHECK-NEXT: return %[[CALL]], %[[CALL1]]#0, %[[CALL1]]#1 : f32, f32, f32
func.func @again(%x: f32, %y: f32, %t: f32) -> (f32, f32, f32) {
  %r = ad.jvp @twice(%x, %y) tangents(%t) {wrt = [0]} : (f32, f32) tangents(f32) -> (f32)
  %v, %u = ad.jvp @twice(%x, %y) tangents(%t) {wrt = [0], keep_primal} : (f32, f32) tangents(f32) -> (f32, f32)
  return %r, %v, %u : f32, f32, f32
}

// A rule in an attribute is called with the arguments and one tangent for each
// differentiable argument, zeros where there is none; the call itself stays.
// CHECK-LABEL: func.func private @ruled(
// CHECK-SAME: %[[X:[^:]*]]: f32, %[[N:[^:]*]]: i32, %[[Y:[^:]*]]: f32)
// CHECK-NEXT: %[[FLOOR:[a-zA-Z0-9_]+]] = math.floor %[[X]] : f32
// CHECK-NEXT: return %[[FLOOR]], %[[N]] : f32, i32
// CHECK-LABEL: func.func private @ruled_jvp(
// CHECK-SAME: %[[X:[^:]*]]: f32, %[[N:[^:]*]]: i32, %[[Y:[^:]*]]: f32, %[[T:[^:]*]]: f32, %[[T1:[^:]*]]: f32)
// CHECK-NEXT: %[[CALL:[a-zA-Z0-9_]+]]:2 = call @ruled(%[[X]], %[[N]], %[[Y]]) : (f32, i32, f32) -> (f32, i32)
// CHECK-NEXT: %[[CALL1:[a-zA-Z0-9_]+]] = call @rule(%[[X]], %[[N]], %[[Y]], %[[T1]], %[[T]]) : (f32, i32, f32, f32, f32) -> f32
// CHECK-NEXT: return %[[CALL]]#0, %[[CALL]]#1, %[[CALL1]] : f32, i32, f32
func.func private @ruled(%x: f32, %n: i32, %y: f32) -> (f32, i32) attributes {no_inline, ad.jvp = @rule} {
  %z = math.floor %x : f32
  return %z, %n : f32, i32
}
// CHECK-LABEL: func.func private @rule(
// CHECK-SAME: %[[X:[^:]*]]: f32, %[[N:[^:]*]]: i32, %[[Y:[^:]*]]: f32, %[[TX:[^:]*]]: f32, %[[TY:[^:]*]]: f32)
// CHECK-NEXT: return %[[TX]] : f32
func.func private @rule(%x: f32, %n: i32, %y: f32, %tx: f32, %ty: f32) -> f32 {
  return %tx : f32
}
// CHECK-LABEL: func.func private @caller(
// CHECK-SAME: %[[X:[^:]*]]: f32, %[[N:[^:]*]]: i32, %[[Y:[^:]*]]: f32)
// CHECK-NEXT: %[[CALL:[a-zA-Z0-9_]+]]:2 = call @ruled(%[[X]], %[[N]], %[[Y]]) : (f32, i32, f32) -> (f32, i32)
// CHECK-NEXT: %[[MULF:[a-zA-Z0-9_]+]] = arith.mulf %[[CALL]]#0, %[[X]] : f32
// CHECK-NEXT: return %[[MULF]] : f32
// CHECK-LABEL: func.func private @caller_jvp(
// CHECK-SAME: %[[X:[^:]*]]: f32, %[[N:[^:]*]]: i32, %[[Y:[^:]*]]: f32, %[[T:[^:]*]]: f32)
// CHECK-NEXT: %[[CONSTANT:[a-zA-Z0-9_]+]] = arith.constant 0.000000e+00 : f32
// CHECK-NEXT: %[[CALL:[a-zA-Z0-9_]+]]:2 = call @ruled(%[[X]], %[[N]], %[[Y]]) : (f32, i32, f32) -> (f32, i32)
// CHECK-NEXT: %[[CALL1:[a-zA-Z0-9_]+]] = call @rule(%[[X]], %[[N]], %[[Y]], %[[T]], %[[CONSTANT]]) : (f32, i32, f32, f32, f32) -> f32
// CHECK-NEXT: %[[MULF:[a-zA-Z0-9_]+]] = arith.mulf %[[CALL1]], %[[X]] : f32
// CHECK-NEXT: %[[MULF1:[a-zA-Z0-9_]+]] = arith.mulf %[[T]], %[[CALL]]#0 : f32
// CHECK-NEXT: %[[ADDF:[a-zA-Z0-9_]+]] = arith.addf %[[MULF]], %[[MULF1]] : f32
// CHECK-NEXT: return %[[ADDF]] : f32
func.func private @caller(%x: f32, %n: i32, %y: f32) -> f32 {
  %r:2 = call @ruled(%x, %n, %y) : (f32, i32, f32) -> (f32, i32)
  %z = arith.mulf %r#0, %x : f32
  return %z : f32
}
// CHECK-LABEL: func.func @d_caller(
// CHECK-SAME: %[[X:[^:]*]]: f32, %[[N:[^:]*]]: i32, %[[Y:[^:]*]]: f32, %[[T:[^:]*]]: f32)
// CHECK-NEXT: %[[CALL:[a-zA-Z0-9_]+]] = call @caller_jvp(%[[X]], %[[N]], %[[Y]], %[[T]]) : (f32, i32, f32, f32) -> f32
// CHECK-NEXT: return %[[CALL]] : f32
func.func @d_caller(%x: f32, %n: i32, %y: f32, %t: f32) -> f32 {
  %r = ad.jvp @caller(%x, %n, %y) tangents(%t) {wrt = [0]} : (f32, i32, f32) tangents(f32) -> (f32)
  return %r : f32
}

// A request for a function with a rule goes through a call of it.
// CHECK-LABEL: func.func @d_ruled(
// CHECK-SAME: %[[X:[^:]*]]: f32, %[[N:[^:]*]]: i32, %[[Y:[^:]*]]: f32, %[[TX:[^:]*]]: f32, %[[TY:[^:]*]]: f32)
// CHECK-NEXT: %[[CALL:[a-zA-Z0-9_]+]]:3 = call @ruled_jvp(%[[X]], %[[N]], %[[Y]], %[[TY]], %[[TX]]) : (f32, i32, f32, f32, f32) -> (f32, i32, f32)
// CHECK-NEXT: return %[[CALL]]#0, %[[CALL]]#1, %[[CALL]]#2 : f32, i32, f32
func.func @d_ruled(%x: f32, %n: i32, %y: f32, %tx: f32, %ty: f32) -> (f32, i32, f32) {
  %r:3 = ad.jvp @ruled(%x, %n, %y) tangents(%ty, %tx) {wrt = [2, 0], keep_primal} : (f32, i32, f32) tangents(f32, f32) -> (f32, i32, f32)
  return %r#0, %r#1, %r#2 : f32, i32, f32
}
