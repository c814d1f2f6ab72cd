// RUN: snn-run grad %s --entry=loss --wrt=0,1,3 --in=%S/delay-gather@b3.in.npz --out=%t.npz
// RUN: snn-npz-diff %t.npz %S/delay-gather@b3.gold.npz --rtol=0.0002
// RUN: snn-run grad %s --entry=loss --wrt=0,1,3 --in=%S/delay-gather@b0.in.npz --out=%t.npz
// RUN: snn-npz-diff %t.npz %S/delay-gather@b0.gold.npz --rtol=0.0002
// RUN: snn-run grad %s --entry=loss --wrt=0,1,3 --in=%S/delay-gather@b1.in.npz --out=%t.npz
// RUN: snn-npz-diff %t.npz %S/delay-gather@b1.gold.npz --rtol=0.0002

// Delays of their own per neuron, in i32: a generic reads the ring of past spikes by tensor.extract at places that
// depend on the step and on data; the batch is dynamic, among the cases one sample and none.

!s = tensor<?x6xf32>
!ring = tensor<5x?x6xf32>
func.func private @spike(%v: tensor<?x6xf32>) -> tensor<?x6xf32> {
  %r = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1)
      -> (d0, d1)>], iterator_types = ["parallel", "parallel"]}
    ins(%v : tensor<?x6xf32>) outs(%v : tensor<?x6xf32>) {
  ^bb0(%x: f32, %o: f32):
    %zero = arith.constant 0.0 : f32
    %a = math.absf %x : f32
    %e = arith.negf %a : f32
    %g = math.exp %e : f32
    %gs = ad.stop_gradient %g : f32
    %h = arith.mulf %x, %gs : f32
    %hs = ad.stop_gradient %h : f32
    %d = arith.subf %h, %hs : f32
    %c = arith.cmpf ogt, %x, %zero : f32
    %f = arith.uitofp %c : i1 to f32
    %fs = ad.stop_gradient %f : f32
    %z = arith.addf %d, %fs : f32
    linalg.yield %z : f32
  } -> tensor<?x6xf32>
  return %r : tensor<?x6xf32>
}

#m = affine_map<(b, n) -> (b, n)>
#n = affine_map<(b, n) -> (n)>
func.func @loss(%x: tensor<14x?x6xf32>, %w: tensor<6x6xf32>, %delay: tensor<6xi32>, %ring0: !ring) -> (!s, !ring) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c5 = arith.constant 5 : index
  %c14 = arith.constant 14 : index
  %b = tensor.dim %x, %c1 : tensor<14x?x6xf32>
  %zf = arith.constant 0.0 : f32
  %e = tensor.empty(%b) : !s
  %zero = linalg.fill ins(%zf : f32) outs(%e : !s) -> !s
  %r:2 = scf.for %t = %c0 to %c14 step %c1 iter_args(%u = %zero, %ring = %ring0) -> (!s, !ring) {
    %slot = arith.remui %t, %c5 : index
    %old = linalg.generic {indexing_maps = [#n, #m], iterator_types = ["parallel", "parallel"]} ins(%delay
        : tensor<6xi32>) outs(%e : !s) {
    ^bb0(%d: i32, %o: f32):
      %bi = linalg.index 0 : index
      %ni = linalg.index 1 : index
      %di = arith.index_cast %d : i32 to index
      %a = arith.addi %t, %c5 : index
      %s0 = arith.subi %a, %di : index
      %s = arith.remui %s0, %c5 : index
      %q = tensor.extract %ring[%s, %bi, %ni] : !ring
      linalg.yield %q : f32
    } -> !s
    %xt = tensor.extract_slice %x[%t, 0, 0] [1, %b, 6] [1, 1, 1] : tensor<14x?x6xf32> to !s
    %i = linalg.matmul ins(%old, %w : !s, tensor<6x6xf32>) outs(%xt : !s) -> !s
    %ne:2 = linalg.generic {indexing_maps = [#m, #m, #m, #m], iterator_types = ["parallel", "parallel"]} ins(%u, %i
        : !s, !s) outs(%e, %e : !s, !s) {
    ^bb0(%a: f32, %c: f32, %o: f32, %o2: f32):
      %k = arith.constant 0.7 : f32
      %one = arith.constant 1.0 : f32
      %q = arith.mulf %a, %k : f32
      %q1 = arith.addf %q, %c : f32
      %q2 = arith.subf %q1, %one : f32
      linalg.yield %q1, %q2 : f32, f32
    } -> (!s, !s)
    %z = func.call @spike(%ne#1) : (!s) -> !s
    %u2 = linalg.sub ins(%ne#0, %z : !s, !s) outs(%e : !s) -> !s
    %ring1 = tensor.insert_slice %z into %ring[%slot, 0, 0] [1, %b, 6] [1, 1, 1] : !s into !ring
    scf.yield %u2, %ring1 : !s, !ring
  }
  return %r#0, %r#1 : !s, !ring
}
