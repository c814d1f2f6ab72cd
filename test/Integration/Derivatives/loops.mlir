// Loops whose states are read late, not at all or not changed, against finite
// differences.

// RUN: %python %src/test/Integration/arrays.py %t.npz f64:3 f64:3
// RUN: snn-run check %s --entry=rotate --wrt=0,1 --in=%t.npz
// RUN: snn-run check %s --entry=rotate_scan --wrt=0,1 --in=%t.npz

// Only what went through all three states is returned, and no step reads the
// last of them.
func.func @rotate(%x: tensor<3xf64>, %y: tensor<3xf64>) -> tensor<3xf64> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %r:3 = scf.for %i = %c0 to %c4 step %c1 iter_args(%a = %x, %b = %y, %c = %x) -> (tensor<3xf64>, tensor<3xf64>, tensor<3xf64>) {
    %m = arith.mulf %a, %y : tensor<3xf64>
    scf.yield %b, %x, %m : tensor<3xf64>, tensor<3xf64>, tensor<3xf64>
  }
  return %r#2 : tensor<3xf64>
}

func.func @rotate_scan(%x: tensor<3xf64>, %y: tensor<3xf64>) -> tensor<3xf64> {
  %n = arith.constant 4 : index
  %r:3 = snn.scan %t length(%n) carry(%a = %x : tensor<3xf64>, %b = %y : tensor<3xf64>, %c = %x : tensor<3xf64>) {
    %m = arith.mulf %a, %y : tensor<3xf64>
    snn.yield carry(%b, %x, %m : tensor<3xf64>, tensor<3xf64>, tensor<3xf64>)
  }
  return %r#2 : tensor<3xf64>
}

// An eight-bit induction variable whose range does not fit into its sign, and
// a step that does not divide it; then no step at all.

// RUN: %python %src/test/Integration/arrays.py %t.npz f64: i8=-100 i8=101 i8=7
// RUN: snn-run check %s --entry=narrow --wrt=0 --in=%t.npz
// RUN: %python %src/test/Integration/arrays.py %t.npz f64: i8=3 i8=3 i8=7
// RUN: snn-run check %s --entry=narrow --wrt=0 --in=%t.npz
func.func @narrow(%x: f64, %lo: i8, %hi: i8, %step: i8) -> f64 {
  %r = scf.for %i = %lo to %hi step %step iter_args(%a = %x) -> f64 : i8 {
    %f = arith.sitofp %i : i8 to f64
    %k = arith.constant 0.01 : f64
    %g = arith.mulf %f, %k : f64
    %s = math.sin %a : f64
    %m = arith.addf %s, %g : f64
    %q = arith.mulf %m, %x : f64
    scf.yield %q : f64
  }
  return %r : f64
}

// Branches of dynamic shapes in a loop; one yields what it captures.

// RUN: %python %src/test/Integration/arrays.py %t.npz f64:5 i64=5
// RUN: snn-run check %s --entry=branches --wrt=0 --in=%t.npz
func.func @branches(%x: tensor<?xf64>, %k: index) -> tensor<?xf64> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %d = tensor.dim %x, %c0 : tensor<?xf64>
  %r = scf.for %i = %c0 to %k step %c1 iter_args(%a = %x) -> tensor<?xf64> {
    %m = arith.remui %i, %c2 : index
    %p = arith.cmpi eq, %m, %c0 : index
    %y = scf.if %p -> tensor<?xf64> {
      %h = arith.divui %d, %c2 : index
      %s = tensor.extract_slice %a[0] [%h] [1] : tensor<?xf64> to tensor<?xf64>
      %t = math.exp %s : tensor<?xf64>
      %t2 = arith.mulf %t, %s : tensor<?xf64>
      %u = tensor.insert_slice %t2 into %a[%c1] [%h] [1] : tensor<?xf64> into tensor<?xf64>
      scf.yield %u : tensor<?xf64>
    } else {
      %t = math.sin %a : tensor<?xf64>
      scf.yield %t : tensor<?xf64>
    }
    %q = arith.cmpi eq, %i, %c1 : index
    %z = scf.if %q -> tensor<?xf64> {
      scf.yield %x : tensor<?xf64>
    } else {
      scf.yield %y : tensor<?xf64>
    }
    %w = arith.mulf %z, %y : tensor<?xf64>
    scf.yield %w : tensor<?xf64>
  }
  return %r : tensor<?xf64>
}

// A request on a function that holds a request: the derivative of a gradient.

// RUN: %python %src/test/Integration/arrays.py %t.npz f64:4 f64:4
// RUN: snn-run check %s --entry=second --wrt=0,1 --in=%t.npz
func.func @inner(%x: tensor<?xf64>) -> tensor<?xf64> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %r = scf.for %i = %c0 to %c3 step %c1 iter_args(%a = %x) -> tensor<?xf64> {
    %s = math.sin %a : tensor<?xf64>
    %m = arith.mulf %s, %x : tensor<?xf64>
    scf.yield %m : tensor<?xf64>
  }
  return %r : tensor<?xf64>
}
func.func @second(%x: tensor<?xf64>, %ct: tensor<?xf64>) -> tensor<?xf64> {
  %d = ad.vjp @inner(%x) cotangents(%ct) {wrt = [0]} : (tensor<?xf64>) cotangents(tensor<?xf64>) -> (tensor<?xf64>)
  %e = arith.mulf %d, %x : tensor<?xf64>
  return %e : tensor<?xf64>
}

// A function that returns an argument and one value twice, called twice.

// RUN: %python %src/test/Integration/arrays.py %t.npz f64: f64:
// RUN: snn-run check %s --entry=calls --wrt=0,1 --in=%t.npz
func.func @callee(%a: f64, %b: f64) -> (f64, f64, f64) attributes {no_inline} {
  %c = arith.mulf %a, %a : f64
  return %a, %c, %c : f64, f64, f64
}
func.func @calls(%x: f64, %y: f64) -> (f64, f64, f64) {
  %r:3 = func.call @callee(%x, %y) : (f64, f64) -> (f64, f64, f64)
  %q:3 = func.call @callee(%r#1, %y) : (f64, f64) -> (f64, f64, f64)
  %s = arith.mulf %q#0, %r#2 : f64
  return %s, %s, %x : f64, f64, f64
}
