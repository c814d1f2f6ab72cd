// RUN: snn-run grad %s --entry=loss --wrt=0,1,2,3 --in=%S/exponential-if.in.npz --out=%t.npz
// RUN: snn-npz-diff %t.npz %S/exponential-if.gold.npz --rtol=2e-4

// Exponential integrate-and-fire neurons with a refractory counter in i32 beside the float state: while it runs, the
// membrane is held by select and does not fire.

!s = tensor<4x7xf32>
!n = tensor<4x7xi32>
!m = tensor<4x7xi1>

func.func @loss(%x: tensor<30x4x7xf32>, %w: tensor<7x7xf32>, %sharpness: f32, %leak: tensor<7xf32>)
    -> (f32, !s) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c30 = arith.constant 30 : index
  %zero = arith.constant dense<0.0> : !s
  %one = arith.constant dense<1.0> : !s
  %cap = arith.constant dense<3.0> : !s
  %i0 = arith.constant dense<0> : !n
  %i1 = arith.constant dense<1> : !n
  %i3 = arith.constant dense<3> : !n
  %start = arith.constant 0.0 : f32
  %e = tensor.empty() : !s
  %leaks = linalg.broadcast ins(%leak : tensor<7xf32>) outs(%e : !s) dimensions = [0]
  %sharp = tensor.splat %sharpness : !s
  %r:4 = scf.for %t = %c0 to %c30 step %c1 iter_args(%v = %zero, %z = %zero, %hold = %i0, %total = %start)
      -> (!s, !s, !n, f32) {
    %xt = tensor.extract_slice %x[%t, 0, 0] [1, 4, 7] [1, 1, 1] : tensor<30x4x7xf32> to !s
    %i = linalg.matmul ins(%z, %w : !s, tensor<7x7xf32>) outs(%xt : !s) -> !s
    %near = arith.subf %v, %one : !s
    %p = arith.divf %near, %sharp : !s
    %clipped = arith.minimumf %p, %cap : !s
    %up = math.exp %clipped : !s
    %kick = arith.mulf %sharp, %up : !s
    %lv = arith.mulf %leaks, %v : !s
    %d0 = arith.subf %kick, %lv : !s
    %d1 = arith.addf %d0, %i : !s
    %dt = arith.constant dense<0.25> : !s
    %dv = arith.mulf %d1, %dt : !s
    %moved = arith.addf %v, %dv : !s
    %held = arith.cmpi sgt, %hold, %i0 : !n
    %v1 = arith.select %held, %zero, %moved : !m, !s
    %theta = arith.constant dense<1.5> : !s
    %over = arith.subf %v1, %theta : !s
    %a = math.absf %over : !s
    %b = arith.addf %a, %one : !s
    %bb = arith.mulf %b, %b : !s
    %g = arith.divf %one, %bb : !s
    %gs = ad.stop_gradient %g : !s
    %h = arith.mulf %over, %gs : !s
    %hs = ad.stop_gradient %h : !s
    %hh = arith.subf %h, %hs : !s
    %fired = arith.cmpf ogt, %over, %zero : !s
    %f = arith.uitofp %fired : !m to !s
    %fs = ad.stop_gradient %f : !s
    %z1 = arith.addf %hh, %fs : !s
    %v2 = arith.select %fired, %zero, %v1 : !m, !s
    %less = arith.subi %hold, %i1 : !n
    %counted = arith.maxsi %less, %i0 : !n
    %hold1 = arith.select %fired, %i3, %counted : !m, !n
    %s0 = arith.constant dense<0.0> : tensor<f32>
    %spikes = linalg.reduce { arith.addf } ins(%z1 : !s) outs(%s0 : tensor<f32>) dimensions = [0, 1]
    %count = tensor.extract %spikes[] : tensor<f32>
    %total1 = arith.addf %total, %count : f32
    scf.yield %v2, %z1, %hold1, %total1 : !s, !s, !n, f32
  }
  return %r#3, %r#0 : f32, !s
}
