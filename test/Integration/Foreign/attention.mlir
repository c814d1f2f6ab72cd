// Attention of several heads over a dynamic number of tokens: expand_shape into
// heads, linalg.transpose, batch_matmul with collapsed batches, a mask made of
// positions, linalg.softmax, and the way back.

// RUN: %python %S/Inputs/foreign.py %s attention --entry=attend --wrt=0,1,2

#id = affine_map<(d0, d1, d2) -> (d0, d1, d2)>
func.func @attend(%q: tensor<2x?x6xf32>, %k: tensor<2x?x6xf32>, %v: tensor<2x?x6xf32>) -> tensor<2x?x6xf32> {
  %c1 = arith.constant 1 : index
  %zero = arith.constant 0.0 : f32
  %hidden = arith.constant -1.0e+30 : f32
  %scale = arith.constant 0.57735026 : f32
  %n = tensor.dim %q, %c1 : tensor<2x?x6xf32>
  %he = tensor.empty(%n) : tensor<2x2x?x3xf32>
  %q4 = tensor.expand_shape %q [[0], [1], [2, 3]] output_shape [2, %n, 2, 3] : tensor<2x?x6xf32> into tensor<2x?x2x3xf32>
  %qh = linalg.transpose ins(%q4 : tensor<2x?x2x3xf32>) outs(%he : tensor<2x2x?x3xf32>) permutation = [0, 2, 1, 3]
  %qb = tensor.collapse_shape %qh [[0, 1], [2], [3]] : tensor<2x2x?x3xf32> into tensor<4x?x3xf32>
  %m = tensor.dim %k, %c1 : tensor<2x?x6xf32>
  %ke = tensor.empty(%m) : tensor<2x2x3x?xf32>
  %k4 = tensor.expand_shape %k [[0], [1], [2, 3]] output_shape [2, %m, 2, 3] : tensor<2x?x6xf32> into tensor<2x?x2x3xf32>
  %kh = linalg.transpose ins(%k4 : tensor<2x?x2x3xf32>) outs(%ke : tensor<2x2x3x?xf32>) permutation = [0, 2, 3, 1]
  %kb = tensor.collapse_shape %kh [[0, 1], [2], [3]] : tensor<2x2x3x?xf32> into tensor<4x3x?xf32>
  %se = tensor.empty(%n, %m) : tensor<4x?x?xf32>
  %s0 = linalg.fill ins(%zero : f32) outs(%se : tensor<4x?x?xf32>) -> tensor<4x?x?xf32>
  %s = linalg.batch_matmul ins(%qb, %kb : tensor<4x?x3xf32>, tensor<4x3x?xf32>) outs(%s0 : tensor<4x?x?xf32>) -> tensor<4x?x?xf32>
  %masked = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel", "parallel"]}
      ins(%s : tensor<4x?x?xf32>) outs(%se : tensor<4x?x?xf32>) {
  ^bb0(%in: f32, %out: f32):
    %i = linalg.index 1 : index
    %j = linalg.index 2 : index
    %later = arith.cmpi ugt, %j, %i : index
    %0 = arith.mulf %in, %scale : f32
    %1 = arith.select %later, %hidden, %0 : f32
    linalg.yield %1 : f32
  } -> tensor<4x?x?xf32>
  %p = linalg.softmax dimension(2) ins(%masked : tensor<4x?x?xf32>) outs(%se : tensor<4x?x?xf32>) -> tensor<4x?x?xf32>
  %ve = tensor.empty(%m) : tensor<2x2x?x3xf32>
  %v4 = tensor.expand_shape %v [[0], [1], [2, 3]] output_shape [2, %m, 2, 3] : tensor<2x?x6xf32> into tensor<2x?x2x3xf32>
  %vh = linalg.transpose ins(%v4 : tensor<2x?x2x3xf32>) outs(%ve : tensor<2x2x?x3xf32>) permutation = [0, 2, 1, 3]
  %vb = tensor.collapse_shape %vh [[0, 1], [2], [3]] : tensor<2x2x?x3xf32> into tensor<4x?x3xf32>
  %oe = tensor.empty(%n) : tensor<4x?x3xf32>
  %o0 = linalg.fill ins(%zero : f32) outs(%oe : tensor<4x?x3xf32>) -> tensor<4x?x3xf32>
  %o = linalg.batch_matmul ins(%p, %vb : tensor<4x?x?xf32>, tensor<4x?x3xf32>) outs(%o0 : tensor<4x?x3xf32>) -> tensor<4x?x3xf32>
  %o4 = tensor.expand_shape %o [[0, 1], [2], [3]] output_shape [2, 2, %n, 3] : tensor<4x?x3xf32> into tensor<2x2x?x3xf32>
  %te = tensor.empty(%n) : tensor<2x?x2x3xf32>
  %ot = linalg.transpose ins(%o4 : tensor<2x2x?x3xf32>) outs(%te : tensor<2x?x2x3xf32>) permutation = [0, 2, 1, 3]
  %r = tensor.collapse_shape %ot [[0], [1], [2, 3]] : tensor<2x?x2x3xf32> into tensor<2x?x6xf32>
  return %r : tensor<2x?x6xf32>
}
