// RUN: snn-run grad %s --entry=loss --wrt=0,1 --in=%S/scalars.in.npz --out=%t.npz
// RUN: snn-npz-diff %t.npz %S/scalars.gold.npz --rtol=2e-4

// No tensor anywhere in the loop: one neuron of f32 scalars, scf.if on scalars, sines and powers, a counter in i64, and
// four results, one of them an integer that has no gradient.

func.func @loss(%drive: f32, %tau: f32, %steps: index) -> (f32, f32, i64, f32) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zero = arith.constant 0.0 : f32
  %one = arith.constant 1.0 : f32
  %third = arith.constant 0.3 : f32
  %minus_half = arith.constant -0.5 : f32
  %n0 = arith.constant 0 : i64
  %n1 = arith.constant 1 : i64
  %rate = arith.divf %one, %tau : f32
  %minus_rate = arith.negf %rate : f32
  %decay = math.exp %minus_rate : f32
  %r:4 = scf.for %t = %c0 to %steps step %c1 iter_args(%u = %zero, %a = %zero, %n = %n0, %sum = %zero)
      -> (f32, f32, i64, f32) {
    %ti = arith.index_cast %t : index to i32
    %tf = arith.sitofp %ti : i32 to f32
    %phase = arith.mulf %tf, %third : f32
    %wave = math.sin %phase : f32
    %lifted = arith.addf %wave, %one : f32
    %i = arith.mulf %lifted, %drive : f32
    %u0 = math.fma %u, %decay, %i : f32
    %theta = arith.addf %one, %a : f32
    %v = arith.subf %u0, %theta : f32
    %v2 = arith.mulf %v, %v : f32
    %e = arith.mulf %v2, %minus_half : f32
    %g = math.exp %e : f32
    %gs = ad.stop_gradient %g : f32
    %h = arith.mulf %v, %gs : f32
    %hs = ad.stop_gradient %h : f32
    %d = arith.subf %h, %hs : f32
    %fired = arith.cmpf ogt, %v, %zero : f32
    %f = arith.uitofp %fired : i1 to f32
    %fs = ad.stop_gradient %f : f32
    %z = arith.addf %d, %fs : f32
    %next:3 = scf.if %fired -> (f32, f32, i64) {
      %down = arith.subf %u0, %z : f32
      %raised = arith.addf %a, %third : f32
      %more = arith.addi %n, %n1 : i64
      scf.yield %down, %raised, %more : f32, f32, i64
    } else {
      %square = arith.mulf %decay, %decay : f32
      %sunk = arith.mulf %a, %square : f32
      scf.yield %u0, %sunk, %n : f32, f32, i64
    }
    %soft = math.log1p %v2 : f32
    %part = arith.addf %z, %soft : f32
    %sum1 = arith.addf %sum, %part : f32
    scf.yield %next#0, %next#1, %next#2, %sum1 : f32, f32, i64, f32
  }
  %power = math.powf %tau, %third : f32
  %scaled = arith.mulf %r#1, %power : f32
  return %r#0, %scaled, %r#2, %r#3 : f32, f32, i64, f32
}
