// RUN: snn-run grad %s --entry=loss --wrt=0,1,2,3 --in=%S/truncated.in.npz --out=%t.npz
// RUN: snn-npz-diff %t.npz %S/truncated.gold.npz --rtol=2e-4

// Truncated backpropagation: every fourth step the carried state passes through a stop-gradient in one branch of an
// scf.if, so that the adjoint of the loop is cut there; the learned leak is shared by all steps.

!s = tensor<3x7xf32>

func.func @loss(%x: tensor<13x3x7xf32>, %w: tensor<7x7xf32>, %leak: tensor<1xf32>, %u0: !s) -> tensor<f32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %c13 = arith.constant 13 : index
  %zero = arith.constant dense<0.0> : !s
  %one = arith.constant dense<1.0> : !s
  %n0 = arith.constant dense<0.0> : tensor<f32>
  %leak0 = tensor.extract %leak[%c0] : tensor<1xf32>
  %squashed = math.tanh %leak0 : f32
  %leaks = tensor.splat %squashed : !s
  %r:3 = scf.for %t = %c0 to %c13 step %c1 iter_args(%u = %u0, %z = %zero, %sum = %n0) -> (!s, !s, tensor<f32>) {
    %place = arith.remui %t, %c4 : index
    %cut = arith.cmpi eq, %place, %c0 : index
    %from:2 = scf.if %cut -> (!s, !s) {
      %us = ad.stop_gradient %u : !s
      %zs = ad.stop_gradient %z : !s
      scf.yield %us, %zs : !s, !s
    } else {
      scf.yield %u, %z : !s, !s
    }
    %xt = tensor.extract_slice %x[%t, 0, 0] [1, 3, 7] [1, 1, 1] : tensor<13x3x7xf32> to !s
    %kept = arith.mulf %from#0, %leaks : !s
    %i = linalg.matmul ins(%from#1, %w : !s, tensor<7x7xf32>) outs(%xt : !s) -> !s
    %u1 = arith.addf %kept, %i : !s
    %v = arith.subf %u1, %one : !s
    %a = math.absf %v : !s
    %side = arith.subf %one, %a : !s
    %g = arith.maximumf %side, %zero : !s
    %gs = ad.stop_gradient %g : !s
    %h = arith.mulf %v, %gs : !s
    %hs = ad.stop_gradient %h : !s
    %d = arith.subf %h, %hs : !s
    %c = arith.cmpf ogt, %v, %zero : !s
    %f = arith.uitofp %c : tensor<3x7xi1> to !s
    %fs = ad.stop_gradient %f : !s
    %z1 = arith.addf %d, %fs : !s
    %u2 = arith.subf %u1, %z1 : !s
    %sq = arith.mulf %u2, %u2 : !s
    %both = arith.addf %sq, %z1 : !s
    %sum1 = linalg.reduce { arith.addf } ins(%both : !s) outs(%sum : tensor<f32>) dimensions = [0, 1]
    scf.yield %u2, %z1, %sum1 : !s, !s, tensor<f32>
  }
  return %r#2 : tensor<f32>
}
