// RUN: snn-opt %s --snn-expand-small-contractions | FileCheck %s

// CHECK-DAG: #[[$COLUMN:.*]] = affine_map<(d0, d1) -> (d0)>
// CHECK-DAG: #[[$ROW:.*]] = affine_map<(d0, d1) -> (d1)>
// CHECK-DAG: #[[$ID:.*]] = affine_map<(d0, d1) -> (d0, d1)>

// Two products: two slices of each operand, added in order.
// CHECK-LABEL: func.func @two(
// CHECK-SAME: %[[X:[^:]*]]: tensor<?x2xf32>, %[[W:[^:]*]]: tensor<2x8xf32>, %[[C:[^:]*]]: tensor<?x8xf32>)
// CHECK: %[[X0:.*]] = tensor.extract_slice %[[X]][0, 0] [%{{.*}}, 1] [1, 1] : tensor<?x2xf32> to tensor<?xf32>
// CHECK: %[[W0:.*]] = tensor.extract_slice %[[W]][0, 0] [1, 8] [1, 1] : tensor<2x8xf32> to tensor<8xf32>
// CHECK: %[[X1:.*]] = tensor.extract_slice %[[X]][0, 1]
// CHECK: %[[W1:.*]] = tensor.extract_slice %[[W]][1, 0]
// CHECK: linalg.generic {indexing_maps = [#[[$COLUMN]], #[[$ROW]], #[[$COLUMN]], #[[$ROW]], #[[$ID]]], iterator_types = ["parallel", "parallel"]}
// CHECK-SAME: ins(%[[X0]], %[[W0]], %[[X1]], %[[W1]] : {{.*}}) outs(%[[C]] :
// CHECK-NEXT: ^bb0(%[[A:.*]]: f32, %[[B:.*]]: f32, %[[D:.*]]: f32, %[[E:.*]]: f32, %[[OUT:.*]]: f32):
// CHECK-NEXT: %[[P:.*]] = arith.mulf %[[A]], %[[B]]
// CHECK-NEXT: %[[S:.*]] = arith.addf %[[OUT]], %[[P]]
// CHECK-NEXT: %[[Q:.*]] = arith.mulf %[[D]], %[[E]]
// CHECK-NEXT: %[[T:.*]] = arith.addf %[[S]], %[[Q]]
// CHECK-NEXT: linalg.yield %[[T]]
func.func @two(%x: tensor<?x2xf32>, %w: tensor<2x8xf32>, %c: tensor<?x8xf32>) -> tensor<?x8xf32> {
  %y = linalg.matmul ins(%x, %w : tensor<?x2xf32>, tensor<2x8xf32>) outs(%c : tensor<?x8xf32>) -> tensor<?x8xf32>
  return %y : tensor<?x8xf32>
}

// The long sum first, so that the short one can join what reads both.
// CHECK-LABEL: func.func @added_after(
// CHECK-SAME: %[[C:[^:]*]]: tensor<4x8xf64>)
// CHECK: %[[LONG:.*]] = linalg.matmul {{.*}} outs(%[[C]] :
// CHECK: %[[ALL:.*]] = linalg.generic {{.*}} outs(%[[LONG]] :
// CHECK: return %[[ALL]]
func.func @added_after(%x: tensor<4x1xf64>, %w: tensor<1x8xf64>, %z: tensor<4x8xf64>, %r: tensor<8x8xf64>, %c: tensor<4x8xf64>) -> tensor<4x8xf64> {
  %i = linalg.matmul ins(%x, %w : tensor<4x1xf64>, tensor<1x8xf64>) outs(%c : tensor<4x8xf64>) -> tensor<4x8xf64>
  %y = linalg.matmul ins(%z, %r : tensor<4x8xf64>, tensor<8x8xf64>) outs(%i : tensor<4x8xf64>) -> tensor<4x8xf64>
  return %y : tensor<4x8xf64>
}

// A batch, and a result that lies the other way round.
// CHECK-LABEL: func.func @batch(
// CHECK-NOT: linalg.batch_matmul
// CHECK-COUNT-8: tensor.extract_slice
// CHECK: linalg.generic
// CHECK-SAME: iterator_types = ["parallel", "parallel", "parallel"]
func.func @batch(%x: tensor<5x4x4xf16>, %w: tensor<5x4x8xf16>, %c: tensor<5x4x8xf16>) -> tensor<5x4x8xf16> {
  %y = linalg.batch_matmul ins(%x, %w : tensor<5x4x4xf16>, tensor<5x4x8xf16>) outs(%c : tensor<5x4x8xf16>) -> tensor<5x4x8xf16>
  return %y : tensor<5x4x8xf16>
}

// A weight whose rows would be read with strides.
// CHECK-LABEL: func.func @across(
// CHECK-NOT: linalg.generic
// CHECK: linalg.matmul
#a = affine_map<(m, n, k) -> (m, k)>
#bt = affine_map<(m, n, k) -> (n, k)>
#c = affine_map<(m, n, k) -> (m, n)>
func.func @across(%x: tensor<4x2xf32>, %w: tensor<8x2xf32>, %c: tensor<4x8xf32>) -> tensor<4x8xf32> {
  %y = linalg.matmul indexing_maps = [#a, #bt, #c] ins(%x, %w : tensor<4x2xf32>, tensor<8x2xf32>) outs(%c : tensor<4x8xf32>) -> tensor<4x8xf32>
  return %y : tensor<4x8xf32>
}

// Left: a longer sum, one of unknown length, an empty one, integers, and the
// init that two read.
// CHECK-LABEL: func.func @stays(
// CHECK-NOT: linalg.generic
// CHECK-COUNT-4: linalg.matmul
// CHECK: return
// CHECK-LABEL: func.func @two_readers(
// CHECK: linalg.generic
// CHECK: linalg.matmul
func.func @stays(%x: tensor<4x5xf32>, %w: tensor<5x8xf32>, %u: tensor<4x?xf32>, %v: tensor<?x8xf32>, %p: tensor<4x0xf32>, %q: tensor<0x8xf32>, %i: tensor<4x1xi32>, %j: tensor<1x8xi32>, %c: tensor<4x8xf32>, %d: tensor<4x8xi32>) -> (tensor<4x8xf32>, tensor<4x8xf32>, tensor<4x8xf32>, tensor<4x8xi32>) {
  %0 = linalg.matmul ins(%x, %w : tensor<4x5xf32>, tensor<5x8xf32>) outs(%c : tensor<4x8xf32>) -> tensor<4x8xf32>
  %1 = linalg.matmul ins(%u, %v : tensor<4x?xf32>, tensor<?x8xf32>) outs(%c : tensor<4x8xf32>) -> tensor<4x8xf32>
  %2 = linalg.matmul ins(%p, %q : tensor<4x0xf32>, tensor<0x8xf32>) outs(%c : tensor<4x8xf32>) -> tensor<4x8xf32>
  %3 = linalg.matmul ins(%i, %j : tensor<4x1xi32>, tensor<1x8xi32>) outs(%d : tensor<4x8xi32>) -> tensor<4x8xi32>
  return %0, %1, %2, %3 : tensor<4x8xf32>, tensor<4x8xf32>, tensor<4x8xf32>, tensor<4x8xi32>
}
func.func @two_readers(%x: tensor<4x1xf64>, %w: tensor<1x8xf64>, %z: tensor<4x8xf64>, %r: tensor<8x8xf64>, %c: tensor<4x8xf64>) -> (tensor<4x8xf64>, tensor<4x8xf64>) {
  %i = linalg.matmul ins(%x, %w : tensor<4x1xf64>, tensor<1x8xf64>) outs(%c : tensor<4x8xf64>) -> tensor<4x8xf64>
  %y = linalg.matmul ins(%z, %r : tensor<4x8xf64>, tensor<8x8xf64>) outs(%i : tensor<4x8xf64>) -> tensor<4x8xf64>
  return %i, %y : tensor<4x8xf64>, tensor<4x8xf64>
}

// One spike selects a weight; the long sum of spikes comes first.
// CHECK-LABEL: func.func @spikes(
// CHECK: %[[LONG:.*]] = snn.spike_matmul
// CHECK-NOT: snn.spike_matmul
// CHECK: linalg.generic {{.*}} outs(%[[LONG]] :
// CHECK-NEXT: ^bb0(%[[S:.*]]: i1, %[[W:.*]]: f32, %[[OUT:.*]]: f32):
// CHECK: %[[T:.*]] = arith.select %[[S]], %[[W]], %{{.*}} : f32
// CHECK-NEXT: arith.addf %[[OUT]], %[[T]]
func.func @spikes(%x: tensor<4x1xi1>, %w: tensor<1x8xf32>, %z: tensor<4x8xi1>, %r: tensor<8x8xf32>, %c: tensor<4x8xf32>) -> tensor<4x8xf32> {
  %i = snn.spike_matmul ins(%x, %w : tensor<4x1xi1>, tensor<1x8xf32>) outs(%c : tensor<4x8xf32>) -> tensor<4x8xf32>
  %y = snn.spike_matmul ins(%z, %r : tensor<4x8xi1>, tensor<8x8xf32>) outs(%i : tensor<4x8xf32>) -> tensor<4x8xf32>
  return %y : tensor<4x8xf32>
}

// Weights that have to be widened, and an i1 that is a number.
// CHECK-LABEL: func.func @no_spikes(
// CHECK: snn.spike_matmul
// CHECK: linalg.matmul
// CHECK-NOT: linalg.generic
func.func @no_spikes(%x: tensor<4x1xi1>, %w: tensor<1x8xf16>, %v: tensor<1x8xf32>, %c: tensor<4x8xf32>) -> (tensor<4x8xf32>, tensor<4x8xf32>) {
  %y = snn.spike_matmul ins(%x, %w : tensor<4x1xi1>, tensor<1x8xf16>) outs(%c : tensor<4x8xf32>) -> tensor<4x8xf32>
  %z = linalg.matmul ins(%x, %v : tensor<4x1xi1>, tensor<1x8xf32>) outs(%c : tensor<4x8xf32>) -> tensor<4x8xf32>
  return %y, %z : tensor<4x8xf32>, tensor<4x8xf32>
}

// No samples: slices of nothing are none.
// CHECK-LABEL: func.func @empty(
// CHECK: linalg.matmul
func.func @empty(%x: tensor<0x1xf32>, %w: tensor<1x8xf32>, %c: tensor<0x8xf32>) -> tensor<0x8xf32> {
  %y = linalg.matmul ins(%x, %w : tensor<0x1xf32>, tensor<1x8xf32>) outs(%c : tensor<0x8xf32>) -> tensor<0x8xf32>
  return %y : tensor<0x8xf32>
}

// Four products of two reduction loops, the inner one fastest.
// CHECK-LABEL: func.func @two_sums(
// CHECK-SAME: %[[X:[^:]*]]: tensor<?x2x2xbf16>, %[[W:[^:]*]]: tensor<2x2x?xbf16>
// CHECK: tensor.extract_slice %[[X]][0, 0, 0]
// CHECK: tensor.extract_slice %[[W]][0, 0, 0]
// CHECK: tensor.extract_slice %[[X]][0, 0, 1] [%{{.*}}, 1, 1] [1, 1, 1] : tensor<?x2x2xbf16> to tensor<?xbf16>
// CHECK: tensor.extract_slice %[[W]][0, 1, 0] [1, 1, %{{.*}}] [1, 1, 1] : tensor<2x2x?xbf16> to tensor<?xbf16>
// CHECK: tensor.extract_slice %[[X]][0, 1, 0]
// CHECK: tensor.extract_slice %[[W]][1, 0, 0]
// CHECK: tensor.extract_slice %[[X]][0, 1, 1]
// CHECK: tensor.extract_slice %[[W]][1, 1, 0]
// CHECK: linalg.generic {{.*}}iterator_types = ["parallel", "parallel"]}
// CHECK-COUNT-4: arith.mulf
// CHECK: linalg.yield
#xs = affine_map<(m, n, i, j) -> (m, i, j)>
#ws = affine_map<(m, n, i, j) -> (i, j, n)>
#ys = affine_map<(m, n, i, j) -> (m, n)>
func.func @two_sums(%x: tensor<?x2x2xbf16>, %w: tensor<2x2x?xbf16>, %c: tensor<?x?xbf16>) -> tensor<?x?xbf16> {
  %y = linalg.contract indexing_maps = [#xs, #ws, #ys] ins(%x, %w : tensor<?x2x2xbf16>, tensor<2x2x?xbf16>) outs(%c : tensor<?x?xbf16>) -> tensor<?x?xbf16>
  return %y : tensor<?x?xbf16>
}

// A result of one number has no rows to lie across.
// CHECK-LABEL: func.func @dot(
// CHECK-SAME: %[[X:[^:]*]]: tensor<3xf32>, %[[Y:[^:]*]]: tensor<3xf32>, %[[C:[^:]*]]: tensor<f32>)
// CHECK: tensor.extract_slice %[[X]][0] [1] [1] : tensor<3xf32> to tensor<f32>
// CHECK: linalg.generic {{.*}}iterator_types = []} ins({{.*}}) outs(%[[C]] : tensor<f32>)
// CHECK-COUNT-3: arith.addf
// CHECK: linalg.yield
func.func @dot(%x: tensor<3xf32>, %y: tensor<3xf32>, %c: tensor<f32>) -> tensor<f32> {
  %z = linalg.dot ins(%x, %y : tensor<3xf32>, tensor<3xf32>) outs(%c : tensor<f32>) -> tensor<f32>
  return %z : tensor<f32>
}

// Past two longer sums; a short one among them is written out in its place.
// CHECK-LABEL: func.func @past_two(
// CHECK-SAME: %[[C:[^:]*]]: tensor<4x8xf32>)
// CHECK: %[[FIRST:.*]] = linalg.matmul {{.*}} outs(%[[C]] :
// CHECK: %[[SECOND:.*]] = linalg.matmul {{.*}} outs(%[[FIRST]] :
// CHECK: %[[ALL:.*]] = linalg.generic {{.*}} outs(%[[SECOND]] :
// CHECK: return %[[ALL]]
func.func @past_two(%x: tensor<4x1xf32>, %w: tensor<1x8xf32>, %z: tensor<4x8xf32>, %r: tensor<8x8xf32>, %c: tensor<4x8xf32>) -> tensor<4x8xf32> {
  %i = linalg.matmul ins(%x, %w : tensor<4x1xf32>, tensor<1x8xf32>) outs(%c : tensor<4x8xf32>) -> tensor<4x8xf32>
  %y = linalg.matmul ins(%z, %r : tensor<4x8xf32>, tensor<8x8xf32>) outs(%i : tensor<4x8xf32>) -> tensor<4x8xf32>
  %u = linalg.matmul ins(%z, %r : tensor<4x8xf32>, tensor<8x8xf32>) outs(%y : tensor<4x8xf32>) -> tensor<4x8xf32>
  return %u : tensor<4x8xf32>
}

// Not past a sum in a loop, which would take the products again at each step.
// CHECK-LABEL: func.func @into_loop(
// CHECK: %[[SHORT:.*]] = linalg.generic
// CHECK: scf.for
// CHECK: linalg.matmul {{.*}} outs(%[[SHORT]] :
func.func @into_loop(%x: tensor<4x1xf32>, %w: tensor<1x8xf32>, %z: tensor<4x8xf32>, %r: tensor<8x8xf32>, %c: tensor<4x8xf32>, %n: index) -> tensor<4x8xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %i = linalg.matmul ins(%x, %w : tensor<4x1xf32>, tensor<1x8xf32>) outs(%c : tensor<4x8xf32>) -> tensor<4x8xf32>
  %s = scf.for %t = %c0 to %n step %c1 iter_args(%a = %c) -> tensor<4x8xf32> {
    %y = linalg.matmul ins(%z, %r : tensor<4x8xf32>, tensor<8x8xf32>) outs(%i : tensor<4x8xf32>) -> tensor<4x8xf32>
    %b = arith.addf %a, %y : tensor<4x8xf32>
    scf.yield %b : tensor<4x8xf32>
  }
  return %s : tensor<4x8xf32>
}

// Buffers are too late for it.
// CHECK-LABEL: func.func @buffers(
// CHECK-NOT: linalg.generic
// CHECK: linalg.matmul
func.func @buffers(%x: memref<4x2xf32>, %w: memref<2x8xf32>, %c: memref<4x8xf32>) {
  linalg.matmul ins(%x, %w : memref<4x2xf32>, memref<2x8xf32>) outs(%c : memref<4x8xf32>)
  return
}

// A factor that is a scalar has no slices.
// CHECK-LABEL: func.func @scalar(
// CHECK-NOT: tensor.extract_slice
// CHECK: linalg.generic {{.*}} ins(%{{.*}}, %{{.*}} : tensor<3x4xf32>, f32)
func.func @scalar(%z: tensor<3x4xf32>, %s: f32, %c: tensor<3x5xf32>) -> tensor<3x5xf32> {
  %y = linalg.generic {
      indexing_maps = [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> ()>, affine_map<(m, n, k) -> (m, n)>],
      iterator_types = ["parallel", "parallel", "reduction"]
    } ins(%z, %s : tensor<3x4xf32>, f32) outs(%c : tensor<3x5xf32>) {
    ^bb0(%a: f32, %b: f32, %sum: f32):
      %p = arith.mulf %b, %a : f32
      %q = arith.addf %p, %sum : f32
      linalg.yield %q : f32
    } -> tensor<3x5xf32>
  return %y : tensor<3x5xf32>
}
