// RUN: snn-opt %s --split-input-file --verify-diagnostics

func.func @integer(%x: i32) {
  // expected-error @below {{'ad.stop_gradient' op operand #0 must be floating-point-like, but got 'i32'}}
  %0 = "ad.stop_gradient"(%x) : (i32) -> i32
  return
}

// -----

func.func @changes_type(%x: f32) {
  // expected-error @below {{requires the same type for all operands and results}}
  %0 = "ad.stop_gradient"(%x) : (f32) -> f64
  return
}

// -----

func.func @no_callee(%x: f32) {
  // expected-error @below {{'ad.vjp' op names @nobody, which is not a function here}}
  %0 = ad.vjp @nobody(%x) cotangents(%x) {wrt = [0]} : (f32) cotangents(f32) -> (f32)
  return
}

// -----

func.func @f(%x: f32) -> f32 {
  return %x : f32
}
func.func @argument_count(%x: f32) {
  // expected-error @below {{'ad.vjp' op expects 1 arguments, got 2}}
  %0 = ad.vjp @f(%x, %x) cotangents(%x) {wrt = [0]} : (f32, f32) cotangents(f32) -> (f32)
  return
}

// -----

func.func @f(%x: f32) -> f32 {
  return %x : f32
}
func.func @argument_type(%x: f64, %ct: f32) {
  // expected-error @below {{'ad.vjp' op expects argument #0 to have type 'f32', got 'f64'}}
  %0 = ad.vjp @f(%x) cotangents(%ct) {wrt = [0]} : (f64) cotangents(f32) -> (f32)
  return
}

// -----

func.func @f(%x: f32) -> (f32, i32) {
  %0 = arith.constant 0 : i32
  return %x, %0 : f32, i32
}
func.func @cotangent_count(%x: f32) {
  // expected-error @below {{'ad.vjp' op expects 1 cotangents, got 0}}
  %0 = ad.vjp @f(%x) cotangents() {wrt = [0]} : (f32) cotangents() -> (f32)
  return
}

// -----

func.func @f(%x: f32) -> f32 {
  return %x : f32
}
func.func @cotangent_type(%x: f32, %ct: f64) {
  // expected-error @below {{'ad.vjp' op expects cotangent #0 to have type 'f32', got 'f64'}}
  %0 = ad.vjp @f(%x) cotangents(%ct) {wrt = [0]} : (f32) cotangents(f64) -> (f32)
  return
}

// -----

func.func @f(%x: f32) -> f32 {
  return %x : f32
}
func.func @wrt_range(%x: f32) {
  // expected-error @below {{'ad.vjp' op expects 'wrt' to name arguments 0 to 0, got 1}}
  %0 = ad.vjp @f(%x) cotangents(%x) {wrt = [1]} : (f32) cotangents(f32) -> (f32)
  return
}

// -----

func.func @f(%x: f32) -> f32 {
  return %x : f32
}
func.func @wrt_twice(%x: f32) {
  // expected-error @below {{'ad.vjp' op expects 'wrt' to name each argument once, got 0 twice}}
  %0:2 = ad.vjp @f(%x) cotangents(%x) {wrt = [0, 0]} : (f32) cotangents(f32) -> (f32, f32)
  return
}

// -----

func.func @f(%n: i32, %x: f32) -> f32 {
  return %x : f32
}
func.func @wrt_integer(%n: i32, %x: f32) {
  // expected-error @below {{'ad.vjp' op expects 'wrt' to name floating-point scalars, vectors or ranked tensors, got argument #0 of type 'i32'}}
  %0 = ad.vjp @f(%n, %x) cotangents(%x) {wrt = [0]} : (i32, f32) cotangents(f32) -> (i32)
  return
}

// -----

func.func @f(%x: memref<4xf32>, %y: f32) -> f32 {
  return %y : f32
}
func.func @wrt_memref(%x: memref<4xf32>, %y: f32) {
  // expected-error @below {{'ad.vjp' op expects 'wrt' to name floating-point scalars, vectors or ranked tensors, got argument #0 of type 'memref<4xf32>'}}
  %0 = ad.vjp @f(%x, %y) cotangents(%y) {wrt = [0]} : (memref<4xf32>, f32) cotangents(f32) -> (memref<4xf32>)
  return
}

// -----

func.func @f(%x: tensor<4xcomplex<f32>>, %y: f32) -> f32 {
  return %y : f32
}
func.func @wrt_complex(%x: tensor<4xcomplex<f32>>, %y: f32) {
  // expected-error @below {{'ad.vjp' op expects 'wrt' to name floating-point scalars, vectors or ranked tensors, got argument #0 of type 'tensor<4xcomplex<f32>>'}}
  %0 = ad.vjp @f(%x, %y) cotangents(%y) {wrt = [0]} : (tensor<4xcomplex<f32>>, f32) cotangents(f32) -> (tensor<4xcomplex<f32>>)
  return
}

// -----

func.func @f(%x: tensor<*xf32>, %y: f32) -> f32 {
  return %y : f32
}
func.func @wrt_unranked(%x: tensor<*xf32>, %y: f32) {
  // expected-error @below {{'ad.vjp' op expects 'wrt' to name floating-point scalars, vectors or ranked tensors, got argument #0 of type 'tensor<*xf32>'}}
  %0 = ad.vjp @f(%x, %y) cotangents(%y) {wrt = [0]} : (tensor<*xf32>, f32) cotangents(f32) -> (tensor<*xf32>)
  return
}

// -----

// A complex result has no cotangent.
func.func @f(%x: f32) -> (f32, complex<f32>) {
  %c = complex.create %x, %x : complex<f32>
  return %x, %c : f32, complex<f32>
}
func.func @cotangent_of_complex(%x: f32, %c: complex<f32>) {
  // expected-error @below {{'ad.vjp' op expects 1 cotangents, got 2}}
  %0 = ad.vjp @f(%x) cotangents(%x, %c) {wrt = [0]} : (f32) cotangents(f32, complex<f32>) -> (f32)
  return
}

// -----

func.func @f(%x: f32) -> f32 {
  return %x : f32
}
func.func @result_count(%x: f32) {
  // expected-error @below {{'ad.vjp' op expects 2 results, got 1}}
  %0 = ad.vjp @f(%x) cotangents(%x) {wrt = [0], keep_primal} : (f32) cotangents(f32) -> (f32)
  return
}

// -----

func.func @p(%x: f32) -> f32 {
  return %x : f32
}
func.func @custom_no_callee(%x: f32) {
  // expected-error @below {{'ad.custom_vjp' op names @nobody, which is not a function here}}
  %0 = ad.custom_vjp {primal = @nobody, forward = @p, backward = @p} (%x) : (f32) -> f32
  return
}

// -----

func.func @p(%x: f64) -> f64 {
  return %x : f64
}
func.func @f(%x: f32) -> f32 {
  return %x : f32
}
func.func @custom_primal(%x: f32) {
  // expected-error @below {{'ad.custom_vjp' op expects its primal function @p to have type '(f32) -> f32', got '(f64) -> f64'}}
  %0 = ad.custom_vjp {primal = @p, forward = @f, backward = @f} (%x) : (f32) -> f32
  return
}

// -----

func.func @p(%x: f32) -> f32 {
  return %x : f32
}
func.func @f(%x: f32) {
  return
}
func.func @custom_few_results(%x: f32) {
  // expected-error @below {{'ad.custom_vjp' op expects its forward function @f to return the op's 1 results and then residuals, got 0 results}}
  %0 = ad.custom_vjp {primal = @p, forward = @f, backward = @p} (%x) : (f32) -> f32
  return
}

// -----

func.func @p(%x: f32) -> f32 {
  return %x : f32
}
func.func @f(%x: f32) -> (f64, f32) {
  %0 = arith.extf %x : f32 to f64
  return %0, %x : f64, f32
}
func.func @custom_forward(%x: f32) {
  // expected-error @below {{'ad.custom_vjp' op expects its forward function @f to have type '(f32) -> (f32, f32)', got '(f32) -> (f64, f32)'}}
  %0 = ad.custom_vjp {primal = @p, forward = @f, backward = @p} (%x) : (f32) -> f32
  return
}

// -----

func.func @p(%x: f32) -> f32 {
  return %x : f32
}
func.func @f(%x: f32) -> (f32, i32) {
  %0 = arith.constant 1 : i32
  return %x, %0 : f32, i32
}
func.func @custom_backward(%x: f32) {
  // expected-error @below {{'ad.custom_vjp' op expects its backward function @p to have type '(i32, f32) -> f32', got '(f32) -> f32'}}
  %0 = ad.custom_vjp {primal = @p, forward = @f, backward = @p} (%x) : (f32) -> f32
  return
}

// -----

// expected-error @below {{has a derivative rule and must be 'no_inline': inlining it would drop the rule}}
func.func @inlinable(%x: f32) -> f32 attributes {ad.vjp = @rule} {
  return %x : f32
}
func.func @rule(%x: f32, %ct: f32) -> f32 {
  return %ct : f32
}

// -----

// expected-error @below {{names the derivative rule @rule, which is not a function here}}
func.func @no_rule(%x: f32) -> f32 attributes {no_inline, ad.vjp = @rule} {
  return %x : f32
}

// -----

// expected-error @below {{expects its rule @rule to have type '(f32, i32, f32) -> f32', got '(f32, f32) -> f32'}}
func.func @rule_type(%x: f32, %n: i32) -> f32 attributes {no_inline, ad.vjp = @rule} {
  return %x : f32
}
func.func @rule(%x: f32, %ct: f32) -> f32 {
  return %ct : f32
}

// -----

// expected-error @below {{expects 'ad.vjp' to be a function name on a 'func.func'}}
module attributes {ad.vjp = @rule} {
}

// -----

func.func @f(%x: f32) -> f32 {
  return %x : f32
}
func.func @negative(%x: f32) -> f32 {
  // expected-error @below {{'ad.vjp' op expects 'wrt' to name arguments 0 to 0, got -1}}
  %g = ad.vjp @f(%x) cotangents(%x) {wrt = [-1]} : (f32) cotangents(f32) -> (f32)
  return %g : f32
}

// -----

func.func @f(%x: f32) -> f32 {
  return %x : f32
}
func.func @result_type(%x: f32) -> f64 {
  // expected-error @below {{'ad.vjp' op expects result #0 to have type 'f32', got 'f64'}}
  %g = ad.vjp @f(%x) cotangents(%x) {wrt = [0]} : (f32) cotangents(f32) -> (f64)
  return %g : f64
}

// -----

func.func @f(%x: f32) -> f32 {
  return %x : f32
}
func.func @no_forward(%x: f32) -> f32 {
  // expected-error @below {{'ad.custom_vjp' op names @nobody, which is not a function here}}
  %y = ad.custom_vjp {primal = @f, forward = @nobody, backward = @f} (%x) : (f32) -> f32
  return %y : f32
}

// -----

func.func @f(%x: f32) -> f32 {
  return %x : f32
}
func.func @no_backward(%x: f32) -> f32 {
  // expected-error @below {{'ad.custom_vjp' op names @nobody, which is not a function here}}
  %y = ad.custom_vjp {primal = @f, forward = @f, backward = @nobody} (%x) : (f32) -> f32
  return %y : f32
}

// -----

// expected-error @below {{expects 'ad.vjp' to be a function name on a 'func.func'}}
func.func @rule_is_no_name(%x: f32) -> f32 attributes {no_inline, ad.vjp = 3 : i32} {
  return %x : f32
}

// -----

// Dead arguments of private functions are taken off by passes that see calls
// alone.
// expected-note @below {{a pass such as remove-dead-values takes dead arguments and results off private functions: run ad-differentiate before it, or make @f public}}
func.func private @f(%x: f32) -> f32 {
  return %x : f32
}
func.func @changed(%x: f32) {
  // expected-error @below {{'ad.vjp' op expects 1 arguments, got 2}}
  %0 = ad.vjp @f(%x, %x) cotangents(%x) {wrt = [0]} : (f32, f32) cotangents(f32) -> (f32)
  return
}
