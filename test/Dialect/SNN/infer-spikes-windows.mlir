// RUN: snn-opt %s --snn-infer-spikes --canonicalize | FileCheck %s

// Channels last: windows of spikes are read as they lie.
// CHECK-DAG: #[[$IMAGE:.*]] = affine_map<(d0, d1, d2, d3, d4, d5, d6) -> (d0, d1 * 2 + d4, d2 + d5 * 3, d6)>
// CHECK-DAG: #[[$KERNEL:.*]] = affine_map<(d0, d1, d2, d3, d4, d5, d6) -> (d4, d5, d6, d3)>
// CHECK-DAG: #[[$SUMS:.*]] = affine_map<(d0, d1, d2, d3, d4, d5, d6) -> (d0, d1, d2, d3)>
// CHECK-LABEL: func.func @last(
// CHECK-SAME: %[[S:[^:]*]]: tensor<2x9x12x32xi1>, %[[K:[^:]*]]: tensor<3x3x32x16xf32>,
// CHECK-NOT: linalg.transpose
// CHECK: %[[Y:.*]] = snn.spike_matmul indexing_maps = [#[[$IMAGE]], #[[$KERNEL]], #[[$SUMS]]] ins(%[[S]], %[[K]] :
// CHECK: return %[[Y]]
func.func @last(%b: tensor<2x9x12x32xi1>, %k: tensor<3x3x32x16xf32>, %c: tensor<2x4x6x16xf32>) -> tensor<2x4x6x16xf32> {
  %z = arith.uitofp %b : tensor<2x9x12x32xi1> to tensor<2x9x12x32xf32>
  %y = linalg.conv_2d_nhwc_hwcf {strides = dense<[2, 1]> : tensor<2xi64>, dilations = dense<[1, 3]> : tensor<2xi64>}
    ins(%z, %k : tensor<2x9x12x32xf32>, tensor<3x3x32x16xf32>) outs(%c : tensor<2x4x6x16xf32>) -> tensor<2x4x6x16xf32>
  return %y : tensor<2x4x6x16xf32>
}

// Channels first: the spikes are laid along them, of an image of any size.
// CHECK-LABEL: func.func @first(
// CHECK-SAME: %[[S:[^:]*]]: tensor<?x32x?x?xi1>,
// CHECK: %[[T:.*]] = linalg.transpose ins(%[[S]] : tensor<?x32x?x?xi1>) outs(%{{.*}} : tensor<?x?x?x32xi1>) permutation = [0, 2, 3, 1]
// CHECK: snn.spike_matmul {{.*}} ins(%[[T]], %{{.*}} : tensor<?x?x?x32xi1>, tensor<32x32x3x3xf32>) outs(%{{.*}} : tensor<?x32x?x?xf32>)
func.func @first(%b: tensor<?x32x?x?xi1>, %k: tensor<32x32x3x3xf32>, %c: tensor<?x32x?x?xf32>) -> tensor<?x32x?x?xf32> {
  %z = arith.uitofp %b : tensor<?x32x?x?xi1> to tensor<?x32x?x?xf32>
  %y = linalg.conv_2d_nchw_fchw ins(%z, %k : tensor<?x32x?x?xf32>, tensor<32x32x3x3xf32>) outs(%c : tensor<?x32x?x?xf32>) -> tensor<?x32x?x?xf32>
  return %y : tensor<?x32x?x?xf32>
}

// The gradient of a kernel.
// CHECK-LABEL: func.func @kernel(
// CHECK: snn.spike_matmul {{.*}} ins(%{{.*}}, %{{.*}} : tensor<2x9x10x32xi1>, tensor<2x7x8x16xf32>) outs(%{{.*}} : tensor<3x3x32x16xf32>)
#x = affine_map<(ky, kx, c, f, n, y, x) -> (n, y + ky, x + kx, c)>
#dy = affine_map<(ky, kx, c, f, n, y, x) -> (n, y, x, f)>
#dk = affine_map<(ky, kx, c, f, n, y, x) -> (ky, kx, c, f)>
func.func @kernel(%b: tensor<2x9x10x32xi1>, %dy: tensor<2x7x8x16xf32>, %sum: tensor<3x3x32x16xf32>) -> tensor<3x3x32x16xf32> {
  %z = arith.uitofp %b : tensor<2x9x10x32xi1> to tensor<2x9x10x32xf32>
  %next = linalg.generic {indexing_maps = [#x, #dy, #dk], iterator_types = ["parallel", "parallel", "parallel", "parallel", "reduction", "reduction", "reduction"]}
      ins(%z, %dy : tensor<2x9x10x32xf32>, tensor<2x7x8x16xf32>) outs(%sum : tensor<3x3x32x16xf32>) {
  ^bb0(%in: f32, %d: f32, %out: f32):
    %p = arith.mulf %d, %in : f32
    %s = arith.addf %out, %p : f32
    linalg.yield %s : f32
  } -> tensor<3x3x32x16xf32>
  return %next : tensor<3x3x32x16xf32>
}

// Few channels and filters are multiplied faster than walked; more of them are needed where spikes have to be laid out.
// Windows that lie in windows have no channels, and sums that are windows no rows.
// CHECK-LABEL: func.func @stay(
// CHECK-NOT: snn.spike_matmul
// CHECK: return
#sum = affine_map<(x, k, c, f) -> (x + k, c)>
#along = affine_map<(x, k, c, f) -> (x, f)>
#weights = affine_map<(x, k, c, f) -> (k, f, c)>
func.func @stay(%b: tensor<2x9x10x2xi1>, %k: tensor<3x3x2x16xf32>, %c: tensor<2x7x8x16xf32>,
                %b1: tensor<2x32x9x10xi1>, %k1: tensor<16x32x3x3xf32>, %c1: tensor<2x16x7x8xf32>,
                %b2: tensor<20xi1>, %k2: tensor<3xf32>, %c2: tensor<18xf32>,
                %b3: tensor<18x64xi1>, %k3: tensor<3x64x64xf32>, %c3: tensor<20x64xf32>)
    -> (tensor<2x7x8x16xf32>, tensor<2x16x7x8xf32>, tensor<18xf32>, tensor<20x64xf32>) {
  %z = arith.uitofp %b : tensor<2x9x10x2xi1> to tensor<2x9x10x2xf32>
  %z1 = arith.uitofp %b1 : tensor<2x32x9x10xi1> to tensor<2x32x9x10xf32>
  %z2 = arith.uitofp %b2 : tensor<20xi1> to tensor<20xf32>
  %z3 = arith.uitofp %b3 : tensor<18x64xi1> to tensor<18x64xf32>
  %0 = linalg.conv_2d_nhwc_hwcf ins(%z, %k : tensor<2x9x10x2xf32>, tensor<3x3x2x16xf32>) outs(%c : tensor<2x7x8x16xf32>) -> tensor<2x7x8x16xf32>
  %1 = linalg.conv_2d_nchw_fchw ins(%z1, %k1 : tensor<2x32x9x10xf32>, tensor<16x32x3x3xf32>) outs(%c1 : tensor<2x16x7x8xf32>) -> tensor<2x16x7x8xf32>
  %2 = linalg.conv_1d ins(%z2, %k2 : tensor<20xf32>, tensor<3xf32>) outs(%c2 : tensor<18xf32>) -> tensor<18xf32>
  %3 = linalg.generic {indexing_maps = [#along, #weights, #sum], iterator_types = ["reduction", "reduction", "parallel", "reduction"]}
      ins(%z3, %k3 : tensor<18x64xf32>, tensor<3x64x64xf32>) outs(%c3 : tensor<20x64xf32>) {
  ^bb0(%in: f32, %d: f32, %out: f32):
    %p = arith.mulf %d, %in : f32
    %s = arith.addf %out, %p : f32
    linalg.yield %s : f32
  } -> tensor<20x64xf32>
  return %0, %1, %2, %3 : tensor<2x7x8x16xf32>, tensor<2x16x7x8xf32>, tensor<18xf32>, tensor<20x64xf32>
}
