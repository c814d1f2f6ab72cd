// RUN: snn-opt %s --ad-erase-stop-gradient --split-input-file --verify-diagnostics | FileCheck %s
// RUN: snn-opt %s --ad-erase-stop-gradient=keep-non-finite=true --split-input-file --verify-diagnostics | FileCheck %s --check-prefix=KEEP

// Forward gradient injection folds to the plain spike, whichever way the sum
// is written.
// CHECK-LABEL: func.func @injection(
// CHECK-SAME: %[[H:.*]]: tensor<4xf32>, %[[F:.*]]: tensor<4xf32>)
// CHECK-NOT: arith.addf
// CHECK: return %[[F]], %[[F]]
// KEEP-LABEL: func.func @injection(
// KEEP: arith.subf %[[H:.*]], %[[H]]
// KEEP: arith.addf
func.func @injection(%h: tensor<4xf32>, %f: tensor<4xf32>) -> (tensor<4xf32>, tensor<4xf32>) {
  %hs = ad.stop_gradient %h : tensor<4xf32>
  %fs = ad.stop_gradient %f : tensor<4xf32>
  %zero = arith.subf %h, %hs : tensor<4xf32>
  %y = arith.addf %zero, %fs : tensor<4xf32>
  %z = arith.addf %fs, %zero : tensor<4xf32>
  return %y, %z : tensor<4xf32>, tensor<4xf32>
}

// -----

// A general h - h is somebody's arithmetic, NaN of inf - inf included; so is a
// difference with another value's stop-gradient.
// CHECK-LABEL: func.func @not_injection(
// CHECK-SAME: %[[H:.*]]: f32, %[[G:.*]]: f32, %[[F:.*]]: f32)
// CHECK: %[[A:.*]] = arith.subf %[[H]], %[[H]]
// CHECK: arith.addf %[[A]], %[[F]]
// CHECK: %[[B:.*]] = arith.subf %[[H]], %[[G]]
// CHECK: arith.addf %[[B]], %[[F]]
func.func @not_injection(%h: f32, %g: f32, %f: f32) -> (f32, f32) {
  %gs = ad.stop_gradient %g : f32
  %a = arith.subf %h, %h : f32
  %y = arith.addf %a, %f : f32
  %b = arith.subf %h, %gs : f32
  %z = arith.addf %b, %f : f32
  return %y, %z : f32, f32
}

// -----

// In a fused scalar body as well.
// CHECK-LABEL: func.func @in_body(
// CHECK: (%{{.*}}: f32, %[[F:.*]]: f32, %{{.*}}: f32) {
// CHECK-NEXT: linalg.yield %[[F]]
func.func @in_body(%h: tensor<4xf32>, %f: tensor<4xf32>) -> tensor<4xf32> {
  %e = tensor.empty() : tensor<4xf32>
  %y = linalg.map ins(%h, %f : tensor<4xf32>, tensor<4xf32>) outs(%e : tensor<4xf32>)
    (%a: f32, %b: f32, %o: f32) {
      %as = ad.stop_gradient %a : f32
      %bs = ad.stop_gradient %b : f32
      %zero = arith.subf %a, %as : f32
      %z = arith.addf %zero, %bs : f32
      linalg.yield %z : f32
    }
  return %y : tensor<4xf32>
}

// -----

// Of the sum of two injections one goes; an injection with several users goes
// from each sum, and stays where it is asked for itself.
// CHECK-LABEL: func.func @two_injections(
// CHECK-SAME: %{{.*}}: vector<4xbf16>, %[[K:.*]]: vector<4xbf16>)
// CHECK-NEXT: %[[B:.*]] = arith.subf %[[K]], %[[K]] : vector<4xbf16>
// CHECK-NEXT: return %[[B]]
func.func @two_injections(%h: vector<4xbf16>, %k: vector<4xbf16>) -> vector<4xbf16> {
  %hs = ad.stop_gradient %h : vector<4xbf16>
  %ks = ad.stop_gradient %k : vector<4xbf16>
  %a = arith.subf %h, %hs : vector<4xbf16>
  %b = arith.subf %k, %ks : vector<4xbf16>
  %y = arith.addf %a, %b : vector<4xbf16>
  return %y : vector<4xbf16>
}

// CHECK-LABEL: func.func @shared(
// CHECK-SAME: %[[H:.*]]: f64, %[[F:.*]]: f64, %[[G:.*]]: f64)
// CHECK-NEXT: %[[Z:.*]] = arith.subf %[[H]], %[[H]]
// CHECK-NEXT: return %[[F]], %[[G]], %[[Z]]
func.func @shared(%h: f64, %f: f64, %g: f64) -> (f64, f64, f64) {
  %hs = ad.stop_gradient %h : f64
  %zero = arith.subf %h, %hs : f64
  %y = arith.addf %zero, %f : f64
  %z = arith.addf %zero, %g : f64
  return %y, %z, %zero : f64, f64, f64
}

// -----

// sg(h) - h has the derivative -1 and is no injection; nor is one that is
// subtracted, of no elements either.
// CHECK-LABEL: func.func @other_signs(
// CHECK: %[[A:.*]] = arith.subf %[[H:.*]], %[[H]] : f32
// CHECK: arith.addf %[[A]]
// CHECK: %[[B:.*]] = arith.subf %[[K:.*]], %[[K]] : tensor<0xf32>
// CHECK: arith.subf %{{.*}}, %[[B]]
func.func @other_signs(%h: f32, %f: f32, %k: tensor<0xf32>, %g: tensor<0xf32>) -> (f32, tensor<0xf32>) {
  %hs = ad.stop_gradient %h : f32
  %a = arith.subf %hs, %h : f32
  %y = arith.addf %a, %f : f32
  %ks = ad.stop_gradient %k : tensor<0xf32>
  %b = arith.subf %k, %ks : tensor<0xf32>
  %z = arith.subf %g, %b : tensor<0xf32>
  return %y, %z : f32, tensor<0xf32>
}

// -----

// Nobody asks for a rule any more: an llvm.func could not have it.
// CHECK-LABEL: func.func @has_rule(
// CHECK-SAME: attributes {no_inline} {
func.func @has_rule(%x: f32) -> f32 attributes {no_inline, ad.vjp = @rule} {
  return %x : f32
}
func.func private @rule(%x: f32, %ct: f32) -> f32 {
  return %ct : f32
}
// CHECK-LABEL: func.func @has_forward_rule(
// CHECK-SAME: attributes {no_inline} {
func.func @has_forward_rule(%x: f32) -> f32 attributes {no_inline, ad.jvp = @rule} {
  return %x : f32
}

// -----

func.func @f(%x: f32) -> f32 {
  return %x : f32
}
func.func @request_left(%x: f32) -> f32 {
  // expected-error @below {{expects no request for a derivative to be left: run ad-differentiate first}}
  %dx = ad.vjp @f(%x) cotangents(%x) {wrt = [0]} : (f32) cotangents(f32) -> (f32)
  return %dx : f32
}

// -----

func.func @f(%x: f32) -> f32 {
  return %x : f32
}
func.func @forward_request_left(%x: f32) -> f32 {
  // expected-error @below {{expects no request for a derivative to be left: run ad-differentiate first}}
  %t = ad.jvp @f(%x) tangents(%x) {wrt = [0]} : (f32) tangents(f32) -> (f32)
  return %t : f32
}
