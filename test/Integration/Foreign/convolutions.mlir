// Convolutions as exporters write them: padding by tensor.pad, groups by
// expand_shape and the grouped op, a depthwise one, a pooling with a window
// tensor, a stride; channels first and last.

// RUN: %python %S/Inputs/foreign.py %s convolutions --entry=net --wrt=0,1,2,3

#id = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
#channel = affine_map<(d0, d1, d2, d3) -> (d1)>
func.func @net(%x: tensor<2x4x6x6xf32>, %w: tensor<6x2x3x3xf32>, %b: tensor<6xf32>, %dw: tensor<2x2x6xf32>) -> tensor<2x2x2x6xf32> {
  %zero = arith.constant 0.0 : f32
  %least = arith.constant -3.40282347E+38 : f32
  %padded = tensor.pad %x low[0, 0, 1, 1] high[0, 0, 1, 1] {
  ^bb0(%i: index, %j: index, %k: index, %l: index):
    tensor.yield %zero : f32
  } : tensor<2x4x6x6xf32> to tensor<2x4x8x8xf32>
  %xg = tensor.expand_shape %padded [[0], [1, 2], [3], [4]] output_shape [2, 2, 2, 8, 8] : tensor<2x4x8x8xf32> into tensor<2x2x2x8x8xf32>
  %wg = tensor.expand_shape %w [[0, 1], [2], [3], [4]] output_shape [2, 3, 2, 3, 3] : tensor<6x2x3x3xf32> into tensor<2x3x2x3x3xf32>
  %be = tensor.empty() : tensor<2x6x6x6xf32>
  %bias = linalg.generic {indexing_maps = [#channel, #id], iterator_types = ["parallel", "parallel", "parallel", "parallel"]}
      ins(%b : tensor<6xf32>) outs(%be : tensor<2x6x6x6xf32>) {
  ^bb0(%in: f32, %out: f32):
    linalg.yield %in : f32
  } -> tensor<2x6x6x6xf32>
  %bg = tensor.expand_shape %bias [[0], [1, 2], [3], [4]] output_shape [2, 2, 3, 6, 6] : tensor<2x6x6x6xf32> into tensor<2x2x3x6x6xf32>
  %cg = linalg.conv_2d_ngchw_gfchw {dilations = dense<1> : vector<2xi64>, strides = dense<1> : vector<2xi64>}
      ins(%xg, %wg : tensor<2x2x2x8x8xf32>, tensor<2x3x2x3x3xf32>) outs(%bg : tensor<2x2x3x6x6xf32>) -> tensor<2x2x3x6x6xf32>
  %c = tensor.collapse_shape %cg [[0], [1, 2], [3], [4]] : tensor<2x2x3x6x6xf32> into tensor<2x6x6x6xf32>
  %window = tensor.empty() : tensor<2x2xf32>
  %pe = tensor.empty() : tensor<2x6x3x3xf32>
  %p0 = linalg.fill ins(%least : f32) outs(%pe : tensor<2x6x3x3xf32>) -> tensor<2x6x3x3xf32>
  %p = linalg.pooling_nchw_max {dilations = dense<1> : vector<2xi64>, strides = dense<2> : vector<2xi64>}
      ins(%c, %window : tensor<2x6x6x6xf32>, tensor<2x2xf32>) outs(%p0 : tensor<2x6x3x3xf32>) -> tensor<2x6x3x3xf32>
  %le = tensor.empty() : tensor<2x3x3x6xf32>
  %last = linalg.transpose ins(%p : tensor<2x6x3x3xf32>) outs(%le : tensor<2x3x3x6xf32>) permutation = [0, 2, 3, 1]
  %de = tensor.empty() : tensor<2x2x2x6xf32>
  %d0 = linalg.fill ins(%zero : f32) outs(%de : tensor<2x2x2x6xf32>) -> tensor<2x2x2x6xf32>
  %d = linalg.depthwise_conv_2d_nhwc_hwc {dilations = dense<1> : vector<2xi64>, strides = dense<1> : vector<2xi64>}
      ins(%last, %dw : tensor<2x3x3x6xf32>, tensor<2x2x6xf32>) outs(%d0 : tensor<2x2x2x6xf32>) -> tensor<2x2x2x6xf32>
  return %d : tensor<2x2x2x6xf32>
}
