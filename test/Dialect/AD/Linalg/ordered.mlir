// RUN: snn-opt %s --ad-differentiate --inline --symbol-dce --canonicalize --cse | FileCheck %s

// A product needs what it was before each factor: a loop in place of the op tapes
// the factor and that, and another goes back through them. No division by a
// factor, which may be zero.

// CHECK-LABEL: func.func @d_product(
// CHECK-SAME: %[[X:[^:]*]]: tensor<?xf32>, %[[C:[^:]*]]: tensor<f32>, %[[CT:[^:]*]]: tensor<f32>)
// CHECK-NOT: arith.divf
// CHECK: %[[FORWARD:.*]]:3 = scf.for %[[I:[a-z0-9]+]] = {{.*}} iter_args(%[[SO:[a-z0-9]+]] = %[[C]], %[[T0:[a-z0-9]+]] = {{.*}}, %[[T1:[a-z0-9]+]] = {{.*}})
// CHECK: %[[XI:.*]] = tensor.extract %[[X]][%[[I]]]
// CHECK: %[[BEFORE:.*]] = tensor.extract %[[SO]][]
// CHECK: arith.mulf %[[BEFORE]], %[[XI]]
// CHECK-DAG: tensor.insert %[[XI]] into %[[T0]][%[[I]]]
// CHECK-DAG: tensor.insert %[[BEFORE]] into %[[T1]][%[[I]]]
// CHECK: %[[BACK:.*]]:2 = scf.for %[[J:[a-z0-9]+]] = {{.*}} iter_args(%[[D:[a-z0-9]+]] = %[[CT]], %[[DX:[a-z0-9]+]] = {{.*}})
// CHECK: %[[LAST:.*]] = arith.subi %{{.*}}, %c1
// CHECK: %[[K:.*]] = arith.subi %[[LAST]], %[[J]]
// CHECK-DAG: %[[XK:.*]] = tensor.extract %[[FORWARD]]#1[%[[K]]]
// CHECK-DAG: %[[BK:.*]] = tensor.extract %[[FORWARD]]#2[%[[K]]]
// CHECK: %[[DK:.*]] = tensor.extract %[[D]][]
// CHECK-DAG: arith.mulf %[[DK]], %[[XK]]
// CHECK-DAG: %[[G:.*]] = arith.mulf %[[DK]], %[[BK]]
// CHECK: %[[OLD:.*]] = tensor.extract %[[DX]][%[[K]]]
// CHECK: %[[NEW:.*]] = arith.addf %[[OLD]], %[[G]]
// CHECK: tensor.insert %[[NEW]] into %[[DX]][%[[K]]]
// CHECK-NOT: arith.divf
// CHECK: return %[[BACK]]#1
func.func private @product(%x: tensor<?xf32>, %c: tensor<f32>) -> tensor<f32> {
  %z = linalg.reduce { arith.mulf } ins(%x : tensor<?xf32>) outs(%c : tensor<f32>) dimensions = [0]
  return %z : tensor<f32>
}
func.func @d_product(%x: tensor<?xf32>, %c: tensor<f32>, %ct: tensor<f32>) -> tensor<?xf32> {
  %d = ad.vjp @product(%x, %c) cotangents(%ct) {wrt = [0]} : (tensor<?xf32>, tensor<f32>) cotangents(tensor<f32>) -> (tensor<?xf32>)
  return %d : tensor<?xf32>
}
