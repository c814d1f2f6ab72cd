// RUN: snn-run grad %s --entry=loss --wrt=0,1,2,3 --in=%S/dynamic-sizes@t0b2.in.npz --out=%t.npz
// RUN: snn-npz-diff %t.npz %S/dynamic-sizes@t0b2.gold.npz --rtol=2e-4
// RUN: snn-run grad %s --entry=loss --wrt=0,1,2,3 --in=%S/dynamic-sizes@t11b3.in.npz --out=%t.npz
// RUN: snn-npz-diff %t.npz %S/dynamic-sizes@t11b3.gold.npz --rtol=2e-4
// RUN: snn-run grad %s --entry=loss --wrt=0,1,2,3 --in=%S/dynamic-sizes@t1b1.in.npz --out=%t.npz
// RUN: snn-npz-diff %t.npz %S/dynamic-sizes@t1b1.gold.npz --rtol=2e-4
// RUN: snn-run grad %s --entry=loss --wrt=0,1,2,3 --in=%S/dynamic-sizes@t4b0.in.npz --out=%t.npz
// RUN: snn-npz-diff %t.npz %S/dynamic-sizes@t4b0.gold.npz --rtol=2e-4

// Time and batch are not known until the program runs; among the cases are one step, no step at all and an empty batch.

func.func private @spike(%v: tensor<?x7xf32>) -> tensor<?x7xf32> {
  %c0 = arith.constant 0 : index
  %b = tensor.dim %v, %c0 : tensor<?x7xf32>
  %zf = arith.constant 0.0 : f32
  %kf = arith.constant -0.5 : f32
  %zero = tensor.splat %zf[%b] : tensor<?x7xf32>
  %k = tensor.splat %kf[%b] : tensor<?x7xf32>
  %v2 = arith.mulf %v, %v : tensor<?x7xf32>
  %e = arith.mulf %v2, %k : tensor<?x7xf32>
  %g = math.exp %e : tensor<?x7xf32>
  %gs = ad.stop_gradient %g : tensor<?x7xf32>
  %h = arith.mulf %v, %gs : tensor<?x7xf32>
  %hs = ad.stop_gradient %h : tensor<?x7xf32>
  %d = arith.subf %h, %hs : tensor<?x7xf32>
  %c = arith.cmpf ogt, %v, %zero : tensor<?x7xf32>
  %f = arith.uitofp %c : tensor<?x7xi1> to tensor<?x7xf32>
  %fs = ad.stop_gradient %f : tensor<?x7xf32>
  %z = arith.addf %d, %fs : tensor<?x7xf32>
  return %z : tensor<?x7xf32>
}

func.func @loss(%x: tensor<?x?x5xf32>, %w: tensor<5x7xf32>, %r: tensor<7x7xf32>, %u0: tensor<?x7xf32>)
    -> (tensor<?x7xf32>, tensor<?xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %steps = tensor.dim %x, %c0 : tensor<?x?x5xf32>
  %b = tensor.dim %x, %c1 : tensor<?x?x5xf32>
  %zf = arith.constant 0.0 : f32
  %onef = arith.constant 1.0 : f32
  %df = arith.constant 0.9 : f32
  %zero = tensor.splat %zf[%b] : tensor<?x7xf32>
  %one = tensor.splat %onef[%b] : tensor<?x7xf32>
  %decay = tensor.splat %df[%b] : tensor<?x7xf32>
  %n0 = tensor.splat %zf[%b] : tensor<?xf32>
  %e:3 = scf.for %t = %c0 to %steps step %c1 iter_args(%u = %u0, %z = %zero, %n = %n0)
      -> (tensor<?x7xf32>, tensor<?x7xf32>, tensor<?xf32>) {
    %xt = tensor.extract_slice %x[%t, 0, 0] [1, %b, 5] [1, 1, 1] : tensor<?x?x5xf32> to tensor<?x5xf32>
    %kept = arith.mulf %u, %decay : tensor<?x7xf32>
    %a = linalg.matmul ins(%xt, %w : tensor<?x5xf32>, tensor<5x7xf32>) outs(%kept : tensor<?x7xf32>) -> tensor<?x7xf32>
    %u1 = linalg.matmul ins(%z, %r : tensor<?x7xf32>, tensor<7x7xf32>) outs(%a : tensor<?x7xf32>) -> tensor<?x7xf32>
    %v = arith.subf %u1, %one : tensor<?x7xf32>
    %z1 = func.call @spike(%v) : (tensor<?x7xf32>) -> tensor<?x7xf32>
    %u2 = arith.subf %u1, %z1 : tensor<?x7xf32>
    %n1 = linalg.reduce { arith.addf } ins(%z1 : tensor<?x7xf32>) outs(%n : tensor<?xf32>) dimensions = [1]
    scf.yield %u2, %z1, %n1 : tensor<?x7xf32>, tensor<?x7xf32>, tensor<?xf32>
  }
  return %e#0, %e#2 : tensor<?x7xf32>, tensor<?xf32>
}
