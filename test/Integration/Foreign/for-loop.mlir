// An LSTM by scf.for over a number of steps and samples that is known at run
// time: states of rank 0 to 2 carried side by side, a reversed walk, gates cut
// out of one product, linalg.map and named elementwise ops.

// RUN: %python %S/Inputs/foreign.py %s lstm --entry=lstm --wrt=0,1,2

func.func private @sigmoid(%x: tensor<?x4xf32>) -> tensor<?x4xf32> {
  %one = arith.constant 1.0 : f32
  %r = linalg.map ins(%x : tensor<?x4xf32>) outs(%x : tensor<?x4xf32>) (%in: f32, %init: f32) {
    %0 = arith.negf %in : f32
    %1 = math.exp %0 : f32
    %2 = arith.addf %1, %one : f32
    %3 = arith.divf %one, %2 : f32
    linalg.yield %3 : f32
  }
  return %r : tensor<?x4xf32>
}
func.func @lstm(%x: tensor<?x?x3xf32>, %w: tensor<3x16xf32>, %u: tensor<4x16xf32>) -> (tensor<?x4xf32>, tensor<f32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zero = arith.constant 0.0 : f32
  %t = tensor.dim %x, %c0 : tensor<?x?x3xf32>
  %n = tensor.dim %x, %c1 : tensor<?x?x3xf32>
  %e = tensor.empty(%n) : tensor<?x4xf32>
  %h0 = linalg.fill ins(%zero : f32) outs(%e : tensor<?x4xf32>) -> tensor<?x4xf32>
  %a0 = arith.constant dense<0.0> : tensor<f32>
  %r:3 = scf.for %i = %c0 to %t step %c1 iter_args(%h = %h0, %c = %h0, %a = %a0) -> (tensor<?x4xf32>, tensor<?x4xf32>, tensor<f32>) {
    %last = arith.subi %t, %c1 : index
    %at = arith.subi %last, %i : index
    %xt = tensor.extract_slice %x[%at, 0, 0] [1, %n, 3] [1, 1, 1] : tensor<?x?x3xf32> to tensor<?x3xf32>
    %ge = tensor.empty(%n) : tensor<?x16xf32>
    %g0 = linalg.fill ins(%zero : f32) outs(%ge : tensor<?x16xf32>) -> tensor<?x16xf32>
    %g1 = linalg.matmul ins(%xt, %w : tensor<?x3xf32>, tensor<3x16xf32>) outs(%g0 : tensor<?x16xf32>) -> tensor<?x16xf32>
    %g = linalg.matmul ins(%h, %u : tensor<?x4xf32>, tensor<4x16xf32>) outs(%g1 : tensor<?x16xf32>) -> tensor<?x16xf32>
    %i0 = tensor.extract_slice %g[0, 0] [%n, 4] [1, 1] : tensor<?x16xf32> to tensor<?x4xf32>
    %f0 = tensor.extract_slice %g[0, 4] [%n, 4] [1, 1] : tensor<?x16xf32> to tensor<?x4xf32>
    %k0 = tensor.extract_slice %g[0, 8] [%n, 4] [1, 1] : tensor<?x16xf32> to tensor<?x4xf32>
    %o0 = tensor.extract_slice %g[0, 12] [%n, 4] [1, 1] : tensor<?x16xf32> to tensor<?x4xf32>
    %is = func.call @sigmoid(%i0) : (tensor<?x4xf32>) -> tensor<?x4xf32>
    %fs = func.call @sigmoid(%f0) : (tensor<?x4xf32>) -> tensor<?x4xf32>
    %os = func.call @sigmoid(%o0) : (tensor<?x4xf32>) -> tensor<?x4xf32>
    %ks = linalg.tanh ins(%k0 : tensor<?x4xf32>) outs(%e : tensor<?x4xf32>) -> tensor<?x4xf32>
    %ik = linalg.mul ins(%is, %ks : tensor<?x4xf32>, tensor<?x4xf32>) outs(%e : tensor<?x4xf32>) -> tensor<?x4xf32>
    %fc = linalg.mul ins(%fs, %c : tensor<?x4xf32>, tensor<?x4xf32>) outs(%e : tensor<?x4xf32>) -> tensor<?x4xf32>
    %c2 = linalg.add ins(%ik, %fc : tensor<?x4xf32>, tensor<?x4xf32>) outs(%e : tensor<?x4xf32>) -> tensor<?x4xf32>
    %ct = linalg.tanh ins(%c2 : tensor<?x4xf32>) outs(%e : tensor<?x4xf32>) -> tensor<?x4xf32>
    %h2 = linalg.mul ins(%os, %ct : tensor<?x4xf32>, tensor<?x4xf32>) outs(%e : tensor<?x4xf32>) -> tensor<?x4xf32>
    %a2 = linalg.reduce ins(%h2 : tensor<?x4xf32>) outs(%a : tensor<f32>) dimensions = [0, 1]
      (%in: f32, %out: f32) {
        %0 = arith.mulf %in, %in : f32
        %1 = arith.addf %0, %out : f32
        linalg.yield %1 : f32
      }
    scf.yield %h2, %c2, %a2 : tensor<?x4xf32>, tensor<?x4xf32>, tensor<f32>
  }
  return %r#0, %r#2 : tensor<?x4xf32>, tensor<f32>
}
