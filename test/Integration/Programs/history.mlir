// RUN: snn-run grad %s --entry=loss --wrt=0,1,2 --in=%S/history.in.npz --out=%t.npz
// RUN: snn-npz-diff %t.npz %S/history.gold.npz --rtol=2e-4

// The loss reads the whole history: states written into a tensor at each step, a strided slice of it truncates the
// reading, softmax over time weighs it, and a lagged product couples neighbouring steps.

!s = tensor<2x9xf32>
!all = tensor<14x2x9xf32>

func.func @loss(%x: !all, %w: tensor<9x9xf32>, %tau: tensor<9xf32>) -> (tensor<2x9xf32>, tensor<f32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c14 = arith.constant 14 : index
  %zero = arith.constant dense<0.0> : !s
  %one = arith.constant dense<1.0> : !s
  %empty = tensor.empty() : !s
  %blank = tensor.empty() : !all
  %taus = linalg.broadcast ins(%tau : tensor<9xf32>) outs(%empty : !s) dimensions = [0]
  %r:4 = scf.for %t = %c0 to %c14 step %c1 iter_args(%u = %zero, %z = %zero, %us = %blank, %zs = %blank)
      -> (!s, !s, !all, !all) {
    %xt = tensor.extract_slice %x[%t, 0, 0] [1, 2, 9] [1, 1, 1] : !all to !s
    %i = linalg.matmul ins(%z, %w : !s, tensor<9x9xf32>) outs(%xt : !s) -> !s
    %kept = arith.mulf %u, %taus : !s
    %u1 = arith.addf %kept, %i : !s
    %v = arith.subf %u1, %one : !s
    %a = math.absf %v : !s
    %b = arith.addf %a, %one : !s
    %bb = arith.mulf %b, %b : !s
    %g = arith.divf %one, %bb : !s
    %gs = ad.stop_gradient %g : !s
    %h = arith.mulf %v, %gs : !s
    %hs = ad.stop_gradient %h : !s
    %d = arith.subf %h, %hs : !s
    %c = arith.cmpf ogt, %v, %zero : !s
    %f = arith.uitofp %c : tensor<2x9xi1> to !s
    %fs = ad.stop_gradient %f : !s
    %z1 = arith.addf %d, %fs : !s
    %u2 = arith.subf %u1, %z1 : !s
    %us1 = tensor.insert_slice %u2 into %us[%t, 0, 0] [1, 2, 9] [1, 1, 1] : !s into !all
    %zs1 = tensor.insert_slice %z1 into %zs[%t, 0, 0] [1, 2, 9] [1, 1, 1] : !s into !all
    scf.yield %u2, %z1, %us1, %zs1 : !s, !s, !all, !all
  }
  // every other of the last nine steps
  %late = tensor.extract_slice %r#2[5, 0, 0] [5, 2, 9] [2, 1, 1] : !all to tensor<5x2x9xf32>
  %like = tensor.empty() : tensor<5x2x9xf32>
  %weight = linalg.softmax dimension(0) ins(%late : tensor<5x2x9xf32>) outs(%like : tensor<5x2x9xf32>) -> tensor<5x2x9xf32>
  %weighed = arith.mulf %weight, %late : tensor<5x2x9xf32>
  %read = linalg.reduce { arith.addf } ins(%weighed : tensor<5x2x9xf32>) outs(%zero : !s) dimensions = [0]
  %before = tensor.extract_slice %r#3[0, 0, 0] [13, 2, 9] [1, 1, 1] : !all to tensor<13x2x9xf32>
  %after = tensor.extract_slice %r#2[1, 0, 0] [13, 2, 9] [1, 1, 1] : !all to tensor<13x2x9xf32>
  %pairs = arith.mulf %before, %after : tensor<13x2x9xf32>
  %n0 = arith.constant dense<0.0> : tensor<f32>
  %lagged = linalg.reduce { arith.addf } ins(%pairs : tensor<13x2x9xf32>) outs(%n0 : tensor<f32>) dimensions = [0, 1, 2]
  return %read, %lagged : tensor<2x9xf32>, tensor<f32>
}
