// RUN: snn-opt %s --ad-differentiate --inline --symbol-dce --canonicalize --cse | FileCheck %s

// dA = dC B^T and dB = A^T dC by the op's own maps.

// CHECK-DAG: #[[$T:.*]] = affine_map<(d0, d1) -> (d1, d0)>
// CHECK-DAG: #[[$ID:.*]] = affine_map<(d0, d1) -> (d0, d1)>
// CHECK-DAG: #[[$D0:.*]] = affine_map<(d0, d1) -> (d0)>
// CHECK-DAG: #[[$D1:.*]] = affine_map<(d0, d1) -> (d1)>
// CHECK-DAG: #[[$LEFT:.*]] = affine_map<(d0, d1, d2, d3) -> (d0, d3, d1)>
// CHECK-DAG: #[[$RIGHT:.*]] = affine_map<(d0, d1, d2, d3) -> (d0, d3, d2)>

// The vector receives a contraction with the transposed matrix. The matrix
// receives an outer product, which sums nothing and is no contraction; the init
// receives the cotangent.

// CHECK-LABEL: func.func @d_matvec(
// CHECK-SAME: %[[A:[^:]*]]: tensor<3x4xf32>, %[[X:[^:]*]]: tensor<4xf32>, %{{[^:]*}}: tensor<3xf32>, %[[CT:[^:]*]]: tensor<3xf32>)
// CHECK: %[[ZEROS:.*]] = linalg.fill {{.*}} -> tensor<4xf32>
// CHECK: %[[DX:.*]] = linalg.contract indexing_maps = [#[[$T]], #[[$D1]], #[[$D0]]] ins(%[[A]], %[[CT]] : {{.*}}) outs(%[[ZEROS]] :
// CHECK: %[[DA:.*]] = linalg.generic {indexing_maps = [#[[$D1]], #[[$D0]], #[[$ID]]], iterator_types = ["parallel", "parallel"]} ins(%[[X]], %[[CT]] :
// CHECK: ^bb0(%[[XE:.*]]: f32, %[[CE:.*]]: f32, %{{.*}}: f32):
// CHECK-NEXT: %[[P:.*]] = arith.mulf %[[CE]], %[[XE]]
// CHECK-NEXT: linalg.yield %[[P]]
// CHECK: return %[[DA]], %[[DX]], %[[CT]]
func.func private @matvec(%a: tensor<3x4xf32>, %x: tensor<4xf32>, %c: tensor<3xf32>) -> tensor<3xf32> {
  %z = linalg.matvec ins(%a, %x : tensor<3x4xf32>, tensor<4xf32>) outs(%c : tensor<3xf32>) -> tensor<3xf32>
  return %z : tensor<3xf32>
}
func.func @d_matvec(%a: tensor<3x4xf32>, %x: tensor<4xf32>, %c: tensor<3xf32>, %ct: tensor<3xf32>) -> (tensor<3x4xf32>, tensor<4xf32>, tensor<3xf32>) {
  %d:3 = ad.vjp @matvec(%a, %x, %c) cotangents(%ct) {wrt = [0, 1, 2]} : (tensor<3x4xf32>, tensor<4xf32>, tensor<3xf32>) cotangents(tensor<3xf32>) -> (tensor<3x4xf32>, tensor<4xf32>, tensor<3xf32>)
  return %d#0, %d#1, %d#2 : tensor<3x4xf32>, tensor<4xf32>, tensor<3xf32>
}

// In a batch, with a size that is not known: of the right side only that size is
// read. Half precision is summed in f32 and rounded once.

// CHECK-LABEL: func.func @d_batch(
// CHECK-SAME: %[[A:[^:]*]]: tensor<2x3x?xf16>, %[[B:[^:]*]]: tensor<2x?x4xf16>, %{{[^:]*}}: tensor<2x3x4xf16>, %[[CT:[^:]*]]: tensor<2x3x4xf16>)
// CHECK: %[[K:.*]] = tensor.dim %[[B]], %c1
// CHECK: %[[E:.*]] = tensor.empty(%[[K]]) : tensor<2x?x4xf32>
// CHECK: %[[ZEROS:.*]] = linalg.fill {{.*}} outs(%[[E]]
// CHECK: %[[DB:.*]] = linalg.batch_matmul indexing_maps = [#[[$LEFT]], #[[$RIGHT]], {{.*}}] ins(%[[A]], %[[CT]] : {{.*}}) outs(%[[ZEROS]] : tensor<2x?x4xf32>)
// CHECK: %[[NARROW:.*]] = arith.truncf %[[DB]] : tensor<2x?x4xf32> to tensor<2x?x4xf16>
// CHECK: return %[[NARROW]]
func.func private @batch(%a: tensor<2x3x?xf16>, %b: tensor<2x?x4xf16>, %c: tensor<2x3x4xf16>) -> tensor<2x3x4xf16> {
  %z = linalg.batch_matmul ins(%a, %b : tensor<2x3x?xf16>, tensor<2x?x4xf16>) outs(%c : tensor<2x3x4xf16>) -> tensor<2x3x4xf16>
  return %z : tensor<2x3x4xf16>
}
func.func @d_batch(%a: tensor<2x3x?xf16>, %b: tensor<2x?x4xf16>, %c: tensor<2x3x4xf16>, %ct: tensor<2x3x4xf16>) -> tensor<2x?x4xf16> {
  %d = ad.vjp @batch(%a, %b, %c) cotangents(%ct) {wrt = [1]} : (tensor<2x3x?xf16>, tensor<2x?x4xf16>, tensor<2x3x4xf16>) cotangents(tensor<2x3x4xf16>) -> (tensor<2x?x4xf16>)
  return %d : tensor<2x?x4xf16>
}

// Both sides of a dot product are one, so it is squared: x receives 2 ct x.

// CHECK-LABEL: func.func @d_norm(
// CHECK-SAME: %[[X:[^:]*]]: tensor<?xf64>, %{{[^:]*}}: tensor<f64>, %[[CT:[^:]*]]: tensor<f64>)
// CHECK: %[[D:.*]] = linalg.generic {{.*}}iterator_types = ["parallel"]} ins(%[[X]], %[[X]], %[[CT]] : tensor<?xf64>, tensor<?xf64>, tensor<f64>)
// CHECK: ^bb0(%[[LEFT:.*]]: f64, %[[RIGHT:.*]]: f64, %[[CE:.*]]: f64, %{{.*}}: f64):
// CHECK: %[[TO_LEFT:.*]] = arith.mulf %[[CE]], %[[RIGHT]]
// CHECK: %[[TO_RIGHT:.*]] = arith.mulf %[[CE]], %[[LEFT]]
// CHECK: %[[S:.*]] = arith.addf %[[TO_LEFT]], %[[TO_RIGHT]]
// CHECK: linalg.yield %[[S]]
// CHECK: return %[[D]]
func.func private @norm(%x: tensor<?xf64>, %c: tensor<f64>) -> tensor<f64> {
  %z = linalg.dot ins(%x, %x : tensor<?xf64>, tensor<?xf64>) outs(%c : tensor<f64>) -> tensor<f64>
  return %z : tensor<f64>
}
func.func @d_norm(%x: tensor<?xf64>, %c: tensor<f64>, %ct: tensor<f64>) -> tensor<?xf64> {
  %d = ad.vjp @norm(%x, %c) cotangents(%ct) {wrt = [0]} : (tensor<?xf64>, tensor<f64>) cotangents(tensor<f64>) -> (tensor<?xf64>)
  return %d : tensor<?xf64>
}
