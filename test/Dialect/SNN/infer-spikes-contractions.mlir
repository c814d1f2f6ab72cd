// RUN: snn-opt %s --snn-infer-spikes --canonicalize --cse | FileCheck %s
// RUN: snn-opt %s --snn-infer-spikes=mask-products=false --canonicalize --cse | FileCheck %s --check-prefix=KEEP --implicit-check-not=spike_matmul

// CHECK-DAG: #[[$KM:.*]] = affine_map<(d0, d1, d2) -> (d2, d0)>
// CHECK-DAG: #[[$KN:.*]] = affine_map<(d0, d1, d2) -> (d2, d1)>
// CHECK-DAG: #[[$MN:.*]] = affine_map<(d0, d1, d2) -> (d0, d1)>
// CHECK-DAG: #[[$MK:.*]] = affine_map<(d0, d1, d2) -> (d0, d2)>
// CHECK-DAG: #[[$NK:.*]] = affine_map<(d0, d1, d2) -> (d1, d2)>
// CHECK-DAG: #[[$NM:.*]] = affine_map<(d0, d1, d2) -> (d1, d0)>

// The step of a layer.

// CHECK-LABEL: func @matmul(
// CHECK-SAME: %[[B:.*]]: tensor<3x4xi1>, %[[W:.*]]: tensor<4x5xf32>, %[[C:.*]]: tensor<3x5xf32>)
// CHECK: %[[Y:.*]] = snn.spike_matmul ins(%[[B]], %[[W]] : tensor<3x4xi1>, tensor<4x5xf32>) outs(%[[C]] : tensor<3x5xf32>)
// CHECK-NEXT: return %[[Y]]
// KEEP-LABEL: func @matmul(
// KEEP: linalg.matmul
func.func @matmul(%b: tensor<3x4xi1>, %w: tensor<4x5xf32>, %c: tensor<3x5xf32>) -> tensor<3x5xf32> {
  %z = arith.uitofp %b : tensor<3x4xi1> to tensor<3x4xf32>
  %y = linalg.matmul ins(%z, %w : tensor<3x4xf32>, tensor<4x5xf32>) outs(%c : tensor<3x5xf32>) -> tensor<3x5xf32>
  return %y : tensor<3x5xf32>
}

// The gradient of its weights: transposed spikes.

// CHECK-LABEL: func @weight_gradient(
// CHECK-SAME: %[[B:.*]]: tensor<?x4xi1>, %[[D:.*]]: tensor<?x5xf32>, %[[G:.*]]: tensor<4x5xf32>)
// CHECK: snn.spike_matmul indexing_maps = [#[[$KM]], #[[$KN]], #[[$MN]]] ins(%[[B]], %[[D]] :
func.func @weight_gradient(%b: tensor<?x4xi1>, %d: tensor<?x5xf32>, %g: tensor<4x5xf32>) -> tensor<4x5xf32> {
  %z = arith.uitofp %b : tensor<?x4xi1> to tensor<?x4xf32>
  %y = linalg.matmul indexing_maps = [affine_map<(m, n, k) -> (k, m)>, affine_map<(m, n, k) -> (k, n)>, affine_map<(m, n, k) -> (m, n)>]
      ins(%z, %d : tensor<?x4xf32>, tensor<?x5xf32>) outs(%g : tensor<4x5xf32>) -> tensor<4x5xf32>
  return %y : tensor<4x5xf32>
}

// Spikes on the right; a body of its own and a result that lies the other way.

// CHECK-LABEL: func @right(
// CHECK-SAME: %[[W:.*]]: tensor<5x4xf64>, %[[B:.*]]: tensor<4x3xi1>, %[[C:.*]]: tensor<5x3xf64>, %[[T:.*]]: tensor<3x5xf64>)
// CHECK: snn.spike_matmul indexing_maps = [#[[$KN]], #[[$MK]], #[[$MN]]] ins(%[[B]], %[[W]] : {{.*}}) outs(%[[C]]
// CHECK: snn.spike_matmul indexing_maps = [#[[$KN]], #[[$MK]], #[[$NM]]] ins(%[[B]], %[[W]] : {{.*}}) outs(%[[T]]
func.func @right(%w: tensor<5x4xf64>, %b: tensor<4x3xi1>, %c: tensor<5x3xf64>, %t: tensor<3x5xf64>) -> (tensor<5x3xf64>, tensor<3x5xf64>) {
  %z = arith.uitofp %b : tensor<4x3xi1> to tensor<4x3xf64>
  %0 = linalg.matmul ins(%w, %z : tensor<5x4xf64>, tensor<4x3xf64>) outs(%c : tensor<5x3xf64>) -> tensor<5x3xf64>
  %1 = linalg.generic {
      indexing_maps = [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (k, n)>, affine_map<(m, n, k) -> (n, m)>],
      iterator_types = ["parallel", "parallel", "reduction"]
    } ins(%w, %z : tensor<5x4xf64>, tensor<4x3xf64>) outs(%t : tensor<3x5xf64>) {
    ^bb0(%x: f64, %y: f64, %sum: f64):
      %p = arith.mulf %y, %x : f64
      %s = arith.addf %p, %sum : f64
      linalg.yield %s : f64
    } -> tensor<3x5xf64>
  return %0, %1 : tensor<5x3xf64>, tensor<3x5xf64>
}

// Batches, vectors, a dot product.

// CHECK-LABEL: func @forms(
// CHECK: snn.spike_matmul {{.*}} ins(%{{.*}}, %{{.*}} : tensor<2x3x4xi1>, tensor<2x4x5xf32>)
// CHECK: snn.spike_matmul {{.*}} ins(%{{.*}}, %{{.*}} : tensor<3x4xi1>, tensor<4xf32>)
// CHECK: snn.spike_matmul {{.*}} ins(%{{.*}}, %{{.*}} : tensor<4xi1>, tensor<4x5xf32>)
// CHECK: snn.spike_matmul {{.*}} ins(%{{.*}}, %{{.*}} : tensor<4xi1>, tensor<4xf32>) outs(%{{.*}} : tensor<f32>)
// CHECK-NOT: linalg.{{[bdv]}}
func.func @forms(%b: tensor<2x3x4xi1>, %b2: tensor<3x4xi1>, %b1: tensor<4xi1>, %w: tensor<2x4x5xf32>, %m: tensor<4x5xf32>, %v: tensor<4xf32>,
    %c0: tensor<2x3x5xf32>, %c1: tensor<3xf32>, %c2: tensor<5xf32>, %c3: tensor<f32>) -> (tensor<2x3x5xf32>, tensor<3xf32>, tensor<5xf32>, tensor<f32>) {
  %z = arith.uitofp %b : tensor<2x3x4xi1> to tensor<2x3x4xf32>
  %z2 = arith.uitofp %b2 : tensor<3x4xi1> to tensor<3x4xf32>
  %z1 = arith.uitofp %b1 : tensor<4xi1> to tensor<4xf32>
  %0 = linalg.batch_matmul ins(%z, %w : tensor<2x3x4xf32>, tensor<2x4x5xf32>) outs(%c0 : tensor<2x3x5xf32>) -> tensor<2x3x5xf32>
  %1 = linalg.matvec ins(%z2, %v : tensor<3x4xf32>, tensor<4xf32>) outs(%c1 : tensor<3xf32>) -> tensor<3xf32>
  %2 = linalg.vecmat ins(%z1, %m : tensor<4xf32>, tensor<4x5xf32>) outs(%c2 : tensor<5xf32>) -> tensor<5xf32>
  %3 = linalg.dot ins(%z1, %v : tensor<4xf32>, tensor<4xf32>) outs(%c3 : tensor<f32>) -> tensor<f32>
  return %0, %1, %2, %3 : tensor<2x3x5xf32>, tensor<3xf32>, tensor<5xf32>, tensor<f32>
}

// Of two sides that are spikes one is converted.

// CHECK-LABEL: func @both(
// CHECK-SAME: %[[A:.*]]: tensor<3x4xi1>, %[[B:.*]]: tensor<5x4xi1>,
// CHECK: %[[Z:.*]] = arith.uitofp %[[B]]
// CHECK: snn.spike_matmul indexing_maps = [#[[$MK]], #[[$NK]], #[[$MN]]] ins(%[[A]], %[[Z]] :
func.func @both(%a: tensor<3x4xi1>, %b: tensor<5x4xi1>, %c: tensor<3x5xf32>) -> tensor<3x5xf32> {
  %y = arith.uitofp %a : tensor<3x4xi1> to tensor<3x4xf32>
  %z = arith.uitofp %b : tensor<5x4xi1> to tensor<5x4xf32>
  %0 = linalg.contract indexing_maps = [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (n, k)>, affine_map<(m, n, k) -> (m, n)>]
      ins(%y, %z : tensor<3x4xf32>, tensor<5x4xf32>) outs(%c : tensor<3x5xf32>) -> tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}

// Narrow weights are widened to the sum, as the op does.

// CHECK-LABEL: func @narrow(
// CHECK: snn.spike_matmul ins(%{{.*}}, %{{.*}} : tensor<3x4xi1>, tensor<4x5xf16>) outs(%{{.*}} : tensor<3x5xf32>)
func.func @narrow(%b: tensor<3x4xi1>, %w: tensor<4x5xf16>, %c: tensor<3x5xf32>) -> tensor<3x5xf32> {
  %z = arith.uitofp %b : tensor<3x4xi1> to tensor<3x4xf16>
  %y = linalg.matmul ins(%z, %w : tensor<3x4xf16>, tensor<4x5xf16>) outs(%c : tensor<3x5xf32>) -> tensor<3x5xf32>
  return %y : tensor<3x5xf32>
}

// What is no sum of products of two tensors, and what the op has no maps for:
// a wide weight, a loop of the spikes alone, overlapping windows.

// CHECK-LABEL: func @others(
// CHECK-NOT: snn.spike_matmul
// CHECK: linalg.matmul
// CHECK: linalg.generic
// CHECK: linalg.conv_1d
// CHECK: linalg.generic
// CHECK-NOT: snn.spike_matmul
func.func @others(%b: tensor<3x4xi1>, %b1: tensor<6xi1>, %w: tensor<4x5xf64>, %v: tensor<5xf32>, %k: tensor<3xf32>, %c: tensor<3x5xf32>, %d: tensor<3x5xf32>,
    %e: tensor<4xf32>, %s: f32) -> (tensor<3x5xf32>, tensor<3x5xf32>, tensor<4xf32>, tensor<3x5xf32>) {
  %z = arith.uitofp %b : tensor<3x4xi1> to tensor<3x4xf32>
  %z1 = arith.uitofp %b1 : tensor<6xi1> to tensor<6xf32>
  %0 = linalg.matmul ins(%z, %w : tensor<3x4xf32>, tensor<4x5xf64>) outs(%c : tensor<3x5xf32>) -> tensor<3x5xf32>
  %1 = linalg.generic {
      indexing_maps = [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (n)>, affine_map<(m, n, k) -> (m, n)>],
      iterator_types = ["parallel", "parallel", "reduction"]
    } ins(%z, %v : tensor<3x4xf32>, tensor<5xf32>) outs(%d : tensor<3x5xf32>) {
    ^bb0(%x: f32, %y: f32, %sum: f32):
      %p = arith.mulf %y, %x : f32
      %q = arith.addf %p, %sum : f32
      linalg.yield %q : f32
    } -> tensor<3x5xf32>
  %2 = linalg.conv_1d ins(%z1, %k : tensor<6xf32>, tensor<3xf32>) outs(%e : tensor<4xf32>) -> tensor<4xf32>
  %3 = linalg.generic {
      indexing_maps = [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> ()>, affine_map<(m, n, k) -> (m, n)>],
      iterator_types = ["parallel", "parallel", "reduction"]
    } ins(%z, %s : tensor<3x4xf32>, f32) outs(%d : tensor<3x5xf32>) {
    ^bb0(%x: f32, %y: f32, %sum: f32):
      %p = arith.mulf %y, %x : f32
      %q = arith.addf %p, %sum : f32
      linalg.yield %q : f32
    } -> tensor<3x5xf32>
  return %0, %1, %2, %3 : tensor<3x5xf32>, tensor<3x5xf32>, tensor<4xf32>, tensor<3x5xf32>
}
