// RUN: snn-opt %s | snn-opt | FileCheck %s
// RUN: snn-opt %s --mlir-print-op-generic | snn-opt | FileCheck %s
// RUN: snn-opt %s --emit-bytecode | snn-opt | FileCheck %s

// CHECK-LABEL: func.func @stop_gradient_types(
func.func @stop_gradient_types(%a: f32, %b: bf16, %c: vector<4xf64>, %d: tensor<?x3xf16>, %e: tensor<f32>) {
  // CHECK: ad.stop_gradient %{{.*}} : f32
  %0 = ad.stop_gradient %a : f32
  // CHECK: ad.stop_gradient %{{.*}} : bf16
  %1 = ad.stop_gradient %b : bf16
  // CHECK: ad.stop_gradient %{{.*}} : vector<4xf64>
  %2 = ad.stop_gradient %c : vector<4xf64>
  // CHECK: ad.stop_gradient %{{.*}} : tensor<?x3xf16>
  %3 = ad.stop_gradient %d : tensor<?x3xf16>
  // CHECK: ad.stop_gradient %{{.*}} {note = 1 : i64} : tensor<f32>
  %4 = ad.stop_gradient %e {note = 1} : tensor<f32>
  return
}

func.func @f(%x: f32, %n: i32) -> (f32, i32) {
  return %x, %n : f32, i32
}

// CHECK-LABEL: func.func @request(
func.func @request(%x: f32, %n: i32, %ct: f32) -> (f32, i32, f32) {
  // CHECK: ad.vjp @f(%{{.*}}, %{{.*}}) cotangents(%{{.*}}) {keep_primal, wrt = [0]} : (f32, i32) cotangents (f32) -> (f32, i32, f32)
  %y:3 = ad.vjp @f(%x, %n) cotangents(%ct) {wrt = [0], keep_primal} : (f32, i32) cotangents(f32) -> (f32, i32, f32)
  // CHECK: ad.vjp @f(%{{.*}}, %{{.*}}) cotangents(%{{.*}}) {wrt = []} : (f32, i32) cotangents (f32) -> ()
  ad.vjp @f(%x, %n) cotangents(%ct) {wrt = []} : (f32, i32) cotangents(f32) -> ()
  return %y#0, %y#1, %y#2 : f32, i32, f32
}

// CHECK-LABEL: func.func @forward_request(
func.func @forward_request(%x: f32, %n: i32, %t: f32) -> (f32, i32, f32) {
  // CHECK: ad.jvp @f(%{{.*}}, %{{.*}}) tangents(%{{.*}}) {keep_primal, wrt = [0]} : (f32, i32) tangents (f32) -> (f32, i32, f32)
  %y:3 = ad.jvp @f(%x, %n) tangents(%t) {wrt = [0], keep_primal} : (f32, i32) tangents(f32) -> (f32, i32, f32)
  // CHECK: ad.jvp @f(%{{.*}}, %{{.*}}) tangents() {wrt = []} : (f32, i32) tangents () -> (f32)
  %z = ad.jvp @f(%x, %n) tangents() {wrt = []} : (f32, i32) tangents() -> (f32)
  return %y#0, %y#1, %y#2 : f32, i32, f32
}

func.func @step(%v: f32) -> f32 {
  return %v : f32
}
func.func @step_fwd(%v: f32) -> (f32, f32) {
  return %v, %v : f32, f32
}
func.func @step_bwd(%v: f32, %ct: f32) -> f32 {
  return %ct : f32
}

// CHECK-LABEL: func.func @opaque(
func.func @opaque(%v: f32) -> f32 {
  // CHECK: ad.custom_vjp {backward = @step_bwd, forward = @step_fwd, primal = @step}(%{{.*}}) : (f32) -> f32
  %z = ad.custom_vjp {primal = @step, forward = @step_fwd, backward = @step_bwd} (%v) : (f32) -> f32
  return %z : f32
}
