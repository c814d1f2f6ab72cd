// RUN: snn-run grad %s --entry=loss --wrt=0,1,2 --in=%S/reductions.in.npz --out=%t.npz
// RUN: snn-npz-diff %t.npz %S/reductions.gold.npz --rtol=2e-4

// Reductions in the time loop: the maximum over neurons inhibits all, layer normalization by mean and variance, a
// product over the batch, a minimum over time, a generic with two results, and lateral inhibition by it.

!s = tensor<3x7xf32>
!b = tensor<3xf32>

func.func private @spread(%v: !b) -> !s {
  %e = tensor.empty() : !s
  %r = linalg.broadcast ins(%v : !b) outs(%e : !s) dimensions = [1]
  return %r : !s
}

func.func @loss(%x: tensor<8x3x7xf32>, %w: tensor<7x7xf32>, %gain: f32) -> (!b, tensor<7xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c8 = arith.constant 8 : index
  %zero = arith.constant dense<0.0> : !s
  %one = arith.constant dense<1.0> : !s
  %zb = arith.constant dense<0.0> : !b
  %lows = arith.constant dense<0xFF800000> : !b
  %highs = arith.constant dense<0x7F800000> : !b
  %ones7 = arith.constant dense<1.0> : tensor<7xf32>
  %seven = arith.constant dense<7.0> : !b
  %eps = arith.constant dense<0.01> : !b
  %half = arith.constant dense<0.5> : !s
  %gains = tensor.splat %gain : !s
  %r:4 = scf.for %t = %c0 to %c8 step %c1 iter_args(%u = %zero, %z = %zero, %least = %highs, %prod = %ones7)
      -> (!s, !s, !b, tensor<7xf32>) {
    %xt = tensor.extract_slice %x[%t, 0, 0] [1, 3, 7] [1, 1, 1] : tensor<8x3x7xf32> to !s
    %i = linalg.matmul ins(%z, %w : !s, tensor<7x7xf32>) outs(%xt : !s) -> !s
    // sum and sum of squares in one pass
    %sums:2 = linalg.generic {
        indexing_maps = [affine_map<(b, n) -> (b, n)>, affine_map<(b, n) -> (b)>, affine_map<(b, n) -> (b)>],
        iterator_types = ["parallel", "reduction"]
      } ins(%i : !s) outs(%zb, %zb : !b, !b) {
      ^bb0(%in: f32, %s: f32, %q: f32):
        %s1 = arith.addf %s, %in : f32
        %sq = arith.mulf %in, %in : f32
        %q1 = arith.addf %q, %sq : f32
        linalg.yield %s1, %q1 : f32, f32
      } -> (!b, !b)
    %mean = arith.divf %sums#0, %seven : !b
    %mean2 = arith.divf %sums#1, %seven : !b
    %mm = arith.mulf %mean, %mean : !b
    %var0 = arith.subf %mean2, %mm : !b
    %var = arith.addf %var0, %eps : !b
    %inv = math.rsqrt %var : !b
    %means = func.call @spread(%mean) : (!b) -> !s
    %invs = func.call @spread(%inv) : (!b) -> !s
    %centred = arith.subf %i, %means : !s
    %normed = arith.mulf %centred, %invs : !s
    %drive = arith.mulf %normed, %gains : !s
    %kept = arith.mulf %u, %half : !s
    %u1 = arith.addf %kept, %drive : !s
    %top = linalg.reduce { arith.maximumf } ins(%u1 : !s) outs(%lows : !b) dimensions = [1]
    %tops = func.call @spread(%top) : (!b) -> !s
    %inhibit = arith.mulf %tops, %half : !s
    %v = arith.subf %u1, %inhibit : !s
    %k = arith.constant dense<-0.5> : !s
    %v2 = arith.mulf %v, %v : !s
    %e = arith.mulf %v2, %k : !s
    %g = math.exp %e : !s
    %gs = ad.stop_gradient %g : !s
    %h = arith.mulf %v, %gs : !s
    %hs = ad.stop_gradient %h : !s
    %d = arith.subf %h, %hs : !s
    %c = arith.cmpf ogt, %v, %zero : !s
    %f = arith.uitofp %c : tensor<3x7xi1> to !s
    %fs = ad.stop_gradient %f : !s
    %z1 = arith.addf %d, %fs : !s
    %u2 = arith.subf %u1, %z1 : !s
    %low = linalg.reduce { arith.minimumf } ins(%u2 : !s) outs(%least : !b) dimensions = [1]
    %bounded = math.tanh %u2 : !s
    %factor = arith.addf %bounded, %one : !s
    %prod1 = linalg.reduce { arith.mulf } ins(%factor : !s) outs(%prod : tensor<7xf32>) dimensions = [0]
    scf.yield %u2, %z1, %low, %prod1 : !s, !s, !b, tensor<7xf32>
  }
  return %r#2, %r#3 : !b, tensor<7xf32>
}
