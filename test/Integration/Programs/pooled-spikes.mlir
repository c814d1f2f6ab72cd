// RUN: snn-run grad %s --entry=loss --wrt=0,1,2 --in=%S/pooled-spikes.in.npz --out=%t.npz
// RUN: snn-npz-diff %t.npz %S/pooled-spikes.gold.npz --rtol=2e-4

// One-dimensional convolution with dilation over channels-last rows, maximum pooling of spikes, which is full of ties
// (the first of the window takes the gradient, as in JAX), and a sum pooling with a stride that skips elements.

!m = tensor<2x12x4xf32>

func.func @loss(%x: tensor<5x2x16x3xf32>, %k: tensor<3x3x4xf32>, %w: tensor<4x2xf32>) -> (tensor<2x2xf32>, tensor<2x3x4xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c5 = arith.constant 5 : index
  %zero = arith.constant dense<0.0> : !m
  %one = arith.constant dense<1.0> : !m
  %decay = arith.constant dense<0.6> : !m
  %lows = arith.constant dense<0xFF800000> : tensor<2x6x4xf32>
  %p0 = arith.constant dense<0.0> : tensor<2x3x4xf32>
  %z24 = arith.constant dense<0.0> : tensor<2x4xf32>
  %o0 = arith.constant dense<0.0> : tensor<2x2xf32>
  %two = tensor.empty() : tensor<2xf32>
  %r:3 = scf.for %t = %c0 to %c5 step %c1 iter_args(%u = %zero, %o = %o0, %p = %p0) -> (!m, tensor<2x2xf32>, tensor<2x3x4xf32>) {
    %xt = tensor.extract_slice %x[%t, 0, 0, 0] [1, 2, 16, 3] [1, 1, 1, 1] : tensor<5x2x16x3xf32> to tensor<2x16x3xf32>
    %kept = arith.mulf %u, %decay : !m
    %u1 = linalg.conv_1d_nwc_wcf {strides = dense<1> : tensor<1xi64>, dilations = dense<2> : tensor<1xi64>}
        ins(%xt, %k : tensor<2x16x3xf32>, tensor<3x3x4xf32>) outs(%kept : !m) -> !m
    %v = arith.subf %u1, %one : !m
    %v2 = arith.mulf %v, %v : !m
    %b = arith.addf %v2, %one : !m
    %g = arith.divf %one, %b : !m
    %gs = ad.stop_gradient %g : !m
    %h = arith.mulf %v, %gs : !m
    %hs = ad.stop_gradient %h : !m
    %d = arith.subf %h, %hs : !m
    %c = arith.cmpf ogt, %v, %zero : !m
    %f = arith.uitofp %c : tensor<2x12x4xi1> to !m
    %fs = ad.stop_gradient %f : !m
    %z = arith.addf %d, %fs : !m
    %u2 = arith.subf %u1, %z : !m
    %most = linalg.pooling_nwc_max {strides = dense<2> : tensor<1xi64>, dilations = dense<1> : tensor<1xi64>}
        ins(%z, %two : !m, tensor<2xf32>) outs(%lows : tensor<2x6x4xf32>) -> tensor<2x6x4xf32>
    %position = arith.constant dense<[[[1.0], [0.5], [2.0], [-1.0], [0.25], [1.5]]]> : tensor<1x6x1xf32>
    %flatpos = tensor.collapse_shape %position [[0, 1, 2]] : tensor<1x6x1xf32> into tensor<6xf32>
    %like = tensor.empty() : tensor<2x6x4xf32>
    %positions = linalg.broadcast ins(%flatpos : tensor<6xf32>) outs(%like : tensor<2x6x4xf32>) dimensions = [0, 2]
    %placed = arith.mulf %most, %positions : tensor<2x6x4xf32>
    %features = linalg.reduce { arith.addf } ins(%placed : tensor<2x6x4xf32>) outs(%z24 : tensor<2x4xf32>) dimensions = [1]
    %o1 = linalg.matmul ins(%features, %w : tensor<2x4xf32>, tensor<4x2xf32>) outs(%o : tensor<2x2xf32>) -> tensor<2x2xf32>
    %p1 = linalg.pooling_nwc_sum {strides = dense<5> : tensor<1xi64>, dilations = dense<1> : tensor<1xi64>}
        ins(%u2, %two : !m, tensor<2xf32>) outs(%p : tensor<2x3x4xf32>) -> tensor<2x3x4xf32>
    scf.yield %u2, %o1, %p1 : !m, tensor<2x2xf32>, tensor<2x3x4xf32>
  }
  return %r#1, %r#2 : tensor<2x2xf32>, tensor<2x3x4xf32>
}
