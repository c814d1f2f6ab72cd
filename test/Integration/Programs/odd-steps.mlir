// RUN: snn-run grad %s --entry=loss --wrt=0,1,2 --in=%S/odd-steps.in.npz --out=%t.npz
// RUN: snn-npz-diff %t.npz %S/odd-steps.gold.npz --rtol=2e-4

// Loops whose step does not divide their range, whose bounds are arguments, whose induction variable is i32, which run
// no step at all, and which walk time backwards; the gradient by the initial state is asked for.

!s = tensor<2x7xf32>

func.func private @advance(%u: !s, %x: !s, %w: tensor<7xf32>) -> (!s, !s) {
  %zero = arith.constant dense<0.0> : !s
  %one = arith.constant dense<1.0> : !s
  %e = tensor.empty() : !s
  %ws = linalg.broadcast ins(%w : tensor<7xf32>) outs(%e : !s) dimensions = [0]
  %0 = arith.mulf %u, %ws : !s
  %u1 = arith.addf %0, %x : !s
  %v = arith.subf %u1, %one : !s
  %v2 = arith.mulf %v, %v : !s
  %b = arith.addf %one, %v2 : !s
  %g = arith.divf %one, %b : !s
  %gs = ad.stop_gradient %g : !s
  %h = arith.mulf %v, %gs : !s
  %hs = ad.stop_gradient %h : !s
  %d = arith.subf %h, %hs : !s
  %c = arith.cmpf ogt, %v, %zero : !s
  %f = arith.uitofp %c : tensor<2x7xi1> to !s
  %fs = ad.stop_gradient %f : !s
  %z = arith.addf %d, %fs : !s
  %u2 = arith.subf %u1, %z : !s
  return %u2, %z : !s, !s
}

func.func @loss(%x: tensor<12x2x7xf32>, %w: tensor<7xf32>, %u0: !s, %from: index, %to: index, %stride: i32)
    -> (!s, !s, !s) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %c11 = arith.constant 11 : index
  %i1 = arith.constant 1 : i32
  %i12 = arith.constant 12 : i32
  %zero = arith.constant dense<0.0> : !s
  // steps 1, 3, 5, 7, 9, 11 when from is 1 and to is 12
  %a:2 = scf.for %t = %from to %to step %c2 iter_args(%u = %u0, %n = %zero) -> (!s, !s) {
    %xt = tensor.extract_slice %x[%t, 0, 0] [1, 2, 7] [1, 1, 1] : tensor<12x2x7xf32> to !s
    %u1, %z = func.call @advance(%u, %xt, %w) : (!s, !s, tensor<7xf32>) -> (!s, !s)
    %n1 = arith.addf %n, %z : !s
    scf.yield %u1, %n1 : !s, !s
  }
  // an i32 induction variable
  %b:2 = scf.for %t = %i1 to %i12 step %stride iter_args(%u = %a#0, %n = %a#1) -> (!s, !s) : i32 {
    %ti = arith.index_cast %t : i32 to index
    %xt = tensor.extract_slice %x[%ti, 0, 0] [1, 2, 7] [1, 1, 1] : tensor<12x2x7xf32> to !s
    %tf = arith.sitofp %t : i32 to f32
    %ts = tensor.splat %tf : !s
    %u1, %z = func.call @advance(%u, %xt, %w) : (!s, !s, tensor<7xf32>) -> (!s, !s)
    %zt = arith.mulf %z, %ts : !s
    %n1 = arith.addf %n, %zt : !s
    scf.yield %u1, %n1 : !s, !s
  }
  // backwards
  %c:2 = scf.for %t = %c0 to %c11 step %c1 iter_args(%u = %b#0, %n = %b#1) -> (!s, !s) {
    %back = arith.subi %c11, %t : index
    %xt = tensor.extract_slice %x[%back, 0, 0] [1, 2, 7] [1, 1, 1] : tensor<12x2x7xf32> to !s
    %u1, %z = func.call @advance(%u, %xt, %w) : (!s, !s, tensor<7xf32>) -> (!s, !s)
    %n1 = arith.addf %n, %z : !s
    scf.yield %u1, %n1 : !s, !s
  }
  // no step: from 11 to 0
  %d = scf.for %t = %c11 to %c0 step %c1 iter_args(%u = %c#0) -> (!s) {
    %u1, %z = func.call @advance(%u, %u0, %w) : (!s, !s, tensor<7xf32>) -> (!s, !s)
    scf.yield %z : !s
  }
  return %d, %c#1, %a#1 : !s, !s, !s
}
