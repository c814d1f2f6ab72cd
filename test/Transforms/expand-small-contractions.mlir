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
