// RUN: snn-opt %s --ad-differentiate --split-input-file --canonicalize --cse | FileCheck %s

// The inner loop runs as often as the step's number. What it keeps has another
// size at each step, so the outer loop keeps the state alone and the inner loop
// runs again, in the reverse of its step.

func.func @trips(%u0: tensor<3xf32>, %n: index) -> tensor<3xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %r = scf.for %t = %c0 to %n step %c1 iter_args(%u = %u0) -> tensor<3xf32> {
    %v = scf.for %k = %c0 to %t step %c1 iter_args(%s = %u) -> tensor<3xf32> {
      %h = math.exp %s : tensor<3xf32>
      scf.yield %h : tensor<3xf32>
    }
    scf.yield %v : tensor<3xf32>
  }
  return %r : tensor<3xf32>
}
// CHECK-LABEL: func.func private @trips_vjp(
// CHECK-SAME: %[[U0:[^:]*]]: tensor<3xf32>, %[[N:[^:]*]]: index, %[[CT:[^:]*]]: tensor<3xf32>)
// CHECK: %[[TRIPS:.*]] = arith.select
// CHECK: %[[STATES:.*]] = tensor.empty(%[[TRIPS]]) : tensor<?x3xf32>
// CHECK: %[[FWD:.*]]:2 = scf.for %[[T:[a-z0-9]+]] = %{{.*}} to %[[N]] step %{{.*}} iter_args(%[[U:.*]] = %[[U0]], %{{.*}} = %[[STATES]])
// CHECK: scf.for %[[K:[a-z0-9]+]] = %{{.*}} to %[[T]]
// CHECK: tensor.insert_slice %[[U]] into
// CHECK: scf.for %{{.*}} to %[[TRIPS]] step %{{.*}} iter_args(%[[DU:.*]] = %[[CT]])
// CHECK: %[[LAST:.*]] = arith.subi %[[TRIPS]], %{{.*}} : index
// CHECK: %[[BACK:.*]] = arith.subi %[[LAST]], %{{.*}} : index
// CHECK: %[[STATE:.*]] = tensor.extract_slice %[[FWD]]#1[%[[BACK]], 0] [1, 3] [1, 1]
// CHECK: %[[INNER:.*]] = arith.select
// CHECK: %[[TAPE:.*]] = tensor.empty(%[[INNER]]) : tensor<?x3xf32>
// CHECK: %[[AGAIN:.*]]:2 = scf.for %{{.*}} to %[[BACK]] step %{{.*}} iter_args(%{{.*}} = %[[STATE]], %{{.*}} = %[[TAPE]])
// CHECK: scf.for %{{.*}} to %[[INNER]] step %{{.*}} iter_args(%{{.*}} = %[[DU]])
// CHECK: tensor.extract_slice %[[AGAIN]]#1
func.func @grad(%u: tensor<3xf32>, %n: index, %ct: tensor<3xf32>) -> tensor<3xf32> {
  %d = ad.vjp @trips(%u, %n) cotangents(%ct) {wrt = [0]}
    : (tensor<3xf32>, index) cotangents(tensor<3xf32>) -> (tensor<3xf32>)
  return %d : tensor<3xf32>
}

// -----

// The layer stays a function. Its result has the sizes of its second argument,
// so what it keeps is put on a tape and it runs once.

func.func private @layer(%x: tensor<?x4xf32>, %u: tensor<?x4xf32>) -> tensor<?x4xf32> attributes {no_inline} {
  %s = arith.mulf %x, %u : tensor<?x4xf32>
  %h = math.exp %s : tensor<?x4xf32>
  return %h : tensor<?x4xf32>
}
func.func @layers(%x: tensor<?x4xf32>, %u0: tensor<?x4xf32>, %n: index) -> tensor<?x4xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %r = scf.for %t = %c0 to %n step %c1 iter_args(%u = %u0) -> tensor<?x4xf32> {
    %v = func.call @layer(%x, %u) : (tensor<?x4xf32>, tensor<?x4xf32>) -> tensor<?x4xf32>
    scf.yield %v : tensor<?x4xf32>
  }
  return %r : tensor<?x4xf32>
}
// CHECK-LABEL: func.func private @layers_vjp(
// CHECK-SAME: %[[X:[^:]*]]: tensor<?x4xf32>, %[[U0:[^:]*]]: tensor<?x4xf32>, %[[N:[^:]*]]: index
// CHECK: %[[TRIPS:.*]] = arith.select
// CHECK: tensor.empty(%[[TRIPS]], %{{.*}}) : tensor<?x?x4xf32>
// CHECK: scf.for
// CHECK-NOT: cf.assert
// CHECK: call @layer_forward
// CHECK: tensor.insert_slice
// CHECK: scf.for
// CHECK-NOT: call @layer_forward
// CHECK: call @layer_reverse
// CHECK: return
func.func @grad(%x: tensor<?x4xf32>, %u: tensor<?x4xf32>, %n: index, %ct: tensor<?x4xf32>) -> tensor<?x4xf32> {
  %d = ad.vjp @layers(%x, %u, %n) cotangents(%ct) {wrt = [0]}
    : (tensor<?x4xf32>, tensor<?x4xf32>, index) cotangents(tensor<?x4xf32>) -> (tensor<?x4xf32>)
  return %d : tensor<?x4xf32>
}

// -----

// A loop that may change a size is differentiated under an assertion.

func.func @window(%u0: tensor<?xf32>, %n: index, %k: index) -> tensor<?xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %r = scf.for %t = %c0 to %n step %c1 iter_args(%u = %u0) -> tensor<?xf32> {
    %w = tensor.extract_slice %u[0] [%k] [1] : tensor<?xf32> to tensor<?xf32>
    %v = math.exp %w : tensor<?xf32>
    scf.yield %v : tensor<?xf32>
  }
  return %r : tensor<?xf32>
}
// CHECK-LABEL: func.func private @window_vjp(
// CHECK: scf.for
// CHECK: cf.assert
// CHECK: scf.for
// CHECK-NOT: cf.assert
func.func @grad(%u: tensor<?xf32>, %n: index, %k: index, %ct: tensor<?xf32>) -> tensor<?xf32> {
  %d = ad.vjp @window(%u, %n, %k) cotangents(%ct) {wrt = [0]}
    : (tensor<?xf32>, index, index) cotangents(tensor<?xf32>) -> (tensor<?xf32>)
  return %d : tensor<?xf32>
}
