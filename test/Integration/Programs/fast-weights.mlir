// RUN: snn-run grad %s --entry=loss --wrt=0,1,2 --in=%S/fast-weights.in.npz --out=%t.npz
// RUN: snn-npz-diff %t.npz %S/fast-weights.gold.npz --rtol=0.0002

// Fast weights: eligibility traces and the weights themselves are carried per sample and grow by what fires together;
// inputs dropped by a mask in i1.

!s = tensor<2x5xf32>
!e = tensor<2x4x5xf32>
func.func private @spike(%v: tensor<2x5xf32>) -> tensor<2x5xf32> {
  %zero = arith.constant dense<0.0> : tensor<2x5xf32>
  %a = math.absf %v : tensor<2x5xf32>
  %e = arith.negf %a : tensor<2x5xf32>
  %g = math.exp %e : tensor<2x5xf32>
  %gs = ad.stop_gradient %g : tensor<2x5xf32>
  %h = arith.mulf %v, %gs : tensor<2x5xf32>
  %hs = ad.stop_gradient %h : tensor<2x5xf32>
  %d = arith.subf %h, %hs : tensor<2x5xf32>
  %c = arith.cmpf ogt, %v, %zero : tensor<2x5xf32>
  %f = arith.uitofp %c : tensor<2x5xi1> to tensor<2x5xf32>
  %fs = ad.stop_gradient %f : tensor<2x5xf32>
  %z = arith.addf %d, %fs : tensor<2x5xf32>
  return %z : tensor<2x5xf32>
}

func.func @loss(%x: tensor<9x2x4xf32>, %w: tensor<4x5xf32>, %eta: f32, %mask: tensor<9x2x4xi1>) -> (!s, !e) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c9 = arith.constant 9 : index
  %zero = arith.constant dense<0.0> : !s
  %zx = arith.constant dense<0.0> : tensor<2x4xf32>
  %tr0 = arith.constant dense<0.0> : !e
  %k = arith.constant dense<0.8> : !e
  %ks = arith.constant dense<0.8> : !s
  %one = arith.constant dense<0.7> : !s
  %ee = tensor.empty() : !e
  %ws = linalg.broadcast ins(%w : tensor<4x5xf32>) outs(%ee : !e) dimensions = [0]
  %r:3 = scf.for %t = %c0 to %c9 step %c1 iter_args(%u = %zero, %tr = %tr0, %fast = %ws) -> (!s, !e, !e) {
    %x0 = tensor.extract_slice %x[%t, 0, 0] [1, 2, 4] [1, 1, 1] : tensor<9x2x4xf32> to tensor<2x4xf32>
    %m = tensor.extract_slice %mask[%t, 0, 0] [1, 2, 4] [1, 1, 1] : tensor<9x2x4xi1> to tensor<2x4xi1>
    %xt = arith.select %m, %x0, %zx : tensor<2x4xi1>, tensor<2x4xf32>
    %x1 = tensor.expand_shape %xt [[0], [1, 2]] output_shape [2, 1, 4] : tensor<2x4xf32> into tensor<2x1x4xf32>
    %z3 = arith.constant dense<0.0> : tensor<2x1x5xf32>
    %i3 = linalg.batch_matmul ins(%x1, %fast : tensor<2x1x4xf32>, !e) outs(%z3 : tensor<2x1x5xf32>) -> tensor<2x1x5xf32>
    %i = tensor.collapse_shape %i3 [[0], [1, 2]] : tensor<2x1x5xf32> into !s
    %ku = arith.mulf %u, %ks : !s
    %u1 = arith.addf %ku, %i : !s
    %v = arith.subf %u1, %one : !s
    %z = func.call @spike(%v) : (!s) -> !s
    %u2 = arith.subf %u1, %z : !s
    %tr1 = linalg.generic {indexing_maps = [affine_map<(b,i,j)->(b,i)>, affine_map<(b,i,j)->(b,j)>,
        affine_map<(b,i,j)->(b,i,j)>, affine_map<(b,i,j)->(b,i,j)>],
        iterator_types = ["parallel","parallel","parallel"]}
      ins(%xt, %z, %tr : tensor<2x4xf32>, !s, !e) outs(%ee : !e) {
    ^bb0(%a: f32, %b: f32, %c: f32, %o: f32):
      %q = arith.mulf %a, %b : f32
      %kk = arith.constant 0.8 : f32
      %d = math.fma %c, %kk, %q : f32
      linalg.yield %d : f32
    } -> !e
    %etas = tensor.splat %eta : !e
    %df = arith.mulf %tr1, %etas : !e
    %fast1 = arith.addf %fast, %df : !e
    scf.yield %u2, %tr1, %fast1 : !s, !e, !e
  }
  return %r#0, %r#2 : !s, !e
}
