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

// -----

// What is called has several blocks.

func.func @abs(%x: f32) -> f32 {
  %zero = arith.constant 0.0 : f32
  %p = arith.cmpf olt, %x, %zero : f32
  cf.cond_br %p, ^negative, ^positive
^negative:
  %n = arith.negf %x : f32
  return %n : f32
^positive:
  return %x : f32
}
func.func @d(%x: f32) -> f32 {
  // expected-error @below {{cannot differentiate @abs: expected structured control flow (scf), found a body of several blocks; 'lift-cf-to-scf' raises it}}
  %g = ad.vjp @abs(%x) cotangents(%x) {wrt = [0]} : (f32) cotangents(f32) -> (f32)
  return %g : f32
}

// -----

// A callee that is declared elsewhere, reached by a call.

func.func private @outside(f64) -> f64
func.func @through(%x: f64) -> f64 {
  // expected-error @below {{cannot differentiate @outside: it has no body, and no rule in an attribute 'ad.vjp'}}
  %y = call @outside(%x) : (f64) -> f64
  return %y : f64
}
func.func @d(%x: f64) -> f64 {
  %g = ad.vjp @through(%x) cotangents(%x) {wrt = [0]} : (f64) cotangents(f64) -> (f64)
  return %g : f64
}

// -----

// An element that the body of an op without loops reads from outside.

func.func @no_loop(%x: tensor<4xf32>, %c: tensor<f32>) -> tensor<f32> {
  %c0 = arith.constant 0 : index
  // expected-error @below {{no derivative rule for 'linalg.generic' of this form: its body reads a captured tensor and there are no iterations to follow}}
  %y = linalg.generic {indexing_maps = [affine_map<() -> ()>], iterator_types = []} outs(%c : tensor<f32>) {
  ^bb0(%out: f32):
    %e = tensor.extract %x[%c0] : tensor<4xf32>
    %0 = arith.mulf %e, %out : f32
    linalg.yield %0 : f32
  } -> tensor<f32>
  return %y : tensor<f32>
}
func.func @d(%x: tensor<4xf32>, %c: tensor<f32>) -> tensor<4xf32> {
  %g = ad.vjp @no_loop(%x, %c) cotangents(%c) {wrt = [0]} : (tensor<4xf32>, tensor<f32>) cotangents(tensor<f32>) -> (tensor<4xf32>)
  return %g : tensor<4xf32>
}
