// RUN: snn-opt %s --ad-differentiate --inline --symbol-dce --canonicalize --cse | FileCheck %s

// Requests in what a request differentiates are answered first, in any order of
// the modes: each of these is the second derivative 6 x of x^3, times %t.

func.func private @cube(%x: f64) -> f64 {
  %s = arith.mulf %x, %x : f64
  %c = arith.mulf %s, %x : f64
  return %c : f64
}
func.func private @gradient(%x: f64) -> f64 {
  %one = arith.constant 1.0 : f64
  %g = ad.vjp @cube(%x) cotangents(%one) {wrt = [0]} : (f64) cotangents(f64) -> (f64)
  return %g : f64
}
// CHECK-LABEL: func.func @forward_over_reverse(
// CHECK-SAME: %[[X:[^:]*]]: f64, %[[T:[^:]*]]: f64)
// CHECK-NEXT: %[[MULF:[a-zA-Z0-9_]+]] = arith.mulf %[[T]], %[[X]] : f64
// CHECK-NEXT: %[[ADDF:[a-zA-Z0-9_]+]] = arith.addf %[[MULF]], %[[MULF]] : f64
// CHECK-NEXT: %[[ADDF1:[a-zA-Z0-9_]+]] = arith.addf %[[ADDF]], %[[ADDF]] : f64
// CHECK-NEXT: %[[ADDF2:[a-zA-Z0-9_]+]] = arith.addf %[[ADDF1]], %[[ADDF]] : f64
// CHECK-NEXT: return %[[ADDF2]] : f64
func.func @forward_over_reverse(%x: f64, %t: f64) -> f64 {
  %h = ad.jvp @gradient(%x) tangents(%t) {wrt = [0]} : (f64) tangents(f64) -> (f64)
  return %h : f64
}

func.func private @slope(%x: f64) -> f64 {
  %one = arith.constant 1.0 : f64
  %g = ad.jvp @cube(%x) tangents(%one) {wrt = [0]} : (f64) tangents(f64) -> (f64)
  return %g : f64
}
// CHECK-LABEL: func.func @reverse_over_forward(
// CHECK-SAME: %[[X:[^:]*]]: f64, %[[T:[^:]*]]: f64)
// CHECK-NEXT: %[[ADDF:[a-zA-Z0-9_]+]] = arith.addf %[[X]], %[[X]] : f64
// CHECK-NEXT: %[[MULF:[a-zA-Z0-9_]+]] = arith.mulf %[[T]], %[[X]] : f64
// CHECK-NEXT: %[[MULF1:[a-zA-Z0-9_]+]] = arith.mulf %[[T]], %[[ADDF]] : f64
// CHECK-NEXT: %[[ADDF1:[a-zA-Z0-9_]+]] = arith.addf %[[MULF1]], %[[MULF]] : f64
// CHECK-NEXT: %[[ADDF2:[a-zA-Z0-9_]+]] = arith.addf %[[ADDF1]], %[[MULF]] : f64
// CHECK-NEXT: %[[ADDF3:[a-zA-Z0-9_]+]] = arith.addf %[[ADDF2]], %[[MULF]] : f64
// CHECK-NEXT: %[[ADDF4:[a-zA-Z0-9_]+]] = arith.addf %[[ADDF3]], %[[MULF]] : f64
// CHECK-NEXT: return %[[ADDF4]] : f64
func.func @reverse_over_forward(%x: f64, %t: f64) -> f64 {
  %h = ad.vjp @slope(%x) cotangents(%t) {wrt = [0]} : (f64) cotangents(f64) -> (f64)
  return %h : f64
}
// CHECK-LABEL: func.func @forward_over_forward(
// CHECK-SAME: %[[X:[^:]*]]: f64, %[[T:[^:]*]]: f64)
// CHECK-NEXT: %[[MULF:[a-zA-Z0-9_]+]] = arith.mulf %[[T]], %[[X]] : f64
// CHECK-NEXT: %[[ADDF:[a-zA-Z0-9_]+]] = arith.addf %[[MULF]], %[[MULF]] : f64
// CHECK-NEXT: %[[ADDF1:[a-zA-Z0-9_]+]] = arith.addf %[[X]], %[[X]] : f64
// CHECK-NEXT: %[[ADDF2:[a-zA-Z0-9_]+]] = arith.addf %[[T]], %[[T]] : f64
// CHECK-NEXT: %[[MULF1:[a-zA-Z0-9_]+]] = arith.mulf %[[ADDF2]], %[[X]] : f64
// CHECK-NEXT: %[[MULF2:[a-zA-Z0-9_]+]] = arith.mulf %[[T]], %[[ADDF1]] : f64
// CHECK-NEXT: %[[ADDF3:[a-zA-Z0-9_]+]] = arith.addf %[[MULF1]], %[[MULF2]] : f64
// CHECK-NEXT: %[[ADDF4:[a-zA-Z0-9_]+]] = arith.addf %[[ADDF3]], %[[ADDF]] : f64
// CHECK-NEXT: return %[[ADDF4]] : f64
func.func @forward_over_forward(%x: f64, %t: f64) -> f64 {
  %h = ad.jvp @slope(%x) tangents(%t) {wrt = [0]} : (f64) tangents(f64) -> (f64)
  return %h : f64
}
