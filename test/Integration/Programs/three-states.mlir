// RUN: snn-run grad %s --entry=loss --wrt=0,1,2,3,4,5 --in=%S/three-states.in.npz --out=%t.npz
// RUN: snn-npz-diff %t.npz %S/three-states.gold.npz --rtol=1e-9

// A neuron of five state variables in f64: synaptic current, membrane, two adaptations of different speed and a spike
// trace; learned time constants per neuron; the reset is a select between two formulas.

!s = tensor<2x13xf64>
!p = tensor<13xf64>

func.func private @sigmoid(%p: !p) -> !s {
  %one = arith.constant dense<1.0> : !p
  %n = arith.negf %p : !p
  %e = math.exp %n : !p
  %b = arith.addf %e, %one : !p
  %r = arith.divf %one, %b : !p
  %empty = tensor.empty() : !s
  %rows = linalg.broadcast ins(%r : !p) outs(%empty : !s) dimensions = [0]
  return %rows : !s
}

func.func @loss(%x: tensor<17x2x13xf64>, %w: tensor<13x13xf64>, %p_syn: !p, %p_mem: !p, %p_fast: !p, %p_slow: !p)
    -> tensor<2xf64> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c17 = arith.constant 17 : index
  %zero = arith.constant dense<0.0> : !s
  %one = arith.constant dense<1.0> : !s
  %beta = arith.constant dense<0.7> : !s
  %gamma = arith.constant dense<0.3> : !s
  %decay = arith.constant dense<0.85> : !s
  %k = arith.constant dense<-1.25> : !s
  %syn = func.call @sigmoid(%p_syn) : (!p) -> !s
  %mem = func.call @sigmoid(%p_mem) : (!p) -> !s
  %fast = func.call @sigmoid(%p_fast) : (!p) -> !s
  %slow = func.call @sigmoid(%p_slow) : (!p) -> !s
  %r:6 = scf.for %t = %c0 to %c17 step %c1
      iter_args(%i = %zero, %v = %zero, %a = %zero, %b = %zero, %tr = %zero, %z = %zero) -> (!s, !s, !s, !s, !s, !s) {
    %xt = tensor.extract_slice %x[%t, 0, 0] [1, 2, 13] [1, 1, 1] : tensor<17x2x13xf64> to !s
    %drive = linalg.matmul ins(%z, %w : !s, tensor<13x13xf64>) outs(%xt : !s) -> !s
    %i0 = arith.mulf %syn, %i : !s
    %i1 = arith.addf %i0, %drive : !s
    %v0 = arith.mulf %mem, %v : !s
    %v1 = arith.addf %v0, %i1 : !s
    %ta = arith.mulf %beta, %a : !s
    %tb = arith.mulf %gamma, %b : !s
    %t0 = arith.addf %one, %ta : !s
    %theta = arith.addf %t0, %tb : !s
    %over = arith.subf %v1, %theta : !s
    %sq = arith.mulf %over, %over : !s
    %ex = arith.mulf %sq, %k : !s
    %g = math.exp %ex : !s
    %gs = ad.stop_gradient %g : !s
    %h = arith.mulf %over, %gs : !s
    %hs = ad.stop_gradient %h : !s
    %hh = arith.subf %h, %hs : !s
    %fired = arith.cmpf oge, %over, %zero : !s
    %f = arith.uitofp %fired : tensor<2x13xi1> to !s
    %fs = ad.stop_gradient %f : !s
    %z1 = arith.addf %hh, %fs : !s
    // after a spike the overshoot stays where the fast adaptation is small, else the membrane goes to minus a tenth of it
    %small = arith.cmpf olt, %a, %gamma : !s
    %tenth = arith.constant dense<-0.1> : !s
    %below = arith.mulf %tenth, %over : !s
    %after = arith.select %small, %over, %below : tensor<2x13xi1>, !s
    %v2 = arith.select %fired, %after, %v1 : tensor<2x13xi1>, !s
    %a0 = arith.mulf %fast, %a : !s
    %a1 = arith.addf %a0, %z1 : !s
    %b0 = arith.mulf %slow, %b : !s
    %b1 = arith.addf %b0, %z1 : !s
    %tr0 = arith.mulf %decay, %tr : !s
    %tr1 = arith.addf %tr0, %z1 : !s
    scf.yield %i1, %v2, %a1, %b1, %tr1, %z1 : !s, !s, !s, !s, !s, !s
  }
  %sq = arith.mulf %r#4, %r#4 : !s
  %mix = arith.addf %sq, %r#1 : !s
  %s0 = arith.constant dense<0.0> : tensor<2xf64>
  %per = linalg.reduce { arith.addf } ins(%mix : !s) outs(%s0 : tensor<2xf64>) dimensions = [1]
  return %per : tensor<2xf64>
}
