// RUN: snn-opt %s --snn-hoist-synapses=fitting-weights=262144 --canonicalize --cse --split-input-file | FileCheck %s

// The product of the inputs is taken before the loop, steps and samples as rows.
// CHECK-LABEL: func.func @input(
// CHECK-SAME: %[[X:.*]]: tensor<7x3x512xf32>, %[[W:.*]]: tensor<512x512xf32>
// CHECK: %[[ROWS:.*]] = tensor.collapse_shape %[[X]] {{\[}}[0, 1], [2]] : tensor<7x3x512xf32> into tensor<21x512xf32>
// CHECK: %[[ZEROS:.*]] = linalg.fill {{.*}} -> tensor<21x512xf32>
// CHECK: %[[Y:.*]] = linalg.contract {{.*}} ins(%[[ROWS]], %[[W]] : {{.*}}) outs(%[[ZEROS]] : tensor<21x512xf32>)
// CHECK: %[[I:.*]] = tensor.expand_shape %[[Y]] {{\[}}[0, 1], [2]] output_shape [7, 3, 512]
// CHECK: snn.scan %{{.*}} over(%[[IT:.*]] in %[[I]] : tensor<7x3x512xf32>) carry(%[[U:.*]] =
// CHECK-NEXT: arith.addf %[[U]], %[[IT]]
// CHECK-NEXT: snn.yield
func.func @input(%x: tensor<7x3x512xf32>, %w: tensor<512x512xf32>, %v0: tensor<3x512xf32>) -> tensor<3x512xf32> {
  %zero = arith.constant dense<0.0> : tensor<3x512xf32>
  %v = snn.scan %t over(%xt in %x : tensor<7x3x512xf32>) carry(%u = %v0 : tensor<3x512xf32>) {
    %i = linalg.matmul ins(%xt, %w : tensor<3x512xf32>, tensor<512x512xf32>) outs(%zero : tensor<3x512xf32>) -> tensor<3x512xf32>
    %next = arith.addf %u, %i : tensor<3x512xf32>
    snn.yield carry(%next : tensor<3x512xf32>)
  }
  return %v : tensor<3x512xf32>
}

// -----

// What it adds to is added in the loop. Steps and samples may be unknown, and
// the loop may run backwards.
// CHECK-LABEL: func.func @dynamic(
// CHECK-SAME: %[[X:.*]]: tensor<?x?x512xf32>
// CHECK: tensor.collapse_shape %[[X]] {{\[}}[0, 1], [2]] : tensor<?x?x512xf32> into tensor<?x512xf32>
// CHECK: linalg.contract {{.*}} -> tensor<?x512xf32>
// CHECK: %[[I:.*]] = tensor.expand_shape
// CHECK: snn.scan reverse %{{.*}} over(%[[IT:.*]] in %[[I]] : tensor<?x?x512xf32>) carry(%[[U:.*]] =
// CHECK-NEXT: arith.addf %[[U]], %[[IT]]
// CHECK-NEXT: snn.yield
func.func @dynamic(%x: tensor<?x?x512xf32>, %w: tensor<512x512xf32>, %v0: tensor<?x512xf32>) -> tensor<?x512xf32> {
  %v = snn.scan reverse %t over(%xt in %x : tensor<?x?x512xf32>) carry(%u = %v0 : tensor<?x512xf32>) {
    %next = linalg.matmul ins(%xt, %w : tensor<?x512xf32>, tensor<512x512xf32>) outs(%u : tensor<?x512xf32>) -> tensor<?x512xf32>
    snn.yield carry(%next : tensor<?x512xf32>)
  }
  return %v : tensor<?x512xf32>
}

// -----

// A single sample: steps are the rows. f64, and weights on the left.
// CHECK-LABEL: func.func @sample(
// CHECK-SAME: %[[X:.*]]: tensor<7x512xf64>, %[[W:.*]]: tensor<300x512xf64>
// CHECK: linalg.contract indexing_maps = [#[[WM:.*]], #[[XM:.*]], #[[YM:.*]]] ins(%[[W]], %[[X]] : {{.*}} -> tensor<7x300xf64>
// CHECK: snn.scan
// CHECK-NOT: linalg
#matrix = affine_map<(n, k) -> (n, k)>
#vector = affine_map<(n, k) -> (k)>
#sum = affine_map<(n, k) -> (n)>
func.func @sample(%x: tensor<7x512xf64>, %w: tensor<300x512xf64>, %v0: tensor<300xf64>) -> tensor<300xf64> {
  %v = snn.scan %t over(%xt in %x : tensor<7x512xf64>) carry(%u = %v0 : tensor<300xf64>) {
    %next = linalg.contract indexing_maps = [#matrix, #vector, #sum]
      ins(%w, %xt : tensor<300x512xf64>, tensor<512xf64>) outs(%u : tensor<300xf64>) -> tensor<300xf64>
    snn.yield carry(%next : tensor<300xf64>)
  }
  return %v : tensor<300xf64>
}

// -----

// Spikes stay spikes; a transposed sequence has no rows to join steps with.
// CHECK: #[[$S:.*]] = affine_map<(d0, d1, d2, d3) -> (d0, d3, d1)>
// CHECK-LABEL: func.func @spikes(
// CHECK: snn.spike_matmul ins(%{{.*}} : tensor<21x512xi1>, tensor<512x512xf32>)
// CHECK: snn.spike_matmul indexing_maps = [#[[$S]], #{{.*}}, #{{.*}}] ins(%{{.*}} : tensor<7x512x3xi1>, tensor<512x512xf32>) outs(%{{.*}} : tensor<7x3x512xf32>)
// CHECK: snn.scan
// CHECK-NOT: spike_matmul
#columns = affine_map<(m, n, k) -> (k, m)>
#weights = affine_map<(m, n, k) -> (k, n)>
#result = affine_map<(m, n, k) -> (m, n)>
func.func @spikes(%z: tensor<7x3x512xi1>, %y: tensor<7x512x3xi1>, %w: tensor<512x512xf32>, %v0: tensor<3x512xf32>) -> tensor<3x512xf32> {
  %zero = arith.constant dense<0.0> : tensor<3x512xf32>
  %v = snn.scan %t over(%zt in %z : tensor<7x3x512xi1>, %yt in %y : tensor<7x512x3xi1>) carry(%u = %v0 : tensor<3x512xf32>) {
    %i = snn.spike_matmul ins(%zt, %w : tensor<3x512xi1>, tensor<512x512xf32>) outs(%zero : tensor<3x512xf32>) -> tensor<3x512xf32>
    %j = snn.spike_matmul indexing_maps = [#columns, #weights, #result]
      ins(%yt, %w : tensor<512x3xi1>, tensor<512x512xf32>) outs(%i : tensor<3x512xf32>) -> tensor<3x512xf32>
    %next = arith.addf %u, %j : tensor<3x512xf32>
    snn.yield carry(%next : tensor<3x512xf32>)
  }
  return %v : tensor<3x512xf32>
}

// -----

// What is computed of the inputs alone goes before the product, in a loop of
// its own; of two products in a row the second follows the first.
// CHECK-LABEL: func.func @prologue(
// CHECK: %[[E:.*]] = snn.scan %{{.*}} over({{.*}}) stack(tensor<7x3x512xf32>) {
// CHECK-NEXT: math.exp
// CHECK-NEXT: snn.yield stack
// CHECK: %[[ROWS:.*]] = tensor.collapse_shape %[[E]]
// CHECK: linalg.contract {{.*}} ins(%[[ROWS]],
// CHECK: snn.scan {{.*}} stack(tensor<7x3x512xf32>) {
// CHECK-NEXT: math.tanh
// CHECK: linalg.contract
// CHECK: snn.scan
// CHECK-NOT: linalg
// CHECK-NOT: math
func.func @prologue(%x: tensor<7x3x512xf32>, %w: tensor<512x512xf32>, %v0: tensor<3x512xf32>) -> tensor<3x512xf32> {
  %zero = arith.constant dense<0.0> : tensor<3x512xf32>
  %v = snn.scan %t over(%xt in %x : tensor<7x3x512xf32>) carry(%u = %v0 : tensor<3x512xf32>) {
    %e = math.exp %xt : tensor<3x512xf32>
    %i = linalg.matmul ins(%e, %w : tensor<3x512xf32>, tensor<512x512xf32>) outs(%zero : tensor<3x512xf32>) -> tensor<3x512xf32>
    %h = math.tanh %i : tensor<3x512xf32>
    %j = linalg.matmul ins(%h, %w : tensor<3x512xf32>, tensor<512x512xf32>) outs(%zero : tensor<3x512xf32>) -> tensor<3x512xf32>
    %next = arith.addf %u, %j : tensor<3x512xf32>
    snn.yield carry(%next : tensor<3x512xf32>)
  }
  return %v : tensor<3x512xf32>
}

// -----

// A weight's gradient: what is summed over steps is no longer carried, and what
// the step makes is stacked for it.
// CHECK-LABEL: func.func @gradient(
// CHECK-SAME: %[[X:.*]]: tensor<7x3x512xf32>, %[[G0:[a-z0-9]*]]: tensor<3x512xf32>, %[[DW0:[a-z0-9]*]]: tensor<512x512xf32>
// CHECK: %{{.*}}, %[[D:[a-z0-9_]*]] = snn.scan reverse %{{.*}} over(%[[XT:[a-z0-9]*]] in %[[X]] : tensor<7x3x512xf32>) carry(%[[G:.*]] = %[[G0]] : tensor<3x512xf32>) stack(tensor<7x3x512xf32>) {
// CHECK-NOT: linalg
// CHECK: snn.yield carry(%[[NEXT:.*]] : tensor<3x512xf32>) stack(%[[NEXT]] : tensor<3x512xf32>)
// CHECK-DAG: %[[XR:.*]] = tensor.collapse_shape %[[X]] {{\[}}[0, 1], [2]]
// CHECK-DAG: %[[DR:.*]] = tensor.collapse_shape %[[D]] {{\[}}[0, 1], [2]]
// CHECK: %[[DW:.*]] = linalg.contract {{.*}} ins(%[[XR]], %[[DR]] : tensor<21x512xf32>, tensor<21x512xf32>) outs(%[[DW0]] : tensor<512x512xf32>)
// CHECK: return %{{.*}}, %[[DW]]
#a = affine_map<(m, n, k) -> (k, m)>
#b = affine_map<(m, n, k) -> (k, n)>
#c = affine_map<(m, n, k) -> (m, n)>
func.func @gradient(%x: tensor<7x3x512xf32>, %g0: tensor<3x512xf32>, %dw0: tensor<512x512xf32>) -> (tensor<3x512xf32>, tensor<512x512xf32>) {
  %r:2 = snn.scan reverse %t over(%xt in %x : tensor<7x3x512xf32>) carry(%g = %g0 : tensor<3x512xf32>, %dw = %dw0 : tensor<512x512xf32>) {
    %next = arith.addf %g, %xt : tensor<3x512xf32>
    %sum = linalg.matmul indexing_maps = [#a, #b, #c] ins(%xt, %next : tensor<3x512xf32>, tensor<3x512xf32>) outs(%dw : tensor<512x512xf32>) -> tensor<512x512xf32>
    snn.yield carry(%next, %sum : tensor<3x512xf32>, tensor<512x512xf32>)
  }
  return %r#0, %r#1 : tensor<3x512xf32>, tensor<512x512xf32>
}

// -----

// In a loop, such as that over the segments between checkpoints, steps and
// samples stay apart: tiles of samples may go through that loop.
// CHECK-LABEL: func.func @segment(
// CHECK-SAME: %[[X:[a-z0-9]*]]: tensor<7x3x512xf32>
// CHECK: scf.for
// CHECK: %{{.*}}, %[[D:[a-z0-9_]*]] = snn.scan reverse
// CHECK-NOT: tensor.collapse_shape
// CHECK: linalg.contract {{.*}} ins(%[[X]], %[[D]] : tensor<7x3x512xf32>, tensor<7x3x512xf32>) outs(%{{.*}} : tensor<512x512xf32>)
// CHECK: scf.yield
#a = affine_map<(m, n, k) -> (k, m)>
#b = affine_map<(m, n, k) -> (k, n)>
#c = affine_map<(m, n, k) -> (m, n)>
func.func @segment(%count: index, %x: tensor<7x3x512xf32>, %g0: tensor<3x512xf32>, %dw0: tensor<512x512xf32>) -> tensor<512x512xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %dws = scf.for %s = %c0 to %count step %c1 iter_args(%dws = %dw0) -> tensor<512x512xf32> {
    %r:2 = snn.scan reverse %t over(%xt in %x : tensor<7x3x512xf32>) carry(%g = %g0 : tensor<3x512xf32>, %dw = %dws : tensor<512x512xf32>) {
      %next = arith.addf %g, %xt : tensor<3x512xf32>
      %sum = linalg.matmul indexing_maps = [#a, #b, #c] ins(%xt, %next : tensor<3x512xf32>, tensor<3x512xf32>) outs(%dw : tensor<512x512xf32>) -> tensor<512x512xf32>
      snn.yield carry(%next, %sum : tensor<3x512xf32>, tensor<512x512xf32>)
    }
    scf.yield %r#1 : tensor<512x512xf32>
  }
  return %dws : tensor<512x512xf32>
}

// -----

// Several addends of one sum, one by an addition; what is not a product of the
// step stays carried. Sides without rows in front keep their steps apart.
// CHECK: #[[$SX:.*]] = affine_map<(d0, d1, d2) -> (d0, d1)>
// CHECK-LABEL: func.func @addends(
// CHECK: %[[DB:[a-z0-9]*]] = snn.scan %{{.*}} carry(%[[DW:.*]] = %{{.*}} : tensor<512x512xf32>) {
// CHECK-NEXT: %[[SUM:.*]] = arith.addf %[[DW]], %{{.*}} : tensor<512x512xf32>
// CHECK-NEXT: snn.yield carry(%[[SUM]]
// CHECK: %[[ONE:.*]] = linalg.contract indexing_maps = [#[[$SX]],{{.*}}] ins(%{{.*}} : tensor<7x512xf32>, tensor<7x512xf32>) outs(%[[DB]] : tensor<512x512xf32>)
// CHECK: %[[TWO:.*]] = linalg.contract {{.*}} outs(%[[ONE]] : tensor<512x512xf32>)
// CHECK: return %[[TWO]]
#p = affine_map<(m, n) -> (m)>
#q = affine_map<(m, n) -> (n)>
#r = affine_map<(m, n) -> (m, n)>
func.func @addends(%x: tensor<7x512xf32>, %y: tensor<7x512xf32>, %b: tensor<7x512x512xf32>, %dw0: tensor<512x512xf32>) -> tensor<512x512xf32> {
  %zero = arith.constant dense<0.0> : tensor<512x512xf32>
  %r = snn.scan %t over(%xt in %x : tensor<7x512xf32>, %yt in %y : tensor<7x512xf32>, %bt in %b : tensor<7x512x512xf32>) carry(%dw = %dw0 : tensor<512x512xf32>) {
    %0 = linalg.generic {indexing_maps = [#p, #q, #r], iterator_types = ["parallel", "parallel"]}
        ins(%xt, %yt : tensor<512xf32>, tensor<512xf32>) outs(%dw : tensor<512x512xf32>) {
    ^bb0(%a: f32, %b2: f32, %out: f32):
      %p = arith.mulf %a, %b2 : f32
      %s = arith.addf %out, %p : f32
      linalg.yield %s : f32
    } -> tensor<512x512xf32>
    %1 = arith.addf %0, %bt : tensor<512x512xf32>
    %2 = linalg.generic {indexing_maps = [#p, #q, #r], iterator_types = ["parallel", "parallel"]}
        ins(%yt, %xt : tensor<512xf32>, tensor<512xf32>) outs(%zero : tensor<512x512xf32>) {
    ^bb0(%a: f32, %b2: f32, %out: f32):
      %p = arith.mulf %a, %b2 : f32
      %s = arith.addf %out, %p : f32
      linalg.yield %s : f32
    } -> tensor<512x512xf32>
    %3 = arith.addf %2, %1 : tensor<512x512xf32>
    snn.yield carry(%3 : tensor<512x512xf32>)
  }
  return %r : tensor<512x512xf32>
}

// -----

// A readout: the loop stacks what it reads, and the product is that of all
// steps; there is no second loop.
// CHECK-LABEL: func.func @readout(
// CHECK: %{{.*}}, %[[STATES:.*]] = snn.scan {{.*}} stack(tensor<7x3x512xf32>) {
// CHECK-NOT: linalg
// CHECK: snn.yield carry(%[[NEXT:.*]] : tensor<3x512xf32>) stack(%[[NEXT]] : tensor<3x512xf32>)
// CHECK: %[[ROWS:.*]] = tensor.collapse_shape %[[STATES]]
// CHECK: %[[Y:.*]] = linalg.contract {{.*}} ins(%[[ROWS]],
// CHECK: %[[O:.*]] = tensor.expand_shape %[[Y]]
// CHECK-NOT: snn.scan
// CHECK: return %[[O]]
func.func @readout(%x: tensor<7x3x512xf32>, %w: tensor<512x512xf32>, %v0: tensor<3x512xf32>) -> tensor<7x3x512xf32> {
  %zero = arith.constant dense<0.0> : tensor<3x512xf32>
  %v, %o = snn.scan %t over(%xt in %x : tensor<7x3x512xf32>) carry(%u = %v0 : tensor<3x512xf32>) stack(tensor<7x3x512xf32>) {
    %next = arith.addf %u, %xt : tensor<3x512xf32>
    %ot = linalg.matmul ins(%next, %w : tensor<3x512xf32>, tensor<512x512xf32>) outs(%zero : tensor<3x512xf32>) -> tensor<3x512xf32>
    snn.yield carry(%next : tensor<3x512xf32>) stack(%ot : tensor<3x512xf32>)
  }
  return %o : tensor<7x3x512xf32>
}

// -----

// Two layers: the first layer's loop, the product of all of its spikes, the
// second layer's loop. Spikes are stacked as such and widened again, and what
// needs the inputs alone is computed again.
// CHECK-LABEL: func.func @layers(
// CHECK-SAME: %[[X:.*]]: tensor<7x3x512xf32>, %[[W:.*]]: tensor<512x512xf32>
// CHECK: %{{.*}}, %[[FIRED:.*]] = snn.scan {{.*}} over(%{{.*}} in %[[X]] : tensor<7x3x512xf32>) carry(%{{[a-z0-9]*}} = %{{[a-z0-9]*}} : tensor<3x512xf32>) stack(tensor<7x3x512xi1>) {
// CHECK-NOT: spike_matmul
// CHECK: snn.yield
// CHECK: %[[ROWS:.*]] = tensor.collapse_shape %[[FIRED]]
// CHECK: snn.spike_matmul ins(%[[ROWS]], %[[W]] : tensor<21x512xi1>, tensor<512x512xf32>)
// CHECK: %[[I:.*]] = tensor.expand_shape
// CHECK: %[[V:.*]], %[[ALL:.*]] = snn.scan %{{.*}} over(%[[XT:[a-z0-9]*]] in %[[X]] : tensor<7x3x512xf32>, %[[ZT:.*]] in %[[FIRED]] : tensor<7x3x512xi1>, %[[IT:.*]] in %[[I]] : tensor<7x3x512xf32>) carry(
// CHECK-DAG: arith.uitofp %[[ZT]]
// CHECK-DAG: math.exp %[[XT]]
// CHECK-DAG: arith.addf %{{.*}}, %[[IT]]
// CHECK-NOT: matmul
// CHECK: return %[[V]], %[[ALL]]
func.func @layers(%x: tensor<7x3x512xf32>, %w: tensor<512x512xf32>, %v0: tensor<3x512xf32>) -> (tensor<3x512xf32>, tensor<7x3x512xf32>) {
  %zero = arith.constant dense<0.0> : tensor<3x512xf32>
  %r:2, %all = snn.scan %t over(%xt in %x : tensor<7x3x512xf32>) carry(%u = %v0 : tensor<3x512xf32>, %v = %v0 : tensor<3x512xf32>) stack(tensor<7x3x512xf32>) {
    %e = math.exp %xt : tensor<3x512xf32>
    %next = arith.addf %u, %e : tensor<3x512xf32>
    %fires = arith.cmpf ogt, %next, %v0 : tensor<3x512xf32>
    %z = arith.uitofp %fires : tensor<3x512xi1> to tensor<3x512xf32>
    %i = snn.spike_matmul ins(%fires, %w : tensor<3x512xi1>, tensor<512x512xf32>) outs(%zero : tensor<3x512xf32>) -> tensor<3x512xf32>
    %charged = arith.addf %v, %i : tensor<3x512xf32>
    %less = arith.subf %charged, %z : tensor<3x512xf32>
    %last = arith.mulf %less, %e : tensor<3x512xf32>
    snn.yield carry(%next, %last : tensor<3x512xf32>, tensor<3x512xf32>) stack(%charged : tensor<3x512xf32>)
  }
  return %r#1, %all : tensor<3x512xf32>, tensor<7x3x512xf32>
}

// -----

// A recurrent product needs the step before; that of its inputs does not.
// CHECK-LABEL: func.func @recurrent(
// CHECK: linalg.contract
// CHECK: snn.scan
// CHECK: linalg.matmul
// CHECK-NOT: snn.scan
func.func @recurrent(%x: tensor<7x3x512xf32>, %w: tensor<512x512xf32>, %r: tensor<512x512xf32>, %v0: tensor<3x512xf32>) -> tensor<3x512xf32> {
  %zero = arith.constant dense<0.0> : tensor<3x512xf32>
  %v = snn.scan %t over(%xt in %x : tensor<7x3x512xf32>) carry(%u = %v0 : tensor<3x512xf32>) {
    %i = linalg.matmul ins(%xt, %w : tensor<3x512xf32>, tensor<512x512xf32>) outs(%zero : tensor<3x512xf32>) -> tensor<3x512xf32>
    %j = linalg.matmul ins(%u, %r : tensor<3x512xf32>, tensor<512x512xf32>) outs(%i : tensor<3x512xf32>) -> tensor<3x512xf32>
    snn.yield carry(%j : tensor<3x512xf32>)
  }
  return %v : tensor<3x512xf32>
}

// -----

// Small weights stay: they are read from the second cache. So do weights of
// unknown size, batches so large that the product would be larger than the
// weights, and products of two things that differ from step to step.
// CHECK-LABEL: func.func @small(
// CHECK-NOT: linalg.contract
// CHECK: snn.scan
// CHECK-COUNT-4: linalg.matmul
// CHECK: snn.yield
// CHECK-NOT: linalg
func.func @small(%x: tensor<7x16x128xf32>, %w: tensor<128x128xf32>, %y: tensor<7x16x?xf32>, %u: tensor<?x128xf32>,
                 %many: tensor<7x600x512xf32>, %v: tensor<512x512xf32>, %each: tensor<7x512x512xf32>,
                 %s0: tensor<16x128xf32>, %t0: tensor<600x512xf32>) -> (tensor<16x128xf32>, tensor<600x512xf32>) {
  %r:2 = snn.scan %t over(%xt in %x : tensor<7x16x128xf32>, %yt in %y : tensor<7x16x?xf32>, %mt in %many : tensor<7x600x512xf32>, %et in %each : tensor<7x512x512xf32>)
      carry(%s = %s0 : tensor<16x128xf32>, %c = %t0 : tensor<600x512xf32>) {
    %0 = linalg.matmul ins(%xt, %w : tensor<16x128xf32>, tensor<128x128xf32>) outs(%s : tensor<16x128xf32>) -> tensor<16x128xf32>
    %1 = linalg.matmul ins(%yt, %u : tensor<16x?xf32>, tensor<?x128xf32>) outs(%0 : tensor<16x128xf32>) -> tensor<16x128xf32>
    %2 = linalg.matmul ins(%mt, %v : tensor<600x512xf32>, tensor<512x512xf32>) outs(%c : tensor<600x512xf32>) -> tensor<600x512xf32>
    %3 = linalg.matmul ins(%mt, %et : tensor<600x512xf32>, tensor<512x512xf32>) outs(%2 : tensor<600x512xf32>) -> tensor<600x512xf32>
    %4 = math.tanh %3 : tensor<600x512xf32>
    snn.yield carry(%1, %4 : tensor<16x128xf32>, tensor<600x512xf32>)
  }
  return %r#0, %r#1 : tensor<16x128xf32>, tensor<600x512xf32>
}

// -----

// What is narrow stays carried, as does a sum with a side that no step changes.
// CHECK-LABEL: func.func @narrow_sum(
// CHECK: snn.scan
// CHECK-COUNT-2: linalg.matmul
// CHECK: snn.yield
// CHECK-NOT: linalg
#a = affine_map<(m, n, k) -> (k, m)>
#b = affine_map<(m, n, k) -> (k, n)>
#c = affine_map<(m, n, k) -> (m, n)>
func.func @narrow_sum(%x: tensor<7x3x512xf32>, %y: tensor<7x3x10xf32>, %same: tensor<3x512xf32>, %s0: tensor<512x10xf32>, %t0: tensor<512x512xf32>) -> (tensor<512x10xf32>, tensor<512x512xf32>) {
  %r:2 = snn.scan %t over(%xt in %x : tensor<7x3x512xf32>, %yt in %y : tensor<7x3x10xf32>)
      carry(%s = %s0 : tensor<512x10xf32>, %c = %t0 : tensor<512x512xf32>) {
    %0 = linalg.matmul indexing_maps = [#a, #b, #c] ins(%xt, %yt : tensor<3x512xf32>, tensor<3x10xf32>) outs(%s : tensor<512x10xf32>) -> tensor<512x10xf32>
    %1 = linalg.matmul indexing_maps = [#a, #b, #c] ins(%same, %xt : tensor<3x512xf32>, tensor<3x512xf32>) outs(%c : tensor<512x512xf32>) -> tensor<512x512xf32>
    snn.yield carry(%0, %1 : tensor<512x10xf32>, tensor<512x512xf32>)
  }
  return %r#0, %r#1 : tensor<512x10xf32>, tensor<512x512xf32>
}

// -----

// A sum that the step looks at stays what it is at each step.
// CHECK-LABEL: func.func @read_sum(
// CHECK: snn.scan
// CHECK: linalg.matmul
// CHECK: linalg.matmul
// CHECK: snn.yield
// CHECK-NOT: linalg
#a = affine_map<(m, n, k) -> (k, m)>
#b = affine_map<(m, n, k) -> (k, n)>
#c = affine_map<(m, n, k) -> (m, n)>
func.func @read_sum(%x: tensor<7x3x512xf32>, %g0: tensor<3x512xf32>, %dw0: tensor<512x512xf32>) -> (tensor<3x512xf32>, tensor<512x512xf32>) {
  %r:2 = snn.scan %t over(%xt in %x : tensor<7x3x512xf32>) carry(%g = %g0 : tensor<3x512xf32>, %dw = %dw0 : tensor<512x512xf32>) {
    %next = linalg.matmul ins(%xt, %dw : tensor<3x512xf32>, tensor<512x512xf32>) outs(%g : tensor<3x512xf32>) -> tensor<3x512xf32>
    %sum = linalg.matmul indexing_maps = [#a, #b, #c] ins(%xt, %next : tensor<3x512xf32>, tensor<3x512xf32>) outs(%dw : tensor<512x512xf32>) -> tensor<512x512xf32>
    snn.yield carry(%next, %sum : tensor<3x512xf32>, tensor<512x512xf32>)
  }
  return %r#0, %r#1 : tensor<3x512xf32>, tensor<512x512xf32>
}

// -----

// A loop that does more than compute is not cut.
// CHECK-LABEL: func.func @effect(
// CHECK: snn.scan
// CHECK: linalg.matmul
// CHECK-NOT: snn.scan
func.func @effect(%x: tensor<7x3x512xf32>, %w: tensor<512x512xf32>, %v0: tensor<3x512xf32>) -> tensor<7x3x512xf32> {
  %zero = arith.constant dense<0.0> : tensor<3x512xf32>
  %c0 = arith.constant 0 : index
  %v, %o = snn.scan %t over(%xt in %x : tensor<7x3x512xf32>) carry(%u = %v0 : tensor<3x512xf32>) stack(tensor<7x3x512xf32>) {
    %next = arith.addf %u, %xt : tensor<3x512xf32>
    %first = tensor.extract %next[%c0, %c0] : tensor<3x512xf32>
    vector.print %first : f32
    %ot = linalg.matmul ins(%next, %w : tensor<3x512xf32>, tensor<512x512xf32>) outs(%zero : tensor<3x512xf32>) -> tensor<3x512xf32>
    snn.yield carry(%next : tensor<3x512xf32>) stack(%ot : tensor<3x512xf32>)
  }
  return %o : tensor<7x3x512xf32>
}

// -----

// A loop of one input alone makes a sum no contraction: it stays in the loop.
// CHECK-LABEL: func.func @one_sided(
// CHECK: snn.scan
// CHECK: linalg.generic
// CHECK-NOT: linalg.contract
#rows = affine_map<(m, n, k, j) -> (m, k, j)>
#columns = affine_map<(m, n, k, j) -> (n, k)>
#both = affine_map<(m, n, k, j) -> (m, n)>
func.func @one_sided(%x: tensor<5x4x512x2xf32>, %w: tensor<512x512xf32>, %v0: tensor<4x512xf32>) -> tensor<4x512xf32> {
  %zero = arith.constant dense<0.0> : tensor<4x512xf32>
  %v = snn.scan %t over(%xt in %x : tensor<5x4x512x2xf32>) carry(%u = %v0 : tensor<4x512xf32>) {
    %i = linalg.generic {indexing_maps = [#rows, #columns, #both], iterator_types = ["parallel", "parallel", "reduction", "reduction"]}
        ins(%xt, %w : tensor<4x512x2xf32>, tensor<512x512xf32>) outs(%zero : tensor<4x512xf32>) {
    ^bb0(%l: f32, %r: f32, %sum: f32):
      %p = arith.mulf %l, %r : f32
      %s = arith.addf %sum, %p : f32
      linalg.yield %s : f32
    } -> tensor<4x512xf32>
    %next = arith.addf %u, %i : tensor<4x512xf32>
    snn.yield carry(%next : tensor<4x512xf32>)
  }
  return %v : tensor<4x512xf32>
}
