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

// -----

// A stride along x leaves gaps between the columns of a convolution, so its sums lie along filters and are put right
// after it; in a loop too, and whatever they begin with.
// CHECK-DAG: #[[$X:.*]] = affine_map<(d0, d1, d2, d3, d4, d5, d6) -> (d0, d4, d2 * 2 + d5, d3 * 2 + d6)>
// CHECK-DAG: #[[$K:.*]] = affine_map<(d0, d1, d2, d3, d4, d5, d6) -> (d1, d4, d5, d6)>
// CHECK-DAG: #[[$Y:.*]] = affine_map<(d0, d1, d2, d3, d4, d5, d6) -> (d0, d2, d3, d1)>
// CHECK-LABEL: func.func @strided(
// CHECK-SAME: %[[X:[^:]*]]: tensor<2x3x9x17xf32>, %[[K:[^:]*]]: tensor<16x3x3x3xf32>, %[[B:[^:]*]]: tensor<2x16x4x8xf32>,
// CHECK: scf.for
// CHECK: %[[T:.*]] = linalg.transpose ins(%{{.*}} : tensor<2x16x4x8xf32>) {{.*}} permutation = [0, 2, 3, 1]
// CHECK: %[[C:.*]] = linalg.generic {indexing_maps = [#[[$X]], #[[$K]], #[[$Y]]], {{.*}}} ins(%[[X]], %[[K]] : {{.*}}) outs(%[[T]] : tensor<2x4x8x16xf32>)
// CHECK: linalg.transpose ins(%[[C]] : tensor<2x4x8x16xf32>) {{.*}} permutation = [0, 3, 1, 2]
func.func @strided(%x: tensor<2x3x9x17xf32>, %k: tensor<16x3x3x3xf32>, %b: tensor<2x16x4x8xf32>, %n: index) -> tensor<2x16x4x8xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %r = scf.for %t = %c0 to %n step %c1 iter_args(%u = %b) -> tensor<2x16x4x8xf32> {
    %decayed = arith.mulf %u, %u : tensor<2x16x4x8xf32>
    %y = linalg.conv_2d_nchw_fchw {strides = dense<2> : tensor<2xi64>}
      ins(%x, %k : tensor<2x3x9x17xf32>, tensor<16x3x3x3xf32>) outs(%decayed : tensor<2x16x4x8xf32>) -> tensor<2x16x4x8xf32>
    %kept = arith.addf %y, %u : tensor<2x16x4x8xf32>
    scf.yield %kept : tensor<2x16x4x8xf32>
  }
  return %r : tensor<2x16x4x8xf32>
}

// -----

// The gradient of a kernel has columns along x of the window, three of them: its sums lie along filters, all through
// the loop that carries them.
// CHECK-LABEL: func.func @kernel_gradient(
// CHECK-NOT: linalg.transpose
// CHECK: %[[ZERO:.*]] = linalg.fill {{.*}} -> tensor<3x3x3x16xf32>
// CHECK: %[[R:.*]] = scf.for {{.*}} iter_args(%[[SUM:.*]] = %[[ZERO]])
// CHECK-NEXT: %[[NEXT:.*]] = linalg.generic {{.*}} outs(%[[SUM]] :
// CHECK: scf.yield %[[NEXT]]
// CHECK: linalg.transpose ins(%[[R]] : tensor<3x3x3x16xf32>) {{.*}} permutation = [3, 0, 1, 2]
#dy = affine_map<(f, c, ky, kx, n, y, x) -> (n, f, y, x)>
#x = affine_map<(f, c, ky, kx, n, y, x) -> (n, c, y + ky, x + kx)>
#dk = affine_map<(f, c, ky, kx, n, y, x) -> (f, c, ky, kx)>
func.func @kernel_gradient(%dy: tensor<2x16x7x8xf32>, %x: tensor<2x3x9x10xf32>, %n: index) -> tensor<16x3x3x3xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zero = arith.constant dense<0.0> : tensor<16x3x3x3xf32>
  %r = scf.for %t = %c0 to %n step %c1 iter_args(%sum = %zero) -> tensor<16x3x3x3xf32> {
    %next = linalg.generic {indexing_maps = [#dy, #x, #dk], iterator_types = ["parallel", "parallel", "parallel", "parallel", "reduction", "reduction", "reduction"]}
        ins(%dy, %x : tensor<2x16x7x8xf32>, tensor<2x3x9x10xf32>) outs(%sum : tensor<16x3x3x3xf32>) {
    ^bb0(%d: f32, %in: f32, %out: f32):
      %p = arith.mulf %d, %in : f32
      %s = arith.addf %out, %p : f32
      linalg.yield %s : f32
    } -> tensor<16x3x3x3xf32>
    scf.yield %next : tensor<16x3x3x3xf32>
  }
  return %r : tensor<16x3x3x3xf32>
}

// -----

// Eight columns are enough; filters of a depthwise convolution are of both inputs; a sum over all places has no order.
// CHECK-LABEL: func.func @stay(
// CHECK-NOT: linalg.transpose
// CHECK: return
#channel = affine_map<(y, x) -> (y, x)>
#flipped = affine_map<(y, x) -> (y + x)>
#none = affine_map<(y, x) -> ()>
func.func @stay(%x: tensor<2x3x9x10xf32>, %k: tensor<16x3x3x3xf32>, %y: tensor<2x16x7x8xf32>,
                %d: tensor<2x9x9x4xf32>, %dk: tensor<3x3x4xf32>, %dy: tensor<2x4x4x4xf32>,
                %a: tensor<3x4xf32>, %b: tensor<6xf32>, %s: tensor<f32>) -> (tensor<2x16x7x8xf32>, tensor<2x4x4x4xf32>, tensor<f32>) {
  %0 = linalg.conv_2d_nchw_fchw ins(%x, %k : tensor<2x3x9x10xf32>, tensor<16x3x3x3xf32>) outs(%y : tensor<2x16x7x8xf32>) -> tensor<2x16x7x8xf32>
  %1 = linalg.depthwise_conv_2d_nhwc_hwc {strides = dense<2> : tensor<2xi64>}
    ins(%d, %dk : tensor<2x9x9x4xf32>, tensor<3x3x4xf32>) outs(%dy : tensor<2x4x4x4xf32>) -> tensor<2x4x4x4xf32>
  %2 = linalg.generic {indexing_maps = [#channel, #flipped, #none], iterator_types = ["reduction", "reduction"]}
      ins(%a, %b : tensor<3x4xf32>, tensor<6xf32>) outs(%s : tensor<f32>) {
  ^bb0(%l: f32, %r: f32, %out: f32):
    %p = arith.mulf %l, %r : f32
    %sum = arith.addf %out, %p : f32
    linalg.yield %sum : f32
  } -> tensor<f32>
  return %0, %1, %2 : tensor<2x16x7x8xf32>, tensor<2x4x4x4xf32>, tensor<f32>
}
