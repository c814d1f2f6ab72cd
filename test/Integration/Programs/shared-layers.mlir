// RUN: snn-run grad %s --entry=loss --wrt=0,1,2 --in=%S/shared-layers.in.npz --out=%t.npz
// RUN: snn-npz-diff %t.npz %S/shared-layers.gold.npz --rtol=2e-4

// One layer function called four times per step: twice with weights of its own, twice with shared ones, through a
// function that calls it twice. The spikes of one call are not used by anyone.

!s = tensor<2x13xf32>
!w = tensor<13x13xf32>

func.func private @layer(%in: !s, %u: !s, %w: !w) -> (!s, !s) {
  %zero = arith.constant dense<0.0> : !s
  %one = arith.constant dense<1.0> : !s
  %decay = arith.constant dense<0.7> : !s
  %kept = arith.mulf %u, %decay : !s
  %v = linalg.matmul ins(%in, %w : !s, !w) outs(%kept : !s) -> !s
  %over = arith.subf %v, %one : !s
  %a = math.absf %over : !s
  %n = arith.negf %a : !s
  %g = math.exp %n : !s
  %gs = ad.stop_gradient %g : !s
  %h = arith.mulf %over, %gs : !s
  %hs = ad.stop_gradient %h : !s
  %d = arith.subf %h, %hs : !s
  %c = arith.cmpf ogt, %over, %zero : !s
  %f = arith.uitofp %c : tensor<2x13xi1> to !s
  %fs = ad.stop_gradient %f : !s
  %z = arith.addf %d, %fs : !s
  %u1 = arith.subf %v, %z : !s
  return %z, %u1 : !s, !s
}

func.func private @pair(%in: !s, %u: !s, %v: !s, %w1: !w, %w2: !w) -> (!s, !s, !s) {
  %z1, %u1 = func.call @layer(%in, %u, %w1) : (!s, !s, !w) -> (!s, !s)
  %z2, %v1 = func.call @layer(%z1, %v, %w2) : (!s, !s, !w) -> (!s, !s)
  return %z2, %u1, %v1 : !s, !s, !s
}

func.func @loss(%x: tensor<9x2x13xf32>, %w1: !w, %w2: !w) -> (tensor<f32>, !s) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c9 = arith.constant 9 : index
  %zero = arith.constant dense<0.0> : !s
  %r:5 = scf.for %t = %c0 to %c9 step %c1 iter_args(%a = %zero, %b = %zero, %c = %zero, %d = %zero, %n = %zero)
      -> (!s, !s, !s, !s, !s) {
    %xt = tensor.extract_slice %x[%t, 0, 0] [1, 2, 13] [1, 1, 1] : tensor<9x2x13xf32> to !s
    %p:3 = func.call @pair(%xt, %a, %b, %w1, %w2) : (!s, !s, !s, !w, !w) -> (!s, !s, !s)
    %q:3 = func.call @pair(%p#0, %c, %d, %w2, %w2) : (!s, !s, !s, !w, !w) -> (!s, !s, !s)
    %both = arith.addf %p#0, %q#2 : !s
    %n1 = arith.addf %n, %both : !s
    scf.yield %p#1, %p#2, %q#1, %q#2, %n1 : !s, !s, !s, !s, !s
  }
  %sq = arith.mulf %r#4, %r#4 : !s
  %s0 = arith.constant dense<0.0> : tensor<f32>
  %loss = linalg.reduce { arith.addf } ins(%sq : !s) outs(%s0 : tensor<f32>) dimensions = [0, 1]
  return %loss, %r#3 : tensor<f32>, !s
}
