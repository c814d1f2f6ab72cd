// RUN: snn-run grad %s --entry=loss --wrt=1,2,3,4,5 --in=%S/complex-resonator.in.npz --out=%t.npz
// RUN: snn-npz-diff %t.npz %S/complex-resonator.gold.npz --rtol=2e-4

// Resonate-and-fire neurons whose complex state is a pair of real tensors: it turns by a learned angle and shrinks by a
// learned rate per neuron; the imaginary part fires.

!s = tensor<5x9xf32>
!p = tensor<9xf32>

func.func @loss(%x: tensor<21x5x6xf32>, %w_re: tensor<6x9xf32>, %w_im: tensor<6x9xf32>, %rec: tensor<9x9xf32>, %angle: !p,
                %damp: !p) -> tensor<9xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c21 = arith.constant 21 : index
  %zero = arith.constant dense<0.0> : !s
  %one = arith.constant dense<1.0> : !s
  %nd = arith.negf %damp : !p
  %radius = math.exp %nd : !p
  %cos = math.cos %angle : !p
  %sin = math.sin %angle : !p
  %rc = arith.mulf %radius, %cos : !p
  %rs = arith.mulf %radius, %sin : !p
  %e = tensor.empty() : !s
  %re_k = linalg.broadcast ins(%rc : !p) outs(%e : !s) dimensions = [0]
  %im_k = linalg.broadcast ins(%rs : !p) outs(%e : !s) dimensions = [0]
  %r:4 = scf.for %t = %c0 to %c21 step %c1 iter_args(%re = %zero, %im = %zero, %z = %zero, %n = %zero)
      -> (!s, !s, !s, !s) {
    %xt = tensor.extract_slice %x[%t, 0, 0] [1, 5, 6] [1, 1, 1] : tensor<21x5x6xf32> to tensor<5x6xf32>
    %a0 = arith.mulf %re_k, %re : !s
    %a1 = arith.mulf %im_k, %im : !s
    %a = arith.subf %a0, %a1 : !s
    %b0 = arith.mulf %im_k, %re : !s
    %b = math.fma %re_k, %im, %b0 : !s
    %re1 = linalg.matmul ins(%xt, %w_re : tensor<5x6xf32>, tensor<6x9xf32>) outs(%a : !s) -> !s
    %im0 = linalg.matmul ins(%xt, %w_im : tensor<5x6xf32>, tensor<6x9xf32>) outs(%b : !s) -> !s
    %im1 = linalg.matmul ins(%z, %rec : !s, tensor<9x9xf32>) outs(%im0 : !s) -> !s
    %v = arith.subf %im1, %one : !s
    %th = math.tanh %v : !s
    %th2 = arith.mulf %th, %th : !s
    %g = arith.subf %one, %th2 : !s
    %gs = ad.stop_gradient %g : !s
    %h = arith.mulf %v, %gs : !s
    %hs = ad.stop_gradient %h : !s
    %hh = arith.subf %h, %hs : !s
    %fired = arith.cmpf ogt, %v, %zero : !s
    %f = arith.uitofp %fired : tensor<5x9xi1> to !s
    %fs = ad.stop_gradient %f : !s
    %z1 = arith.addf %hh, %fs : !s
    %keep = arith.subf %one, %z1 : !s
    %im2 = arith.mulf %im1, %keep : !s
    %n1 = arith.addf %n, %z1 : !s
    scf.yield %re1, %im2, %z1, %n1 : !s, !s, !s, !s
  }
  %power0 = arith.mulf %r#0, %r#0 : !s
  %power1 = arith.mulf %r#1, %r#1 : !s
  %power = arith.addf %power0, %power1 : !s
  %root = math.sqrt %power : !s
  %both = arith.addf %root, %r#3 : !s
  %s0 = arith.constant dense<0.0> : !p
  %sum = linalg.reduce { arith.addf } ins(%both : !s) outs(%s0 : !p) dimensions = [0]
  return %sum : !p
}
