// RUN: snn-opt %s --split-input-file --snn-transpose-sums --canonicalize | FileCheck %s

// A loop in a loop carries a gradient that two products add to, the second of
// floats: transposed from before the outer loop until after it. The zero that it
// begins with has no order.
// CHECK-DAG: #[[$MK:.*]] = affine_map<(d0, d1, d2) -> (d2, d1)>
// CHECK-DAG: #[[$MN:.*]] = affine_map<(d0, d1, d2) -> (d2, d0)>
// CHECK-DAG: #[[$KN:.*]] = affine_map<(d0, d1, d2) -> (d1, d0)>
// CHECK-LABEL: func.func @carried(
// CHECK-SAME: %[[S:[^:]*]]: tensor<4x8xi1>, %[[D:[^:]*]]: tensor<4x16xf32>, %[[X:[^:]*]]: tensor<4x8xf32>)
// CHECK-NOT: linalg.transpose
// CHECK: %[[ZERO:.*]] = linalg.fill {{.*}} -> tensor<8x16xf32>
// CHECK: %[[OUTER:.*]]:2 = scf.for {{.*}} iter_args(%[[A:[^ ]*]] = %[[ZERO]], %{{.*}}) -> (tensor<8x16xf32>, index)
// CHECK: %[[INNER:.*]] = scf.for {{.*}} iter_args(%[[B:[^ ]*]] = %[[A]]) -> (tensor<8x16xf32>)
// CHECK-NEXT: %[[P:.*]] = snn.spike_matmul indexing_maps = [#[[$MK]], #[[$MN]], #[[$KN]]] ins(%[[S]], %[[D]] : {{.*}}) outs(%[[B]] :
// CHECK-NEXT: %[[Q:.*]] = linalg.contract indexing_maps = [#[[$MK]], #[[$MN]], #[[$KN]]] ins(%[[X]], %[[D]] : {{.*}}) outs(%[[P]] :
// CHECK-NEXT: scf.yield %[[Q]]
// CHECK-NOT: linalg.transpose
// CHECK: scf.yield %[[INNER]],
// CHECK: }
// CHECK: %[[BACK:.*]] = linalg.transpose ins(%[[OUTER]]#0 : {{.*}} permutation = [1, 0]
// CHECK: return %[[BACK]], %[[OUTER]]#1
#s = affine_map<(n, k, m) -> (m, k)>
#d = affine_map<(n, k, m) -> (m, n)>
#c = affine_map<(n, k, m) -> (n, k)>
func.func @carried(%steps: index, %s: tensor<4x8xi1>, %d: tensor<4x16xf32>, %x: tensor<4x8xf32>) -> (tensor<16x8xf32>, index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zero = arith.constant dense<0.0> : tensor<16x8xf32>
  %r:2 = scf.for %t = %c0 to %steps step %c1 iter_args(%a = %zero, %i = %c0) -> (tensor<16x8xf32>, index) {
    %q = scf.for %u = %c0 to %t step %c1 iter_args(%b = %a) -> (tensor<16x8xf32>) {
      %p = snn.spike_matmul indexing_maps = [#s, #d, #c]
        ins(%s, %d : tensor<4x8xi1>, tensor<4x16xf32>) outs(%b : tensor<16x8xf32>) -> tensor<16x8xf32>
      %o = linalg.contract indexing_maps = [#s, #d, #c]
        ins(%x, %d : tensor<4x8xf32>, tensor<4x16xf32>) outs(%p : tensor<16x8xf32>) -> tensor<16x8xf32>
      scf.yield %o : tensor<16x8xf32>
    }
    %j = arith.addi %i, %t : index
    scf.yield %q, %j : tensor<16x8xf32>, index
  }
  return %r#0, %r#1 : tensor<16x8xf32>, index
}

// -----

// Sizes that are not known, a batch, and a first value that has an order.
// CHECK-LABEL: func.func @batch(
// CHECK-SAME: %[[INIT:[^:]*]]: tensor<?x?x8xf32>)
// CHECK: %[[THERE:.*]] = linalg.transpose ins(%[[INIT]] : {{.*}} outs(%{{.*}} : tensor<?x8x?xf32>) permutation = [0, 2, 1]
// CHECK: %[[SUM:.*]] = scf.for {{.*}} iter_args(%{{.*}} = %[[THERE]]) -> (tensor<?x8x?xf32>)
// CHECK: linalg.transpose ins(%[[SUM]] : {{.*}} permutation = [0, 2, 1]
func.func @batch(%steps: index, %s: tensor<?x4x8xi1>, %d: tensor<?x?x4xf32>, %init: tensor<?x?x8xf32>) -> tensor<?x?x8xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %r = scf.for %t = %c0 to %steps step %c1 iter_args(%sum = %init) -> (tensor<?x?x8xf32>) {
    %p = snn.spike_matmul indexing_maps = [affine_map<(b, n, k, m) -> (b, m, k)>, affine_map<(b, n, k, m) -> (b, n, m)>, affine_map<(b, n, k, m) -> (b, n, k)>]
      ins(%s, %d : tensor<?x4x8xi1>, tensor<?x?x4xf32>) outs(%sum : tensor<?x?x8xf32>) -> tensor<?x?x8xf32>
    scf.yield %p : tensor<?x?x8xf32>
  }
  return %r : tensor<?x?x8xf32>
}

// -----

// No loop: computed transposed where the sum begins with a constant, and left
// where it would have to be transposed too.
// CHECK-LABEL: func.func @once(
// CHECK: %[[ZERO:.*]] = linalg.fill {{.*}} -> tensor<8x16xf32>
// CHECK: %[[SUM:.*]] = snn.spike_matmul {{.*}} outs(%[[ZERO]] :
// CHECK: linalg.transpose ins(%[[SUM]] :
// CHECK-NOT: linalg.transpose
// CHECK: snn.spike_matmul {{.*}} -> tensor<16x8xf32>
// CHECK-NOT: linalg.transpose
#s = affine_map<(n, k, m) -> (m, k)>
#d = affine_map<(n, k, m) -> (m, n)>
#c = affine_map<(n, k, m) -> (n, k)>
func.func @once(%s: tensor<4x8xi1>, %d: tensor<4x16xf32>, %init: tensor<16x8xf32>) -> (tensor<16x8xf32>, tensor<16x8xf32>) {
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<16x8xf32>
  %f = linalg.fill ins(%zero : f32) outs(%e : tensor<16x8xf32>) -> tensor<16x8xf32>
  %p = snn.spike_matmul indexing_maps = [#s, #d, #c]
    ins(%s, %d : tensor<4x8xi1>, tensor<4x16xf32>) outs(%f : tensor<16x8xf32>) -> tensor<16x8xf32>
  %q = snn.spike_matmul indexing_maps = [#s, #d, #c]
    ins(%s, %d : tensor<4x8xi1>, tensor<4x16xf32>) outs(%init : tensor<16x8xf32>) -> tensor<16x8xf32>
  return %p, %q : tensor<16x8xf32>, tensor<16x8xf32>
}

// -----

// What stays: a sum that a step looks at, one that is yielded elsewhere, one of
// a single step, sums that lie along the weights, weights without a dimension
// of their own, products of floats.
// CHECK-LABEL: func.func @stays(
// CHECK-NOT: linalg.transpose
// CHECK: return
#s = affine_map<(n, k, m) -> (m, k)>
#d = affine_map<(n, k, m) -> (m, n)>
#c = affine_map<(n, k, m) -> (n, k)>
#ct = affine_map<(n, k, m) -> (k, n)>
#m = affine_map<(k, m) -> (m)>
#mk = affine_map<(k, m) -> (m, k)>
#k = affine_map<(k, m) -> (k)>
func.func @stays(%steps: index, %s: tensor<4x8xi1>, %d: tensor<4x8xf32>, %v: tensor<4xf32>, %x: tensor<4x8xf32>, %w: tensor<8x8xf32>, %u: tensor<8xf32>)
    -> (tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8xf32>, tensor<8x8xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zero = arith.constant dense<0.0> : tensor<8x8xf32>
  %r:7 = scf.for %t = %c0 to %steps step %c1 iter_args(%seen = %w, %here = %w, %elsewhere = %w, %single = %w, %along = %w, %vector = %u, %floats = %w)
      -> (tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8xf32>, tensor<8x8xf32>) {
    %0 = snn.spike_matmul indexing_maps = [#s, #d, #c] ins(%s, %d : tensor<4x8xi1>, tensor<4x8xf32>) outs(%seen : tensor<8x8xf32>) -> tensor<8x8xf32>
    %1 = arith.addf %0, %0 : tensor<8x8xf32>
    %2 = snn.spike_matmul indexing_maps = [#s, #d, #c] ins(%s, %d : tensor<4x8xi1>, tensor<4x8xf32>) outs(%here : tensor<8x8xf32>) -> tensor<8x8xf32>
    %3 = snn.spike_matmul indexing_maps = [#s, #d, #c] ins(%s, %d : tensor<4x8xi1>, tensor<4x8xf32>) outs(%zero : tensor<8x8xf32>) -> tensor<8x8xf32>
    %4 = snn.spike_matmul indexing_maps = [#s, #d, #ct] ins(%s, %d : tensor<4x8xi1>, tensor<4x8xf32>) outs(%along : tensor<8x8xf32>) -> tensor<8x8xf32>
    %5 = snn.spike_matmul indexing_maps = [#mk, #m, #k] ins(%s, %v : tensor<4x8xi1>, tensor<4xf32>) outs(%vector : tensor<8xf32>) -> tensor<8xf32>
    %6 = linalg.contract indexing_maps = [#s, #d, #c] ins(%x, %d : tensor<4x8xf32>, tensor<4x8xf32>) outs(%floats : tensor<8x8xf32>) -> tensor<8x8xf32>
    scf.yield %1, %elsewhere, %2, %3, %4, %5, %6 : tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8xf32>, tensor<8x8xf32>
  }
  return %r#0, %r#1, %r#2, %r#3, %r#4, %r#5, %r#6 : tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8xf32>, tensor<8x8xf32>
}

// -----

// f16, odd sizes, two sums of one loop; a step that asks for a sum's size gets
// that of the sum as it was.
// CHECK-LABEL: func.func @two_sums(
// CHECK-SAME: %[[W:[^:]*]]: tensor<?x7xf16>)
// CHECK: %[[THERE:.*]] = linalg.transpose ins(%[[W]] : tensor<?x7xf16>) outs(%{{.*}} : tensor<7x?xf16>)
// CHECK: %[[R:.*]]:3 = scf.for {{.*}} -> (tensor<7x?xf16>, tensor<7x?xf16>, index)
// CHECK: tensor.dim %[[W]], %c0
// CHECK-COUNT-2: snn.spike_matmul {{.*}} -> tensor<7x?xf16>
// CHECK: scf.yield
// CHECK-DAG: linalg.transpose ins(%[[R]]#0 : tensor<7x?xf16>)
// CHECK-DAG: linalg.transpose ins(%[[R]]#1 : tensor<7x?xf16>)
#s = affine_map<(n, k, m) -> (m, k)>
#d = affine_map<(n, k, m) -> (m, n)>
#c = affine_map<(n, k, m) -> (n, k)>
func.func @two_sums(%steps: index, %s: tensor<3x7xi1>, %d: tensor<3x?xf16>, %w: tensor<?x7xf16>) -> (tensor<?x7xf16>, tensor<?x7xf16>, index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %r:3 = scf.for %t = %c0 to %steps step %c1 iter_args(%a = %w, %b = %w, %i = %c0) -> (tensor<?x7xf16>, tensor<?x7xf16>, index) {
    %n = tensor.dim %a, %c0 : tensor<?x7xf16>
    %j = arith.addi %i, %n : index
    %p = snn.spike_matmul indexing_maps = [#s, #d, #c] ins(%s, %d : tensor<3x7xi1>, tensor<3x?xf16>) outs(%a : tensor<?x7xf16>) -> tensor<?x7xf16>
    %q = snn.spike_matmul indexing_maps = [#s, #d, #c] ins(%s, %d : tensor<3x7xi1>, tensor<3x?xf16>) outs(%b : tensor<?x7xf16>) -> tensor<?x7xf16>
    scf.yield %p, %q, %j : tensor<?x7xf16>, tensor<?x7xf16>, index
  }
  return %r#0, %r#1, %r#2 : tensor<?x7xf16>, tensor<?x7xf16>, index
}
