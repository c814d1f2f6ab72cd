// RUN: snn-run grad %s --entry=loss --wrt=1,2,3,4,5 --in=%S/adaptive-exponential@a.in.npz --out=%t.npz
// RUN: snn-npz-diff %t.npz %S/adaptive-exponential@a.gold.npz --rtol=0.0002
// RUN: snn-run grad %s --entry=loss --wrt=1,2,3,4,5 --in=%S/adaptive-exponential@t0.in.npz --out=%t.npz
// RUN: snn-npz-diff %t.npz %S/adaptive-exponential@t0.gold.npz --rtol=0.0002
// RUN: snn-run grad %s --entry=loss --wrt=1,2,3,4,5 --in=%S/adaptive-exponential@b0.in.npz --out=%t.npz
// RUN: snn-npz-diff %t.npz %S/adaptive-exponential@b0.gold.npz --rtol=0.0002

// Adaptive exponential neurons with a dynamic batch: a refractory counter in i32, potentials held and reset by select
// in one generic with three results, an i32 loop whose bound is an argument; no step and no sample among the cases.

!s = tensor<?x11xf32>
!c = tensor<?x11xi32>
#m = affine_map<(b, n) -> (b, n)>
#p = affine_map<(b, n) -> (n)>
func.func private @spike(%v: tensor<?x11xf32>) -> tensor<?x11xf32> {
  %r = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1)
      -> (d0, d1)>], iterator_types = ["parallel", "parallel"]}
    ins(%v : tensor<?x11xf32>) outs(%v : tensor<?x11xf32>) {
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
  } -> tensor<?x11xf32>
  return %r : tensor<?x11xf32>
}

func.func @loss(%x: tensor<?x?x3xf32>, %w: tensor<3x11xf32>, %dt: tensor<11xf32>, %a: f32, %v0: !s,
    %jump: tensor<f32>, %steps: i32) -> (tensor<?xf32>, !c) {
  %c0 = arith.constant 0 : i32
  %c1 = arith.constant 1 : i32
  %i1 = arith.constant 1 : index
  %zf = arith.constant 0.0 : f32
  %zi = arith.constant 0 : i32
  %b = tensor.dim %x, %i1 : tensor<?x?x3xf32>
  %e = tensor.empty(%b) : !s
  %zero = linalg.fill ins(%zf : f32) outs(%e : !s) -> !s
  %ec = tensor.empty(%b) : !c
  %r0 = linalg.fill ins(%zi : i32) outs(%ec : !c) -> !c
  %eb = tensor.empty(%b) : tensor<?xf32>
  %acc0 = linalg.fill ins(%zf : f32) outs(%eb : tensor<?xf32>) -> tensor<?xf32>
  %r:5 = scf.for %t = %c0 to %steps step %c1 iter_args(%v = %v0, %ad = %zero, %ref = %r0, %acc = %acc0, %cnt = %r0)
      -> (!s, !s, !c, tensor<?xf32>, !c) : i32 {
    %ti = arith.index_cast %t : i32 to index
    %xt = tensor.extract_slice %x[%ti, 0, 0] [1, %b, 3] [1, 1, 1] : tensor<?x?x3xf32> to tensor<?x3xf32>
    %i = linalg.matmul ins(%xt, %w : tensor<?x3xf32>, tensor<3x11xf32>) outs(%zero : !s) -> !s
    %n:2 = linalg.generic {indexing_maps = [#m, #m, #m, #m, #p, #m, #m], iterator_types = ["parallel", "parallel"]}
      ins(%v, %ad, %ref, %i, %dt : !s, !s, !c, !s, tensor<11xf32>) outs(%e, %e : !s, !s) {
    ^bb0(%vv: f32, %aa: f32, %rr: i32, %ii: f32, %dd: f32, %o1: f32, %o2: f32):
      %k1 = arith.constant 0.1 : f32
      %k2 = arith.constant 0.9 : f32
      %p = arith.divf %vv, %dd : f32
      %ex = math.exp %p : f32
      %t0 = arith.mulf %dd, %ex : f32
      %t1 = arith.subf %t0, %vv : f32
      %t2 = arith.subf %t1, %aa : f32
      %t3 = arith.addf %t2, %ii : f32
      %t4 = arith.mulf %t3, %k1 : f32
      %nv = arith.addf %vv, %t4 : f32
      %z = arith.constant 0 : i32
      %held = arith.cmpi sgt, %rr, %z : i32
      %v1 = arith.select %held, %vv, %nv : f32
      %av = arith.mulf %a, %vv : f32
      %da = arith.subf %av, %aa : f32
      %da1 = arith.mulf %da, %k1 : f32
      %a1 = arith.addf %aa, %da1 : f32
      linalg.yield %v1, %a1 : f32, f32
    } -> (!s, !s)
    %one = arith.constant 1.0 : f32
    %over = linalg.generic {indexing_maps = [#m, #m], iterator_types = ["parallel", "parallel"]} ins(%n#0 : !s)
        outs(%e : !s) {
    ^bb0(%vv: f32, %o: f32):
      %q = arith.subf %vv, %one : f32
      linalg.yield %q : f32
    } -> !s
    %z = func.call @spike(%over) : (!s) -> !s
    %js = tensor.extract %jump[] : tensor<f32>
    %u:3 = linalg.generic {indexing_maps = [#m, #m, #m, #m, #m, #m, #m], iterator_types = ["parallel", "parallel"]}
      ins(%n#0, %n#1, %z, %ref : !s, !s, !s, !c) outs(%e, %e, %ec : !s, !s, !c) {
    ^bb0(%vv: f32, %aa: f32, %zz: f32, %rr: i32, %o1: f32, %o2: f32, %o3: i32):
      %zero_ = arith.constant 0.0 : f32
      %fired = arith.cmpf one, %zz, %zero_ : f32
      %reset = arith.constant -0.2 : f32
      %v1 = arith.select %fired, %reset, %vv : f32
      %j = arith.mulf %zz, %js : f32
      %a1 = arith.addf %aa, %j : f32
      %c2 = arith.constant 2 : i32
      %m1 = arith.constant -1 : i32
      %zi_ = arith.constant 0 : i32
      %less = arith.addi %rr, %m1 : i32
      %floor = arith.maxsi %less, %zi_ : i32
      %r1 = arith.select %fired, %c2, %floor : i32
      linalg.yield %v1, %a1, %r1 : f32, f32, i32
    } -> (!s, !s, !c)
    %acc1 = linalg.reduce { arith.addf } ins(%z : !s) outs(%acc : tensor<?xf32>) dimensions = [1]
    %zi32 = arith.fptosi %z : !s to !c
    %cnt1 = arith.addi %cnt, %zi32 : !c
    scf.yield %u#0, %u#1, %u#2, %acc1, %cnt1 : !s, !s, !c, tensor<?xf32>, !c
  }
  return %r#3, %r#4 : tensor<?xf32>, !c
}
