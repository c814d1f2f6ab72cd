// RUN: snn-opt %s --ad-differentiate --canonicalize --cse | FileCheck %s

// A carried state with a captured weight: the reverse loop carries both
// cotangents and reads the state from a tape of four.

func.func @decay(%w: tensor<3xf32>, %u0: tensor<3xf32>) -> tensor<3xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %u = scf.for %t = %c0 to %c4 step %c1 iter_args(%v = %u0) -> tensor<3xf32> {
    %next = arith.mulf %v, %w : tensor<3xf32>
    scf.yield %next : tensor<3xf32>
  }
  return %u : tensor<3xf32>
}

// CHECK-LABEL: func.func private @decay_vjp(
// CHECK-SAME: %[[W:[^:]*]]: tensor<3xf32>, %[[U0:[^:]*]]: tensor<3xf32>, %[[CT:[^:]*]]: tensor<3xf32>)
// CHECK: %[[TAPE:.*]] = tensor.empty() : tensor<4x3xf32>
// CHECK: %[[FWD:.*]]:2 = scf.for %[[T:[a-z0-9]+]] = %{{.*}} iter_args(%[[U:.*]] = %[[U0]], %[[TA:.*]] = %[[TAPE]])
// CHECK: tensor.insert_slice %[[U]] into %[[TA]][%[[T]], 0] [1, 3] [1, 1]
// CHECK: %[[REV:.*]]:2 = scf.for %[[K:[a-z0-9]+]] = %{{.*}} iter_args(%[[DU:.*]] = %[[CT]], %[[DW:.*]] = %{{.*}})
// CHECK: %[[STEP:.*]] = arith.subi %{{.*}}, %[[K]] : index
// CHECK: %[[V:.*]] = tensor.extract_slice %[[FWD]]#1[%[[STEP]], 0] [1, 3] [1, 1]
// CHECK: %[[DV:.*]] = arith.mulf %[[DU]], %[[W]]
// CHECK: %[[D:.*]] = arith.mulf %[[DU]], %[[V]]
// CHECK: %[[SUM:.*]] = arith.addf %[[DW]], %[[D]]
// CHECK: scf.yield %[[DV]], %[[SUM]]
func.func @grad(%w: tensor<3xf32>, %u0: tensor<3xf32>, %ct: tensor<3xf32>) -> (tensor<3xf32>, tensor<3xf32>) {
  %dw, %du = ad.vjp @decay(%w, %u0) cotangents(%ct) {wrt = [0, 1]}
    : (tensor<3xf32>, tensor<3xf32>) cotangents(tensor<3xf32>) -> (tensor<3xf32>, tensor<3xf32>)
  return %dw, %du : tensor<3xf32>, tensor<3xf32>
}
