// RUN: snn-run grad %s --entry=loss --wrt=0,1,2 --in=%S/delay-lines.in.npz --out=%t.npz
// RUN: snn-npz-diff %t.npz %S/delay-lines.gold.npz --rtol=2e-4

// Synaptic delays: a ring of the last four spike tensors, written and read at places that depend on the step, with
// tensor.pad around a slice of the ring and tensor.concat of two delays.

!s = tensor<3x5xf32>
!ring = tensor<4x3x5xf32>

func.func private @spike(%v: !s) -> !s {
  %zero = arith.constant dense<0.0> : !s
  %k = arith.constant dense<-1.0> : !s
  %a = math.absf %v : !s
  %e = arith.mulf %a, %k : !s
  %g = math.exp %e : !s
  %gs = ad.stop_gradient %g : !s
  %h = arith.mulf %v, %gs : !s
  %hs = ad.stop_gradient %h : !s
  %d = arith.subf %h, %hs : !s
  %c = arith.cmpf ogt, %v, %zero : !s
  %f = arith.uitofp %c : tensor<3x5xi1> to !s
  %fs = ad.stop_gradient %f : !s
  %z = arith.addf %d, %fs : !s
  return %z : !s
}

func.func @loss(%x: tensor<13x3x5xf32>, %w: tensor<12x5xf32>, %ring0: !ring) -> (tensor<3xf32>, !ring) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %c4 = arith.constant 4 : index
  %c13 = arith.constant 13 : index
  %padding = arith.constant 0.25 : f32
  %zero = arith.constant dense<0.0> : !s
  %one = arith.constant dense<1.0> : !s
  %decay = arith.constant dense<0.8> : !s
  %n0 = arith.constant dense<0.0> : tensor<3xf32>
  %r:3 = scf.for %t = %c0 to %c13 step %c1 iter_args(%u = %zero, %ring = %ring0, %n = %n0)
      -> (!s, !ring, tensor<3xf32>) {
    %slot = arith.remui %t, %c4 : index
    %t2 = arith.addi %t, %c2 : index
    %slot2 = arith.remui %t2, %c4 : index
    %old = tensor.extract_slice %ring[%slot, 0, 0] [1, 3, 5] [1, 1, 1] : !ring to !s
    %mid = tensor.extract_slice %ring[%slot2, 0, 0] [1, 3, 5] [1, 1, 1] : !ring to !s
    %wide = tensor.pad %old low[0, 1] high[0, 1] {
    ^bb0(%i: index, %j: index):
      tensor.yield %padding : f32
    } : !s to tensor<3x7xf32>
    %both = tensor.concat dim(1) %wide, %mid : (tensor<3x7xf32>, !s) -> tensor<3x12xf32>
    %xt = tensor.extract_slice %x[%t, 0, 0] [1, 3, 5] [1, 1, 1] : tensor<13x3x5xf32> to !s
    %i = linalg.matmul ins(%both, %w : tensor<3x12xf32>, tensor<12x5xf32>) outs(%xt : !s) -> !s
    %kept = arith.mulf %u, %decay : !s
    %u1 = arith.addf %kept, %i : !s
    %v = arith.subf %u1, %one : !s
    %z = func.call @spike(%v) : (!s) -> !s
    %u2 = arith.subf %u1, %z : !s
    %ring1 = tensor.insert_slice %z into %ring[%slot, 0, 0] [1, 3, 5] [1, 1, 1] : !s into !ring
    %n1 = linalg.reduce { arith.addf } ins(%z : !s) outs(%n : tensor<3xf32>) dimensions = [1]
    scf.yield %u2, %ring1, %n1 : !s, !ring, tensor<3xf32>
  }
  return %r#2, %r#1 : tensor<3xf32>, !ring
}
