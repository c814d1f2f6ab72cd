// RUN: snn-opt %s --snn-raise-loops -o %t.raised.mlir
// RUN: FileCheck %s < %t.raised.mlir
// RUN: %python %S/Inputs/equal-gradients.py %s,%t.raised.mlir --entries=nested --wrt=0,1,2 3x4x2xf64 2xf64 2x2xf64 -- 2xf64 3x2xf64
// RUN: %python %S/Inputs/equal-gradients.py %s,%t.raised.mlir --entries=nested --wrt=1 3x0x2xf64 2xf64 2x2xf64 -- 2xf64 3x2xf64
// RUN: %python %S/Inputs/equal-gradients.py %s,%t.raised.mlir --entries=branch --wrt=0,1 3x4xf64 4xf64 i1=1 -- 4xf64
// RUN: %python %S/Inputs/equal-gradients.py %s,%t.raised.mlir --entries=branch --wrt=0,1 0x4xf64 4xf64 i1=1 -- 4xf64
// RUN: %python %S/Inputs/equal-gradients.py %s,%t.raised.mlir --entries=branch --wrt=1 3x4xf64 4xf64 i1=0 -- 4xf64
// RUN: %python %S/Inputs/equal-gradients.py %s,%t.raised.mlir --entries=delayed --wrt=0,1 6x3xf64 3xf64 index=2 -- 3xf64 6xf64 f64
// RUN: %python %S/Inputs/equal-gradients.py %s,%t.raised.mlir --entries=layers --wrt=0,1,2 5x2x4xf64 2x4xf64 4x4xf64 -- 2x4xf64
// RUN: %python %S/Inputs/equal-gradients.py %s,%t.raised.mlir --entries=windows --wrt=0,1 5x4xf64 5x6xf64 -- 5x6xf64

// Loops written in upstream's ops give the same results and gradients as the
// time loops that they are raised to. The two are differentiated by rules of
// their own.

// CHECK-NOT: scf.for
// CHECK-COUNT-7: snn.scan
// CHECK-NOT: scf.for

// Loops in a branch in a loop.

func.func @nested(%x: tensor<3x?x2xf64>, %u0: tensor<2xf64>, %w: tensor<2x2xf64>) -> (tensor<2xf64>, tensor<3x2xf64>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %c3 = arith.constant 3 : index
  %zero = arith.constant dense<0.0> : tensor<2xf64>
  %n = tensor.dim %x, %c1 : tensor<3x?x2xf64>
  %e = tensor.empty() : tensor<3x2xf64>
  %r:2 = scf.for %t = %c0 to %c3 step %c1 iter_args(%u = %u0, %acc = %e) -> (tensor<2xf64>, tensor<3x2xf64>) {
    %xt = tensor.extract_slice %x[%t, 0, 0] [1, %n, 2] [1, 1, 1] : tensor<3x?x2xf64> to tensor<?x2xf64>
    %even = arith.remui %t, %c2 : index
    %c = arith.cmpi eq, %even, %c0 : index
    %v = scf.if %c -> tensor<2xf64> {
      %i = scf.for %s = %c0 to %n step %c1 iter_args(%a = %u) -> tensor<2xf64> {
        %xs = tensor.extract_slice %xt[%s, 0] [1, 2] [1, 1] : tensor<?x2xf64> to tensor<2xf64>
        %p = linalg.vecmat ins(%a, %w : tensor<2xf64>, tensor<2x2xf64>) outs(%zero : tensor<2xf64>) -> tensor<2xf64>
        %q = arith.mulf %p, %xs : tensor<2xf64>
        %h = math.tanh %q : tensor<2xf64>
        scf.yield %h : tensor<2xf64>
      }
      scf.yield %i : tensor<2xf64>
    } else {
      %i = scf.for %s = %c1 to %c3 step %c1 iter_args(%a = %u) -> tensor<2xf64> {
        %h = math.sin %a : tensor<2xf64>
        %g = arith.addf %h, %u : tensor<2xf64>
        scf.yield %g : tensor<2xf64>
      }
      scf.yield %i : tensor<2xf64>
    }
    %z = arith.mulf %v, %v : tensor<2xf64>
    %acc1 = tensor.insert_slice %z into %acc[%t, 0] [1, 2] [1, 1] : tensor<2xf64> into tensor<3x2xf64>
    scf.yield %v, %acc1 : tensor<2xf64>, tensor<3x2xf64>
  }
  return %r#0, %r#1 : tensor<2xf64>, tensor<3x2xf64>
}

// A loop in a branch, from the last slice to the first, all sizes dynamic.

func.func @branch(%x: tensor<?x?xf64>, %u0: tensor<?xf64>, %b: i1) -> (tensor<?xf64>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %n = tensor.dim %x, %c0 : tensor<?x?xf64>
  %m = tensor.dim %x, %c1 : tensor<?x?xf64>
  %r = scf.if %b -> tensor<?xf64> {
    %l = scf.for %t = %c0 to %n step %c1 iter_args(%u = %u0) -> (tensor<?xf64>) {
      %last = arith.subi %n, %c1 : index
      %k = arith.subi %last, %t : index
      %xt = tensor.extract_slice %x[%k, 0] [1, %m] [1, 1] : tensor<?x?xf64> to tensor<?xf64>
      %p = arith.mulf %u, %xt : tensor<?xf64>
      %q = math.exp %p : tensor<?xf64>
      scf.yield %q : tensor<?xf64>
    }
    scf.yield %l : tensor<?xf64>
  } else {
    %q = arith.mulf %u0, %u0 : tensor<?xf64>
    scf.yield %q : tensor<?xf64>
  }
  return %r : tensor<?xf64>
}

// The input is read at another step as well: a sequence and a capture at once.

func.func @delayed(%x: tensor<6x3xf64>, %u0: tensor<3xf64>, %n: index) -> (tensor<3xf64>, tensor<6xf64>, f64) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c6 = arith.constant 6 : index
  %s0 = arith.constant 0.5 : f64
  %e = tensor.empty() : tensor<6xf64>
  %r:3 = scf.for %t = %c0 to %c6 step %c1 iter_args(%u = %u0, %acc = %e, %s = %s0) -> (tensor<3xf64>, tensor<6xf64>, f64) {
    %xt = tensor.extract_slice %x[%t, 0] [1, 3] [1, 1] : tensor<6x3xf64> to tensor<3xf64>
    %t1 = arith.addi %t, %n : index
    %k = arith.remui %t1, %c6 : index
    %xk = tensor.extract_slice %x[%k, 0] [1, 3] [1, 1] : tensor<6x3xf64> to tensor<3xf64>
    %p = arith.mulf %u, %xt : tensor<3xf64>
    %q = arith.addf %p, %xk : tensor<3xf64>
    %h = math.tanh %q : tensor<3xf64>
    %f = tensor.extract %h[%c1] : tensor<3xf64>
    %g = arith.mulf %f, %s : f64
    %s1 = arith.addf %g, %s : f64
    %acc1 = tensor.insert %s1 into %acc[%t] : tensor<6xf64>
    scf.yield %h, %acc1, %s1 : tensor<3xf64>, tensor<6xf64>, f64
  }
  return %r#0, %r#1, %r#2 : tensor<3xf64>, tensor<6xf64>, f64
}

// Layers as functions, called twice per step; a stack without a cotangent.

func.func private @layer(%v: tensor<2x4xf64>, %w: tensor<4x4xf64>) -> (tensor<2x4xf64>, tensor<2x4xf64>) {
  %zero = arith.constant dense<0.0> : tensor<2x4xf64>
  %p = linalg.matmul ins(%v, %w : tensor<2x4xf64>, tensor<4x4xf64>) outs(%zero : tensor<2x4xf64>) -> tensor<2x4xf64>
  %h = math.tanh %p : tensor<2x4xf64>
  return %h, %p : tensor<2x4xf64>, tensor<2x4xf64>
}

func.func @layers(%x: tensor<5x2x4xf64>, %u0: tensor<2x4xf64>, %w: tensor<4x4xf64>) -> (tensor<2x4xf64>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c5 = arith.constant 5 : index
  %e = tensor.empty() : tensor<5x2x4xf64>
  %r:2 = scf.for %t = %c0 to %c5 step %c1 iter_args(%u = %u0, %acc = %e) -> (tensor<2x4xf64>, tensor<5x2x4xf64>) {
    %xt = tensor.extract_slice %x[%t, 0, 0] [1, 2, 4] [1, 1, 1] : tensor<5x2x4xf64> to tensor<2x4xf64>
    %a:2 = func.call @layer(%u, %w) : (tensor<2x4xf64>, tensor<4x4xf64>) -> (tensor<2x4xf64>, tensor<2x4xf64>)
    %s = arith.addf %a#0, %xt : tensor<2x4xf64>
    %b:2 = func.call @layer(%s, %w) : (tensor<2x4xf64>, tensor<4x4xf64>) -> (tensor<2x4xf64>, tensor<2x4xf64>)
    %acc1 = tensor.insert_slice %b#1 into %acc[%t, 0, 0] [1, 2, 4] [1, 1, 1] : tensor<2x4xf64> into tensor<5x2x4xf64>
    scf.yield %b#0, %acc1 : tensor<2x4xf64>, tensor<5x2x4xf64>
  }
  return %r#0 : tensor<2x4xf64>
}

// Windows of slices, and an accumulator that is read before it is written.

func.func @windows(%x: tensor<5x4xf64>, %init: tensor<5x6xf64>) -> tensor<5x6xf64> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c5 = arith.constant 5 : index
  %z = scf.for %t = %c0 to %c5 step %c1 iter_args(%acc = %init) -> (tensor<5x6xf64>) {
    %p = tensor.extract_slice %x[%t, 1] [1, 3] [1, 1] : tensor<5x4xf64> to tensor<3xf64>
    %o = tensor.extract_slice %acc[%t, 2] [1, 3] [1, 1] : tensor<5x6xf64> to tensor<3xf64>
    %q = arith.mulf %p, %o : tensor<3xf64>
    %acc1 = tensor.insert_slice %q into %acc[%t, 2] [1, 3] [1, 1] : tensor<3xf64> into tensor<5x6xf64>
    scf.yield %acc1 : tensor<5x6xf64>
  }
  return %z : tensor<5x6xf64>
}
