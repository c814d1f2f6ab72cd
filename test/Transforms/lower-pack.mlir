// RUN: snn-opt %s --snn-lower-pack --remarks-filter=snn-lower-pack --split-input-file --verify-diagnostics | FileCheck %s

// Tiles that the sizes do not divide are padded.
// CHECK-LABEL: func.func @pack(
// CHECK-SAME: %[[X:.*]]: tensor<5x6xf32>
// CHECK: %[[PAD:.*]] = tensor.pad %[[X]] low[0, 0] high[1, 0]
// CHECK: %[[TILES:.*]] = tensor.expand_shape %[[PAD]] {{\[\[}}0, 1], [2, 3]] output_shape [3, 2, 2, 3]
// CHECK: linalg.transpose ins(%[[TILES]]
// CHECK-SAME: permutation = [0, 2, 1, 3]
// CHECK-NOT: linalg.pack
func.func @pack(%x: tensor<5x6xf32>, %p: f32) -> tensor<3x2x2x3xf32> {
  %e = tensor.empty() : tensor<3x2x2x3xf32>
  %r = linalg.pack %x padding_value(%p : f32) inner_dims_pos = [0, 1] inner_tiles = [2, 3] into %e : tensor<5x6xf32> -> tensor<3x2x2x3xf32>
  return %r : tensor<3x2x2x3xf32>
}

// CHECK-LABEL: func.func @unpack(
// CHECK: linalg.transpose
// CHECK: %[[ALL:.*]] = tensor.collapse_shape
// CHECK: tensor.extract_slice %[[ALL]][0, 0] [5, 6] [1, 1]
// CHECK-NOT: linalg.unpack
func.func @unpack(%x: tensor<3x2x2x3xf32>) -> tensor<5x6xf32> {
  %e = tensor.empty() : tensor<5x6xf32>
  %r = linalg.unpack %x inner_dims_pos = [0, 1] inner_tiles = [2, 3] into %e : tensor<3x2x2x3xf32> -> tensor<5x6xf32>
  return %r : tensor<5x6xf32>
}

// -----

// CHECK: #[[$LACK:.*]] = affine_map<()[s0, s1] -> (s0 * 4 - s1)>

// Tiles in another order than the dimensions, and whole: nothing is padded.
// CHECK-LABEL: func.func @permuted(
// CHECK-SAME: %[[X:.*]]: tensor<4x6xf64>, %[[E:.*]]: tensor<2x2x3x2xf64>
// CHECK: %[[P:.*]] = tensor.pad %[[X]] low[0, 0] high[0, 0]
// CHECK: %[[T:.*]] = tensor.expand_shape %[[P]] {{\[\[}}0, 1], [2, 3]] output_shape [2, 2, 2, 3]
// CHECK: linalg.transpose ins(%[[T]] : tensor<2x2x2x3xf64>) outs(%[[E]] : tensor<2x2x3x2xf64>) permutation = [2, 0, 3, 1]
func.func @permuted(%x: tensor<4x6xf64>, %e: tensor<2x2x3x2xf64>) -> tensor<2x2x3x2xf64> {
  %r = linalg.pack %x outer_dims_perm = [1, 0] inner_dims_pos = [1, 0] inner_tiles = [3, 2] into %e : tensor<4x6xf64> -> tensor<2x2x3x2xf64>
  return %r : tensor<2x2x3x2xf64>
}

// The way back undoes the permutation and writes into the destination.
// CHECK-LABEL: func.func @permuted_back(
// CHECK-SAME: %[[X:.*]]: tensor<2x2x3x2xf64>, %[[E:.*]]: tensor<4x6xf64>
// CHECK: %[[T:.*]] = linalg.transpose ins(%[[X]] {{.*}} permutation = [1, 3, 0, 2]
// CHECK: %[[ALL:.*]] = tensor.collapse_shape %[[T]] {{\[\[}}0, 1], [2, 3]]
// CHECK: %[[S:.*]] = tensor.extract_slice %[[ALL]][0, 0] [4, 6] [1, 1]
// CHECK: linalg.copy ins(%[[S]] : tensor<4x6xf64>) outs(%[[E]] : tensor<4x6xf64>)
func.func @permuted_back(%x: tensor<2x2x3x2xf64>, %e: tensor<4x6xf64>) -> tensor<4x6xf64> {
  %r = linalg.unpack %x outer_dims_perm = [1, 0] inner_dims_pos = [1, 0] inner_tiles = [3, 2] into %e : tensor<2x2x3x2xf64> -> tensor<4x6xf64>
  return %r : tensor<4x6xf64>
}

// An unknown number of rows, of spikes: the padding is what the tiles lack.
// CHECK-LABEL: func.func @unknown_rows(
// CHECK-SAME: %[[X:.*]]: tensor<?x8xi1>, %[[E:.*]]: tensor<?x8x4xi1>, %[[P:.*]]: i1)
// CHECK-DAG: %[[ROWS:.*]] = tensor.dim %[[X]], %c0
// CHECK-DAG: %[[TILES:.*]] = tensor.dim %[[E]], %c0
// CHECK: %[[HIGH:.*]] = affine.apply #[[$LACK]]()[%[[TILES]], %[[ROWS]]]
// CHECK: tensor.pad %[[X]] low[0, 0] high[%[[HIGH]], 0]
// CHECK: tensor.yield %[[P]] : i1
// CHECK: linalg.transpose {{.*}} permutation = [0, 2, 1]
func.func @unknown_rows(%x: tensor<?x8xi1>, %e: tensor<?x8x4xi1>, %p: i1) -> tensor<?x8x4xi1> {
  %r = linalg.pack %x padding_value(%p : i1) inner_dims_pos = [0] inner_tiles = [4] into %e : tensor<?x8xi1> -> tensor<?x8x4xi1>
  return %r : tensor<?x8x4xi1>
}

// -----

// CHECK-LABEL: func.func @dynamic_tile(
// CHECK: linalg.pack
func.func @dynamic_tile(%x: tensor<6xf32>, %t: index, %e: tensor<?x?xf32>) -> tensor<?x?xf32> {
  // expected-remark @below {{stays as it is}}
  %r = linalg.pack %x inner_dims_pos = [0] inner_tiles = [%t] into %e : tensor<6xf32> -> tensor<?x?xf32>
  return %r : tensor<?x?xf32>
}
