// RUN: snn-opt %s --ad-differentiate --split-input-file | FileCheck %s

// The weights get the contraction of the cotangent with the same spikes.

// CHECK-DAG: #[[$MK:.*]] = affine_map<(d0, d1, d2) -> (d0, d2)>
// CHECK-DAG: #[[$KN:.*]] = affine_map<(d0, d1, d2) -> (d2, d1)>
// CHECK-DAG: #[[$MN:.*]] = affine_map<(d0, d1, d2) -> (d0, d1)>
// CHECK-LABEL: func private @matmul_vjp
// CHECK-SAME: %[[S:[^:]*]]: tensor<2x3xi1>, %{{[^:]*}}: tensor<3x4xf32>, %{{[^:]*}}: tensor<2x4xf32>, %[[CT:[^:]*]]: tensor<2x4xf32>)
// CHECK: %[[DW:.*]] = snn.spike_matmul indexing_maps = [#[[$MK]], #[[$MN]], #[[$KN]]]
// CHECK-SAME: ins(%[[S]], %[[CT]] : tensor<2x3xi1>, tensor<2x4xf32>) outs(%{{.*}} : tensor<3x4xf32>)
// CHECK: return %[[DW]], %[[CT]]
func.func @matmul(%s: tensor<2x3xi1>, %w: tensor<3x4xf32>, %c: tensor<2x4xf32>) -> tensor<2x4xf32> {
  %0 = snn.spike_matmul ins(%s, %w : tensor<2x3xi1>, tensor<3x4xf32>) outs(%c : tensor<2x4xf32>) -> tensor<2x4xf32>
  return %0 : tensor<2x4xf32>
}
func.func @gradient(%s: tensor<2x3xi1>, %w: tensor<3x4xf32>, %c: tensor<2x4xf32>, %ct: tensor<2x4xf32>) -> (tensor<3x4xf32>, tensor<2x4xf32>) {
  %dw, %dc = ad.vjp @matmul(%s, %w, %c) cotangents(%ct) {wrt = [1, 2]}
    : (tensor<2x3xi1>, tensor<3x4xf32>, tensor<2x4xf32>) cotangents(tensor<2x4xf32>) -> (tensor<3x4xf32>, tensor<2x4xf32>)
  return %dw, %dc : tensor<3x4xf32>, tensor<2x4xf32>
}

// -----

// The gradient of narrow weights is summed in the result's type.

// CHECK-LABEL: func private @narrow_vjp
// CHECK: %[[SUM:.*]] = snn.spike_matmul {{.*}} outs(%{{.*}} : tensor<3x4xf32>)
// CHECK: arith.truncf %[[SUM]] : tensor<3x4xf32> to tensor<3x4xbf16>
func.func @narrow(%s: tensor<2x3xi1>, %w: tensor<3x4xbf16>, %c: tensor<2x4xf32>) -> tensor<2x4xf32> {
  %0 = snn.spike_matmul ins(%s, %w : tensor<2x3xi1>, tensor<3x4xbf16>) outs(%c : tensor<2x4xf32>) -> tensor<2x4xf32>
  return %0 : tensor<2x4xf32>
}
func.func @gradient(%s: tensor<2x3xi1>, %w: tensor<3x4xbf16>, %c: tensor<2x4xf32>, %ct: tensor<2x4xf32>) -> tensor<3x4xbf16> {
  %dw = ad.vjp @narrow(%s, %w, %c) cotangents(%ct) {wrt = [1]}
    : (tensor<2x3xi1>, tensor<3x4xbf16>, tensor<2x4xf32>) cotangents(tensor<2x4xf32>) -> (tensor<3x4xbf16>)
  return %dw : tensor<3x4xbf16>
}
