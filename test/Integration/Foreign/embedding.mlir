// Weights in a memref.global, tokens looked up by tensor.extract inside a
// generic op, two results of one generic op that a loss joins.

// RUN: %python %S/Inputs/foreign.py %s embedding --entry=loss --wrt=1

#token = affine_map<(d0, d1) -> (d0)>
#id = affine_map<(d0, d1) -> (d0, d1)>
#all = affine_map<(d0, d1) -> ()>
memref.global "private" constant @bias : memref<4xf32> = dense<[0.5, -1.0, 0.25, 2.0]>
func.func @loss(%tokens: tensor<?xi64>, %table: tensor<7x4xf32>) -> (tensor<f32>, tensor<f32>) attributes {iree.abi.stub} {
  %c0 = arith.constant 0 : index
  %memory = memref.get_global @bias : memref<4xf32>
  %bias = bufferization.to_tensor %memory restrict : memref<4xf32> to tensor<4xf32>
  %n = tensor.dim %tokens, %c0 : tensor<?xi64>
  %e = tensor.empty(%n) : tensor<?x4xf32>
  %rows = linalg.generic {indexing_maps = [#token, #id], iterator_types = ["parallel", "parallel"]}
      ins(%tokens : tensor<?xi64>) outs(%e : tensor<?x4xf32>) {
  ^bb0(%in: i64, %out: f32):
    %i = arith.index_cast %in : i64 to index
    %j = linalg.index 1 : index
    %v = tensor.extract %table[%i, %j] : tensor<7x4xf32>
    %b = tensor.extract %bias[%j] : tensor<4xf32>
    %0 = arith.addf %v, %b : f32
    linalg.yield %0 : f32
  } -> tensor<?x4xf32>
  %z = arith.constant dense<0.0> : tensor<f32>
  %r:2 = linalg.generic {indexing_maps = [#id, #all, #all], iterator_types = ["reduction", "reduction"]}
      ins(%rows : tensor<?x4xf32>) outs(%z, %z : tensor<f32>, tensor<f32>) {
  ^bb0(%in: f32, %sum: f32, %squares: f32):
    %0 = arith.addf %in, %sum : f32
    %1 = arith.mulf %in, %in : f32
    %2 = arith.addf %1, %squares : f32
    linalg.yield %0, %2 : f32, f32
  } -> (tensor<f32>, tensor<f32>)
  return %r#0, %r#1 : tensor<f32>, tensor<f32>
}
