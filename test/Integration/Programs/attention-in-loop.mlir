// RUN: snn-run grad %s --entry=loss --wrt=0,1,2 --in=%S/attention-in-loop.in.npz --out=%t.npz
// RUN: snn-npz-diff %t.npz %S/attention-in-loop.gold.npz --rtol=0.0002

// Each step attends to those before it: scores against the carried history, masked by the step's number, softmax, a
// context by linalg.contract over permuted operands.

!s = tensor<2x5xf32>
!h = tensor<7x2x5xf32>
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

func.func @loss(%x: tensor<7x2x5xf32>, %wq: tensor<5x5xf32>, %scale: f32) -> (!s, !h) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c7 = arith.constant 7 : index
  %zero = arith.constant dense<0.0> : !s
  %one = arith.constant dense<0.4> : !s
  %h0 = arith.constant dense<0.0> : !h
  %es = tensor.empty() : tensor<2x7xf32>
  %z27 = arith.constant dense<0.0> : tensor<2x7xf32>
  %r:2 = scf.for %t = %c0 to %c7 step %c1 iter_args(%u = %zero, %hist = %h0) -> (!s, !h) {
    %xt = tensor.extract_slice %x[%t, 0, 0] [1, 2, 5] [1, 1, 1] : tensor<7x2x5xf32> to !s
    %q = linalg.matmul ins(%u, %wq : !s, tensor<5x5xf32>) outs(%xt : !s) -> !s
    %score = linalg.generic {indexing_maps = [affine_map<(b,s,n)->(b,n)>, affine_map<(b,s,n)->(s,b,n)>,
        affine_map<(b,s,n)->(b,s)>], iterator_types = ["parallel","parallel","reduction"]} ins(%q, %hist : !s, !h)
        outs(%z27 : tensor<2x7xf32>) {
    ^bb0(%a: f32, %c: f32, %o: f32):
      %m = arith.mulf %a, %c : f32
      %o1 = arith.addf %o, %m : f32
      linalg.yield %o1 : f32
    } -> tensor<2x7xf32>
    %masked = linalg.generic {indexing_maps = [affine_map<(b,s)->(b,s)>, affine_map<(b,s)->(b,s)>],
        iterator_types = ["parallel","parallel"]} ins(%score : tensor<2x7xf32>) outs(%es : tensor<2x7xf32>) {
    ^bb0(%a: f32, %o: f32):
      %s = linalg.index 1 : index
      %past = arith.cmpi ule, %s, %t : index
      %low = arith.constant -1.0e9 : f32
      %sc = arith.mulf %a, %scale : f32
      %y = arith.select %past, %sc, %low : f32
      linalg.yield %y : f32
    } -> tensor<2x7xf32>
    %p = linalg.softmax dimension(1) ins(%masked : tensor<2x7xf32>) outs(%es : tensor<2x7xf32>) -> tensor<2x7xf32>
    %ctx = linalg.contract indexing_maps = [affine_map<(b,n,s)->(b,s)>, affine_map<(b,n,s)->(s,b,n)>,
        affine_map<(b,n,s)->(b,n)>] ins(%p, %hist : tensor<2x7xf32>, !h) outs(%q : !s) -> !s
    %v = arith.subf %ctx, %one : !s
    %z = func.call @spike(%v) : (!s) -> !s
    %k = arith.constant dense<0.6> : !s
    %u1 = arith.subf %ctx, %z : !s
    %u2 = arith.mulf %u1, %k : !s
    %sum = arith.addf %z, %u2 : !s
    %hist1 = tensor.insert_slice %sum into %hist[%t, 0, 0] [1, 2, 5] [1, 1, 1] : !s into !h
    scf.yield %u2, %hist1 : !s, !h
  }
  return %r#0, %r#1 : !s, !h
}
