// RUN: snn-opt %s --ad-differentiate --verify-diagnostics

// The layer's reverse asks for the memref that the loop hands on.
func.func private @layer(%m: memref<4xf32>, %u: f32) -> f32 attributes {no_inline} {
  %c0 = arith.constant 0 : index
  %w = memref.load %m[%c0] : memref<4xf32>
  %c = memref.dim %m, %c0 : memref<4xf32>
  %e = func.call @opaque(%m, %u) : (memref<4xf32>, f32) -> f32
  %p = arith.mulf %e, %w : f32
  return %p : f32
}
func.func private @opaque(memref<4xf32>, f32) -> f32 attributes {no_inline, ad.vjp = @opaque_rule}
func.func private @opaque_rule(memref<4xf32>, f32, f32) -> f32
func.func @memref_state(%m0: memref<4xf32>, %u0: f32, %n: index) -> f32 {
  // expected-error @+1 {{cannot keep a value of type 'memref<4xf32>' for the reverse sweep: expected a ranked tensor or a scalar}}
  %m, %u = snn.scan %t length(%n) carry(%k = %m0 : memref<4xf32>, %v = %u0 : f32) {
    %p = func.call @layer(%k, %v) : (memref<4xf32>, f32) -> f32
    snn.yield carry(%k, %p : memref<4xf32>, f32)
  }
  return %u : f32
}
func.func @grad(%m0: memref<4xf32>, %u0: f32, %n: index) -> f32 {
  %g = ad.vjp @memref_state(%m0, %u0, %n) cotangents(%u0) {wrt = [1]} : (memref<4xf32>, f32, index) cotangents(f32) -> (f32)
  return %g : f32
}
