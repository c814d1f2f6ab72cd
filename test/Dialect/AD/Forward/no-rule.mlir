// RUN: snn-opt %s --ad-differentiate --split-input-file --verify-diagnostics

func.func @cast(%x: f32) -> f32 {
  // expected-error @+2 {{no forward derivative rule for 'arith.bitcast', which a derivative flows through}}
  // expected-note @+1 {{give it a rule by an external model of ForwardDifferentiableOpInterface, by a fallback rule for its family, or put it in a function with the attribute 'ad.jvp = @rule'; or cut the derivative with 'ad.stop_gradient'}}
  %y = arith.bitcast %x : f32 to f32
  return %y : f32
}
func.func @d(%x: f32) -> f32 {
  %t = ad.jvp @cast(%x) tangents(%x) {wrt = [0]} : (f32) tangents(f32) -> (f32)
  return %t : f32
}

// -----

// An opaque op has a rule for reverse mode alone.

func.func @p(%x: f32) -> f32 {
  return %x : f32
}
func.func @b(%x: f32, %ct: f32) -> f32 {
  return %ct : f32
}
func.func @fwd(%x: f32) -> (f32, f32) {
  return %x, %x : f32, f32
}
func.func @opaque(%x: f32) -> f32 {
  // expected-error @+2 {{no forward derivative rule for 'ad.custom_vjp', which a derivative flows through}}
  // expected-note @+1 {{give it a rule}}
  %y = ad.custom_vjp {primal = @p, forward = @fwd, backward = @b} (%x) : (f32) -> f32
  return %y : f32
}
func.func @d(%x: f32) -> f32 {
  %t = ad.jvp @opaque(%x) tangents(%x) {wrt = [0]} : (f32) tangents(f32) -> (f32)
  return %t : f32
}

// -----

// So has a function with such a rule; its body is not what it means.

func.func @g(%x: f32) -> f32 attributes {no_inline, ad.vjp = @rule} {
  return %x : f32
}
func.func @rule(%x: f32, %ct: f32) -> f32 {
  return %ct : f32
}
func.func @through(%x: f32) -> f32 {
  // expected-error @below {{cannot differentiate @g in forward mode: it has a rule in an attribute 'ad.vjp' for the other mode, and none in 'ad.jvp'}}
  %y = call @g(%x) : (f32) -> f32
  return %y : f32
}
func.func @d(%x: f32) -> f32 {
  %t = ad.jvp @through(%x) tangents(%x) {wrt = [0]} : (f32) tangents(f32) -> (f32)
  return %t : f32
}

// -----

// And the other way round.

func.func @g(%x: f32) -> f32 attributes {no_inline, ad.jvp = @rule} {
  return %x : f32
}
func.func @rule(%x: f32, %t: f32) -> f32 {
  return %t : f32
}
func.func @d(%x: f32) -> f32 {
  // expected-error @below {{cannot differentiate @g in reverse mode: it has a rule in an attribute 'ad.jvp' for the other mode, and none in 'ad.vjp'}}
  %t = ad.vjp @g(%x) cotangents(%x) {wrt = [0]} : (f32) cotangents(f32) -> (f32)
  return %t : f32
}

// -----

func.func private @outside(f64) -> f64
func.func @through(%x: f64) -> f64 {
  // expected-error @below {{cannot differentiate @outside: it has no body, and no rule in an attribute 'ad.jvp'}}
  %y = call @outside(%x) : (f64) -> f64
  return %y : f64
}
func.func @d(%x: f64) -> f64 {
  %t = ad.jvp @through(%x) tangents(%x) {wrt = [0]} : (f64) tangents(f64) -> (f64)
  return %t : f64
}

// -----

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
  %t = ad.jvp @abs(%x) tangents(%x) {wrt = [0]} : (f32) tangents(f32) -> (f32)
  return %t : f32
}

// -----

func.func @again(%x: f32) -> f32 {
  // expected-error @below {{cannot differentiate @again: it is recursive}}
  %y = call @again(%x) : (f32) -> f32
  return %y : f32
}
func.func @d(%x: f32) -> f32 {
  %t = ad.jvp @again(%x) tangents(%x) {wrt = [0]} : (f32) tangents(f32) -> (f32)
  return %t : f32
}

// -----

// A tangent that goes into memory would be lost.

func.func @stored(%x: f32, %m: memref<4xf32>) -> f32 {
  %c0 = arith.constant 0 : index
  %s = math.sin %x : f32
  // expected-error @+2 {{no forward derivative rule for 'memref.store', which a derivative flows through}}
  // expected-note @+1 {{give it a rule}}
  memref.store %s, %m[%c0] : memref<4xf32>
  %y = arith.mulf %x, %x : f32
  return %y : f32
}
func.func @d(%x: f32, %m: memref<4xf32>) -> f32 {
  %t = ad.jvp @stored(%x, %m) tangents(%x) {wrt = [0]} : (f32, memref<4xf32>) tangents(f32) -> (f32)
  return %t : f32
}

// -----

func.func @magnitude(%x: f32) -> f32 {
  // expected-error @+2 {{no forward derivative rule for 'complex.create', which a derivative flows through}}
  // expected-note @+1 {{give it a rule}}
  %c = complex.create %x, %x : complex<f32>
  %y = complex.abs %c : complex<f32>
  return %y : f32
}
func.func @d(%x: f32) -> f32 {
  %t = ad.jvp @magnitude(%x) tangents(%x) {wrt = [0]} : (f32) tangents(f32) -> (f32)
  return %t : f32
}

// -----

// Inside a loop, in a body of linalg and in a branch, the op is named as well.

func.func @loop(%x: f32, %n: index) -> f32 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %r = scf.for %i = %c0 to %n step %c1 iter_args(%v = %x) -> f32 {
    // expected-error @+2 {{no forward derivative rule for 'arith.bitcast'}}
    // expected-note @+1 {{give it a rule}}
    %w = arith.bitcast %v : f32 to f32
    scf.yield %w : f32
  }
  return %r : f32
}
func.func @d(%x: f32, %n: index) -> f32 {
  %t = ad.jvp @loop(%x, %n) tangents(%x) {wrt = [0]} : (f32, index) tangents(f32) -> (f32)
  return %t : f32
}

// -----

func.func @body(%x: tensor<4xf32>) -> tensor<4xf32> {
  %e = tensor.empty() : tensor<4xf32>
  %r = linalg.map ins(%x : tensor<4xf32>) outs(%e : tensor<4xf32>) (%v: f32, %out: f32) {
    // expected-error @+2 {{no forward derivative rule for 'arith.bitcast'}}
    // expected-note @+1 {{give it a rule}}
    %w = arith.bitcast %v : f32 to f32
    linalg.yield %w : f32
  }
  return %r : tensor<4xf32>
}
func.func @d(%x: tensor<4xf32>) -> tensor<4xf32> {
  %t = ad.jvp @body(%x) tangents(%x) {wrt = [0]} : (tensor<4xf32>) tangents(tensor<4xf32>) -> (tensor<4xf32>)
  return %t : tensor<4xf32>
}

// -----

func.func @branch(%x: f32, %c: i1) -> f32 {
  %r = scf.if %c -> f32 {
    // expected-error @+2 {{no forward derivative rule for 'arith.bitcast'}}
    // expected-note @+1 {{give it a rule}}
    %w = arith.bitcast %x : f32 to f32
    scf.yield %w : f32
  } else {
    scf.yield %x : f32
  }
  return %r : f32
}
func.func @d(%x: f32, %c: i1) -> f32 {
  %t = ad.jvp @branch(%x, %c) tangents(%x) {wrt = [0]} : (f32, i1) tangents(f32) -> (f32)
  return %t : f32
}

// -----

func.func @element(%x: f32) -> tensor<4xf32> {
  %r = tensor.generate {
  ^bb0(%i: index):
    // expected-error @+2 {{no forward derivative rule for 'arith.bitcast'}}
    // expected-note @+1 {{give it a rule}}
    %w = arith.bitcast %x : f32 to f32
    tensor.yield %w : f32
  } : tensor<4xf32>
  return %r : tensor<4xf32>
}
func.func @d(%x: f32) -> tensor<4xf32> {
  %t = ad.jvp @element(%x) tangents(%x) {wrt = [0]} : (f32) tangents(f32) -> (tensor<4xf32>)
  return %t : tensor<4xf32>
}

// -----

func.func @product(%x: tensor<4xf32>, %o: tensor<f32>) -> tensor<f32> {
  %r = linalg.reduce ins(%x : tensor<4xf32>) outs(%o : tensor<f32>) dimensions = [0] (%v: f32, %acc: f32) {
    // expected-error @+2 {{no forward derivative rule for 'arith.bitcast'}}
    // expected-note @+1 {{give it a rule}}
    %w = arith.bitcast %v : f32 to f32
    %p = arith.mulf %w, %acc : f32
    linalg.yield %p : f32
  }
  return %r : tensor<f32>
}
func.func @d(%x: tensor<4xf32>, %o: tensor<f32>) -> tensor<f32> {
  %t = ad.jvp @product(%x, %o) tangents(%x) {wrt = [0]} : (tensor<4xf32>, tensor<f32>) tangents(tensor<4xf32>) -> (tensor<f32>)
  return %t : tensor<f32>
}

// -----

// What carries a derivative in a type that has no tangents is refused where it
// is handed on, before the op that makes it.

func.func @carried(%x: f32, %n: index) -> f32 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zero = complex.constant [0.0 : f32, 0.0 : f32] : complex<f32>
  // expected-error @below {{no derivative rule for 'scf.for' with an active value of type 'complex<f32>': expected floating-point scalars, vectors or ranked tensors}}
  %r = scf.for %i = %c0 to %n step %c1 iter_args(%v = %zero) -> complex<f32> {
    %w = complex.create %x, %x : complex<f32>
    scf.yield %w : complex<f32>
  }
  %y = complex.abs %r : complex<f32>
  return %y : f32
}
func.func @d(%x: f32, %n: index) -> f32 {
  %t = ad.jvp @carried(%x, %n) tangents(%x) {wrt = [0]} : (f32, index) tangents(f32) -> (f32)
  return %t : f32
}

// -----

func.func @chosen(%x: f32, %c: i1) -> f32 {
  // expected-error @below {{no derivative rule for 'scf.if' with an active value of type 'complex<f32>'}}
  %r = scf.if %c -> complex<f32> {
    %w = complex.create %x, %x : complex<f32>
    scf.yield %w : complex<f32>
  } else {
    %zero = complex.constant [0.0 : f32, 0.0 : f32] : complex<f32>
    scf.yield %zero : complex<f32>
  }
  %y = complex.abs %r : complex<f32>
  return %y : f32
}
func.func @d(%x: f32, %c: i1) -> f32 {
  %t = ad.jvp @chosen(%x, %c) tangents(%x) {wrt = [0]} : (f32, i1) tangents(f32) -> (f32)
  return %t : f32
}

// -----

func.func private @diagonal(%x: f32) -> complex<f32> {
  %c = complex.create %x, %x : complex<f32>
  return %c : complex<f32>
}
func.func @called(%x: f32) -> f32 {
  // expected-error @below {{no derivative rule for 'func.call' with an active value of type 'complex<f32>'}}
  %c = call @diagonal(%x) : (f32) -> complex<f32>
  %y = complex.abs %c : complex<f32>
  return %y : f32
}
func.func @d(%x: f32) -> f32 {
  %t = ad.jvp @called(%x) tangents(%x) {wrt = [0]} : (f32) tangents(f32) -> (f32)
  return %t : f32
}
