// RUN: snn-run grad %s --entry=loss --wrt=0,1,2,3 --in=%S/bidirectional@t9.in.npz --out=%t.npz
// RUN: snn-npz-diff %t.npz %S/bidirectional@t9.gold.npz --rtol=0.0002
// RUN: snn-run grad %s --entry=loss --wrt=0,1,2,3 --in=%S/bidirectional@t1.in.npz --out=%t.npz
// RUN: snn-npz-diff %t.npz %S/bidirectional@t1.gold.npz --rtol=0.0002
// RUN: snn-run grad %s --entry=loss --wrt=0,1,2,3 --in=%S/bidirectional@t0.in.npz --out=%t.npz
// RUN: snn-npz-diff %t.npz %S/bidirectional@t0.gold.npz --rtol=0.0002

// One layer function walks a sequence forward or, by an i1 argument, backward; two of them feed a third, and a loop
// over every second step reads it. Time lies in the middle of the tensors and is dynamic: nine steps, one, none.

!s = tensor<3x5xf32>
!q = tensor<3x?x5xf32>
func.func private @spike(%v: tensor<3x5xf32>) -> tensor<3x5xf32> {
  %zero = arith.constant dense<0.0> : tensor<3x5xf32>
  %a = math.absf %v : tensor<3x5xf32>
  %e = arith.negf %a : tensor<3x5xf32>
  %g = math.exp %e : tensor<3x5xf32>
  %gs = ad.stop_gradient %g : tensor<3x5xf32>
  %h = arith.mulf %v, %gs : tensor<3x5xf32>
  %hs = ad.stop_gradient %h : tensor<3x5xf32>
  %d = arith.subf %h, %hs : tensor<3x5xf32>
  %c = arith.cmpf ogt, %v, %zero : tensor<3x5xf32>
  %f = arith.uitofp %c : tensor<3x5xi1> to tensor<3x5xf32>
  %fs = ad.stop_gradient %f : tensor<3x5xf32>
  %z = arith.addf %d, %fs : tensor<3x5xf32>
  return %z : tensor<3x5xf32>
}

func.func private @layer(%x: !q, %w: tensor<5x5xf32>, %rev: i1) -> !q {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %T = tensor.dim %x, %c1 : !q
  %zero = arith.constant dense<0.0> : !s
  %one = arith.constant dense<0.6> : !s
  %k = arith.constant dense<0.7> : !s
  %e = tensor.empty(%T) : !q
  %r:3 = scf.for %i = %c0 to %T step %c1 iter_args(%u = %zero, %z = %zero, %out = %e) -> (!s, !s, !q) {
    %n1 = arith.subi %T, %c1 : index
    %b = arith.subi %n1, %i : index
    %t = arith.select %rev, %b, %i : index
    %xt = tensor.extract_slice %x[0, %t, 0] [3, 1, 5] [1, 1, 1] : !q to !s
    %i0 = linalg.matmul ins(%z, %w : !s, tensor<5x5xf32>) outs(%xt : !s) -> !s
    %ku = arith.mulf %u, %k : !s
    %u1 = arith.addf %ku, %i0 : !s
    %v = arith.subf %u1, %one : !s
    %z1 = func.call @spike(%v) : (!s) -> !s
    %u2 = arith.subf %u1, %z1 : !s
    %o = tensor.insert_slice %z1 into %out[0, %t, 0] [3, 1, 5] [1, 1, 1] : !s into !q
    scf.yield %u2, %z1, %o : !s, !s, !q
  }
  return %r#2 : !q
}
func.func @loss(%x: !q, %w: tensor<5x5xf32>, %w2: tensor<5x5xf32>, %ro: tensor<5x2xf32>) -> (tensor<3x2xf32>, !q) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %T = tensor.dim %x, %c1 : !q
  %f = arith.constant false
  %tr = arith.constant true
  %a = func.call @layer(%x, %w, %f) : (!q, tensor<5x5xf32>, i1) -> !q
  %b = func.call @layer(%x, %w2, %tr) : (!q, tensor<5x5xf32>, i1) -> !q
  %ab = arith.addf %a, %b : !q
  %c = func.call @layer(%ab, %w, %tr) : (!q, tensor<5x5xf32>, i1) -> !q
  %l0 = arith.constant dense<0.0> : tensor<3x2xf32>
  %l = scf.for %t = %c0 to %T step %c2 iter_args(%l = %l0) -> (tensor<3x2xf32>) {
    %ct = tensor.extract_slice %c[0, %t, 0] [3, 1, 5] [1, 1, 1] : !q to !s
    %y = linalg.matmul ins(%ct, %ro : !s, tensor<5x2xf32>) outs(%l : tensor<3x2xf32>) -> tensor<3x2xf32>
    %y2 = math.tanh %y : tensor<3x2xf32>
    scf.yield %y2 : tensor<3x2xf32>
  }
  return %l, %ab : tensor<3x2xf32>, !q
}
