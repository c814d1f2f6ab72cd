// RUN: snn-run grad %s --entry=loss --wrt=0,1,2,3 --in=%S/odd-maps.in.npz --out=%t.npz
// RUN: snn-npz-diff %t.npz %S/odd-maps.gold.npz --rtol=2e-4

// linalg.generic beyond projected permutations: a convolution over time written as i + j, the diagonal of a matrix, a
// strided read 2 i, a constant row, stop-gradients on scalars in the bodies and two results that need not be of one type.

func.func @loss(%x: tensor<6x17xf32>, %kernel: tensor<4xf32>, %m: tensor<7x7xf32>, %table: tensor<2x7xf32>)
    -> (tensor<6xf32>, tensor<6x7xf64>) {
  %zero = arith.constant 0.0 : f32
  %one = arith.constant 1.0 : f32
  %a0 = arith.constant dense<0.0> : tensor<6x14xf32>
  %n0 = arith.constant dense<0.0> : tensor<6xf32>
  %e32 = tensor.empty() : tensor<6x7xf32>
  %e64 = tensor.empty() : tensor<6x7xf64>
  %filtered = linalg.generic {
      indexing_maps = [affine_map<(b, i, j) -> (b, i + j)>, affine_map<(b, i, j) -> (j)>, affine_map<(b, i, j) -> (b, i)>],
      iterator_types = ["parallel", "parallel", "reduction"]
    } ins(%x, %kernel : tensor<6x17xf32>, tensor<4xf32>) outs(%a0 : tensor<6x14xf32>) {
    ^bb0(%in: f32, %k: f32, %acc: f32):
      %p = arith.mulf %in, %k : f32
      %s = arith.addf %acc, %p : f32
      linalg.yield %s : f32
    } -> tensor<6x14xf32>
  %both:2 = linalg.generic {
      indexing_maps = [affine_map<(b, i) -> (b, i * 2)>, affine_map<(b, i) -> (i, i)>, affine_map<(b, i) -> (1, i)>,
                       affine_map<(b, i) -> (b, i)>, affine_map<(b, i) -> (b, i)>],
      iterator_types = ["parallel", "parallel"]
    } ins(%filtered, %m, %table : tensor<6x14xf32>, tensor<7x7xf32>, tensor<2x7xf32>)
      outs(%e32, %e64 : tensor<6x7xf32>, tensor<6x7xf64>) {
    ^bb0(%in: f32, %diagonal: f32, %theta: f32, %unused0: f32, %unused1: f64):
      %scaled = arith.mulf %in, %diagonal : f32
      %v = arith.subf %scaled, %theta : f32
      %v2 = arith.mulf %v, %v : f32
      %below = arith.addf %v2, %one : f32
      %g = arith.divf %one, %below : f32
      %gs = ad.stop_gradient %g : f32
      %h = arith.mulf %v, %gs : f32
      %hs = ad.stop_gradient %h : f32
      %d = arith.subf %h, %hs : f32
      %c = arith.cmpf ogt, %v, %zero : f32
      %f = arith.uitofp %c : i1 to f32
      %fs = ad.stop_gradient %f : f32
      %z = arith.addf %d, %fs : f32
      %held = ad.stop_gradient %theta : f32
      %mixed = arith.mulf %held, %scaled : f32
      %wide = arith.extf %mixed : f32 to f64
      linalg.yield %z, %wide : f32, f64
    } -> (tensor<6x7xf32>, tensor<6x7xf64>)
  %count = linalg.reduce { arith.addf } ins(%both#0 : tensor<6x7xf32>) outs(%n0 : tensor<6xf32>) dimensions = [1]
  return %count, %both#1 : tensor<6xf32>, tensor<6x7xf64>
}
