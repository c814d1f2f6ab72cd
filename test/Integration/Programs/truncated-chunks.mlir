// RUN: snn-run grad %s --entry=loss --wrt=0,1,2,3 --in=%S/truncated-chunks@t11.in.npz --out=%t.npz
// RUN: snn-npz-diff %t.npz %S/truncated-chunks@t11.gold.npz --rtol=2e-4
// RUN: snn-run grad %s --entry=loss --wrt=0,1,2,3 --in=%S/truncated-chunks@t11.in.npz --out=%t.npz \
// RUN:   --pipeline='snn-cpu-pipeline{fuse-step=false}'
// RUN: snn-npz-diff %t.npz %S/truncated-chunks@t11.gold.npz --rtol=2e-4
// RUN: snn-run grad %s --entry=loss --wrt=0,1,2,3 --in=%S/truncated-chunks@t3.in.npz --out=%t.npz
// RUN: snn-npz-diff %t.npz %S/truncated-chunks@t3.gold.npz --rtol=2e-4
// RUN: snn-run grad %s --entry=loss --wrt=0,1,2,3 --in=%S/truncated-chunks@t3.in.npz --out=%t.npz \
// RUN:   --pipeline='snn-cpu-pipeline{fuse-step=false}'
// RUN: snn-npz-diff %t.npz %S/truncated-chunks@t3.gold.npz --rtol=2e-4
// RUN: snn-run grad %s --entry=loss --wrt=0,1,2,3 --in=%S/truncated-chunks@t0.in.npz --out=%t.npz
// RUN: snn-npz-diff %t.npz %S/truncated-chunks@t0.gold.npz --rtol=2e-4
// RUN: snn-run grad %s --entry=loss --wrt=0,1,2,3 --in=%S/truncated-chunks@t0.in.npz --out=%t.npz \
// RUN:   --pipeline='snn-cpu-pipeline{fuse-step=false}'
// RUN: snn-npz-diff %t.npz %S/truncated-chunks@t0.gold.npz --rtol=2e-4

// Truncated backpropagation in chunks: an outer loop whose step is an argument, an inner one from there to the next
// chunk or the end, the state cut by a stop-gradient between them. An argument is used in a branch of the first chunk
// only, the loss is summed by both loops.

!s = tensor<3x4xf32>
func.func private @spike(%v: tensor<3x4xf32>) -> tensor<3x4xf32> {
  %zero = arith.constant dense<0.0> : tensor<3x4xf32>
  %a = math.absf %v : tensor<3x4xf32>
  %e = arith.negf %a : tensor<3x4xf32>
  %g = math.exp %e : tensor<3x4xf32>
  %gs = ad.stop_gradient %g : tensor<3x4xf32>
  %h = arith.mulf %v, %gs : tensor<3x4xf32>
  %hs = ad.stop_gradient %h : tensor<3x4xf32>
  %d = arith.subf %h, %hs : tensor<3x4xf32>
  %c = arith.cmpf ogt, %v, %zero : tensor<3x4xf32>
  %f = arith.uitofp %c : tensor<3x4xi1> to tensor<3x4xf32>
  %fs = ad.stop_gradient %f : tensor<3x4xf32>
  %z = arith.addf %d, %fs : tensor<3x4xf32>
  return %z : tensor<3x4xf32>
}

func.func @loss(%x: tensor<?x3x4xf32>, %w: tensor<4x4xf32>, %leak: f32, %start: !s, %k: i64) -> (tensor<f32>, !s) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %T = tensor.dim %x, %c0 : tensor<?x3x4xf32>
  %ki = arith.index_cast %k : i64 to index
  %zero = arith.constant dense<0.0> : !s
  %one = arith.constant dense<0.6> : !s
  %l0 = arith.constant dense<0.0> : tensor<f32>
  %r:3 = scf.for %c = %c0 to %T step %ki iter_args(%u = %zero, %z = %zero, %l = %l0) -> (!s, !s, tensor<f32>) {
    %end0 = arith.addi %c, %ki : index
    %end = arith.minui %end0, %T : index
    %us = ad.stop_gradient %u : !s
    %first = arith.cmpi eq, %c, %c0 : index
    %u0 = scf.if %first -> (!s) {
      %p = arith.mulf %start, %start : !s
      scf.yield %p : !s
    } else {
      scf.yield %us : !s
    }
    %in:3 = scf.for %t = %c to %end step %c1 iter_args(%v = %u0, %zz = %z, %ll = %l) -> (!s, !s, tensor<f32>) {
      %xt = tensor.extract_slice %x[%t, 0, 0] [1, 3, 4] [1, 1, 1] : tensor<?x3x4xf32> to !s
      %i0 = linalg.matmul ins(%zz, %w : !s, tensor<4x4xf32>) outs(%xt : !s) -> !s
      %lk = tensor.splat %leak : !s
      %kv = arith.mulf %v, %lk : !s
      %v1 = arith.addf %kv, %i0 : !s
      %d = arith.subf %v1, %one : !s
      %z1 = func.call @spike(%d) : (!s) -> !s
      %v2 = arith.subf %v1, %z1 : !s
      %sq = arith.mulf %v2, %z1 : !s
      %l1 = linalg.reduce { arith.addf } ins(%sq : !s) outs(%ll : tensor<f32>) dimensions = [0, 1]
      scf.yield %v2, %z1, %l1 : !s, !s, tensor<f32>
    }
    scf.yield %in#0, %in#1, %in#2 : !s, !s, tensor<f32>
  }
  return %r#2, %r#0 : tensor<f32>, !s
}
