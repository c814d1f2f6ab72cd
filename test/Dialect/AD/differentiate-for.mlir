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

// Steps of three from a bound that is known when it runs: the tape has a place
// for each, none if there is no step, and the reverse loop counts steps.

func.func @strided(%u0: f64, %a: index, %b: index) -> f64 {
  %c3 = arith.constant 3 : index
  %u = scf.for %t = %a to %b step %c3 iter_args(%v = %u0) -> f64 {
    %next = math.sin %v : f64
    scf.yield %next : f64
  }
  return %u : f64
}

// CHECK-LABEL: func.func private @strided_vjp(
// CHECK-SAME: %[[U0:[^:]*]]: f64, %[[LB:[^:]*]]: index, %[[UB:[^:]*]]: index, %[[CT:[^:]*]]: f64)
// CHECK: %[[SOME:.*]] = arith.cmpi slt, %[[LB]], %[[UB]]
// CHECK: %[[SPAN:.*]] = arith.subi %[[UB]], %[[LB]]
// CHECK: %[[ROOM:.*]] = arith.select %[[SOME]], %[[SPAN]], %c0
// CHECK: %[[STEPS:.*]] = arith.ceildivui %[[ROOM]], %c3
// CHECK: %[[TAPE:.*]] = tensor.empty(%[[STEPS]]) : tensor<?xf64>
// CHECK: scf.for %[[T:[a-z0-9]+]] = %[[LB]] to %[[UB]] step %c3 iter_args(%[[V:[a-z0-9]+]] = %[[U0]], %[[TA:[a-z0-9]+]] = %[[TAPE]])
// CHECK: %[[AT:.*]] = arith.subi %[[T]], %[[LB]]
// CHECK: %[[STEP:.*]] = arith.divui %[[AT]], %c3
// CHECK: tensor.insert %[[V]] into %[[TA]][%[[STEP]]]
// CHECK: scf.for %[[K:[a-z0-9]+]] = %c0 to %[[STEPS]] step %c1 iter_args(%[[D:[a-z0-9]+]] = %[[CT]])
// CHECK: %[[LAST:.*]] = arith.subi %[[STEPS]], %c1
// CHECK: %[[BACK:.*]] = arith.subi %[[LAST]], %[[K]]
// CHECK: tensor.extract %{{.*}}[%[[BACK]]]
// CHECK: math.cos
func.func @grad_strided(%u0: f64, %a: index, %b: index, %ct: f64) -> f64 {
  %du = ad.vjp @strided(%u0, %a, %b) cotangents(%ct) {wrt = [0]} : (f64, index, index) cotangents(f64) -> (f64)
  return %du : f64
}

// A linear body needs no state: there is no tape, and no forward loop. A counter
// beside the state carries nothing.

func.func @linear(%w: tensor<?xf32>, %u0: tensor<?xf32>, %n: index) -> (tensor<?xf32>, index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %u:2 = scf.for %t = %c0 to %n step %c1 iter_args(%v = %u0, %i = %c0) -> (tensor<?xf32>, index) {
    %next = arith.subf %w, %v : tensor<?xf32>
    %j = arith.addi %i, %t : index
    scf.yield %next, %j : tensor<?xf32>, index
  }
  return %u#0, %u#1 : tensor<?xf32>, index
}

// CHECK-LABEL: func.func private @linear_vjp(
// CHECK-SAME: %[[W:[^:]*]]: tensor<?xf32>, %{{[^:]*}}: tensor<?xf32>, %{{[^:]*}}: index, %[[CT:[^:]*]]: tensor<?xf32>)
// CHECK: %[[ZERO:.*]] = linalg.fill
// CHECK: %[[R:.*]]:2 = scf.for {{.*}} iter_args(%[[D:[a-z0-9]+]] = %[[CT]], %[[DW:[a-z0-9]+]] = %[[ZERO]])
// CHECK: %[[SUM:.*]] = arith.addf %[[DW]], %[[D]]
// CHECK: %[[NEXT:.*]] = arith.negf %[[D]]
// CHECK: scf.yield %[[NEXT]], %[[SUM]]
// CHECK-NOT: scf.for
// CHECK: return %[[R]]#1, %[[R]]#0
func.func @grad_linear(%w: tensor<?xf32>, %u0: tensor<?xf32>, %n: index, %ct: tensor<?xf32>) -> (tensor<?xf32>, tensor<?xf32>) {
  %d:2 = ad.vjp @linear(%w, %u0, %n) cotangents(%ct) {wrt = [0, 1]} : (tensor<?xf32>, tensor<?xf32>, index) cotangents(tensor<?xf32>) -> (tensor<?xf32>, tensor<?xf32>)
  return %d#0, %d#1 : tensor<?xf32>, tensor<?xf32>
}

// A loop that the argument does not reach is run for its value, and not reversed.

func.func @inactive(%x: f32, %n: index) -> (f32, f32) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %one = arith.constant 1.0 : f32
  %s = scf.for %t = %c0 to %n step %c1 iter_args(%v = %one) -> f32 {
    %next = math.exp %v : f32
    scf.yield %next : f32
  }
  %y = arith.mulf %x, %s : f32
  return %y, %s : f32, f32
}

// CHECK-LABEL: func.func private @inactive_vjp(
// CHECK-SAME: %[[CT:[^:]*]]: f32, %{{[^:]*}}: f32) -> f32
// CHECK: %[[S:.*]] = scf.for
// CHECK-NOT: scf.for
// CHECK: %[[DX:.*]] = arith.mulf %[[CT]], %[[S]]
// CHECK: return %[[DX]]
func.func @grad_inactive(%x: f32, %n: index, %ct: f32, %cs: f32) -> f32 {
  %d = ad.vjp @inactive(%x, %n) cotangents(%ct, %cs) {wrt = [0]} : (f32, index) cotangents(f32, f32) -> (f32)
  return %d : f32
}
