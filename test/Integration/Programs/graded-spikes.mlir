// RUN: snn-run grad %s --entry=loss --wrt=0,1,2 --in=%S/graded-spikes.in.npz --out=%t.npz
// RUN: snn-npz-diff %t.npz %S/graded-spikes.gold.npz --rtol=0.0002

// Graded spikes: three learned thresholds per neuron, compared along a dimension of their own and summed, with a
// boxcar surrogate; an i64 loop that takes every second step; spike counts in i64.

!s = tensor<3x7xf32>
!q = tensor<3x7x3xf32>
func.func private @spike(%v: tensor<3x7x3xf32>) -> tensor<3x7x3xf32> {
  %zero = arith.constant dense<0.0> : tensor<3x7x3xf32>
  %a = math.absf %v : tensor<3x7x3xf32>
  %k = arith.constant dense<0.5> : tensor<3x7x3xf32>
  %in = arith.cmpf olt, %a, %k : tensor<3x7x3xf32>
  %g = arith.uitofp %in : tensor<3x7x3xi1> to tensor<3x7x3xf32>
  %gs = ad.stop_gradient %g : tensor<3x7x3xf32>
  %h = arith.mulf %v, %gs : tensor<3x7x3xf32>
  %hs = ad.stop_gradient %h : tensor<3x7x3xf32>
  %d = arith.subf %h, %hs : tensor<3x7x3xf32>
  %c = arith.cmpf ogt, %v, %zero : tensor<3x7x3xf32>
  %f = arith.uitofp %c : tensor<3x7x3xi1> to tensor<3x7x3xf32>
  %fs = ad.stop_gradient %f : tensor<3x7x3xf32>
  %z = arith.addf %d, %fs : tensor<3x7x3xf32>
  return %z : tensor<3x7x3xf32>
}

#q = affine_map<(b, n, k) -> (b, n, k)>
#s = affine_map<(b, n, k) -> (b, n)>
#k = affine_map<(b, n, k) -> (k)>
func.func @loss(%x: tensor<12x3x7xf32>, %thr: tensor<3xf32>, %r0: tensor<7x7xf32>) -> (!s, tensor<3x7xi64>) {
  %lo = arith.constant 1 : i64
  %hi = arith.constant 12 : i64
  %st = arith.constant 2 : i64
  %zero = arith.constant dense<0.0> : !s
  %half = arith.constant dense<0.6> : !s
  %eq = tensor.empty() : !q
  %e = tensor.empty() : !s
  %n0 = arith.constant dense<0> : tensor<3x7xi64>
  %r:3 = scf.for %t = %lo to %hi step %st iter_args(%u = %zero, %z = %zero, %n = %n0) -> (!s, !s, tensor<3x7xi64>)
      : i64 {
    %ti = arith.index_castui %t : i64 to index
    %xt = tensor.extract_slice %x[%ti, 0, 0] [1, 3, 7] [1, 1, 1] : tensor<12x3x7xf32> to !s
    %i = linalg.matmul ins(%z, %r0 : !s, tensor<7x7xf32>) outs(%xt : !s) -> !s
    %k = arith.mulf %u, %half : !s
    %u1 = arith.addf %k, %i : !s
    %d = linalg.generic {indexing_maps = [#s, #k, #q], iterator_types = ["parallel", "parallel", "parallel"]}
        ins(%u1, %thr : !s, tensor<3xf32>) outs(%eq : !q) {
    ^bb0(%a: f32, %b: f32, %o: f32):
      %c = arith.subf %a, %b : f32
      linalg.yield %c : f32
    } -> !q
    %zs = func.call @spike(%d) : (!q) -> !q
    %z1 = linalg.reduce { arith.addf } ins(%zs : !q) outs(%zero : !s) dimensions = [2]
    %drop = linalg.generic {indexing_maps = [#q, #k, #s], iterator_types = ["parallel", "parallel", "reduction"]}
        ins(%zs, %thr : !q, tensor<3xf32>) outs(%zero : !s) {
    ^bb0(%a: f32, %b: f32, %o: f32):
      %c = arith.mulf %a, %b : f32
      %c1 = arith.addf %o, %c : f32
      linalg.yield %c1 : f32
    } -> !s
    %f = arith.constant dense<0.5> : !s
    %dd = arith.mulf %drop, %f : !s
    %u2 = arith.subf %u1, %dd : !s
    %zi = arith.fptoui %z1 : !s to tensor<3x7xi64>
    %n1 = arith.addi %n, %zi : tensor<3x7xi64>
    scf.yield %u2, %z1, %n1 : !s, !s, tensor<3x7xi64>
  }
  return %r#0, %r#2 : !s, tensor<3x7xi64>
}
