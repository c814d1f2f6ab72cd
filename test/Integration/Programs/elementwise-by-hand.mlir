// RUN: snn-run grad %s --entry=loss --wrt=0,1 --in=%S/elementwise-by-hand.in.npz --out=%t.npz
// RUN: snn-npz-diff %t.npz %S/elementwise-by-hand.gold.npz --rtol=2e-4

// Written as plain code is: loops over rows and columns around tensor.extract and tensor.insert, tensor.generate,
// tensor.from_elements; three loops deep.

func.func @loss(%x: tensor<4x2x3xf32>, %w: tensor<3x3xf32>) -> (tensor<2x3xf32>, tensor<3xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %c3 = arith.constant 3 : index
  %c4 = arith.constant 4 : index
  %zero = arith.constant 0.0 : f32
  %one = arith.constant 1.0 : f32
  %decay = arith.constant 0.75 : f32
  %start = tensor.generate {
  ^bb0(%i: index, %j: index):
    %v = tensor.extract %w[%i, %j] : tensor<3x3xf32>
    %half = arith.constant 0.5 : f32
    %h = arith.mulf %v, %half : f32
    tensor.yield %h : f32
  } : tensor<2x3xf32>
  %silent = arith.constant dense<0.0> : tensor<2x3xf32>
  %r:2 = scf.for %t = %c0 to %c4 step %c1 iter_args(%u = %start, %z = %silent) -> (tensor<2x3xf32>, tensor<2x3xf32>) {
    %rows:2 = scf.for %b = %c0 to %c2 step %c1 iter_args(%ub = %u, %zb = %z) -> (tensor<2x3xf32>, tensor<2x3xf32>) {
      %columns:2 = scf.for %n = %c0 to %c3 step %c1 iter_args(%un = %ub, %zn = %zb)
          -> (tensor<2x3xf32>, tensor<2x3xf32>) {
        %first = tensor.extract %x[%t, %b, %n] : tensor<4x2x3xf32>
        // what this row fired in the step before, also where this step has fired already
        %i = scf.for %k = %c0 to %c3 step %c1 iter_args(%acc = %first) -> (f32) {
          %zk = tensor.extract %z[%b, %k] : tensor<2x3xf32>
          %wk = tensor.extract %w[%k, %n] : tensor<3x3xf32>
          %p = arith.mulf %zk, %wk : f32
          %s = arith.addf %acc, %p : f32
          scf.yield %s : f32
        }
        %old = tensor.extract %un[%b, %n] : tensor<2x3xf32>
        %kept = arith.mulf %old, %decay : f32
        %u1 = arith.addf %kept, %i : f32
        %v = arith.subf %u1, %one : f32
        %v2 = arith.mulf %v, %v : f32
        %below = arith.addf %v2, %one : f32
        %g = arith.divf %one, %below : f32
        %gs = ad.stop_gradient %g : f32
        %h = arith.mulf %v, %gs : f32
        %hs = ad.stop_gradient %h : f32
        %d = arith.subf %h, %hs : f32
        %c = arith.cmpf ogt, %v, %zero : f32
        %f = arith.uitofp %c : i1 to f32
        %fs = ad.stop_gradient %f : f32
        %z1 = arith.addf %d, %fs : f32
        %u2 = arith.subf %u1, %z1 : f32
        %un1 = tensor.insert %u2 into %un[%b, %n] : tensor<2x3xf32>
        %zn1 = tensor.insert %z1 into %zn[%b, %n] : tensor<2x3xf32>
        scf.yield %un1, %zn1 : tensor<2x3xf32>, tensor<2x3xf32>
      }
      scf.yield %columns#0, %columns#1 : tensor<2x3xf32>, tensor<2x3xf32>
    }
    scf.yield %rows#0, %rows#1 : tensor<2x3xf32>, tensor<2x3xf32>
  }
  %0 = tensor.extract %r#1[%c0, %c0] : tensor<2x3xf32>
  %1 = tensor.extract %r#1[%c1, %c1] : tensor<2x3xf32>
  %2 = arith.mulf %0, %1 : f32
  %picked = tensor.from_elements %0, %1, %2 : tensor<3xf32>
  return %r#0, %picked : tensor<2x3xf32>, tensor<3xf32>
}
