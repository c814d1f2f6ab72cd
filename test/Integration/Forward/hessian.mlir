// Hessian-vector products, forward mode over reverse mode, against analytic Hessians.

// f(x) = sum of exp(A x) has the gradient A^T exp(A x) and the Hessian A^T diag(exp(A x)) A.

// RUN: %make-npz %t.npz "arg0=rng.normal(size=(4,3))" "arg1=rng.normal(size=3)" "arg2=rng.normal(size=3)"
// RUN: snn-run call %s --entry=of_exponentials --in=%t.npz --out=%t.out.npz
// RUN: %python %S/Inputs/hessian.py exponentials %t.npz %t.out.npz
func.func private @exponentials(%a: tensor<4x3xf64>, %x: tensor<?xf64>) -> tensor<f64> {
  %zero = arith.constant 0.0 : f64
  %e4 = tensor.empty() : tensor<4xf64>
  %z4 = linalg.fill ins(%zero : f64) outs(%e4 : tensor<4xf64>) -> tensor<4xf64>
  %x3 = tensor.cast %x : tensor<?xf64> to tensor<3xf64>
  %y = linalg.matvec ins(%a, %x3 : tensor<4x3xf64>, tensor<3xf64>) outs(%z4 : tensor<4xf64>) -> tensor<4xf64>
  %z = math.exp %y : tensor<4xf64>
  %e0 = tensor.empty() : tensor<f64>
  %z0 = linalg.fill ins(%zero : f64) outs(%e0 : tensor<f64>) -> tensor<f64>
  %s = linalg.reduce { arith.addf } ins(%z : tensor<4xf64>) outs(%z0 : tensor<f64>) dimensions = [0]
  return %s : tensor<f64>
}
func.func private @gradient(%a: tensor<4x3xf64>, %x: tensor<?xf64>) -> tensor<?xf64> {
  %one = arith.constant dense<1.0> : tensor<f64>
  %g = ad.vjp @exponentials(%a, %x) cotangents(%one) {wrt = [1]}
    : (tensor<4x3xf64>, tensor<?xf64>) cotangents(tensor<f64>) -> (tensor<?xf64>)
  return %g : tensor<?xf64>
}
func.func @of_exponentials(%a: tensor<4x3xf64>, %x: tensor<?xf64>, %t: tensor<?xf64>) -> (tensor<?xf64>, tensor<?xf64>) {
  %g, %h = ad.jvp @gradient(%a, %x) tangents(%t) {wrt = [1], keep_primal}
    : (tensor<4x3xf64>, tensor<?xf64>) tangents(tensor<?xf64>) -> (tensor<?xf64>, tensor<?xf64>)
  return %g, %h : tensor<?xf64>, tensor<?xf64>
}

// Through a loop whose reverse reads a tape, and through a time loop: f(x) = sum of
// x^(n + 1) has the Hessian diag((n + 1) n x^(n - 1)).

// RUN: %make-npz %t.npz "arg0=rng.normal(size=5)" "arg1=np.int64(6)" "arg2=rng.normal(size=5)"
// RUN: snn-run call %s --entry=of_powers --in=%t.npz --out=%t.out.npz
// RUN: %python %S/Inputs/hessian.py powers %t.npz %t.out.npz
// RUN: snn-run call %s --entry=of_scanned_powers --in=%t.npz --out=%t.out.npz
// RUN: %python %S/Inputs/hessian.py powers %t.npz %t.out.npz
func.func private @powers(%x: tensor<5xf64>, %n: index) -> tensor<5xf64> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %r = scf.for %i = %c0 to %n step %c1 iter_args(%v = %x) -> tensor<5xf64> {
    %w = arith.mulf %v, %x : tensor<5xf64>
    scf.yield %w : tensor<5xf64>
  }
  return %r : tensor<5xf64>
}
func.func private @scanned_powers(%x: tensor<5xf64>, %n: index) -> tensor<5xf64> {
  %r = snn.scan %t length(%n) carry(%v = %x : tensor<5xf64>) {
    %w = arith.mulf %v, %x : tensor<5xf64>
    snn.yield carry(%w : tensor<5xf64>)
  }
  return %r : tensor<5xf64>
}
func.func private @gradient_of_powers(%x: tensor<5xf64>, %n: index) -> tensor<5xf64> {
  %ones = arith.constant dense<1.0> : tensor<5xf64>
  %g = ad.vjp @powers(%x, %n) cotangents(%ones) {wrt = [0]} : (tensor<5xf64>, index) cotangents(tensor<5xf64>) -> (tensor<5xf64>)
  return %g : tensor<5xf64>
}
func.func private @gradient_of_scanned_powers(%x: tensor<5xf64>, %n: index) -> tensor<5xf64> {
  %ones = arith.constant dense<1.0> : tensor<5xf64>
  %g = ad.vjp @scanned_powers(%x, %n) cotangents(%ones) {wrt = [0]} : (tensor<5xf64>, index) cotangents(tensor<5xf64>) -> (tensor<5xf64>)
  return %g : tensor<5xf64>
}
func.func @of_powers(%x: tensor<5xf64>, %n: index, %t: tensor<5xf64>) -> tensor<5xf64> {
  %h = ad.jvp @gradient_of_powers(%x, %n) tangents(%t) {wrt = [0]} : (tensor<5xf64>, index) tangents(tensor<5xf64>) -> (tensor<5xf64>)
  return %h : tensor<5xf64>
}
func.func @of_scanned_powers(%x: tensor<5xf64>, %n: index, %t: tensor<5xf64>) -> tensor<5xf64> {
  %h = ad.jvp @gradient_of_scanned_powers(%x, %n) tangents(%t) {wrt = [0]} : (tensor<5xf64>, index) tangents(tensor<5xf64>) -> (tensor<5xf64>)
  return %h : tensor<5xf64>
}
