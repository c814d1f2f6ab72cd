// RUN: snn-run grad %s --entry=loss --wrt=0,1,2 --in=%S/conv-nhwc.in.npz --out=%t.npz
// RUN: snn-npz-diff %t.npz %S/conv-nhwc.gold.npz --rtol=2e-4

// Convolution inside the loop in the NHWC layout with stride 2 and a batch that is not known; maximum pooling of
// potentials; a pooled sum feeds a dense readout.

func.func private @spike(%v: tensor<?x5x4x3xf32>) -> tensor<?x5x4x3xf32> {
  %c0 = arith.constant 0 : index
  %b = tensor.dim %v, %c0 : tensor<?x5x4x3xf32>
  %e = tensor.empty(%b) : tensor<?x5x4x3xf32>
  %z = linalg.generic {
      indexing_maps = [affine_map<(a, b, c, d) -> (a, b, c, d)>, affine_map<(a, b, c, d) -> (a, b, c, d)>],
      iterator_types = ["parallel", "parallel", "parallel", "parallel"]
    } ins(%v : tensor<?x5x4x3xf32>) outs(%e : tensor<?x5x4x3xf32>) {
    ^bb0(%in: f32, %unused: f32):
      %zero = arith.constant 0.0 : f32
      %one = arith.constant 1.0 : f32
      %sq = arith.mulf %in, %in : f32
      %below = arith.addf %one, %sq : f32
      %g = arith.divf %one, %below : f32
      %gs = ad.stop_gradient %g : f32
      %h = arith.mulf %in, %gs : f32
      %hs = ad.stop_gradient %h : f32
      %d = arith.subf %h, %hs : f32
      %c = arith.cmpf ogt, %in, %zero : f32
      %f = arith.select %c, %one, %zero : f32
      %fs = ad.stop_gradient %f : f32
      %s = arith.addf %d, %fs : f32
      linalg.yield %s : f32
    } -> tensor<?x5x4x3xf32>
  return %z : tensor<?x5x4x3xf32>
}

func.func @loss(%x: tensor<6x?x11x9x2xf32>, %k: tensor<3x3x2x3xf32>, %w: tensor<12x4xf32>) -> tensor<?x4xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c6 = arith.constant 6 : index
  %zero = arith.constant 0.0 : f32
  %low = arith.constant 0xFF800000 : f32
  %decay = arith.constant 0.75 : f32
  %onef = arith.constant 1.0 : f32
  %b = tensor.dim %x, %c1 : tensor<6x?x11x9x2xf32>
  %e = tensor.empty(%b) : tensor<?x5x4x3xf32>
  %rest = linalg.fill ins(%zero : f32) outs(%e : tensor<?x5x4x3xf32>) -> tensor<?x5x4x3xf32>
  %decays = linalg.fill ins(%decay : f32) outs(%e : tensor<?x5x4x3xf32>) -> tensor<?x5x4x3xf32>
  %ones = linalg.fill ins(%onef : f32) outs(%e : tensor<?x5x4x3xf32>) -> tensor<?x5x4x3xf32>
  %pe = tensor.empty(%b) : tensor<?x2x2x3xf32>
  %lows = linalg.fill ins(%low : f32) outs(%pe : tensor<?x2x2x3xf32>) -> tensor<?x2x2x3xf32>
  %oe = tensor.empty(%b) : tensor<?x4xf32>
  %o0 = linalg.fill ins(%zero : f32) outs(%oe : tensor<?x4xf32>) -> tensor<?x4xf32>
  %win = tensor.empty() : tensor<3x2xf32>
  %r:2 = scf.for %t = %c0 to %c6 step %c1 iter_args(%u = %rest, %o = %o0) -> (tensor<?x5x4x3xf32>, tensor<?x4xf32>) {
    %xt = tensor.extract_slice %x[%t, 0, 0, 0, 0] [1, %b, 11, 9, 2] [1, 1, 1, 1, 1]
        : tensor<6x?x11x9x2xf32> to tensor<?x11x9x2xf32>
    %kept = arith.mulf %u, %decays : tensor<?x5x4x3xf32>
    %u1 = linalg.conv_2d_nhwc_hwcf {strides = dense<2> : tensor<2xi64>, dilations = dense<1> : tensor<2xi64>}
        ins(%xt, %k : tensor<?x11x9x2xf32>, tensor<3x3x2x3xf32>) outs(%kept : tensor<?x5x4x3xf32>) -> tensor<?x5x4x3xf32>
    %over = arith.subf %u1, %ones : tensor<?x5x4x3xf32>
    %z = func.call @spike(%over) : (tensor<?x5x4x3xf32>) -> tensor<?x5x4x3xf32>
    %gate = arith.subf %ones, %z : tensor<?x5x4x3xf32>
    %u2 = arith.mulf %u1, %gate : tensor<?x5x4x3xf32>
    %p = linalg.pooling_nhwc_max {strides = dense<[2, 2]> : tensor<2xi64>, dilations = dense<1> : tensor<2xi64>}
        ins(%u1, %win : tensor<?x5x4x3xf32>, tensor<3x2xf32>) outs(%lows : tensor<?x2x2x3xf32>) -> tensor<?x2x2x3xf32>
    %flat = tensor.collapse_shape %p [[0], [1, 2, 3]] : tensor<?x2x2x3xf32> into tensor<?x12xf32>
    %o1 = linalg.matmul ins(%flat, %w : tensor<?x12xf32>, tensor<12x4xf32>) outs(%o : tensor<?x4xf32>) -> tensor<?x4xf32>
    scf.yield %u2, %o1 : tensor<?x5x4x3xf32>, tensor<?x4xf32>
  }
  return %r#1 : tensor<?x4xf32>
}
