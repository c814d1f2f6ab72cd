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

// -----

// Weights that nobody asks for have no product beside that of the forward sweep;
// the init passes its cotangent.

// CHECK-LABEL: func private @frozen_vjp
// CHECK-SAME: %[[CT:[a-z0-9]+]]: tensor<?x?xf64>) -> tensor<?x?xf64>
// CHECK: snn.spike_matmul ins(%{{.*}}, %{{.*}} : tensor<?x?xi1>, tensor<?x?xf64>)
// CHECK-NOT: snn.spike_matmul
// CHECK: return %[[CT]]
func.func @frozen(%s: tensor<?x?xi1>, %w: tensor<?x?xf64>, %c: tensor<?x?xf64>) -> tensor<?x?xf64> {
  %0 = snn.spike_matmul ins(%s, %w : tensor<?x?xi1>, tensor<?x?xf64>) outs(%c : tensor<?x?xf64>) -> tensor<?x?xf64>
  return %0 : tensor<?x?xf64>
}
func.func @gradient(%s: tensor<?x?xi1>, %w: tensor<?x?xf64>, %c: tensor<?x?xf64>, %ct: tensor<?x?xf64>) -> tensor<?x?xf64> {
  %dc = ad.vjp @frozen(%s, %w, %c) cotangents(%ct) {wrt = [2]}
    : (tensor<?x?xi1>, tensor<?x?xf64>, tensor<?x?xf64>) cotangents(tensor<?x?xf64>) -> (tensor<?x?xf64>)
  return %dc : tensor<?x?xf64>
}

// -----

// Two products by the same weights: the second adds to the gradient of the
// first. In reverse the later one comes first.

// CHECK-LABEL: func private @twice_vjp
// CHECK-SAME: %[[S:[^:]*]]: tensor<3xi1>, %[[U:[^:]*]]: tensor<3xi1>, %{{[^:]*}}: tensor<3x?xf64>, %{{[^:]*}}: tensor<?xf64>, %[[CT:[^:]*]]: tensor<?xf64>)
// CHECK: %[[LATER:.*]] = snn.spike_matmul {{.*}} ins(%[[U]], %[[CT]] : tensor<3xi1>, tensor<?xf64>) outs(%{{.*}} : tensor<3x?xf64>)
// CHECK: %[[ALL:.*]] = snn.spike_matmul {{.*}} ins(%[[S]], %[[CT]] : tensor<3xi1>, tensor<?xf64>) outs(%[[LATER]] : tensor<3x?xf64>)
// CHECK: return %[[ALL]]
#s = affine_map<(n, k) -> (k)>
#w = affine_map<(n, k) -> (k, n)>
#c = affine_map<(n, k) -> (n)>
func.func @twice(%s: tensor<3xi1>, %u: tensor<3xi1>, %w: tensor<3x?xf64>, %c: tensor<?xf64>) -> tensor<?xf64> {
  %0 = snn.spike_matmul indexing_maps = [#s, #w, #c] ins(%s, %w : tensor<3xi1>, tensor<3x?xf64>) outs(%c : tensor<?xf64>) -> tensor<?xf64>
  %1 = snn.spike_matmul indexing_maps = [#s, #w, #c] ins(%u, %w : tensor<3xi1>, tensor<3x?xf64>) outs(%0 : tensor<?xf64>) -> tensor<?xf64>
  return %1 : tensor<?xf64>
}
func.func @gradient(%s: tensor<3xi1>, %u: tensor<3xi1>, %w: tensor<3x?xf64>, %c: tensor<?xf64>, %ct: tensor<?xf64>) -> tensor<3x?xf64> {
  %dw = ad.vjp @twice(%s, %u, %w, %c) cotangents(%ct) {wrt = [2]}
    : (tensor<3xi1>, tensor<3xi1>, tensor<3x?xf64>, tensor<?xf64>) cotangents(tensor<?xf64>) -> (tensor<3x?xf64>)
  return %dw : tensor<3x?xf64>
}

// -----

// Narrow weights of a narrow result are summed wider than both.

// CHECK-LABEL: func private @halves_vjp
// CHECK: %[[SUM:.*]] = snn.spike_matmul {{.*}} outs(%{{.*}} : tensor<3x0xf32>)
// CHECK: arith.truncf %[[SUM]] : tensor<3x0xf32> to tensor<3x0xf16>
func.func @halves(%s: tensor<2x3xi1>, %w: tensor<3x0xf16>, %c: tensor<2x0xf16>) -> tensor<2x0xf16> {
  %0 = snn.spike_matmul ins(%s, %w : tensor<2x3xi1>, tensor<3x0xf16>) outs(%c : tensor<2x0xf16>) -> tensor<2x0xf16>
  return %0 : tensor<2x0xf16>
}
func.func @gradient(%s: tensor<2x3xi1>, %w: tensor<3x0xf16>, %c: tensor<2x0xf16>, %ct: tensor<2x0xf16>) -> tensor<3x0xf16> {
  %dw = ad.vjp @halves(%s, %w, %c) cotangents(%ct) {wrt = [1]}
    : (tensor<2x3xi1>, tensor<3x0xf16>, tensor<2x0xf16>) cotangents(tensor<2x0xf16>) -> (tensor<3x0xf16>)
  return %dw : tensor<3x0xf16>
}
