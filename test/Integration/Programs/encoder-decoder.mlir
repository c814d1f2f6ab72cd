// RUN: snn-run grad %s --entry=loss --wrt=1,3,4,5,6 --in=%S/encoder-decoder.in.npz --out=%t.npz
// RUN: snn-npz-diff %t.npz %S/encoder-decoder.gold.npz --rtol=2e-4

// Two loops in a row: an encoder whose last state starts a decoder that is fed its own output, or by the target where a
// flag of the step says so (arith.select on a scalar condition); gated membranes (SNU) in both.

!s = tensor<2x8xf32>
!y = tensor<2x3xf32>

func.func private @unit(%in: !s, %u: !s, %gate: !s) -> (!s, !s) {
  %zero = arith.constant dense<0.0> : !s
  %one = arith.constant dense<1.0> : !s
  %n = arith.negf %gate : !s
  %e = math.exp %n : !s
  %b = arith.addf %e, %one : !s
  %open = arith.divf %one, %b : !s
  %closed = arith.subf %one, %open : !s
  %0 = arith.mulf %open, %u : !s
  %1 = arith.mulf %closed, %in : !s
  %2 = arith.addf %0, %1 : !s
  %u1 = arith.maximumf %2, %zero : !s
  %half = arith.constant dense<0.5> : !s
  %v = arith.subf %u1, %half : !s
  %th = math.tanh %v : !s
  %t2 = arith.mulf %th, %th : !s
  %g = arith.subf %one, %t2 : !s
  %gs = ad.stop_gradient %g : !s
  %h = arith.mulf %v, %gs : !s
  %hs = ad.stop_gradient %h : !s
  %d = arith.subf %h, %hs : !s
  %c = arith.cmpf ogt, %v, %zero : !s
  %f = arith.uitofp %c : tensor<2x8xi1> to !s
  %fs = ad.stop_gradient %f : !s
  %z = arith.addf %d, %fs : !s
  return %u1, %z : !s, !s
}

func.func @loss(%x: tensor<6x2x4xf32>, %y: tensor<5x2x3xf32>, %teach: tensor<5xi1>, %w: tensor<4x8xf32>,
                %g: tensor<8x8xf32>, %fb: tensor<3x8xf32>, %out: tensor<8x3xf32>) -> f32 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c5 = arith.constant 5 : index
  %c6 = arith.constant 6 : index
  %zero = arith.constant dense<0.0> : !s
  %zy = arith.constant dense<0.0> : !y
  %f0 = arith.constant 0.0 : f32
  %enc:2 = scf.for %t = %c0 to %c6 step %c1 iter_args(%u = %zero, %z = %zero) -> (!s, !s) {
    %xt = tensor.extract_slice %x[%t, 0, 0] [1, 2, 4] [1, 1, 1] : tensor<6x2x4xf32> to tensor<2x4xf32>
    %in = linalg.matmul ins(%xt, %w : tensor<2x4xf32>, tensor<4x8xf32>) outs(%zero : !s) -> !s
    %gate = linalg.matmul ins(%z, %g : !s, tensor<8x8xf32>) outs(%zero : !s) -> !s
    %next:2 = func.call @unit(%in, %u, %gate) : (!s, !s, !s) -> (!s, !s)
    scf.yield %next#0, %next#1 : !s, !s
  }
  %dec:4 = scf.for %t = %c0 to %c5 step %c1 iter_args(%u = %enc#0, %z = %enc#1, %o = %zy, %loss = %f0)
      -> (!s, !s, !y, f32) {
    %flag = tensor.extract %teach[%t] : tensor<5xi1>
    %yt = tensor.extract_slice %y[%t, 0, 0] [1, 2, 3] [1, 1, 1] : tensor<5x2x3xf32> to !y
    %fed = arith.select %flag, %yt, %o : !y
    %in = linalg.matmul ins(%fed, %fb : !y, tensor<3x8xf32>) outs(%zero : !s) -> !s
    %gate = linalg.matmul ins(%z, %g : !s, tensor<8x8xf32>) outs(%zero : !s) -> !s
    %next:2 = func.call @unit(%in, %u, %gate) : (!s, !s, !s) -> (!s, !s)
    %o1 = linalg.matmul ins(%next#1, %out : !s, tensor<8x3xf32>) outs(%zy : !y) -> !y
    %err = arith.subf %o1, %yt : !y
    %size = math.absf %err : !y
    %start = tensor.from_elements %loss : tensor<f32>
    %sum = linalg.reduce { arith.addf } ins(%size : !y) outs(%start : tensor<f32>) dimensions = [0, 1]
    %loss1 = tensor.extract %sum[] : tensor<f32>
    scf.yield %next#0, %next#1, %o1, %loss1 : !s, !s, !y, f32
  }
  return %dec#3 : f32
}
