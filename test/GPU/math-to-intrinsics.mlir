// RUN: snn-opt %s --pass-pipeline='builtin.module(gpu.module(snn-math-to-intrinsics))' --split-input-file --verify-diagnostics | FileCheck %s

// CHECK-LABEL: func.func @instructions(
// CHECK-SAME: %[[X:[^:]*]]: f32, %[[V:[^:]*]]: vector<1xf32>, %[[D:[^:]*]]: f64, %[[I:[^:]*]]: i32
// CHECK: llvm.call_intrinsic "llvm.fabs"(%[[V]]) : (vector<1xf32>) -> vector<1xf32>
// CHECK: llvm.call_intrinsic "llvm.fma"(%[[D]], %[[D]], %[[D]]) : (f64, f64, f64) -> f64
// CHECK: %[[ROOT:.*]] = llvm.call_intrinsic "llvm.sqrt"(%[[X]]) : (f32) -> f32
// CHECK: arith.divf %{{.*}}, %[[ROOT]]
// CHECK: math.cttz %[[I]]
// CHECK-NOT: math.
// CHECK: return
gpu.module @kernels {
  func.func @instructions(%x: f32, %v: vector<1xf32>, %d: f64, %i: i32) -> (vector<1xf32>, f64, f32, i32) {
    %a = math.absf %v : vector<1xf32>
    %b = math.fma %d, %d, %d : f64
    %c = math.rsqrt %x : f32
    %e = math.cttz %i : i32
    return %a, %b, %c, %e : vector<1xf32>, f64, f32, i32
  }
}

// -----

// The host has a library.
// CHECK-LABEL: func.func @host(
// CHECK: math.sin
func.func @host(%x: f32) -> f32 {
  %y = math.sin %x : f32
  return %y : f32
}

// -----

gpu.module @kernels {
  func.func @library(%x: f32) -> f32 {
    // expected-error@+1 {{'math.sin' of 'f32' has no instructions on a GPU}}
    %y = math.sin %x : f32
    return %y : f32
  }
}

// -----

gpu.module @kernels {
  func.func @remainder(%x: f64) -> f64 {
    // expected-error@+1 {{'arith.remf' of 'f64' has no instructions on a GPU}}
    %y = arith.remf %x, %x : f64
    return %y : f64
  }
}
