// RUN: snn-opt %s --snn-lower-pack --split-input-file --verify-diagnostics | FileCheck %s

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

// CHECK-LABEL: func.func @dynamic_tile(
// CHECK: linalg.pack
func.func @dynamic_tile(%x: tensor<6xf32>, %t: index, %e: tensor<?x?xf32>) -> tensor<?x?xf32> {
  // expected-remark @below {{stays as it is}}
  %r = linalg.pack %x inner_dims_pos = [0] inner_tiles = [%t] into %e : tensor<6xf32> -> tensor<?x?xf32>
  return %r : tensor<?x?xf32>
}
