// RUN: snn-opt %s --snn-decompose-neurons --canonicalize --cse | FileCheck %s

// The threshold is 1 where none is given; canonicalization folds z * 1.

// CHECK-LABEL: func @lif(
// CHECK-SAME: %[[I:[^:]*]]: tensor<4xf32>, %[[U:[^:]*]]: tensor<4xf32>, %[[ALPHA:[^:]*]]: tensor<4xf32>)
// CHECK: %[[ONE:.*]] = arith.constant dense<1.0
// CHECK: %[[KEPT:.*]] = arith.mulf %[[ALPHA]], %[[U]]
// CHECK: %[[NEXT:.*]] = arith.addf %[[KEPT]], %[[I]]
// CHECK: %[[V:.*]] = arith.subf %[[NEXT]], %[[ONE]]
// CHECK: %[[Z:.*]] = snn.spike %[[V]] surrogate(#snn.gaussian)
// CHECK: %[[RESET:.*]] = arith.subf %[[NEXT]], %[[Z]]
// CHECK: return %[[Z]], %[[RESET]]
func.func @lif(%i: tensor<4xf32>, %u: tensor<4xf32>, %alpha: tensor<4xf32>) -> (tensor<4xf32>, tensor<4xf32>) {
  %z, %next = snn.lif %i, %u decay(%alpha : tensor<4xf32>) surrogate(#snn.gaussian) : tensor<4xf32>
  return %z, %next : tensor<4xf32>, tensor<4xf32>
}

// The reset before the comparison is by the spikes of the step before, and
// the oldest spikes of the history are the recurrent input.

// CHECK-LABEL: func @before(
// CHECK-SAME: %[[I:[^:]*]]: tensor<?x4xf64>, %[[U:[^:]*]]: tensor<?x4xf64>, %[[Z1:[^:]*]]: tensor<?x4xf64>, %[[Z2:[^:]*]]: tensor<?x4xf64>,
// CHECK-SAME: %[[ALPHA:[^:]*]]: f64, %[[W:[^:]*]]: tensor<4x4xf64>)
// CHECK: %[[J:.*]] = linalg.matmul ins(%[[Z2]], %[[W]] : {{.*}}) outs(%[[I]]
// CHECK: %[[DECAY:.*]] = linalg.fill ins(%[[ALPHA]]
// CHECK: %[[D:.*]] = arith.subf %[[U]], %[[J]]
// CHECK: %[[P:.*]] = arith.mulf %[[DECAY]], %[[D]]
// CHECK: %[[STAR:.*]] = arith.addf %[[P]], %[[J]]
// CHECK: %[[STOPPED:.*]] = ad.stop_gradient %[[Z1]]
// CHECK: %[[KEEP:.*]] = arith.subf %{{.*}}, %[[STOPPED]]
// CHECK: %[[NEXT:.*]] = arith.mulf %[[STAR]], %[[KEEP]]
// CHECK: %[[V:.*]] = arith.subf %[[NEXT]],
// CHECK: %[[Z:.*]] = snn.spike ge %[[V]]
// CHECK: return %[[Z]], %[[NEXT]], %[[Z1]]
func.func @before(%i: tensor<?x4xf64>, %u: tensor<?x4xf64>, %z1: tensor<?x4xf64>, %z2: tensor<?x4xf64>, %alpha: f64, %w: tensor<4x4xf64>)
    -> (tensor<?x4xf64>, tensor<?x4xf64>, tensor<?x4xf64>) {
  %z, %next, %late = snn.lif %i, %u decay(%alpha : f64)
    recurrent(%z1, %z2 : tensor<?x4xf64>, tensor<?x4xf64> by %w : tensor<4x4xf64>) delay 2
    gain one_minus_decay reset zero order before previous(%z1 : tensor<?x4xf64>) detach_reset compare ge
    surrogate(#snn.triangle) : tensor<?x4xf64>
  return %z, %next, %late : tensor<?x4xf64>, tensor<?x4xf64>, tensor<?x4xf64>
}

// The paper's neuron: the threshold adapts to spikes before this step.

// CHECK-LABEL: func @alif(
// CHECK-SAME: %[[I:[^:]*]]: tensor<2x4xf32>, %[[U:[^:]*]]: tensor<2x4xf32>, %[[A:[^:]*]]: tensor<2x4xf32>, %[[ALPHA:[^:]*]]: tensor<4xf32>, %[[RHO:[^:]*]]: tensor<4xf32>,
// CHECK: %[[STRENGTH:.*]] = arith.mulf %{{.*}}, %[[A]]
// CHECK: %[[THETA:.*]] = arith.addf %{{.*}}, %[[STRENGTH]]
// CHECK: %[[ALPHAS:.*]] = linalg.broadcast ins(%[[ALPHA]] : tensor<4xf32>) {{.*}} dimensions = [0]
// CHECK: %[[D:.*]] = arith.subf %[[U]], %[[I]]
// CHECK: %[[P:.*]] = arith.mulf %[[ALPHAS]], %[[D]]
// CHECK: %[[STAR:.*]] = arith.addf %[[P]], %[[I]]
// CHECK: %[[V:.*]] = arith.subf %[[STAR]], %[[THETA]]
// CHECK: %[[Z:.*]] = snn.spike %[[V]]
// CHECK: %[[AMOUNT:.*]] = arith.mulf %[[Z]], %[[THETA]]
// CHECK: %[[NEXT:.*]] = arith.subf %[[STAR]], %[[AMOUNT]]
// CHECK: %[[RHOS:.*]] = linalg.broadcast ins(%[[RHO]]
// CHECK: %[[KEPT:.*]] = arith.mulf %[[RHOS]], %[[A]]
// CHECK: %[[SHARE:.*]] = arith.subf %{{.*}}, %[[RHOS]]
// CHECK: %[[ADDED:.*]] = arith.mulf %[[SHARE]], %[[Z]]
// CHECK: %[[AN:.*]] = arith.addf %[[KEPT]], %[[ADDED]]
// CHECK: return %[[Z]], %[[NEXT]], %[[AN]]
func.func @alif(%i: tensor<2x4xf32>, %u: tensor<2x4xf32>, %a: tensor<2x4xf32>, %alpha: tensor<4xf32>, %rho: tensor<4xf32>, %beta: f32, %theta: f32)
    -> (tensor<2x4xf32>, tensor<2x4xf32>, tensor<2x4xf32>) {
  %z, %un, %an = snn.alif %i, %u, %a decay(%alpha : tensor<4xf32>) adaptation_decay(%rho : tensor<4xf32>)
    strength(%beta : f32) threshold(%theta : f32) surrogate(#snn.gaussian) : tensor<2x4xf32>
  return %z, %un, %an : tensor<2x4xf32>, tensor<2x4xf32>, tensor<2x4xf32>
}

// What one side says of a size, the other is cast to.

// CHECK-LABEL: func @sizes(
// CHECK-SAME: %[[P:[^:]*]]: tensor<?xf32>)
// CHECK: %[[CAST:.*]] = tensor.cast %[[P]] : tensor<?xf32> to tensor<4xf32>
// CHECK: linalg.broadcast ins(%[[CAST]]
func.func @sizes(%i: tensor<2x4xf32>, %p: tensor<?xf32>) -> tensor<2x4xf32> {
  %u = snn.li %i, %i decay(%p : tensor<?xf32>) : tensor<2x4xf32>
  return %u : tensor<2x4xf32>
}

// More than one batch dimension takes a contraction.

// CHECK-LABEL: func @ranks(
// CHECK: linalg.contract indexing_maps = [{{.*}}] ins(%{{.*}}, %{{.*}} : tensor<2x3x4xf32>, tensor<4x4xf32>)
// CHECK: linalg.vecmat ins(%{{.*}}, %{{.*}} : tensor<4xf32>, tensor<4x4xf32>)
func.func @ranks(%i: tensor<2x3x4xf32>, %j: tensor<4xf32>, %w: tensor<4x4xf32>, %s: f32) -> (tensor<2x3x4xf32>, tensor<4xf32>) {
  %0:2 = snn.lif %i, %i decay(%s : f32) recurrent(%i : tensor<2x3x4xf32> by %w : tensor<4x4xf32>) surrogate(#snn.gaussian) : tensor<2x3x4xf32>
  %1:2 = snn.lif %j, %j decay(%s : f32) recurrent(%j : tensor<4xf32> by %w : tensor<4x4xf32>) surrogate(#snn.gaussian) : tensor<4xf32>
  return %0#0, %1#0 : tensor<2x3x4xf32>, tensor<4xf32>
}
