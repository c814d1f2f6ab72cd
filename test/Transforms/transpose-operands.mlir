// RUN: snn-opt %s --snn-transpose-operands | FileCheck %s

#a = affine_map<(m, n, k) -> (m, k)>
#bt = affine_map<(m, n, k) -> (n, k)>
#b = affine_map<(m, n, k) -> (k, n)>
#c = affine_map<(m, n, k) -> (m, n)>

// CHECK-DAG: #[[$A:.*]] = affine_map<(d0, d1, d2) -> (d0, d2)>
// CHECK-DAG: #[[$B:.*]] = affine_map<(d0, d1, d2) -> (d2, d1)>
// CHECK-LABEL: func.func @transposed_right(
// CHECK-SAME: %[[X:[^:]*]]: tensor<4x8xf32>, %[[W:[^:]*]]: tensor<16x8xf32>,
// CHECK: %[[T:.*]] = linalg.transpose ins(%[[W]] : tensor<16x8xf32>) outs(%{{.*}} : tensor<8x16xf32>) permutation = [1, 0]
// CHECK: linalg.contract indexing_maps = [#[[$A]], #[[$B]], {{.*}}] ins(%[[X]], %[[T]]
func.func @transposed_right(%x: tensor<4x8xf32>, %w: tensor<16x8xf32>, %z: tensor<4x16xf32>) -> tensor<4x16xf32> {
  %c = linalg.contract indexing_maps = [#a, #bt, #c]
    ins(%x, %w : tensor<4x8xf32>, tensor<16x8xf32>) outs(%z : tensor<4x16xf32>) -> tensor<4x16xf32>
  return %c : tensor<4x16xf32>
}

// Dynamic sizes, and a matmul whose maps say so.
// CHECK-LABEL: func.func @dynamic(
// CHECK: linalg.transpose ins(%{{.*}} : tensor<?x?xf32>) outs(%{{.*}} : tensor<?x?xf32>) permutation = [1, 0]
// CHECK: linalg.contract
func.func @dynamic(%x: tensor<?x?xf32>, %w: tensor<?x?xf32>, %z: tensor<?x?xf32>) -> tensor<?x?xf32> {
  %c = linalg.matmul indexing_maps = [#a, #bt, #c]
    ins(%x, %w : tensor<?x?xf32>, tensor<?x?xf32>) outs(%z : tensor<?x?xf32>) -> tensor<?x?xf32>
  return %c : tensor<?x?xf32>
}

// Nothing to do: in place already, or read once only.
// CHECK-LABEL: func.func @stays(
// CHECK-NOT: linalg.transpose
// CHECK: return
func.func @stays(%x: tensor<4x8xf32>, %w: tensor<8x16xf32>, %z: tensor<4x16xf32>, %v: tensor<8xf32>, %o: tensor<4xf32>) -> (tensor<4x16xf32>, tensor<4xf32>) {
  %c = linalg.matmul ins(%x, %w : tensor<4x8xf32>, tensor<8x16xf32>) outs(%z : tensor<4x16xf32>) -> tensor<4x16xf32>
  %d = linalg.matvec ins(%x, %v : tensor<4x8xf32>, tensor<8xf32>) outs(%o : tensor<4xf32>) -> tensor<4xf32>
  return %c, %d : tensor<4x16xf32>, tensor<4xf32>
}

// A product with spikes stays one. For one sample alone the weights are copied
// if that is for all steps of a loop.
// CHECK-LABEL: func.func @spikes(
// CHECK-SAME: %[[S:[^:]*]]: tensor<4x8xi1>, %[[W:[^:]*]]: tensor<16x8xf16>,
// CHECK: %[[T:.*]] = linalg.transpose ins(%[[W]] : tensor<16x8xf16>) outs(%{{.*}} : tensor<8x16xf16>) permutation = [1, 0]
// CHECK: snn.spike_matmul ins(%[[S]], %[[T]] : tensor<4x8xi1>, tensor<8x16xf16>)
func.func @spikes(%s: tensor<4x8xi1>, %w: tensor<16x8xf16>, %z: tensor<4x16xf32>) -> tensor<4x16xf32> {
  %c = snn.spike_matmul indexing_maps = [#a, #bt, #c]
    ins(%s, %w : tensor<4x8xi1>, tensor<16x8xf16>) outs(%z : tensor<4x16xf32>) -> tensor<4x16xf32>
  return %c : tensor<4x16xf32>
}

// CHECK-LABEL: func.func @sample(
// CHECK: snn.spike_matmul {{.*}} tensor<16x8xf32>
// CHECK: scf.for
// CHECK: linalg.transpose
// CHECK: snn.spike_matmul {{.*}} tensor<8x16xf32>
func.func @sample(%n: index, %s: tensor<8xi1>, %w: tensor<16x8xf32>, %z: tensor<16xf32>) -> tensor<16xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %y = snn.spike_matmul indexing_maps = [affine_map<(n, k) -> (k)>, affine_map<(n, k) -> (n, k)>, affine_map<(n, k) -> (n)>]
    ins(%s, %w : tensor<8xi1>, tensor<16x8xf32>) outs(%z : tensor<16xf32>) -> tensor<16xf32>
  %r = scf.for %t = %c0 to %n step %c1 iter_args(%u = %y) -> (tensor<16xf32>) {
    %v = snn.spike_matmul indexing_maps = [affine_map<(n, k) -> (k)>, affine_map<(n, k) -> (n, k)>, affine_map<(n, k) -> (n)>]
      ins(%s, %w : tensor<8xi1>, tensor<16x8xf32>) outs(%u : tensor<16xf32>) -> tensor<16xf32>
    scf.yield %v : tensor<16xf32>
  }
  return %r : tensor<16xf32>
}

// The left side may be read along its rows: what matters is the result's columns.
// CHECK-LABEL: func.func @left_by_steps(
// CHECK-NOT: linalg.transpose
// CHECK: linalg.contract
func.func @left_by_steps(%x: tensor<8x4xf32>, %w: tensor<8x16xf32>, %z: tensor<4x16xf32>) -> tensor<4x16xf32> {
  %c = linalg.contract indexing_maps = [affine_map<(m, n, k) -> (k, m)>, #b, #c]
    ins(%x, %w : tensor<8x4xf32>, tensor<8x16xf32>) outs(%z : tensor<4x16xf32>) -> tensor<4x16xf32>
  return %c : tensor<4x16xf32>
}

// Columns of a transposed result are rows of the left side.
// CHECK-LABEL: func.func @result_transposed(
// CHECK-SAME: %[[X:[^:]*]]: tensor<4x8xf64>, %[[W:[^:]*]]: tensor<8x16xf64>,
// CHECK: %[[T:.*]] = linalg.transpose ins(%[[X]] : tensor<4x8xf64>) outs(%{{.*}} : tensor<8x4xf64>) permutation = [1, 0]
// CHECK-NOT: linalg.transpose
// CHECK: linalg.contract {{.*}} ins(%[[T]], %[[W]] :
func.func @result_transposed(%x: tensor<4x8xf64>, %w: tensor<8x16xf64>, %z: tensor<16x4xf64>) -> tensor<16x4xf64> {
  %c = linalg.contract indexing_maps = [#a, #b, affine_map<(m, n, k) -> (n, m)>]
    ins(%x, %w : tensor<4x8xf64>, tensor<8x16xf64>) outs(%z : tensor<16x4xf64>) -> tensor<16x4xf64>
  return %c : tensor<16x4xf64>
}

// In a batch the leading dimension stays where it is; narrow inputs stay narrow.
// CHECK-LABEL: func.func @batch(
// CHECK: linalg.transpose ins(%{{.*}} : tensor<2x16x8xbf16>) outs(%{{.*}} : tensor<2x8x16xbf16>) permutation = [0, 2, 1]
// CHECK: linalg.contract {{.*}} tensor<2x4x8xbf16>, tensor<2x8x16xbf16>) outs(%{{.*}} : tensor<2x4x16xf32>)
func.func @batch(%x: tensor<2x4x8xbf16>, %w: tensor<2x16x8xbf16>, %z: tensor<2x4x16xf32>) -> tensor<2x4x16xf32> {
  %c = linalg.contract indexing_maps = [affine_map<(b, m, n, k) -> (b, m, k)>, affine_map<(b, m, n, k) -> (b, n, k)>, affine_map<(b, m, n, k) -> (b, m, n)>]
    ins(%x, %w : tensor<2x4x8xbf16>, tensor<2x16x8xbf16>) outs(%z : tensor<2x4x16xf32>) -> tensor<2x4x16xf32>
  return %c : tensor<2x4x16xf32>
}

// Buffers are somebody's memory and are not copied; a sum over nothing is right
// by either layout.
// CHECK-LABEL: func.func @buffers(
// CHECK-NEXT: linalg.contract
// CHECK-NEXT: return
func.func @buffers(%x: memref<4x8xf32>, %w: memref<16x8xf32>, %z: memref<4x16xf32>) {
  linalg.contract indexing_maps = [#a, #bt, #c]
    ins(%x, %w : memref<4x8xf32>, memref<16x8xf32>) outs(%z : memref<4x16xf32>)
  return
}

// CHECK-LABEL: func.func @no_steps(
// CHECK: linalg.contract {{.*}} tensor<4x0xf32>, tensor<0x16xf32>)
func.func @no_steps(%x: tensor<4x0xf32>, %w: tensor<16x0xf32>, %z: tensor<4x16xf32>) -> tensor<4x16xf32> {
  %c = linalg.contract indexing_maps = [#a, #bt, #c]
    ins(%x, %w : tensor<4x0xf32>, tensor<16x0xf32>) outs(%z : tensor<4x16xf32>) -> tensor<4x16xf32>
  return %c : tensor<4x16xf32>
}

// A loop of one input alone is none that linalg.contract could have.
// CHECK-LABEL: func.func @one_sided(
// CHECK-SAME: %[[A:[^:]*]]: tensor<4x8x2xf32>, %[[B:[^:]*]]: tensor<16x8xf32>,
// CHECK: %[[T:.*]] = linalg.transpose ins(%[[B]]
// CHECK: linalg.generic {{.*}}iterator_types = ["parallel", "parallel", "reduction", "reduction"]} ins(%[[A]], %[[T]]
#rows = affine_map<(m, n, k, j) -> (m, k, j)>
#columns = affine_map<(m, n, k, j) -> (n, k)>
#both = affine_map<(m, n, k, j) -> (m, n)>
func.func @one_sided(%a: tensor<4x8x2xf32>, %b: tensor<16x8xf32>, %z: tensor<4x16xf32>) -> tensor<4x16xf32> {
  %0 = linalg.generic {indexing_maps = [#rows, #columns, #both], iterator_types = ["parallel", "parallel", "reduction", "reduction"]}
      ins(%a, %b : tensor<4x8x2xf32>, tensor<16x8xf32>) outs(%z : tensor<4x16xf32>) {
  ^bb0(%l: f32, %r: f32, %sum: f32):
    %p = arith.mulf %l, %r : f32
    %s = arith.addf %sum, %p : f32
    linalg.yield %s : f32
  } -> tensor<4x16xf32>
  return %0 : tensor<4x16xf32>
}

// The gradient of an image reads the kernel along its channels; one filter for each channel is read along it already.
// CHECK-LABEL: func.func @image_gradient(
// CHECK-SAME: %[[K:[^:]*]]: tensor<3x3x32x64xf32>, %[[DY:[^:]*]]: tensor<2x7x8x64xf32>,
// CHECK: %[[T:.*]] = linalg.transpose ins(%[[K]] : tensor<3x3x32x64xf32>) outs(%{{.*}} : tensor<3x3x64x32xf32>) permutation = [0, 1, 3, 2]
// CHECK: linalg.generic {{.*}}iterator_types = ["parallel", "reduction", "reduction", "parallel", "reduction", "reduction", "reduction"]} ins(%[[T]], %[[DY]]
// CHECK: arith.mulf
// CHECK: arith.addf
// CHECK-LABEL: func.func @depthwise(
// CHECK-NOT: linalg.transpose
// CHECK: return
#k = affine_map<(n, y, x, c, ky, kx, f) -> (ky, kx, c, f)>
#dy = affine_map<(n, y, x, c, ky, kx, f) -> (n, y, x, f)>
#dx = affine_map<(n, y, x, c, ky, kx, f) -> (n, y + ky, x + kx, c)>
func.func @image_gradient(%k: tensor<3x3x32x64xf32>, %dy: tensor<2x7x8x64xf32>, %dx: tensor<2x9x10x32xf32>) -> tensor<2x9x10x32xf32> {
  %0 = linalg.generic {indexing_maps = [#k, #dy, #dx], iterator_types = ["parallel", "reduction", "reduction", "parallel", "reduction", "reduction", "reduction"]}
      ins(%k, %dy : tensor<3x3x32x64xf32>, tensor<2x7x8x64xf32>) outs(%dx : tensor<2x9x10x32xf32>) {
  ^bb0(%w: f32, %d: f32, %sum: f32):
    %p = arith.mulf %w, %d : f32
    %s = arith.addf %sum, %p : f32
    linalg.yield %s : f32
  } -> tensor<2x9x10x32xf32>
  return %0 : tensor<2x9x10x32xf32>
}
func.func @depthwise(%x: tensor<2x4x9x9xf32>, %k: tensor<4x3x3xf32>, %y: tensor<2x4x7x7xf32>) -> tensor<2x4x7x7xf32> {
  %0 = linalg.depthwise_conv_2d_nchw_chw ins(%x, %k : tensor<2x4x9x9xf32>, tensor<4x3x3xf32>) outs(%y : tensor<2x4x7x7xf32>) -> tensor<2x4x7x7xf32>
  return %0 : tensor<2x4x7x7xf32>
}
