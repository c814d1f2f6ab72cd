// RUN: snn-opt %s | snn-opt | FileCheck %s
// RUN: snn-opt %s --mlir-print-op-generic | snn-opt | FileCheck %s
// RUN: snn-opt %s --convert-linalg-to-loops | FileCheck %s --check-prefix=LOOPS
// RUN: snn-opt %s --one-shot-bufferize="bufferize-function-boundaries=1 function-boundary-type-conversion=identity-layout-map" \
// RUN:   | FileCheck %s --check-prefix=BUFFER

// CHECK-DAG: #[[$KM:.*]] = affine_map<(d0, d1, d2) -> (d2, d0)>
// CHECK-DAG: #[[$MN:.*]] = affine_map<(d0, d1, d2) -> (d2, d1)>
// CHECK-DAG: #[[$KN:.*]] = affine_map<(d0, d1, d2) -> (d0, d1)>
#s = affine_map<(k, n, m) -> (m, k)>
#d = affine_map<(k, n, m) -> (m, n)>
#c = affine_map<(k, n, m) -> (k, n)>

// The maps of a matmul are not printed.

// CHECK-LABEL: func @matmul(
// CHECK: snn.spike_matmul ins(%{{.*}}, %{{.*}} : tensor<16x128xi1>, tensor<128x10xf32>) outs(%{{.*}} : tensor<16x10xf32>) {tag} -> tensor<16x10xf32>

// BUFFER-LABEL: func @matmul(
// BUFFER-SAME: %[[S:.*]]: memref<16x128xi1>, %[[W:.*]]: memref<128x10xf32>)
// BUFFER: %[[C:.*]] = memref.alloc()
// BUFFER-NOT: memref.copy
// BUFFER: snn.spike_matmul ins(%[[S]], %[[W]] : memref<16x128xi1>, memref<128x10xf32>) outs(%[[C]] : memref<16x10xf32>) {tag}{{$}}
// BUFFER-NOT: memref.copy
// BUFFER: return %[[C]]
func.func @matmul(%s: tensor<16x128xi1>, %w: tensor<128x10xf32>) -> tensor<16x10xf32> {
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<16x10xf32>
  %acc = linalg.fill ins(%zero : f32) outs(%e : tensor<16x10xf32>) -> tensor<16x10xf32>
  %y = snn.spike_matmul ins(%s, %w : tensor<16x128xi1>, tensor<128x10xf32>)
         outs(%acc : tensor<16x10xf32>) {tag} -> tensor<16x10xf32>
  return %y : tensor<16x10xf32>
}

// CHECK-LABEL: func @weight_gradient(
// CHECK: snn.spike_matmul indexing_maps = [#[[$KM]], #[[$MN]], #[[$KN]]] ins(
// CHECK-SAME: tensor<?x?xi1>, tensor<?x?xf32>) outs(%{{.*}} : tensor<?x?xf32>) -> tensor<?x?xf32>
func.func @weight_gradient(%s: tensor<?x?xi1>, %d: tensor<?x?xf32>, %dw: tensor<?x?xf32>) -> tensor<?x?xf32> {
  %g = snn.spike_matmul indexing_maps = [#s, #d, #c]
         ins(%s, %d : tensor<?x?xi1>, tensor<?x?xf32>) outs(%dw : tensor<?x?xf32>) -> tensor<?x?xf32>
  return %g : tensor<?x?xf32>
}

// A batch with one matrix of weights for all, in a narrower type; spikes as
// bytes.

// CHECK-LABEL: func @batch(
// CHECK: memref<?x3x5xi8>, memref<5x4xbf16>) outs(%{{.*}} : memref<?x3x4xf32>) {tag}

// LOOPS-LABEL: func @batch(
// LOOPS-SAME: %[[S:.*]]: memref<?x3x5xi8>, %[[W:.*]]: memref<5x4xbf16>, %[[C:.*]]: memref<?x3x4xf32>)
// LOOPS-DAG: %[[NONE:.*]] = arith.constant 0 : i8
// LOOPS-DAG: %[[ZERO:.*]] = arith.constant 0.000000e+00 : f32
// LOOPS: scf.for %[[B:.*]] =
// LOOPS: scf.for %[[M:.*]] =
// LOOPS: scf.for %[[N:.*]] =
// LOOPS: scf.for %[[K:.*]] =
// LOOPS: %[[BYTE:.*]] = memref.load %[[S]][%[[B]], %[[M]], %[[K]]]
// LOOPS: %[[NARROW:.*]] = memref.load %[[W]][%[[K]], %[[N]]]
// LOOPS: %[[SUM:.*]] = memref.load %[[C]][%[[B]], %[[M]], %[[N]]]
// LOOPS: %[[FIRES:.*]] = arith.cmpi ne, %[[BYTE]], %[[NONE]] : i8
// LOOPS: %[[WIDE:.*]] = arith.extf %[[NARROW]] : bf16 to f32
// LOOPS: %[[TERM:.*]] = arith.select %[[FIRES]], %[[WIDE]], %[[ZERO]] : f32
// LOOPS: %[[NEXT:.*]] = arith.addf %[[SUM]], %[[TERM]] : f32
// LOOPS: memref.store %[[NEXT]], %[[C]][%[[B]], %[[M]], %[[N]]]
func.func @batch(%s: memref<?x3x5xi8>, %w: memref<5x4xbf16>, %c: memref<?x3x4xf32>) {
  snn.spike_matmul indexing_maps = [affine_map<(b, m, n, k) -> (b, m, k)>,
                                    affine_map<(b, m, n, k) -> (k, n)>,
                                    affine_map<(b, m, n, k) -> (b, m, n)>]
    ins(%s, %w : memref<?x3x5xi8>, memref<5x4xbf16>) outs(%c : memref<?x3x4xf32>) {tag}
  return
}

// A scalar result: every loop is summed over.

// CHECK-LABEL: func @dot(
// CHECK: outs(%{{.*}} : tensor<f64>) -> tensor<f64>
func.func @dot(%s: tensor<7xi1>, %w: tensor<7xf64>, %c: tensor<f64>) -> tensor<f64> {
  %y = snn.spike_matmul indexing_maps = [affine_map<(k) -> (k)>, affine_map<(k) -> (k)>, affine_map<(k) -> ()>]
    ins(%s, %w : tensor<7xi1>, tensor<7xf64>) outs(%c : tensor<f64>) -> tensor<f64>
  return %y : tensor<f64>
}
