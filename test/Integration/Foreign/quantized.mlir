// Quantised parts between floats, as TFLite and PyTorch leave them: a scale
// that is learned, values rounded and clamped to i8, a product in i32, a
// rescaling; integers have no derivative, the scale outside has one.

// RUN: %python %S/Inputs/foreign.py %s quantized --entry=forward --wrt=2

#id = affine_map<(d0, d1) -> (d0, d1)>
func.func @forward(%x: tensor<3x8xf32>, %w: tensor<8x4xi8>, %scale: tensor<f32>) -> (tensor<3x4xf32>, tensor<3x4xi32>) {
  %low = arith.constant -128.0 : f32
  %high = arith.constant 127.0 : f32
  %eight = arith.constant 8.0 : f32
  %zp = arith.constant 1 : i32
  %wzp = arith.constant 0 : i32
  %qe = tensor.empty() : tensor<3x8xi8>
  %q = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x : tensor<3x8xf32>) outs(%qe : tensor<3x8xi8>) {
  ^bb0(%in: f32, %out: i8):
    %0 = arith.mulf %in, %eight : f32
    %1 = math.roundeven %0 : f32
    %2 = arith.maximumf %1, %low : f32
    %3 = arith.minimumf %2, %high : f32
    %4 = arith.fptosi %3 : f32 to i8
    linalg.yield %4 : i8
  } -> tensor<3x8xi8>
  %a0 = arith.constant dense<0> : tensor<3x4xi32>
  %a = linalg.quantized_matmul ins(%q, %w, %zp, %wzp : tensor<3x8xi8>, tensor<8x4xi8>, i32, i32) outs(%a0 : tensor<3x4xi32>) -> tensor<3x4xi32>
  %s = tensor.extract %scale[] : tensor<f32>
  %ye = tensor.empty() : tensor<3x4xf32>
  %y = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%a : tensor<3x4xi32>) outs(%ye : tensor<3x4xf32>) {
  ^bb0(%in: i32, %out: f32):
    %0 = arith.sitofp %in : i32 to f32
    %1 = arith.mulf %0, %s : f32
    linalg.yield %1 : f32
  } -> tensor<3x4xf32>
  return %y, %a : tensor<3x4xf32>, tensor<3x4xi32>
}
