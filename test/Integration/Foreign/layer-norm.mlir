// A layer norm as torch-mlir exports it: sums over the last dimension into one
// of size 1, collapsed, divided, expanded, and a variance of differences.

// RUN: %python %S/Inputs/foreign.py %s layer_norm --entry=norm --wrt=0,1,2

#id = affine_map<(d0, d1, d2) -> (d0, d1, d2)>
#mean = affine_map<(d0, d1, d2) -> (d0, d1, 0)>
#last = affine_map<(d0, d1, d2) -> (d2)>
#point = affine_map<(d0, d1) -> (d0, d1)>
func.func @norm(%x: tensor<2x?x8xf32>, %gamma: tensor<8xf32>, %beta: tensor<8xf32>) -> tensor<2x?x8xf32> {
  %c1 = arith.constant 1 : index
  %zero = arith.constant 0.0 : f32
  %eps = arith.constant 9.99999974E-6 : f64
  %count = arith.constant 8.0 : f32
  %n = tensor.dim %x, %c1 : tensor<2x?x8xf32>
  %se = tensor.empty(%n) : tensor<2x?x1xf32>
  %s0 = linalg.fill ins(%zero : f32) outs(%se : tensor<2x?x1xf32>) -> tensor<2x?x1xf32>
  %sum = linalg.generic {indexing_maps = [#id, #mean], iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%x : tensor<2x?x8xf32>) outs(%s0 : tensor<2x?x1xf32>) {
  ^bb0(%in: f32, %out: f32):
    %0 = arith.addf %in, %out : f32
    linalg.yield %0 : f32
  } -> tensor<2x?x1xf32>
  %flat = tensor.collapse_shape %sum [[0], [1, 2]] : tensor<2x?x1xf32> into tensor<2x?xf32>
  %fe = tensor.empty(%n) : tensor<2x?xf32>
  %mean = linalg.generic {indexing_maps = [#point, #point], iterator_types = ["parallel", "parallel"]}
      ins(%flat : tensor<2x?xf32>) outs(%fe : tensor<2x?xf32>) {
  ^bb0(%in: f32, %out: f32):
    %0 = arith.divf %in, %count : f32
    linalg.yield %0 : f32
  } -> tensor<2x?xf32>
  %m = tensor.expand_shape %mean [[0], [1, 2]] output_shape [2, %n, 1] : tensor<2x?xf32> into tensor<2x?x1xf32>
  %e = tensor.empty(%n) : tensor<2x?x8xf32>
  %d = linalg.generic {indexing_maps = [#id, #mean, #id], iterator_types = ["parallel", "parallel", "parallel"]}
      ins(%x, %m : tensor<2x?x8xf32>, tensor<2x?x1xf32>) outs(%e : tensor<2x?x8xf32>) {
  ^bb0(%in: f32, %mi: f32, %out: f32):
    %0 = arith.subf %in, %mi : f32
    linalg.yield %0 : f32
  } -> tensor<2x?x8xf32>
  %two = arith.constant 2 : i64
  %sq = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel", "parallel"]}
      ins(%d : tensor<2x?x8xf32>) outs(%e : tensor<2x?x8xf32>) {
  ^bb0(%in: f32, %out: f32):
    %0 = math.fpowi %in, %two : f32, i64
    linalg.yield %0 : f32
  } -> tensor<2x?x8xf32>
  %vs = linalg.generic {indexing_maps = [#id, #mean], iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%sq : tensor<2x?x8xf32>) outs(%s0 : tensor<2x?x1xf32>) {
  ^bb0(%in: f32, %out: f32):
    %0 = arith.addf %in, %out : f32
    linalg.yield %0 : f32
  } -> tensor<2x?x1xf32>
  %rs = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel", "parallel"]}
      ins(%vs : tensor<2x?x1xf32>) outs(%se : tensor<2x?x1xf32>) {
  ^bb0(%in: f32, %out: f32):
    %0 = arith.divf %in, %count : f32
    %1 = arith.truncf %eps : f64 to f32
    %2 = arith.addf %0, %1 : f32
    %3 = math.rsqrt %2 : f32
    linalg.yield %3 : f32
  } -> tensor<2x?x1xf32>
  %y = linalg.generic {indexing_maps = [#id, #mean, #last, #last, #id], iterator_types = ["parallel", "parallel", "parallel"]}
      ins(%d, %rs, %gamma, %beta : tensor<2x?x8xf32>, tensor<2x?x1xf32>, tensor<8xf32>, tensor<8xf32>) outs(%e : tensor<2x?x8xf32>) {
  ^bb0(%in: f32, %r: f32, %g: f32, %b: f32, %out: f32):
    %0 = arith.mulf %in, %r : f32
    %1 = arith.mulf %0, %g : f32
    %2 = arith.addf %1, %b : f32
    linalg.yield %2 : f32
  } -> tensor<2x?x8xf32>
  return %y : tensor<2x?x8xf32>
}
