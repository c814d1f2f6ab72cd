// RUN: snn-run grad %s --entry=loss --wrt=0,1,2,3 --in=%S/branches.in.npz --out=%t.npz
// RUN: snn-npz-diff %t.npz %S/branches.gold.npz --rtol=2e-4

// scf.if in the time loop: one on the step's parity, one on the data (what the last step fired), one with a branch that
// only yields; the data-dependent one computes with weights of its own in each branch.

!s = tensor<3x7xf32>
!w = tensor<7x7xf32>

func.func private @spike(%v: !s) -> !s {
  %zero = arith.constant dense<0.0> : !s
  %k = arith.constant dense<-0.5> : !s
  %v2 = arith.mulf %v, %v : !s
  %e = arith.mulf %v2, %k : !s
  %g = math.exp %e : !s
  %gs = ad.stop_gradient %g : !s
  %h = arith.mulf %v, %gs : !s
  %hs = ad.stop_gradient %h : !s
  %d = arith.subf %h, %hs : !s
  %c = arith.cmpf ogt, %v, %zero : !s
  %f = arith.uitofp %c : tensor<3x7xi1> to !s
  %fs = ad.stop_gradient %f : !s
  %z = arith.addf %d, %fs : !s
  return %z : !s
}

func.func @loss(%x: tensor<15x3x7xf32>, %busy: !w, %calm: !w, %gain: f32) -> tensor<f32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %c15 = arith.constant 15 : index
  %zero = arith.constant dense<0.0> : !s
  %one = arith.constant dense<1.0> : !s
  %decay = arith.constant dense<0.8> : !s
  %s0 = arith.constant dense<0.0> : tensor<f32>
  %many = arith.constant 5.0 : f32
  %r:3 = scf.for %t = %c0 to %c15 step %c1 iter_args(%v = %zero, %z = %zero, %total = %s0) -> (!s, !s, tensor<f32>) {
    %xt = tensor.extract_slice %x[%t, 0, 0] [1, 3, 7] [1, 1, 1] : tensor<15x3x7xf32> to !s
    %count = linalg.reduce { arith.addf } ins(%z : !s) outs(%s0 : tensor<f32>) dimensions = [0, 1]
    %n = tensor.extract %count[] : tensor<f32>
    %crowd = arith.cmpf ogt, %n, %many : f32
    %i = scf.if %crowd -> (!s) {
      %0 = linalg.matmul ins(%z, %busy : !s, !w) outs(%xt : !s) -> !s
      %1 = math.tanh %0 : !s
      scf.yield %1 : !s
    } else {
      %0 = linalg.matmul ins(%z, %calm : !s, !w) outs(%xt : !s) -> !s
      scf.yield %0 : !s
    }
    %kept = arith.mulf %v, %decay : !s
    %v1 = arith.addf %kept, %i : !s
    %over = arith.subf %v1, %one : !s
    %z1 = func.call @spike(%over) : (!s) -> !s
    %v2 = arith.subf %v1, %z1 : !s
    %odd = arith.remui %t, %c2 : index
    %is_odd = arith.cmpi eq, %odd, %c1 : index
    %total1, %v3 = scf.if %is_odd -> (tensor<f32>, !s) {
      %g = tensor.splat %gain : !s
      %pred = arith.mulf %v2, %g : !s
      %sq = arith.mulf %pred, %pred : !s
      %sum = linalg.reduce { arith.addf } ins(%sq : !s) outs(%total : tensor<f32>) dimensions = [0, 1]
      scf.yield %sum, %v2 : tensor<f32>, !s
    } else {
      %half = arith.constant dense<0.5> : !s
      %shrunk = arith.mulf %v2, %half : !s
      scf.yield %total, %shrunk : tensor<f32>, !s
    }
    scf.if %is_odd {
    }
    scf.yield %v3, %z1, %total1 : !s, !s, tensor<f32>
  }
  return %r#2 : tensor<f32>
}
