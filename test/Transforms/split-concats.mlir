// RUN: snn-opt %s --snn-split-concats --split-input-file | FileCheck %s

#a = affine_map<(m, n, k) -> (m, k)>
#bt = affine_map<(m, n, k) -> (n, k)>
#c = affine_map<(m, n, k) -> (m, n)>

// Inputs and spikes by one weight that is the right way round or not; the
// weight does not change in the loop.
// CHECK-DAG: #[[$BT:.*]] = affine_map<(d0, d1, d2) -> (d1, d2)>
// CHECK-LABEL: func.func @recurrent(
// CHECK-SAME: %[[W:[^:]*]]: tensor<8x10xf32>
// CHECK-DAG: %[[U:.*]] = tensor.extract_slice %[[W]][0, 0] [8, 2] [1, 1] : tensor<8x10xf32> to tensor<8x2xf32>
// CHECK-DAG: %[[V:.*]] = tensor.extract_slice %[[W]][0, 2] [8, 8] [1, 1] : tensor<8x10xf32> to tensor<8x8xf32>
// CHECK: scf.for {{.*}} iter_args(%[[Z:[^ ]*]] =
// CHECK: %[[X:.*]] = tensor.extract_slice
// CHECK-NOT: tensor.concat
// CHECK-NEXT: %[[I:.*]] = linalg.contract indexing_maps = [{{.*}}, #[[$BT]], {{.*}}] ins(%[[X]], %[[U]] :
// CHECK-NEXT: %[[Y:.*]] = linalg.contract indexing_maps = [{{.*}}, #[[$BT]], {{.*}}] ins(%[[Z]], %[[V]] : {{.*}}) outs(%[[I]] :
// CHECK-NEXT: scf.yield %[[Y]]
func.func @recurrent(%w: tensor<8x10xf32>, %xs: tensor<5x?x2xf32>, %z0: tensor<?x8xf32>, %b: index, %c: tensor<?x8xf32>) -> tensor<?x8xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c5 = arith.constant 5 : index
  %r = scf.for %t = %c0 to %c5 step %c1 iter_args(%z = %z0) -> (tensor<?x8xf32>) {
    %x = tensor.extract_slice %xs[%t, 0, 0] [1, %b, 2] [1, 1, 1] : tensor<5x?x2xf32> to tensor<?x2xf32>
    %j = tensor.concat dim(1) %x, %z : (tensor<?x2xf32>, tensor<?x8xf32>) -> tensor<?x10xf32>
    %y = linalg.matmul indexing_maps = [#a, #bt, #c]
      ins(%j, %w : tensor<?x10xf32>, tensor<8x10xf32>) outs(%c : tensor<?x8xf32>) -> tensor<?x8xf32>
    scf.yield %y : tensor<?x8xf32>
  }
  return %r : tensor<?x8xf32>
}

// -----

// Three parts, on the right; the joined tensor has another use and stays.
// CHECK-LABEL: func.func @three(
// CHECK: tensor.concat
// CHECK-COUNT-3: linalg.contract
// CHECK-NOT: linalg.matmul
func.func @three(%a: tensor<4x6xf64>, %p: tensor<1x8xf64>, %q: tensor<2x8xf64>, %r: tensor<3x8xf64>, %c: tensor<4x8xf64>) -> (tensor<4x8xf64>, tensor<6x8xf64>) {
  %j = tensor.concat dim(0) %p, %q, %r : (tensor<1x8xf64>, tensor<2x8xf64>, tensor<3x8xf64>) -> tensor<6x8xf64>
  %y = linalg.matmul ins(%a, %j : tensor<4x6xf64>, tensor<6x8xf64>) outs(%c : tensor<4x8xf64>) -> tensor<4x8xf64>
  return %y, %j : tensor<4x8xf64>, tensor<6x8xf64>
}

// -----

// Joined rows are no sum; a part of unknown size has no slice that is known.
// CHECK-LABEL: func.func @stays(
// CHECK-COUNT-2: linalg.matmul
func.func @stays(%x: tensor<2x8xf32>, %y: tensor<2x8xf32>, %w: tensor<8x8xf32>, %u: tensor<4x?xf32>, %v: tensor<?x8xf32>, %c: tensor<4x8xf32>) -> (tensor<4x8xf32>, tensor<4x8xf32>) {
  %j = tensor.concat dim(0) %x, %y : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<4x8xf32>
  %0 = linalg.matmul ins(%j, %w : tensor<4x8xf32>, tensor<8x8xf32>) outs(%c : tensor<4x8xf32>) -> tensor<4x8xf32>
  %k = tensor.concat dim(1) %u, %u : (tensor<4x?xf32>, tensor<4x?xf32>) -> tensor<4x?xf32>
  %1 = linalg.matmul ins(%k, %v : tensor<4x?xf32>, tensor<?x8xf32>) outs(%c : tensor<4x8xf32>) -> tensor<4x8xf32>
  return %0, %1 : tensor<4x8xf32>, tensor<4x8xf32>
}

// -----

// Spikes of two populations by the weights of both.
// CHECK-LABEL: func.func @spikes(
// CHECK-SAME: %[[S:[^:]*]]: tensor<4x2xi1>, %[[Z:[^:]*]]: tensor<4x8xi1>, %[[W:[^:]*]]: tensor<10x8xf32>, %[[C:[^:]*]]: tensor<4x8xf32>)
// CHECK: %[[U:.*]] = tensor.extract_slice %[[W]][0, 0] [2, 8]
// CHECK: %[[I:.*]] = snn.spike_matmul ins(%[[S]], %[[U]] : {{.*}}) outs(%[[C]] :
// CHECK: %[[V:.*]] = tensor.extract_slice %[[W]][2, 0] [8, 8]
// CHECK: snn.spike_matmul ins(%[[Z]], %[[V]] : {{.*}}) outs(%[[I]] :
func.func @spikes(%s: tensor<4x2xi1>, %z: tensor<4x8xi1>, %w: tensor<10x8xf32>, %c: tensor<4x8xf32>) -> tensor<4x8xf32> {
  %j = tensor.concat dim(1) %s, %z : (tensor<4x2xi1>, tensor<4x8xi1>) -> tensor<4x10xi1>
  %y = snn.spike_matmul ins(%j, %w : tensor<4x10xi1>, tensor<10x8xf32>) outs(%c : tensor<4x8xf32>) -> tensor<4x8xf32>
  return %y : tensor<4x8xf32>
}

// -----

// Both sides are joined: the left one is split, and the right one stays whole
// to be sliced.
// CHECK-LABEL: func.func @both(
// CHECK-SAME: %[[X:[^:]*]]: tensor<4x1xf32>, %[[Y:[^:]*]]: tensor<4x2xf32>,
// CHECK: %[[K:.*]] = tensor.concat dim(0)
// CHECK-NOT: tensor.concat
// CHECK: %[[U:.*]] = tensor.extract_slice %[[K]][0, 0] [1, 8]
// CHECK: %[[P:.*]] = linalg.contract {{.*}} ins(%[[X]], %[[U]] :
// CHECK: %[[V:.*]] = tensor.extract_slice %[[K]][1, 0] [2, 8]
// CHECK: linalg.contract {{.*}} ins(%[[Y]], %[[V]] : {{.*}}) outs(%[[P]] :
func.func @both(%x: tensor<4x1xf32>, %y: tensor<4x2xf32>, %u: tensor<1x8xf32>, %v: tensor<2x8xf32>, %c: tensor<4x8xf32>) -> tensor<4x8xf32> {
  %j = tensor.concat dim(1) %x, %y : (tensor<4x1xf32>, tensor<4x2xf32>) -> tensor<4x3xf32>
  %k = tensor.concat dim(0) %u, %v : (tensor<1x8xf32>, tensor<2x8xf32>) -> tensor<3x8xf32>
  %r = linalg.matmul ins(%j, %k : tensor<4x3xf32>, tensor<3x8xf32>) outs(%c : tensor<4x8xf32>) -> tensor<4x8xf32>
  return %r : tensor<4x8xf32>
}

// -----

// A part of no columns adds nothing, and the next begins where it began.
// CHECK-LABEL: func.func @empty_part(
// CHECK-SAME: %[[X:[^:]*]]: tensor<4x0xf64>, %[[Y:[^:]*]]: tensor<4x3xf64>, %[[W:[^:]*]]: tensor<3x8xf64>,
// CHECK: %[[U:.*]] = tensor.extract_slice %[[W]][0, 0] [0, 8]
// CHECK: %[[P:.*]] = linalg.contract {{.*}} ins(%[[X]], %[[U]] :
// CHECK: %[[V:.*]] = tensor.extract_slice %[[W]][0, 0] [3, 8]
// CHECK: linalg.contract {{.*}} ins(%[[Y]], %[[V]] : {{.*}}) outs(%[[P]] :
func.func @empty_part(%x: tensor<4x0xf64>, %y: tensor<4x3xf64>, %w: tensor<3x8xf64>, %c: tensor<4x8xf64>) -> tensor<4x8xf64> {
  %j = tensor.concat dim(1) %x, %y : (tensor<4x0xf64>, tensor<4x3xf64>) -> tensor<4x3xf64>
  %r = linalg.matmul ins(%j, %w : tensor<4x3xf64>, tensor<3x8xf64>) outs(%c : tensor<4x8xf64>) -> tensor<4x8xf64>
  return %r : tensor<4x8xf64>
}

// -----

// A batch of products in narrow floats, with a size that is not known beside
// the one that is summed over; and a single sample.
// CHECK-LABEL: func.func @batch(
// CHECK: tensor.extract_slice %{{.*}}[0, 0, 0] [2, 3, %{{.*}}]
// CHECK: tensor.extract_slice %{{.*}}[0, 3, 0] [2, 5, %{{.*}}]
// CHECK: linalg.contract {{.*}} tensor<2x4x5xbf16>, tensor<2x5x?xbf16>) outs(%{{.*}} : tensor<2x4x?xf32>)
// CHECK-NOT: linalg.batch_matmul
func.func @batch(%x: tensor<2x4x3xbf16>, %y: tensor<2x4x5xbf16>, %w: tensor<2x8x?xbf16>, %c: tensor<2x4x?xf32>) -> tensor<2x4x?xf32> {
  %j = tensor.concat dim(2) %x, %y : (tensor<2x4x3xbf16>, tensor<2x4x5xbf16>) -> tensor<2x4x8xbf16>
  %r = linalg.batch_matmul ins(%j, %w : tensor<2x4x8xbf16>, tensor<2x8x?xbf16>) outs(%c : tensor<2x4x?xf32>) -> tensor<2x4x?xf32>
  return %r : tensor<2x4x?xf32>
}

// CHECK-LABEL: func.func @sample(
// CHECK-COUNT-2: linalg.contract
// CHECK-NOT: linalg.vecmat
func.func @sample(%x: tensor<3xf32>, %y: tensor<5xf32>, %w: tensor<8x4xf32>, %c: tensor<4xf32>) -> tensor<4xf32> {
  %j = tensor.concat dim(0) %x, %y : (tensor<3xf32>, tensor<5xf32>) -> tensor<8xf32>
  %r = linalg.vecmat ins(%j, %w : tensor<8xf32>, tensor<8x4xf32>) outs(%c : tensor<4xf32>) -> tensor<4xf32>
  return %r : tensor<4xf32>
}
