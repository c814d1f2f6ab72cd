// A recurrent loop as StableHLO's way to linalg leaves it: scf.while with a
// counter in a tensor of rank 0, slices by clamped dynamic starts, the stack of
// results carried and updated; a gated unit (GRU) inside.

// RUN: %python %S/Inputs/foreign.py %s gru --entry=main --wrt=0,1,2,3

#id = affine_map<(d0, d1) -> (d0, d1)>
#row = affine_map<(d0, d1) -> (d1)>
func.func @main(%x: tensor<5x2x3xf32> {mhlo.sharding = "{replicated}"}, %w: tensor<3x12xf32>, %u: tensor<4x12xf32>, %b: tensor<12xf32>)
    -> (tensor<2x4xf32> {jax.result_info = "[0]"}, tensor<5x2x4xf32>) {
  %zero = arith.constant 0.0 : f32
  %one = arith.constant 1.0 : f32
  %start = arith.constant dense<0> : tensor<i32>
  %h0 = arith.constant dense<0.0> : tensor<2x4xf32>
  %ys0 = arith.constant dense<0.0> : tensor<5x2x4xf32>
  %limit = arith.constant 5 : i32
  %step = arith.constant 1 : i32
  %c0 = arith.constant 0 : index
  %c4 = arith.constant 4 : index
  %r:3 = scf.while (%t = %start, %h = %h0, %ys = %ys0) : (tensor<i32>, tensor<2x4xf32>, tensor<5x2x4xf32>) -> (tensor<i32>, tensor<2x4xf32>, tensor<5x2x4xf32>) {
    %ti = tensor.extract %t[] : tensor<i32>
    %more = arith.cmpi slt, %ti, %limit : i32
    scf.condition(%more) %t, %h, %ys : tensor<i32>, tensor<2x4xf32>, tensor<5x2x4xf32>
  } do {
  ^bb0(%t: tensor<i32>, %h: tensor<2x4xf32>, %ys: tensor<5x2x4xf32>):
    %ti = tensor.extract %t[] : tensor<i32>
    %at = arith.index_cast %ti : i32 to index
    %low = arith.maxsi %at, %c0 : index
    %i = arith.minsi %low, %c4 : index
    %xs = tensor.extract_slice %x[%i, 0, 0] [1, 2, 3] [1, 1, 1] : tensor<5x2x3xf32> to tensor<1x2x3xf32>
    %xt = tensor.collapse_shape %xs [[0, 1], [2]] : tensor<1x2x3xf32> into tensor<2x3xf32>
    %ge = tensor.empty() : tensor<2x12xf32>
    %g0 = linalg.fill ins(%zero : f32) outs(%ge : tensor<2x12xf32>) -> tensor<2x12xf32>
    %gx = linalg.matmul ins(%xt, %w : tensor<2x3xf32>, tensor<3x12xf32>) outs(%g0 : tensor<2x12xf32>) -> tensor<2x12xf32>
    %gb = linalg.generic {indexing_maps = [#id, #row, #id], iterator_types = ["parallel", "parallel"]}
        ins(%gx, %b : tensor<2x12xf32>, tensor<12xf32>) outs(%ge : tensor<2x12xf32>) {
    ^bb0(%a: f32, %c: f32, %out: f32):
      %0 = arith.addf %a, %c : f32
      linalg.yield %0 : f32
    } -> tensor<2x12xf32>
    %gh = linalg.matmul ins(%h, %u : tensor<2x4xf32>, tensor<4x12xf32>) outs(%g0 : tensor<2x12xf32>) -> tensor<2x12xf32>
    %xr = tensor.extract_slice %gb[0, 0] [2, 4] [1, 1] : tensor<2x12xf32> to tensor<2x4xf32>
    %xz = tensor.extract_slice %gb[0, 4] [2, 4] [1, 1] : tensor<2x12xf32> to tensor<2x4xf32>
    %xn = tensor.extract_slice %gb[0, 8] [2, 4] [1, 1] : tensor<2x12xf32> to tensor<2x4xf32>
    %hr = tensor.extract_slice %gh[0, 0] [2, 4] [1, 1] : tensor<2x12xf32> to tensor<2x4xf32>
    %hz = tensor.extract_slice %gh[0, 4] [2, 4] [1, 1] : tensor<2x12xf32> to tensor<2x4xf32>
    %hn = tensor.extract_slice %gh[0, 8] [2, 4] [1, 1] : tensor<2x12xf32> to tensor<2x4xf32>
    %he = tensor.empty() : tensor<2x4xf32>
    %h1 = linalg.generic {indexing_maps = [#id, #id, #id, #id, #id, #id, #id, #id], iterator_types = ["parallel", "parallel"]}
        ins(%xr, %xz, %xn, %hr, %hz, %hn, %h : tensor<2x4xf32>, tensor<2x4xf32>, tensor<2x4xf32>, tensor<2x4xf32>, tensor<2x4xf32>, tensor<2x4xf32>, tensor<2x4xf32>)
        outs(%he : tensor<2x4xf32>) {
    ^bb0(%xri: f32, %xzi: f32, %xni: f32, %hri: f32, %hzi: f32, %hni: f32, %hi: f32, %out: f32):
      %r0 = arith.addf %xri, %hri : f32
      %r1 = arith.negf %r0 : f32
      %r2 = math.exp %r1 : f32
      %r3 = arith.addf %r2, %one : f32
      %r4 = arith.divf %one, %r3 : f32
      %z0 = arith.addf %xzi, %hzi : f32
      %z1 = arith.negf %z0 : f32
      %z2 = math.exp %z1 : f32
      %z3 = arith.addf %z2, %one : f32
      %z4 = arith.divf %one, %z3 : f32
      %n0 = arith.mulf %r4, %hni : f32
      %n1 = arith.addf %xni, %n0 : f32
      %n2 = math.tanh %n1 : f32
      %k0 = arith.subf %one, %z4 : f32
      %k1 = arith.mulf %k0, %n2 : f32
      %k2 = arith.mulf %z4, %hi : f32
      %k3 = arith.addf %k1, %k2 : f32
      linalg.yield %k3 : f32
    } -> tensor<2x4xf32>
    %y = tensor.expand_shape %h1 [[0, 1], [2]] output_shape [1, 2, 4] : tensor<2x4xf32> into tensor<1x2x4xf32>
    %ys1 = tensor.insert_slice %y into %ys[%i, 0, 0] [1, 2, 4] [1, 1, 1] : tensor<1x2x4xf32> into tensor<5x2x4xf32>
    %next = arith.addi %ti, %step : i32
    %t1 = tensor.from_elements %next : tensor<i32>
    scf.yield %t1, %h1, %ys1 : tensor<i32>, tensor<2x4xf32>, tensor<5x2x4xf32>
  }
  return %r#1, %r#2 : tensor<2x4xf32>, tensor<5x2x4xf32>
}
