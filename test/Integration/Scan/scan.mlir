// RUN: %python %S/Inputs/equal-gradients.py %s --entries=leaky_for,leaky_scan --wrt=0,1,2,3 5x3xf64 2xf64 3x2xf64 2xf64 -- 2xf64 5x2xf64
// RUN: %python %S/Inputs/equal-gradients.py %s --entries=leaky_for,leaky_scan --wrt=1 0x3xf64 2xf64 3x2xf64 2xf64 -- 2xf64 0x2xf64
// RUN: %python %S/Inputs/equal-gradients.py %s --entries=backward_for,backward_scan --wrt=0,1 4xf64 f64 -- f64 4xf64
// RUN: %python %S/Inputs/equal-gradients.py %s --entries=backward_for,backward_scan --wrt=1 0xf64 f64 -- f64 0xf64
// RUN: %python %S/Inputs/equal-gradients.py %s --entries=counted_for,counted_scan --wrt=1,2 index=5 3xf64 3xf64 -- 3xf64
// RUN: %python %S/Inputs/equal-gradients.py %s --entries=counted_for,counted_scan --wrt=1 index=0 3xf64 3xf64 -- 3xf64
// RUN: %python %S/Inputs/equal-gradients.py %s --entries=second_for,second_scan --wrt=0,1 5xf64 f64 -- 5xf64 f64

// Time loops against the same loops in scf, each differentiated by its own
// rule: all sizes dynamic, no step at all, both directions, no sequence, and
// the derivative of a derivative.

func.func @leaky_scan(%x: tensor<?x?xf64>, %u0: tensor<?xf64>, %w: tensor<?x?xf64>, %b: tensor<?xf64>) -> (tensor<?xf64>, tensor<?x?xf64>) {
  %c0 = arith.constant 0 : index
  %zero = arith.constant 0.0 : f64
  %d = tensor.dim %u0, %c0 : tensor<?xf64>
  %e = tensor.empty(%d) : tensor<?xf64>
  %z = linalg.fill ins(%zero : f64) outs(%e : tensor<?xf64>) -> tensor<?xf64>
  %u, %y = snn.scan %t over(%xt in %x : tensor<?x?xf64>) carry(%v = %u0 : tensor<?xf64>) stack(tensor<?x?xf64>) {
    %b2 = arith.mulf %b, %b : tensor<?xf64>
    %decayed = arith.mulf %v, %b2 : tensor<?xf64>
    %in = linalg.vecmat ins(%xt, %w : tensor<?xf64>, tensor<?x?xf64>) outs(%z : tensor<?xf64>) -> tensor<?xf64>
    %n = arith.addf %decayed, %in : tensor<?xf64>
    %o = math.tanh %n : tensor<?xf64>
    snn.yield carry(%n : tensor<?xf64>) stack(%o : tensor<?xf64>)
  }
  return %u, %y : tensor<?xf64>, tensor<?x?xf64>
}

func.func @leaky_for(%x: tensor<?x?xf64>, %u0: tensor<?xf64>, %w: tensor<?x?xf64>, %b: tensor<?xf64>) -> (tensor<?xf64>, tensor<?x?xf64>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zero = arith.constant 0.0 : f64
  %d = tensor.dim %u0, %c0 : tensor<?xf64>
  %T = tensor.dim %x, %c0 : tensor<?x?xf64>
  %k = tensor.dim %x, %c1 : tensor<?x?xf64>
  %e = tensor.empty(%d) : tensor<?xf64>
  %z = linalg.fill ins(%zero : f64) outs(%e : tensor<?xf64>) -> tensor<?xf64>
  %acc0 = tensor.empty(%T, %d) : tensor<?x?xf64>
  %u, %y = scf.for %t = %c0 to %T step %c1 iter_args(%v = %u0, %acc = %acc0) -> (tensor<?xf64>, tensor<?x?xf64>) {
    %xt = tensor.extract_slice %x[%t, 0] [1, %k] [1, 1] : tensor<?x?xf64> to tensor<?xf64>
    %b2 = arith.mulf %b, %b : tensor<?xf64>
    %decayed = arith.mulf %v, %b2 : tensor<?xf64>
    %in = linalg.vecmat ins(%xt, %w : tensor<?xf64>, tensor<?x?xf64>) outs(%z : tensor<?xf64>) -> tensor<?xf64>
    %n = arith.addf %decayed, %in : tensor<?xf64>
    %o = math.tanh %n : tensor<?xf64>
    %acc1 = tensor.insert_slice %o into %acc[%t, 0] [1, %d] [1, 1] : tensor<?xf64> into tensor<?x?xf64>
    scf.yield %n, %acc1 : tensor<?xf64>, tensor<?x?xf64>
  }
  return %u, %y : tensor<?xf64>, tensor<?x?xf64>
}

func.func @backward_scan(%x: tensor<?xf64>, %u0: f64) -> (f64, tensor<?xf64>) {
  %u, %y = snn.scan reverse %t over(%xt in %x : tensor<?xf64>) carry(%v = %u0 : f64) stack(tensor<?xf64>) {
    %p = arith.mulf %v, %xt : f64
    %i = arith.index_cast %t : index to i64
    %f = arith.sitofp %i : i64 to f64
    %q = arith.addf %p, %f : f64
    %r = math.sin %q : f64
    snn.yield carry(%r : f64) stack(%p : f64)
  }
  return %u, %y : f64, tensor<?xf64>
}

func.func @backward_for(%x: tensor<?xf64>, %u0: f64) -> (f64, tensor<?xf64>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %n = tensor.dim %x, %c0 : tensor<?xf64>
  %e = tensor.empty(%n) : tensor<?xf64>
  %u, %y = scf.for %k = %c0 to %n step %c1 iter_args(%v = %u0, %acc = %e) -> (f64, tensor<?xf64>) {
    %last = arith.subi %n, %c1 : index
    %t = arith.subi %last, %k : index
    %xt = tensor.extract %x[%t] : tensor<?xf64>
    %p = arith.mulf %v, %xt : f64
    %i = arith.index_cast %t : index to i64
    %f = arith.sitofp %i : i64 to f64
    %q = arith.addf %p, %f : f64
    %r = math.sin %q : f64
    %acc1 = tensor.insert %p into %acc[%t] : tensor<?xf64>
    scf.yield %r, %acc1 : f64, tensor<?xf64>
  }
  return %u, %y : f64, tensor<?xf64>
}

func.func @counted_scan(%n: index, %u0: tensor<3xf64>, %w: tensor<3xf64>) -> tensor<3xf64> {
  %u, %s = snn.scan %t length(%n) carry(%v = %u0 : tensor<3xf64>, %r = %w : tensor<3xf64>) {
    %p = arith.mulf %v, %r : tensor<3xf64>
    %q = math.tanh %p : tensor<3xf64>
    %o = arith.addf %q, %w : tensor<3xf64>
    snn.yield carry(%o, %q : tensor<3xf64>, tensor<3xf64>)
  }
  return %u : tensor<3xf64>
}

func.func @counted_for(%n: index, %u0: tensor<3xf64>, %w: tensor<3xf64>) -> tensor<3xf64> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %u, %s = scf.for %t = %c0 to %n step %c1 iter_args(%v = %u0, %r = %w) -> (tensor<3xf64>, tensor<3xf64>) {
    %p = arith.mulf %v, %r : tensor<3xf64>
    %q = math.tanh %p : tensor<3xf64>
    %o = arith.addf %q, %w : tensor<3xf64>
    scf.yield %o, %q : tensor<3xf64>, tensor<3xf64>
  }
  return %u : tensor<3xf64>
}

// The gradient of a loop as a function to be differentiated.

func.func private @power_scan(%x: tensor<5xf64>, %u0: f64) -> f64 {
  %u = snn.scan %t over(%xt in %x : tensor<5xf64>) carry(%v = %u0 : f64) {
    %p = arith.mulf %v, %xt : f64
    %q = math.sin %p : f64
    snn.yield carry(%q : f64)
  }
  return %u : f64
}

func.func @second_scan(%x: tensor<5xf64>, %u0: f64) -> (tensor<5xf64>, f64) {
  %one = arith.constant 1.0 : f64
  %g:2 = ad.vjp @power_scan(%x, %u0) cotangents(%one) {wrt = [0, 1]} : (tensor<5xf64>, f64) cotangents(f64) -> (tensor<5xf64>, f64)
  return %g#0, %g#1 : tensor<5xf64>, f64
}

func.func private @power_for(%x: tensor<5xf64>, %u0: f64) -> f64 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c5 = arith.constant 5 : index
  %u = scf.for %t = %c0 to %c5 step %c1 iter_args(%v = %u0) -> f64 {
    %xt = tensor.extract %x[%t] : tensor<5xf64>
    %p = arith.mulf %v, %xt : f64
    %q = math.sin %p : f64
    scf.yield %q : f64
  }
  return %u : f64
}

func.func @second_for(%x: tensor<5xf64>, %u0: f64) -> (tensor<5xf64>, f64) {
  %one = arith.constant 1.0 : f64
  %g:2 = ad.vjp @power_for(%x, %u0) cotangents(%one) {wrt = [0, 1]} : (tensor<5xf64>, f64) cotangents(f64) -> (tensor<5xf64>, f64)
  return %g#0, %g#1 : tensor<5xf64>, f64
}
