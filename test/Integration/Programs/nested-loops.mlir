// RUN: snn-run grad %s --entry=loss --wrt=0,1,2 --in=%S/nested-loops.in.npz --out=%t.npz
// RUN: snn-npz-diff %t.npz %S/nested-loops.gold.npz --rtol=1e-9

// A loop in the loop: each time step integrates four Euler sub-steps of a two-variable neuron (FitzHugh-Nagumo), whose
// number is an argument; the inner loop carries an i32 counter too, and a captured coupling matrix acts inside.

!s = tensor<3x7xf64>

func.func @loss(%x: tensor<8x3x7xf64>, %w: tensor<7x7xf64>, %tau: f64, %substeps: index) -> (f64, !s) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c8 = arith.constant 8 : index
  %i0 = arith.constant 0 : i32
  %i1 = arith.constant 1 : i32
  %zero = arith.constant dense<0.0> : !s
  %start = arith.constant dense<-1.2> : !s
  %a = arith.constant dense<0.7> : !s
  %b = arith.constant dense<0.8> : !s
  %third = arith.constant dense<3.0> : !s
  %dt = arith.constant dense<0.2> : !s
  %f0 = arith.constant 0.0 : f64
  %taus = tensor.splat %tau : !s
  %r:3 = scf.for %t = %c0 to %c8 step %c1 iter_args(%v = %start, %q = %zero, %acc = %f0) -> (!s, !s, f64) {
    %xt = tensor.extract_slice %x[%t, 0, 0] [1, 3, 7] [1, 1, 1] : tensor<8x3x7xf64> to !s
    %in:3 = scf.for %j = %c0 to %substeps step %c1 iter_args(%v1 = %v, %q1 = %q, %n = %i0) -> (!s, !s, i32) {
      %i = linalg.matmul ins(%v1, %w : !s, tensor<7x7xf64>) outs(%xt : !s) -> !s
      %cube0 = arith.mulf %v1, %v1 : !s
      %cube1 = arith.mulf %cube0, %v1 : !s
      %cube = arith.divf %cube1, %third : !s
      %0 = arith.subf %v1, %cube : !s
      %1 = arith.subf %0, %q1 : !s
      %2 = arith.addf %1, %i : !s
      %dv = arith.mulf %2, %dt : !s
      %v2 = arith.addf %v1, %dv : !s
      %bq = arith.mulf %b, %q1 : !s
      %3 = arith.addf %v1, %a : !s
      %4 = arith.subf %3, %bq : !s
      %5 = arith.divf %4, %taus : !s
      %dq = arith.mulf %5, %dt : !s
      %q2 = arith.addf %q1, %dq : !s
      %n1 = arith.addi %n, %i1 : i32
      scf.yield %v2, %q2, %n1 : !s, !s, i32
    }
    %over = arith.subf %in#0, %a : !s
    %gs0 = math.tanh %over : !s
    %gs1 = arith.mulf %gs0, %gs0 : !s
    %one = arith.constant dense<1.0> : !s
    %g = arith.subf %one, %gs1 : !s
    %gs = ad.stop_gradient %g : !s
    %h = arith.mulf %over, %gs : !s
    %hs = ad.stop_gradient %h : !s
    %d = arith.subf %h, %hs : !s
    %c = arith.cmpf ogt, %over, %zero : !s
    %f = arith.uitofp %c : tensor<3x7xi1> to !s
    %fs = ad.stop_gradient %f : !s
    %z = arith.addf %d, %fs : !s
    %s0 = arith.constant dense<0.0> : tensor<f64>
    %sum = linalg.reduce { arith.addf } ins(%z : !s) outs(%s0 : tensor<f64>) dimensions = [0, 1]
    %count = tensor.extract %sum[] : tensor<f64>
    %nf = arith.sitofp %in#2 : i32 to f64
    %part = arith.mulf %count, %nf : f64
    %acc1 = arith.addf %acc, %part : f64
    scf.yield %in#0, %in#1, %acc1 : !s, !s, f64
  }
  return %r#2, %r#0 : f64, !s
}
