// RUN: snn-opt %s --ad-differentiate --inline --symbol-dce --canonicalize --cse | FileCheck %s

// A maximum: how many attain it is counted, the init among them, and each has an
// equal share. Of the primal the operand, the init and the result are read.

// CHECK-DAG: #[[$ALL:.*]] = affine_map<(d0, d1) -> (d0, d1)>
// CHECK-DAG: #[[$ROW:.*]] = affine_map<(d0, d1) -> (d0)>
// CHECK-DAG: #[[$COLUMN:.*]] = affine_map<(d0, d1) -> (d1)>

// CHECK-LABEL: func.func @d_rowmax(
// CHECK-SAME: %[[X:[^:]*]]: tensor<?x4xf32>, %[[I:[^:]*]]: tensor<?xf32>, %[[CT:[^:]*]]: tensor<?xf32>)
// CHECK-DAG: %[[ZERO:.*]] = arith.constant 0.0
// CHECK-DAG: %[[ONE:.*]] = arith.constant 1.0
// CHECK: %[[Z:.*]] = linalg.reduce { arith.maximumf } ins(%[[X]]
// CHECK: %[[OFINIT:.*]] = linalg.generic {{.*}} ins(%[[Z]], %[[I]] :
// CHECK: arith.cmpf oeq
// CHECK: %[[COUNT:.*]] = linalg.generic {indexing_maps = [#[[$ALL]], #[[$ROW]], #[[$ROW]]], iterator_types = ["parallel", "reduction"]} ins(%[[X]], %[[Z]] : {{.*}}) outs(%[[OFINIT]] :
// CHECK: ^bb0(%[[A:.*]]: f32, %[[B:.*]]: f32, %[[OLD:.*]]: f32):
// CHECK: %[[IS:.*]] = arith.cmpf oeq, %[[A]], %[[B]]
// CHECK: %[[MORE:.*]] = arith.select %[[IS]], %[[ONE]], %[[ZERO]]
// CHECK: arith.addf %[[OLD]], %[[MORE]]
// CHECK: %[[SHARE:.*]] = linalg.generic {{.*}} ins(%[[CT]], %[[COUNT]] :
// CHECK: arith.divf
// CHECK: %[[DX:.*]] = linalg.generic {indexing_maps = [#[[$ALL]], #[[$ROW]], #[[$ROW]], #[[$ALL]]], iterator_types = ["parallel", "parallel"]} ins(%[[X]], %[[Z]], %[[SHARE]] :
// CHECK: ^bb0(%[[A:.*]]: f32, %[[B:.*]]: f32, %[[S:.*]]: f32, %{{.*}}: f32):
// CHECK: %[[IS:.*]] = arith.cmpf oeq, %[[A]], %[[B]]
// CHECK: arith.select %[[IS]], %[[S]], %[[ZERO]]
// CHECK: return %[[DX]]
func.func private @rowmax(%x: tensor<?x4xf32>, %i: tensor<?xf32>) -> tensor<?xf32> {
  %z = linalg.reduce { arith.maximumf } ins(%x : tensor<?x4xf32>) outs(%i : tensor<?xf32>) dimensions = [1]
  return %z : tensor<?xf32>
}
func.func @d_rowmax(%x: tensor<?x4xf32>, %i: tensor<?xf32>, %ct: tensor<?xf32>) -> tensor<?x4xf32> {
  %d = ad.vjp @rowmax(%x, %i) cotangents(%ct) {wrt = [0]} : (tensor<?x4xf32>, tensor<?xf32>) cotangents(tensor<?xf32>) -> (tensor<?x4xf32>)
  return %d : tensor<?x4xf32>
}

// A sum spreads its cotangent, reads nothing of the primal, and hands it to the
// init as it is.

// CHECK-LABEL: func.func @d_rowsum(
// CHECK-SAME: %{{[^:]*}}: tensor<3x4xbf16>, %{{[^:]*}}: tensor<3xbf16>, %[[CT:[^:]*]]: tensor<3xbf16>)
// CHECK-NEXT: %[[E:.*]] = tensor.empty() : tensor<3x4xbf16>
// CHECK-NEXT: %[[DX:.*]] = linalg.generic {indexing_maps = [#[[$ROW]], #[[$ALL]]], iterator_types = ["parallel", "parallel"]} ins(%[[CT]] : tensor<3xbf16>) outs(%[[E]]
// CHECK-NEXT: ^bb0(%[[A:.*]]: bf16, %{{.*}}: bf16):
// CHECK-NEXT: linalg.yield %[[A]]
// CHECK: return %[[DX]], %[[CT]]
func.func private @rowsum(%x: tensor<3x4xbf16>, %i: tensor<3xbf16>) -> tensor<3xbf16> {
  %z = linalg.reduce { arith.addf } ins(%x : tensor<3x4xbf16>) outs(%i : tensor<3xbf16>) dimensions = [1]
  return %z : tensor<3xbf16>
}
func.func @d_rowsum(%x: tensor<3x4xbf16>, %i: tensor<3xbf16>, %ct: tensor<3xbf16>) -> (tensor<3x4xbf16>, tensor<3xbf16>) {
  %d:2 = ad.vjp @rowsum(%x, %i) cotangents(%ct) {wrt = [0, 1]} : (tensor<3x4xbf16>, tensor<3xbf16>) cotangents(tensor<3xbf16>) -> (tensor<3x4xbf16>, tensor<3xbf16>)
  return %d#0, %d#1 : tensor<3x4xbf16>, tensor<3xbf16>
}

// What is repeated receives a sum, taken in f32 and rounded once; the init, which
// is only written, has no part in it.

// CHECK-LABEL: func.func @d_spread(
// CHECK-SAME: %{{[^:]*}}: tensor<4xbf16>, %{{[^:]*}}: tensor<3x4xbf16>, %[[CT:[^:]*]]: tensor<3x4xbf16>)
// CHECK: %[[ZEROS:.*]] = linalg.fill {{.*}} -> tensor<4xf32>
// CHECK: %[[SUM:.*]] = linalg.generic {indexing_maps = [#[[$ALL]], #[[$COLUMN]]], iterator_types = ["reduction", "parallel"]} ins(%[[CT]] : tensor<3x4xbf16>) outs(%[[ZEROS]] : tensor<4xf32>)
// CHECK: ^bb0(%[[A:.*]]: bf16, %[[OLD:.*]]: f32):
// CHECK-NEXT: %[[WIDE:.*]] = arith.extf %[[A]]
// CHECK-NEXT: arith.addf %[[OLD]], %[[WIDE]] : f32
// CHECK: %[[DX:.*]] = arith.truncf %[[SUM]] : tensor<4xf32> to tensor<4xbf16>
// CHECK: return %[[DX]]
func.func private @spread(%x: tensor<4xbf16>, %e: tensor<3x4xbf16>) -> tensor<3x4xbf16> {
  %z = linalg.broadcast ins(%x : tensor<4xbf16>) outs(%e : tensor<3x4xbf16>) dimensions = [0]
  return %z : tensor<3x4xbf16>
}
func.func @d_spread(%x: tensor<4xbf16>, %e: tensor<3x4xbf16>, %ct: tensor<3x4xbf16>) -> tensor<4xbf16> {
  %d = ad.vjp @spread(%x, %e) cotangents(%ct) {wrt = [0]} : (tensor<4xbf16>, tensor<3x4xbf16>) cotangents(tensor<3x4xbf16>) -> (tensor<4xbf16>)
  return %d : tensor<4xbf16>
}
