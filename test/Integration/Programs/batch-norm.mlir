// RUN: snn-run grad %s --entry=loss --wrt=0,1,2,3,4 --in=%S/batch-norm.in.npz --out=%t.npz
// RUN: snn-npz-diff %t.npz %S/batch-norm.gold.npz --rtol=2e-4

// What couples samples: batch normalization over batch and time of the currents before the loop, a mean-field coupling of
// the batch in it, and a loss that compares all pairs of samples (contrastive); 33 neurons.

!s = tensor<4x33xf32>

func.func @loss(%x: tensor<6x4x5xf32>, %w: tensor<5x33xf32>, %gamma: tensor<33xf32>, %beta: tensor<33xf32>,
                %couple: f32) -> tensor<4x4xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c6 = arith.constant 6 : index
  %zero = arith.constant dense<0.0> : !s
  %one = arith.constant dense<1.0> : !s
  %z33 = arith.constant dense<0.0> : tensor<33xf32>
  %n24 = arith.constant dense<24.0> : tensor<33xf32>
  %n4 = arith.constant dense<4.0> : tensor<33xf32>
  %eps = arith.constant dense<1.0e-3> : tensor<33xf32>
  %flat = tensor.collapse_shape %x [[0, 1], [2]] : tensor<6x4x5xf32> into tensor<24x5xf32>
  %z24 = arith.constant dense<0.0> : tensor<24x33xf32>
  %e24 = tensor.empty() : tensor<24x33xf32>
  %es = tensor.empty() : !s
  %all = linalg.matmul ins(%flat, %w : tensor<24x5xf32>, tensor<5x33xf32>) outs(%z24 : tensor<24x33xf32>) -> tensor<24x33xf32>
  %sum = linalg.reduce { arith.addf } ins(%all : tensor<24x33xf32>) outs(%z33 : tensor<33xf32>) dimensions = [0]
  %mean = arith.divf %sum, %n24 : tensor<33xf32>
  %means = linalg.broadcast ins(%mean : tensor<33xf32>) outs(%e24 : tensor<24x33xf32>) dimensions = [0]
  %centred = linalg.sub ins(%all, %means : tensor<24x33xf32>, tensor<24x33xf32>) outs(%e24 : tensor<24x33xf32>) -> tensor<24x33xf32>
  %squares = linalg.square ins(%centred : tensor<24x33xf32>) outs(%e24 : tensor<24x33xf32>) -> tensor<24x33xf32>
  %sqsum = linalg.reduce { arith.addf } ins(%squares : tensor<24x33xf32>) outs(%z33 : tensor<33xf32>) dimensions = [0]
  %var = arith.divf %sqsum, %n24 : tensor<33xf32>
  %safe = arith.addf %var, %eps : tensor<33xf32>
  %dev = math.sqrt %safe : tensor<33xf32>
  %scale = arith.divf %gamma, %dev : tensor<33xf32>
  %normed = linalg.generic {
      indexing_maps = [affine_map<(i, n) -> (i, n)>, affine_map<(i, n) -> (n)>, affine_map<(i, n) -> (n)>,
                       affine_map<(i, n) -> (i, n)>],
      iterator_types = ["parallel", "parallel"]
    } ins(%centred, %scale, %beta : tensor<24x33xf32>, tensor<33xf32>, tensor<33xf32>) outs(%e24 : tensor<24x33xf32>) {
    ^bb0(%v: f32, %k: f32, %o: f32, %unused: f32):
      %r = math.fma %v, %k, %o : f32
      linalg.yield %r : f32
    } -> tensor<24x33xf32>
  %currents = tensor.expand_shape %normed [[0, 1], [2]] output_shape [6, 4, 33] : tensor<24x33xf32> into tensor<6x4x33xf32>
  %couples = tensor.splat %couple : !s
  %r:2 = scf.for %t = %c0 to %c6 step %c1 iter_args(%u = %zero, %n = %zero) -> (!s, !s) {
    %i = tensor.extract_slice %currents[%t, 0, 0] [1, 4, 33] [1, 1, 1] : tensor<6x4x33xf32> to !s
    %field = linalg.reduce { arith.addf } ins(%u : !s) outs(%z33 : tensor<33xf32>) dimensions = [0]
    %average = arith.divf %field, %n4 : tensor<33xf32>
    %averages = linalg.broadcast ins(%average : tensor<33xf32>) outs(%es : !s) dimensions = [0]
    %pull0 = arith.subf %averages, %u : !s
    %pull = arith.mulf %pull0, %couples : !s
    %u0 = arith.addf %u, %pull : !s
    %u1 = arith.addf %u0, %i : !s
    %v = arith.subf %u1, %one : !s
    %e = math.exp %v : !s
    %e1 = arith.addf %e, %one : !s
    %sig = arith.divf %one, %e1 : !s
    %other = arith.subf %one, %sig : !s
    %g = arith.mulf %sig, %other : !s
    %gs = ad.stop_gradient %g : !s
    %h = arith.mulf %v, %gs : !s
    %hs = ad.stop_gradient %h : !s
    %d = arith.subf %h, %hs : !s
    %c = arith.cmpf ogt, %v, %zero : !s
    %f = arith.uitofp %c : tensor<4x33xi1> to !s
    %fs = ad.stop_gradient %f : !s
    %z1 = arith.addf %d, %fs : !s
    %u2 = arith.subf %u1, %z1 : !s
    %n1 = arith.addf %n, %z1 : !s
    scf.yield %u2, %n1 : !s, !s
  }
  %p0 = arith.constant dense<0.0> : tensor<4x4xf32>
  %pairs = linalg.generic {
      indexing_maps = [affine_map<(a, b, n) -> (a, n)>, affine_map<(a, b, n) -> (b, n)>, affine_map<(a, b, n) -> (a, b)>],
      iterator_types = ["parallel", "parallel", "reduction"]
    } ins(%r#1, %r#1 : !s, !s) outs(%p0 : tensor<4x4xf32>) {
    ^bb0(%a: f32, %b: f32, %acc: f32):
      %gap = arith.subf %a, %b : f32
      %sq = arith.mulf %gap, %gap : f32
      %next = arith.addf %acc, %sq : f32
      linalg.yield %next : f32
    } -> tensor<4x4xf32>
  return %pairs : tensor<4x4xf32>
}
