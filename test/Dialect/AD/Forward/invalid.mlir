// RUN: snn-opt %s --split-input-file --verify-diagnostics

func.func @no_callee(%x: f32) {
  // expected-error @below {{'ad.jvp' op names @nobody, which is not a function here}}
  %0 = ad.jvp @nobody(%x) tangents(%x) {wrt = [0]} : (f32) tangents(f32) -> (f32)
  return
}

// -----

func.func @f(%x: f32) -> f32 {
  return %x : f32
}
func.func @argument_count(%x: f32) {
  // expected-error @below {{'ad.jvp' op expects 1 arguments, got 2}}
  %0 = ad.jvp @f(%x, %x) tangents(%x) {wrt = [0]} : (f32, f32) tangents(f32) -> (f32)
  return
}

// -----

// What takes arguments off private functions is named.

// expected-note @below {{a pass such as remove-dead-values takes dead arguments and results off private functions: run ad-differentiate before it, or make @f public}}
func.func private @f(%x: f32) -> f32 {
  return %x : f32
}
func.func @argument_count_private(%x: f32) {
  // expected-error @below {{'ad.jvp' op expects 1 arguments, got 0}}
  %0 = ad.jvp @f() tangents(%x) {wrt = [0]} : () tangents(f32) -> (f32)
  return
}

// -----

func.func @f(%x: f32) -> f32 {
  return %x : f32
}
func.func @argument_type(%x: f64) {
  // expected-error @below {{'ad.jvp' op expects argument #0 to have type 'f32', got 'f64'}}
  %0 = ad.jvp @f(%x) tangents(%x) {wrt = [0]} : (f64) tangents(f64) -> (f32)
  return
}

// -----

func.func @f(%x: f32, %y: f32) -> f32 {
  return %x : f32
}
func.func @tangent_count(%x: f32) {
  // expected-error @below {{'ad.jvp' op expects 2 tangents, got 1}}
  %0 = ad.jvp @f(%x, %x) tangents(%x) {wrt = [0, 1]} : (f32, f32) tangents(f32) -> (f32)
  return
}

// -----

// Tangents stand in the order of wrt.

func.func @f(%x: f32, %y: f64) -> f32 {
  return %x : f32
}
func.func @tangent_type(%x: f32, %y: f64) {
  // expected-error @below {{'ad.jvp' op expects tangent #0 to have type 'f64', got 'f32'}}
  %0 = ad.jvp @f(%x, %y) tangents(%x, %y) {wrt = [1, 0]} : (f32, f64) tangents(f32, f64) -> (f32)
  return
}

// -----

func.func @f(%x: f32) -> f32 {
  return %x : f32
}
func.func @wrt_range(%x: f32) {
  // expected-error @below {{'ad.jvp' op expects 'wrt' to name arguments 0 to 0, got 1}}
  %0 = ad.jvp @f(%x) tangents(%x) {wrt = [1]} : (f32) tangents(f32) -> (f32)
  return
}

// -----

func.func @f(%x: f32) -> f32 {
  return %x : f32
}
func.func @wrt_negative(%x: f32) {
  // expected-error @below {{'ad.jvp' op expects 'wrt' to name arguments 0 to 0, got -1}}
  %0 = ad.jvp @f(%x) tangents(%x) {wrt = [-1]} : (f32) tangents(f32) -> (f32)
  return
}

// -----

func.func @f(%x: f32) -> f32 {
  return %x : f32
}
func.func @wrt_twice(%x: f32) {
  // expected-error @below {{'ad.jvp' op expects 'wrt' to name each argument once, got 0 twice}}
  %0 = ad.jvp @f(%x) tangents(%x, %x) {wrt = [0, 0]} : (f32) tangents(f32, f32) -> (f32)
  return
}

// -----

func.func @f(%n: i32, %x: f32) -> f32 {
  return %x : f32
}
func.func @wrt_integer(%n: i32, %x: f32) {
  // expected-error @below {{'ad.jvp' op expects 'wrt' to name floating-point scalars, vectors or ranked tensors, got argument #0 of type 'i32'}}
  %0 = ad.jvp @f(%n, %x) tangents(%n) {wrt = [0]} : (i32, f32) tangents(i32) -> (f32)
  return
}

// -----

// An integer result has no tangent.

func.func @f(%x: f32) -> (f32, i32) {
  %0 = arith.constant 0 : i32
  return %x, %0 : f32, i32
}
func.func @result_count(%x: f32) {
  // expected-error @below {{'ad.jvp' op expects 1 results, got 2}}
  %0:2 = ad.jvp @f(%x) tangents(%x) {wrt = [0]} : (f32) tangents(f32) -> (f32, i32)
  return
}

// -----

func.func @f(%x: f32) -> (f32, i32) {
  %0 = arith.constant 0 : i32
  return %x, %0 : f32, i32
}
func.func @kept_result_count(%x: f32) {
  // expected-error @below {{'ad.jvp' op expects 3 results, got 1}}
  %0 = ad.jvp @f(%x) tangents(%x) {wrt = [0], keep_primal} : (f32) tangents(f32) -> (f32)
  return
}

// -----

func.func @f(%x: f32) -> f32 {
  return %x : f32
}
func.func @result_type(%x: f32) {
  // expected-error @below {{'ad.jvp' op expects result #0 to have type 'f32', got 'f64'}}
  %0 = ad.jvp @f(%x) tangents(%x) {wrt = [0]} : (f32) tangents(f32) -> (f64)
  return
}

// -----

// Rules of functions.

// expected-error @below {{has a derivative rule and must be 'no_inline': inlining it would drop the rule}}
func.func @inlinable(%x: f32) -> f32 attributes {ad.jvp = @rule} {
  return %x : f32
}
func.func @rule(%x: f32, %t: f32) -> f32 {
  return %t : f32
}

// -----

// expected-error @below {{names the derivative rule @rule, which is not a function here}}
func.func @no_rule(%x: f32) -> f32 attributes {no_inline, ad.jvp = @rule} {
  return %x : f32
}

// -----

// Arguments and the tangents of those that are differentiable give the tangents
// of such results.

// expected-error @below {{expects its rule @rule to have type '(f32, i32, f32) -> (f64, f32)', got '(f32, i32, f64, f32) -> f32'}}
func.func @rule_type(%x: f32, %n: i32) -> (f64, f32) attributes {no_inline, ad.jvp = @rule} {
  %0 = arith.extf %x : f32 to f64
  return %0, %x : f64, f32
}
func.func @rule(%x: f32, %n: i32, %t: f64, %u: f32) -> f32 {
  return %u : f32
}

// -----

// expected-error @below {{expects 'ad.jvp' to be a function name on a 'func.func'}}
module attributes {ad.jvp = @rule} {
}
