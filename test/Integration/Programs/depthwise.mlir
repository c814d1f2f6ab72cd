// RUN: snn-run grad %s --entry=loss --wrt=0,1,2,3 --in=%S/depthwise.in.npz --out=%t.npz
// RUN: snn-npz-diff %t.npz %S/depthwise.gold.npz --rtol=1e-9

// A depthwise convolution and an average over dilated windows of a single image inside the loop, a plain conv_2d, padding
// to keep the size, and arguments of f64; the state is a map without a batch.

!m = tensor<7x7x2xf64>

func.func @loss(%x: tensor<4x7x7x2xf64>, %k: tensor<3x3x2xf64>, %plain: tensor<2x2xf64>, %theta: f64) -> (f64, tensor<6x6xf64>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %edge = arith.constant 0.0 : f64
  %zero = arith.constant dense<0.0> : !m
  %zero4 = arith.constant dense<0.0> : tensor<1x7x7x2xf64>
  %one = arith.constant dense<1.0> : !m
  %decay = arith.constant dense<0.7> : !m
  %map0 = arith.constant dense<0.0> : tensor<6x6xf64>
  %p0 = arith.constant dense<0.0> : tensor<1x3x3x2xf64>
  %win = tensor.empty() : tensor<2x2xf64>
  %thetas = tensor.splat %theta : !m
  %f0 = arith.constant 0.0 : f64
  %r:3 = scf.for %t = %c0 to %c4 step %c1 iter_args(%u = %zero, %total = %f0, %map = %map0) -> (!m, f64, tensor<6x6xf64>) {
    %xt = tensor.extract_slice %x[%t, 0, 0, 0] [1, 7, 7, 2] [1, 1, 1, 1] : tensor<4x7x7x2xf64> to tensor<1x7x7x2xf64>
    %wide = tensor.pad %xt low[0, 1, 1, 0] high[0, 1, 1, 0] {
    ^bb0(%a: index, %b: index, %c: index, %d: index):
      tensor.yield %edge : f64
    } : tensor<1x7x7x2xf64> to tensor<1x9x9x2xf64>
    %drive4 = linalg.depthwise_conv_2d_nhwc_hwc {strides = dense<1> : tensor<2xi64>, dilations = dense<1> : tensor<2xi64>}
        ins(%wide, %k : tensor<1x9x9x2xf64>, tensor<3x3x2xf64>) outs(%zero4 : tensor<1x7x7x2xf64>) -> tensor<1x7x7x2xf64>
    %drive = tensor.collapse_shape %drive4 [[0, 1], [2], [3]] : tensor<1x7x7x2xf64> into !m
    %kept = arith.mulf %u, %decay : !m
    %u1 = arith.addf %kept, %drive : !m
    %v = arith.subf %u1, %thetas : !m
    %v2 = arith.mulf %v, %v : !m
    %below = arith.addf %v2, %one : !m
    %g = arith.divf %one, %below : !m
    %gs = ad.stop_gradient %g : !m
    %h = arith.mulf %v, %gs : !m
    %hs = ad.stop_gradient %h : !m
    %d = arith.subf %h, %hs : !m
    %c = arith.cmpf ogt, %v, %zero : !m
    %f = arith.uitofp %c : tensor<7x7x2xi1> to !m
    %fs = ad.stop_gradient %f : !m
    %z = arith.addf %d, %fs : !m
    %u2 = arith.subf %u1, %z : !m
    %z4 = tensor.expand_shape %z [[0, 1], [2], [3]] output_shape [1, 7, 7, 2] : !m into tensor<1x7x7x2xf64>
    %pooled = linalg.pooling_nhwc_sum {strides = dense<1> : tensor<2xi64>, dilations = dense<4> : tensor<2xi64>}
        ins(%z4, %win : tensor<1x7x7x2xf64>, tensor<2x2xf64>) outs(%p0 : tensor<1x3x3x2xf64>) -> tensor<1x3x3x2xf64>
    %sq = arith.mulf %pooled, %pooled : tensor<1x3x3x2xf64>
    %start = tensor.from_elements %total : tensor<f64>
    %sum = linalg.reduce { arith.addf } ins(%sq : tensor<1x3x3x2xf64>) outs(%start : tensor<f64>) dimensions = [0, 1, 2, 3]
    %total1 = tensor.extract %sum[] : tensor<f64>
    %channel = tensor.extract_slice %u2[0, 0, 1] [7, 7, 1] [1, 1, 1] : !m to tensor<7x7xf64>
    %map1 = linalg.conv_2d ins(%channel, %plain : tensor<7x7xf64>, tensor<2x2xf64>) outs(%map : tensor<6x6xf64>) -> tensor<6x6xf64>
    scf.yield %u2, %total1, %map1 : !m, f64, tensor<6x6xf64>
  }
  return %r#1, %r#2 : f64, tensor<6x6xf64>
}
