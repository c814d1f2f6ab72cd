// RUN: snn-opt %s --ad-differentiate --split-input-file --verify-diagnostics

func.func @cast(%x: f32) -> f32 {
  // expected-error @+2 {{no derivative rule for 'arith.bitcast', which a derivative flows through}}
  // expected-note @+1 {{give it a rule}}
  %y = arith.bitcast %x : f32 to f32
  return %y : f32
}
func.func @d(%x: f32) -> f32 {
  %g = ad.vjp @cast(%x) cotangents(%x) {wrt = [0]} : (f32) cotangents(f32) -> (f32)
  return %g : f32
}

// -----

func.func @magnitude(%x: f32) -> f32 {
  %c = complex.create %x, %x : complex<f32>
  // expected-error @+2 {{no derivative rule for 'complex.abs', which a derivative flows through}}
  // expected-note @+1 {{give it a rule}}
  %y = complex.abs %c : complex<f32>
  return %y : f32
}
func.func @d(%x: f32) -> f32 {
  %g = ad.vjp @magnitude(%x) cotangents(%x) {wrt = [0]} : (f32) cotangents(f32) -> (f32)
  return %g : f32
}

// -----

// The loop has no result, so nothing flows out of it but through memory.

func.func @stored(%x: f32, %m: memref<4xf32>) -> f32 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  scf.for %i = %c0 to %c4 step %c1 {
    %s = math.sin %x : f32
    // expected-error @+2 {{no derivative rule for 'memref.store', which a derivative flows through}}
    // expected-note @+1 {{give it a rule}}
    memref.store %s, %m[%i] : memref<4xf32>
  }
  %y = arith.mulf %x, %x : f32
  return %y : f32
}
func.func @d(%x: f32, %m: memref<4xf32>) -> f32 {
  %g = ad.vjp @stored(%x, %m) cotangents(%x) {wrt = [0]} : (f32, memref<4xf32>) cotangents(f32) -> (f32)
  return %g : f32
}
