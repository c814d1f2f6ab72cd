// RUN: snn-run grad %s --entry=loss --wrt=0,1,2,3,4 --in=%S/heads.in.npz --out=%t.npz
// RUN: snn-npz-diff %t.npz %S/heads.gold.npz --rtol=2e-4

// Contractions of every form: a batched product over heads, a product by a transposed matrix through indexing maps,
// linalg.contract, vecmat and matvec and dot, a transpose, reshapes between heads and neurons.

!s = tensor<3x12xf32>

func.func @loss(%x: tensor<7x3x12xf32>, %w: tensor<4x3x3xf32>, %r: tensor<12x12xf32>, %p: tensor<3x12xf32>,
                %q: tensor<12xf32>) -> (tensor<f32>, tensor<12xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c7 = arith.constant 7 : index
  %zero = arith.constant dense<0.0> : !s
  %one = arith.constant dense<1.0> : !s
  %decay = arith.constant dense<0.8> : !s
  %no_heads = arith.constant dense<0.0> : tensor<4x3x3xf32>
  %z3 = arith.constant dense<0.0> : tensor<3xf32>
  %z12 = arith.constant dense<0.0> : tensor<12xf32>
  %n0 = arith.constant dense<0.0> : tensor<f32>
  %no_cross = arith.constant dense<0.0> : tensor<3x3xf32>
  %turned = tensor.empty() : tensor<4x3x3xf32>
  %back = tensor.empty() : tensor<3x4x3xf32>
  %e:3 = scf.for %t = %c0 to %c7 step %c1 iter_args(%u = %zero, %z = %zero, %total = %n0) -> (!s, !s, tensor<f32>) {
    %xt = tensor.extract_slice %x[%t, 0, 0] [1, 3, 12] [1, 1, 1] : tensor<7x3x12xf32> to !s
    %split = tensor.expand_shape %xt [[0], [1, 2]] output_shape [3, 4, 3] : !s into tensor<3x4x3xf32>
    %heads = linalg.transpose ins(%split : tensor<3x4x3xf32>) outs(%turned : tensor<4x3x3xf32>) permutation = [1, 0, 2]
    %mixed = linalg.batch_matmul ins(%heads, %w : tensor<4x3x3xf32>, tensor<4x3x3xf32>)
        outs(%no_heads : tensor<4x3x3xf32>) -> tensor<4x3x3xf32>
    %rows = linalg.transpose ins(%mixed : tensor<4x3x3xf32>) outs(%back : tensor<3x4x3xf32>) permutation = [1, 0, 2]
    %joined = tensor.collapse_shape %rows [[0], [1, 2]] : tensor<3x4x3xf32> into !s
    %i0 = linalg.matmul
        indexing_maps = [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (n, k)>, affine_map<(m, n, k) -> (m, n)>]
        ins(%z, %r : !s, tensor<12x12xf32>) outs(%joined : !s) -> !s
    %cross = linalg.contract
        indexing_maps = [affine_map<(a, b, n) -> (a, n)>, affine_map<(a, b, n) -> (b, n)>, affine_map<(a, b, n) -> (b, a)>]
        ins(%z, %p : !s, tensor<3x12xf32>) outs(%no_cross : tensor<3x3xf32>) -> tensor<3x3xf32>
    %i1 = linalg.matmul ins(%cross, %p : tensor<3x3xf32>, tensor<3x12xf32>) outs(%i0 : !s) -> !s
    %kept = arith.mulf %u, %decay : !s
    %u1 = arith.addf %kept, %i1 : !s
    %v = arith.subf %u1, %one : !s
    %v2 = arith.mulf %v, %v : !s
    %b = arith.addf %v2, %one : !s
    %g = arith.divf %one, %b : !s
    %gs = ad.stop_gradient %g : !s
    %h = arith.mulf %v, %gs : !s
    %hs = ad.stop_gradient %h : !s
    %d = arith.subf %h, %hs : !s
    %c = arith.cmpf ogt, %v, %zero : !s
    %f = arith.uitofp %c : tensor<3x12xi1> to !s
    %fs = ad.stop_gradient %f : !s
    %z1 = arith.addf %d, %fs : !s
    %u2 = arith.subf %u1, %z1 : !s
    %each = linalg.matvec ins(%u2, %q : !s, tensor<12xf32>) outs(%z3 : tensor<3xf32>) -> tensor<3xf32>
    %total1 = linalg.dot ins(%each, %each : tensor<3xf32>, tensor<3xf32>) outs(%total : tensor<f32>) -> tensor<f32>
    scf.yield %u2, %z1, %total1 : !s, !s, tensor<f32>
  }
  %first = tensor.extract_slice %e#1[0, 0] [1, 12] [1, 1] : !s to tensor<12xf32>
  %read = linalg.vecmat ins(%first, %r : tensor<12xf32>, tensor<12x12xf32>) outs(%z12 : tensor<12xf32>) -> tensor<12xf32>
  return %e#2, %read : tensor<f32>, tensor<12xf32>
}
