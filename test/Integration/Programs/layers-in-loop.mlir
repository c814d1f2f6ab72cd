// RUN: snn-run grad %s --entry=loss --wrt=0,1,2,3,4 --in=%S/layers-in-loop.in.npz --out=%t.npz
// RUN: snn-npz-diff %t.npz %S/layers-in-loop.gold.npz --rtol=0.0003

// A loop over four layers inside the loop over time: weights and leaks sliced by the layer's number, their states in
// one tensor, skip connections around; cross-entropy of i32 labels at every step.

!s = tensor<3x6xf32>
!st = tensor<4x3x6xf32>
func.func private @spike(%v: tensor<3x6xf32>) -> tensor<3x6xf32> {
  %zero = arith.constant dense<0.0> : tensor<3x6xf32>
  %a = math.absf %v : tensor<3x6xf32>
  %e = arith.negf %a : tensor<3x6xf32>
  %g = math.exp %e : tensor<3x6xf32>
  %gs = ad.stop_gradient %g : tensor<3x6xf32>
  %h = arith.mulf %v, %gs : tensor<3x6xf32>
  %hs = ad.stop_gradient %h : tensor<3x6xf32>
  %d = arith.subf %h, %hs : tensor<3x6xf32>
  %c = arith.cmpf ogt, %v, %zero : tensor<3x6xf32>
  %f = arith.uitofp %c : tensor<3x6xi1> to tensor<3x6xf32>
  %fs = ad.stop_gradient %f : tensor<3x6xf32>
  %z = arith.addf %d, %fs : tensor<3x6xf32>
  return %z : tensor<3x6xf32>
}

func.func @loss(%x: tensor<5x3x6xf32>, %w: tensor<4x6x6xf32>, %leak: tensor<4xf32>, %ro: tensor<6x4xf32>,
    %st0: !st, %label: tensor<3xi32>) -> (tensor<f32>, !st) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %c5 = arith.constant 5 : index
  %one = arith.constant dense<0.5> : !s
  %l0 = arith.constant dense<0.0> : tensor<f32>
  %el = tensor.empty() : tensor<3x4xf32>
  %z34 = arith.constant dense<0.0> : tensor<3x4xf32>
  %z3 = arith.constant dense<0.0> : tensor<3xf32>
  %low = arith.constant dense<0xFF800000> : tensor<3xf32>
  %r:2 = scf.for %t = %c0 to %c5 step %c1 iter_args(%st = %st0, %l = %l0) -> (!st, tensor<f32>) {
    %xt = tensor.extract_slice %x[%t, 0, 0] [1, 3, 6] [1, 1, 1] : tensor<5x3x6xf32> to !s
    %in:2 = scf.for %k = %c0 to %c4 step %c1 iter_args(%h = %xt, %s = %st) -> (!s, !st) {
      %wk = tensor.extract_slice %w[%k, 0, 0] [1, 6, 6] [1, 1, 1] : tensor<4x6x6xf32> to tensor<6x6xf32>
      %uk = tensor.extract_slice %s[%k, 0, 0] [1, 3, 6] [1, 1, 1] : !st to !s
      %lk = tensor.extract %leak[%k] : tensor<4xf32>
      %ls = tensor.splat %lk : !s
      %ku = arith.mulf %uk, %ls : !s
      %u1 = linalg.matmul ins(%h, %wk : !s, tensor<6x6xf32>) outs(%ku : !s) -> !s
      %v = arith.subf %u1, %one : !s
      %z = func.call @spike(%v) : (!s) -> !s
      %u2 = arith.subf %u1, %z : !s
      %s1 = tensor.insert_slice %u2 into %s[%k, 0, 0] [1, 3, 6] [1, 1, 1] : !s into !st
      %h1 = arith.addf %h, %z : !s
      scf.yield %h1, %s1 : !s, !st
    }
    %logit = linalg.matmul ins(%in#0, %ro : !s, tensor<6x4xf32>) outs(%z34 : tensor<3x4xf32>) -> tensor<3x4xf32>
    %mx = linalg.reduce { arith.maximumf } ins(%logit : tensor<3x4xf32>) outs(%low : tensor<3xf32>) dimensions = [1]
    %mxs = ad.stop_gradient %mx : tensor<3xf32>
    %sum = linalg.generic {indexing_maps = [affine_map<(b,c)->(b,c)>, affine_map<(b,c)->(b)>,
        affine_map<(b,c)->(b)>], iterator_types=["parallel","reduction"]} ins(%logit, %mxs
        : tensor<3x4xf32>, tensor<3xf32>) outs(%z3 : tensor<3xf32>) {
    ^bb0(%a: f32, %m: f32, %o: f32):
      %d = arith.subf %a, %m : f32
      %e = math.exp %d : f32
      %p = arith.addf %o, %e : f32
      linalg.yield %p : f32
    } -> tensor<3xf32>
    %l1 = linalg.generic {indexing_maps = [affine_map<(b,c)->(b,c)>, affine_map<(b,c)->(b)>,
        affine_map<(b,c)->(b)>, affine_map<(b,c)->(b)>, affine_map<(b,c)->()>],
        iterator_types=["reduction","reduction"]} ins(%logit, %mxs, %sum, %label
        : tensor<3x4xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xi32>) outs(%l : tensor<f32>) {
    ^bb0(%a: f32, %m: f32, %s: f32, %y: i32, %o: f32):
      %c = linalg.index 1 : index
      %ci = arith.index_cast %c : index to i32
      %is = arith.cmpi eq, %ci, %y : i32
      %lg = math.log %s : f32
      %d = arith.subf %lg, %a : f32
      %d1 = arith.addf %d, %m : f32
      %zero_ = arith.constant 0.0 : f32
      %t1 = arith.select %is, %d1, %zero_ : f32
      %p = arith.addf %o, %t1 : f32
      linalg.yield %p : f32
    } -> tensor<f32>
    scf.yield %in#1, %l1 : !st, tensor<f32>
  }
  return %r#1, %r#0 : tensor<f32>, !st
}
