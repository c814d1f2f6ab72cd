// RUN: snn-run grad %s --entry=loss --wrt=0,1,2 --in=%S/competition.in.npz --out=%t.npz
// RUN: snn-npz-diff %t.npz %S/competition.gold.npz --rtol=0.0002

// The two largest of each step are found by repeated maxima that strike the found one out with -inf, then normalized
// by a learned power; the highest potentials over the batch are carried along.

!s = tensor<3x7xf32>
!b = tensor<3xf32>
func.func private @spike(%v: tensor<3x7xf32>) -> tensor<3x7xf32> {
  %zero = arith.constant dense<0.0> : tensor<3x7xf32>
  %a = math.absf %v : tensor<3x7xf32>
  %e = arith.negf %a : tensor<3x7xf32>
  %g = math.exp %e : tensor<3x7xf32>
  %gs = ad.stop_gradient %g : tensor<3x7xf32>
  %h = arith.mulf %v, %gs : tensor<3x7xf32>
  %hs = ad.stop_gradient %h : tensor<3x7xf32>
  %d = arith.subf %h, %hs : tensor<3x7xf32>
  %c = arith.cmpf ogt, %v, %zero : tensor<3x7xf32>
  %f = arith.uitofp %c : tensor<3x7xi1> to tensor<3x7xf32>
  %fs = ad.stop_gradient %f : tensor<3x7xf32>
  %z = arith.addf %d, %fs : tensor<3x7xf32>
  return %z : tensor<3x7xf32>
}

#m = affine_map<(b, n) -> (b, n)>
#b = affine_map<(b, n) -> (b)>
func.func @loss(%x: tensor<6x3x7xf32>, %w: tensor<7x7xf32>, %p: f32) -> (!s, !b, tensor<7xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %c6 = arith.constant 6 : index
  %zero = arith.constant dense<0.0> : !s
  %one = arith.constant dense<0.5> : !s
  %k = arith.constant dense<0.8> : !s
  %low = arith.constant dense<0xFF800000> : !b
  %zb = arith.constant dense<0.0> : !b
  %lown = arith.constant dense<-1.0e30> : tensor<7xf32>
  %e = tensor.empty() : !s
  %r:4 = scf.for %t = %c0 to %c6 step %c1 iter_args(%u = %zero, %z = %zero, %acc = %zb, %peak = %lown)
      -> (!s, !s, !b, tensor<7xf32>) {
    %xt = tensor.extract_slice %x[%t, 0, 0] [1, 3, 7] [1, 1, 1] : tensor<6x3x7xf32> to !s
    %i = linalg.matmul ins(%z, %w : !s, tensor<7x7xf32>) outs(%xt : !s) -> !s
    %ku = arith.mulf %u, %k : !s
    %u1 = arith.addf %ku, %i : !s
    %sel:3 = scf.for %q = %c0 to %c2 step %c1 iter_args(%left = %u1, %won = %zero, %sum = %acc) -> (!s, !s, !b) {
      %m = linalg.reduce { arith.maximumf } ins(%left : !s) outs(%low : !b) dimensions = [1]
      %both:2 = linalg.generic {indexing_maps = [#m, #b, #m, #m, #m], iterator_types=["parallel","parallel"]}
          ins(%left, %m, %won : !s, !b, !s) outs(%e, %e : !s, !s) {
      ^bb0(%a: f32, %mm: f32, %ww: f32, %o: f32, %o2: f32):
        %is = arith.cmpf oge, %a, %mm : f32
        %inf = arith.constant 0xFF800000 : f32
        %a1 = arith.select %is, %inf, %a : f32
        %w1 = arith.select %is, %a, %ww : f32
        linalg.yield %a1, %w1 : f32, f32
      } -> (!s, !s)
      %s1 = arith.addf %sum, %m : !b
      scf.yield %both#0, %both#1, %s1 : !s, !s, !b
    }
    %n2 = linalg.generic {indexing_maps = [#m, #b], iterator_types=["parallel","reduction"]} ins(%sel#1 : !s)
        outs(%zb : !b) {
    ^bb0(%a: f32, %o: f32):
      %ab = math.absf %a : f32
      %eps = arith.constant 0.1 : f32
      %ae = arith.addf %ab, %eps : f32
      %pw = math.powf %ae, %p : f32
      %s = arith.addf %o, %pw : f32
      linalg.yield %s : f32
    } -> !b
    %nrm = linalg.generic {indexing_maps = [#m, #b, #m], iterator_types=["parallel","parallel"]} ins(%sel#1, %n2
        : !s, !b) outs(%e : !s) {
    ^bb0(%a: f32, %nn: f32, %o: f32):
      %c = arith.divf %a, %nn : f32
      linalg.yield %c : f32
    } -> !s
    %v = arith.subf %nrm, %one : !s
    %z1 = func.call @spike(%v) : (!s) -> !s
    %u2 = arith.subf %u1, %z1 : !s
    %peak1 = linalg.reduce { arith.maximumf } ins(%u2 : !s) outs(%peak : tensor<7xf32>) dimensions = [0]
    scf.yield %u2, %z1, %sel#2, %peak1 : !s, !s, !b, tensor<7xf32>
  }
  return %r#0, %r#2, %r#3 : !s, !b, tensor<7xf32>
}
