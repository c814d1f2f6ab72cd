// RUN: snn-run grad %s --entry=loss --wrt=0,1 --in=%S/stochastic-winner@t16.in.npz --out=%t.npz
// RUN: snn-npz-diff %t.npz %S/stochastic-winner@t16.gold.npz --rtol=0.0002
// RUN: snn-run grad %s --entry=loss --wrt=0,1 --in=%S/stochastic-winner@t1.in.npz --out=%t.npz
// RUN: snn-npz-diff %t.npz %S/stochastic-winner@t1.gold.npz --rtol=0.0002
// RUN: snn-run grad %s --entry=loss --wrt=0,1 --in=%S/stochastic-winner@t2.in.npz --out=%t.npz
// RUN: snn-npz-diff %t.npz %S/stochastic-winner@t2.gold.npz --rtol=0.0002

// Spikes drawn by random numbers that are an input, straight-through; the winner of each step by a generic with two
// results, value and place, is reset, the losers are inhibited; the loop begins at an argument.

!s = tensor<3x8xf32>

#m = affine_map<(b, n) -> (b, n)>
#b = affine_map<(b, n) -> (b)>
func.func @loss(%x: tensor<?x3x8xf32>, %w: tensor<8x8xf32>, %noise: tensor<?x3x8xf32>, %from: index)
    -> (!s, tensor<3xi32>, tensor<f32>) {
  %c0 = arith.constant 0 : index
  %c3 = arith.constant 3 : index
  %T = tensor.dim %x, %c0 : tensor<?x3x8xf32>
  %zero = arith.constant dense<0.0> : !s
  %one = arith.constant dense<1.0> : !s
  %k = arith.constant dense<0.75> : !s
  %lows = arith.constant dense<0xFF800000> : tensor<3xf32>
  %w0 = arith.constant dense<-1> : tensor<3xi32>
  %e = tensor.empty() : !s
  %s0 = arith.constant dense<0.0> : tensor<f32>
  %r:4 = scf.for %t = %from to %T step %c3 iter_args(%u = %zero, %z = %zero, %who = %w0, %sum = %s0)
      -> (!s, !s, tensor<3xi32>, tensor<f32>) {
    %xt = tensor.extract_slice %x[%t, 0, 0] [1, 3, 8] [1, 1, 1] : tensor<?x3x8xf32> to !s
    %nt = tensor.extract_slice %noise[%t, 0, 0] [1, 3, 8] [1, 1, 1] : tensor<?x3x8xf32> to !s
    %i = linalg.matmul ins(%z, %w : !s, tensor<8x8xf32>) outs(%xt : !s) -> !s
    %ku = arith.mulf %u, %k : !s
    %u1 = arith.addf %ku, %i : !s
    %neg = arith.negf %u1 : !s
    %ex = math.exp %neg : !s
    %den = arith.addf %ex, %one : !s
    %p = arith.divf %one, %den : !s
    %c = arith.cmpf olt, %nt, %p : !s
    %hit = arith.uitofp %c : tensor<3x8xi1> to !s
    %ps = ad.stop_gradient %p : !s
    %pd = arith.subf %p, %ps : !s
    %hs = ad.stop_gradient %hit : !s
    %z0 = arith.addf %pd, %hs : !s
    %best:2 = linalg.generic {indexing_maps = [#m, #b, #b], iterator_types = ["parallel", "reduction"]} ins(%u1
        : !s) outs(%lows, %w0 : tensor<3xf32>, tensor<3xi32>) {
    ^bb0(%a: f32, %m: f32, %ix: i32):
      %n = linalg.index 1 : index
      %ni = arith.index_cast %n : index to i32
      %g = arith.cmpf ogt, %a, %m : f32
      %m1 = arith.select %g, %a, %m : f32
      %i1 = arith.select %g, %ni, %ix : i32
      linalg.yield %m1, %i1 : f32, i32
    } -> (tensor<3xf32>, tensor<3xi32>)
    // the winner alone is reset; losers are inhibited by the winner's potential
    %u2 = linalg.generic {indexing_maps = [#m, #b, #b, #m], iterator_types = ["parallel", "parallel"]}
        ins(%u1, %best#0, %best#1 : !s, tensor<3xf32>, tensor<3xi32>) outs(%e : !s) {
    ^bb0(%a: f32, %m: f32, %ix: i32, %o: f32):
      %n = linalg.index 1 : index
      %ni = arith.index_cast %n : index to i32
      %won = arith.cmpi eq, %ni, %ix : i32
      %q = arith.constant 0.3 : f32
      %in = arith.mulf %m, %q : f32
      %lose = arith.subf %a, %in : f32
      %zero_ = arith.constant 0.0 : f32
      %y = arith.select %won, %zero_, %lose : f32
      linalg.yield %y : f32
    } -> !s
    %top = linalg.reduce { arith.addf } ins(%best#0 : tensor<3xf32>) outs(%sum : tensor<f32>) dimensions = [0]
    scf.yield %u2, %z0, %best#1, %top : !s, !s, tensor<3xi32>, tensor<f32>
  }
  return %r#0, %r#2, %r#3 : !s, tensor<3xi32>, tensor<f32>
}
