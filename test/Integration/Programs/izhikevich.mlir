// RUN: snn-run grad %s --entry=loss --wrt=1,2,3 --in=%S/izhikevich.in.npz --out=%t.npz
// RUN: snn-npz-diff %t.npz %S/izhikevich.gold.npz --rtol=2e-4

// Izhikevich neurons: a quadratic membrane, a recovery variable, both reset by select; 33 neurons, two Euler half-steps
// per time step.

!s = tensor<3x33xf32>

func.func private @membrane(%v: !s, %u: !s, %i: !s) -> !s {
  %half = arith.constant dense<0.5> : !s
  %quad = arith.constant dense<0.04> : !s
  %lin = arith.constant dense<5.0> : !s
  %off = arith.constant dense<140.0> : !s
  %0 = arith.mulf %v, %v : !s
  %1 = arith.mulf %0, %quad : !s
  %2 = arith.mulf %v, %lin : !s
  %3 = arith.addf %1, %2 : !s
  %4 = arith.addf %3, %off : !s
  %5 = arith.subf %4, %u : !s
  %6 = arith.addf %5, %i : !s
  %7 = arith.mulf %6, %half : !s
  %8 = arith.addf %v, %7 : !s
  return %8 : !s
}

func.func @loss(%x: tensor<14x3x5xf32>, %w: tensor<5x33xf32>, %a: tensor<33xf32>, %c: tensor<33xf32>,
                %target: !s) -> tensor<f32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c14 = arith.constant 14 : index
  %v0 = arith.constant dense<-65.0> : !s
  %u0 = arith.constant dense<-13.0> : !s
  %zero = arith.constant dense<0.0> : !s
  %b = arith.constant dense<0.2> : !s
  %d = arith.constant dense<6.0> : !s
  %peak = arith.constant dense<30.0> : !s
  %scale = arith.constant dense<0.05> : !s
  %k = arith.constant dense<-0.5> : !s
  %e = tensor.empty() : !s
  %as = linalg.broadcast ins(%a : tensor<33xf32>) outs(%e : !s) dimensions = [0]
  %cs = linalg.broadcast ins(%c : tensor<33xf32>) outs(%e : !s) dimensions = [0]
  %r:3 = scf.for %t = %c0 to %c14 step %c1 iter_args(%v = %v0, %u = %u0, %n = %zero) -> (!s, !s, !s) {
    %xt = tensor.extract_slice %x[%t, 0, 0] [1, 3, 5] [1, 1, 1] : tensor<14x3x5xf32> to tensor<3x5xf32>
    %i = linalg.matmul ins(%xt, %w : tensor<3x5xf32>, tensor<5x33xf32>) outs(%zero : !s) -> !s
    %v1 = func.call @membrane(%v, %u, %i) : (!s, !s, !s) -> !s
    %v2 = func.call @membrane(%v1, %u, %i) : (!s, !s, !s) -> !s
    %bv = arith.mulf %b, %v2 : !s
    %du = arith.subf %bv, %u : !s
    %adu = arith.mulf %as, %du : !s
    %u1 = arith.addf %u, %adu : !s
    %over = arith.subf %v2, %peak : !s
    %arg = arith.mulf %over, %scale : !s
    %arg2 = arith.mulf %arg, %arg : !s
    %ex = arith.mulf %arg2, %k : !s
    %g = math.exp %ex : !s
    %gs = ad.stop_gradient %g : !s
    %h = arith.mulf %arg, %gs : !s
    %hs = ad.stop_gradient %h : !s
    %diff = arith.subf %h, %hs : !s
    %fired = arith.cmpf ogt, %over, %zero : !s
    %f = arith.uitofp %fired : tensor<3x33xi1> to !s
    %fs = ad.stop_gradient %f : !s
    %z = arith.addf %diff, %fs : !s
    %v3 = arith.select %fired, %cs, %v2 : tensor<3x33xi1>, !s
    %jump = arith.mulf %d, %z : !s
    %u2 = arith.addf %u1, %jump : !s
    %n1 = arith.addf %n, %z : !s
    scf.yield %v3, %u2, %n1 : !s, !s, !s
  }
  %err = arith.subf %r#2, %target : !s
  %err2 = arith.mulf %err, %err : !s
  %s0 = arith.constant dense<0.0> : tensor<f32>
  %loss = linalg.reduce { arith.addf } ins(%err2 : !s) outs(%s0 : tensor<f32>) dimensions = [0, 1]
  return %loss : tensor<f32>
}
