// RUN: snn-run grad %s --entry=loss --wrt=0,1,2,3 --in=%S/inner-trips.in.npz --out=%t.npz
// RUN: snn-npz-diff %t.npz %S/inner-trips.gold.npz --rtol=2e-4
// RUN: snn-run check %s --entry=loss --wrt=0,1,2,3 --in=%S/inner-trips.in.npz

// How often an inner loop runs depends on the outer step: on its number, on an integer input, and on a branch. What
// such a loop keeps has another size in each step. A prefix of the input that grows from step to step is read too.

!s = tensor<2x5xf32>
!all = tensor<7x2x5xf32>

func.func private @relax(%n: index, %u: !s, %x: !s, %w: tensor<5x5xf32>, %beta: f32) -> !s {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %b = tensor.splat %beta : !s
  %v = scf.for %k = %c0 to %n step %c1 iter_args(%s = %u) -> !s {
    %m = linalg.matmul ins(%s, %w : !s, tensor<5x5xf32>) outs(%x : !s) -> !s
    %d = arith.mulf %m, %b : !s
    %h = math.tanh %d : !s
    scf.yield %h : !s
  }
  return %v : !s
}

func.func @loss(%x: !all, %w: tensor<5x5xf32>, %beta: f32, %g: tensor<7xf32>, %trips: tensor<7xi32>) -> (!s, f32) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %c7 = arith.constant 7 : index
  %f0 = arith.constant 0.0 : f32
  %zero = arith.constant dense<0.1> : !s
  %r:2 = scf.for %t = %c0 to %c7 step %c1 iter_args(%u = %zero, %acc = %f0) -> (!s, f32) {
    %xt = tensor.extract_slice %x[%t, 0, 0] [1, 2, 5] [1, 1, 1] : !all to !s
    %n = arith.addi %t, %c1 : index
    %a = func.call @relax(%n, %u, %xt, %w, %beta) : (index, !s, !s, tensor<5x5xf32>, f32) -> !s
    %many = tensor.extract %trips[%t] : tensor<7xi32>
    %m = arith.index_cast %many : i32 to index
    %odd = arith.remui %t, %c2 : index
    %is = arith.cmpi eq, %odd, %c1 : index
    %b = scf.if %is -> !s {
      %y = func.call @relax(%m, %a, %xt, %w, %beta) : (index, !s, !s, tensor<5x5xf32>, f32) -> !s
      scf.yield %y : !s
    } else {
      %y = arith.mulf %a, %xt : !s
      scf.yield %y : !s
    }
    // the inputs so far, weighed
    %prefix = tensor.extract_slice %g[0] [%n] [1] : tensor<7xf32> to tensor<?xf32>
    %scale = tensor.extract %b[%c0, %c1] : !s
    %scales = tensor.splat %scale[%n] : tensor<?xf32>
    %p = arith.mulf %prefix, %scales : tensor<?xf32>
    %q = math.sin %p : tensor<?xf32>
    %pq = arith.mulf %p, %q : tensor<?xf32>
    %none = arith.constant dense<0.0> : tensor<f32>
    %sum = linalg.reduce { arith.addf } ins(%pq : tensor<?xf32>) outs(%none : tensor<f32>) dimensions = [0]
    %e = tensor.extract %sum[] : tensor<f32>
    %acc1 = arith.addf %acc, %e : f32
    scf.yield %b, %acc1 : !s, f32
  }
  return %r#0, %r#1 : !s, f32
}
