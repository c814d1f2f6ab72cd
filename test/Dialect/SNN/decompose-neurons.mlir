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

// The synapse leaks into the membrane in the same step, or in the next if it is
// delayed; a reset to zero multiplies by 1 - z.

// CHECK-LABEL: func.func @cuba(
// CHECK-SAME: %[[I:[^:]*]]: f32, %[[S:[^:]*]]: f32, %[[U:[^:]*]]: f32, %[[A:[^:]*]]: f32, %[[B:[^:]*]]: f32)
// CHECK-NEXT: %[[C:.*]] = arith.constant 1.000000e+00 : f32
// CHECK-NEXT: %[[P:.*]] = arith.mulf %[[A]], %[[S]] : f32
// CHECK-NEXT: %[[S2:.*]] = arith.addf %[[P]], %[[I]] : f32
// CHECK-NEXT: %[[P2:.*]] = arith.mulf %[[B]], %[[U]] : f32
// CHECK-NEXT: %[[S3:.*]] = arith.addf %[[P2]], %[[S2]] : f32
// CHECK-NEXT: %[[D:.*]] = arith.subf %[[S3]], %[[C]] : f32
// CHECK-NEXT: %[[SPIKE:.*]] = snn.spike %[[D]] surrogate(#snn.gaussian) : f32
// CHECK-NEXT: %[[D2:.*]] = arith.subf %[[S3]], %[[SPIKE]] : f32
// CHECK-NEXT: return %[[SPIKE]], %[[S2]], %[[D2]] : f32, f32, f32
func.func @cuba(%i: f32, %s: f32, %u: f32, %a: f32, %b: f32) -> (f32, f32, f32) {
  %z, %sn, %un = snn.cuba_lif %i, %s, %u synaptic_decay(%a : f32) decay(%b : f32) surrogate(#snn.gaussian) : f32
  return %z, %sn, %un : f32, f32, f32
}

// CHECK-LABEL: func.func @cuba_delayed(
// CHECK-SAME: %[[I:[^:]*]]: f64, %[[S:[^:]*]]: f64, %[[U:[^:]*]]: f64, %[[A:[^:]*]]: f64, %[[B:[^:]*]]: f64)
// CHECK-NEXT: %[[C:.*]] = arith.constant 1.000000e+00 : f64
// CHECK-NEXT: %[[P:.*]] = arith.mulf %[[A]], %[[S]] : f64
// CHECK-NEXT: %[[S2:.*]] = arith.addf %[[P]], %[[I]] : f64
// CHECK-NEXT: %[[P2:.*]] = arith.mulf %[[B]], %[[U]] : f64
// CHECK-NEXT: %[[S3:.*]] = arith.addf %[[P2]], %[[S]] : f64
// CHECK-NEXT: %[[D:.*]] = arith.subf %[[S3]], %[[C]] : f64
// CHECK-NEXT: %[[SPIKE:.*]] = snn.spike %[[D]] surrogate(#snn.gaussian) : f64
// CHECK-NEXT: %[[D2:.*]] = arith.subf %[[C]], %[[SPIKE]] : f64
// CHECK-NEXT: %[[P3:.*]] = arith.mulf %[[S3]], %[[D2]] : f64
// CHECK-NEXT: return %[[SPIKE]], %[[S2]], %[[P3]] : f64, f64, f64
func.func @cuba_delayed(%i: f64, %s: f64, %u: f64, %a: f64, %b: f64) -> (f64, f64, f64) {
  %z, %sn, %un = snn.cuba_lif %i, %s, %u synaptic_decay(%a : f64) decay(%b : f64) delay_synapse reset zero surrogate(#snn.gaussian) : f64
  return %z, %sn, %un : f64, f64, f64
}

// A damped rotation by Euler's method: u + b u dt - w v dt + I dt and
// v + w u dt + b v dt. No reset.

// CHECK-LABEL: func.func @rf(
// CHECK-SAME: %[[I:[^:]*]]: f32, %[[U:[^:]*]]: f32, %[[V:[^:]*]]: f32, %[[W:[^:]*]]: f32, %[[B:[^:]*]]: f32)
// CHECK-NEXT: %[[C:.*]] = arith.constant 1.000000e+00 : f32
// CHECK-NEXT: %[[C2:.*]] = arith.constant 2.500000e-01 : f32
// CHECK-NEXT: %[[P:.*]] = arith.mulf %[[B]], %[[U]] : f32
// CHECK-NEXT: %[[P2:.*]] = arith.mulf %[[P]], %[[C2]] : f32
// CHECK-NEXT: %[[S:.*]] = arith.addf %[[U]], %[[P2]] : f32
// CHECK-NEXT: %[[P3:.*]] = arith.mulf %[[W]], %[[V]] : f32
// CHECK-NEXT: %[[P4:.*]] = arith.mulf %[[P3]], %[[C2]] : f32
// CHECK-NEXT: %[[D:.*]] = arith.subf %[[S]], %[[P4]] : f32
// CHECK-NEXT: %[[P5:.*]] = arith.mulf %[[I]], %[[C2]] : f32
// CHECK-NEXT: %[[S2:.*]] = arith.addf %[[D]], %[[P5]] : f32
// CHECK-NEXT: %[[P6:.*]] = arith.mulf %[[W]], %[[U]] : f32
// CHECK-NEXT: %[[P7:.*]] = arith.mulf %[[P6]], %[[C2]] : f32
// CHECK-NEXT: %[[S3:.*]] = arith.addf %[[V]], %[[P7]] : f32
// CHECK-NEXT: %[[P8:.*]] = arith.mulf %[[B]], %[[V]] : f32
// CHECK-NEXT: %[[P9:.*]] = arith.mulf %[[P8]], %[[C2]] : f32
// CHECK-NEXT: %[[S4:.*]] = arith.addf %[[S3]], %[[P9]] : f32
// CHECK-NEXT: %[[D2:.*]] = arith.subf %[[S2]], %[[C]] : f32
// CHECK-NEXT: %[[SPIKE:.*]] = snn.spike %[[D2]] surrogate(#snn.gaussian) : f32
// CHECK-NEXT: return %[[SPIKE]], %[[S2]], %[[S4]] : f32, f32, f32
func.func @rf(%i: f32, %u: f32, %v: f32, %w: f32, %b: f32) -> (f32, f32, f32) {
  %z, %un, %vn = snn.rf %i, %u, %v frequency(%w : f32) damping(%b : f32) dt 0.25 surrogate(#snn.gaussian) : f32
  return %z, %un, %vn : f32, f32, f32
}

// The damping is the boundary of divergence less the offset and the refractory
// period q, which also raises the threshold: 0.9 q + z is the next.

// CHECK-LABEL: func.func @brf(
// CHECK-SAME: %[[I:[^:]*]]: f32, %[[U:[^:]*]]: f32, %[[V:[^:]*]]: f32, %[[REF:[^:]*]]: f32, %[[W:[^:]*]]: f32, %[[B:[^:]*]]: f32)
// CHECK-NEXT: %[[C:.*]] = arith.constant 0.899999976 : f32
// CHECK-NEXT: %[[C2:.*]] = arith.constant 2.500000e-01 : f32
// CHECK-NEXT: %[[C3:.*]] = arith.constant 1.000000e+00 : f32
// CHECK-NEXT: %[[ABSF:.*]] = math.absf %[[W]] : f32
// CHECK-NEXT: %[[P:.*]] = arith.mulf %[[ABSF]], %[[C2]] : f32
// CHECK-NEXT: %[[P2:.*]] = arith.mulf %[[P]], %[[P]] : f32
// CHECK-NEXT: %[[D:.*]] = arith.subf %[[C3]], %[[P2]] : f32
// CHECK-NEXT: %[[SQRT:.*]] = math.sqrt %[[D]] : f32
// CHECK-NEXT: %[[D2:.*]] = arith.subf %[[SQRT]], %[[C3]] : f32
// CHECK-NEXT: %[[Q:.*]] = arith.divf %[[D2]], %[[C2]] : f32
// CHECK-NEXT: %[[ABSF2:.*]] = math.absf %[[B]] : f32
// CHECK-NEXT: %[[D3:.*]] = arith.subf %[[Q]], %[[ABSF2]] : f32
// CHECK-NEXT: %[[D4:.*]] = arith.subf %[[D3]], %[[REF]] : f32
// CHECK-NEXT: %[[P3:.*]] = arith.mulf %[[D4]], %[[U]] : f32
// CHECK-NEXT: %[[P4:.*]] = arith.mulf %[[P3]], %[[C2]] : f32
// CHECK-NEXT: %[[S:.*]] = arith.addf %[[U]], %[[P4]] : f32
// CHECK-NEXT: %[[P5:.*]] = arith.mulf %[[ABSF]], %[[V]] : f32
// CHECK-NEXT: %[[P6:.*]] = arith.mulf %[[P5]], %[[C2]] : f32
// CHECK-NEXT: %[[D5:.*]] = arith.subf %[[S]], %[[P6]] : f32
// CHECK-NEXT: %[[P7:.*]] = arith.mulf %[[I]], %[[C2]] : f32
// CHECK-NEXT: %[[S2:.*]] = arith.addf %[[D5]], %[[P7]] : f32
// CHECK-NEXT: %[[P8:.*]] = arith.mulf %[[ABSF]], %[[U]] : f32
// CHECK-NEXT: %[[P9:.*]] = arith.mulf %[[P8]], %[[C2]] : f32
// CHECK-NEXT: %[[S3:.*]] = arith.addf %[[V]], %[[P9]] : f32
// CHECK-NEXT: %[[P10:.*]] = arith.mulf %[[D4]], %[[V]] : f32
// CHECK-NEXT: %[[P11:.*]] = arith.mulf %[[P10]], %[[C2]] : f32
// CHECK-NEXT: %[[S4:.*]] = arith.addf %[[S3]], %[[P11]] : f32
// CHECK-NEXT: %[[D6:.*]] = arith.subf %[[S2]], %[[C3]] : f32
// CHECK-NEXT: %[[D7:.*]] = arith.subf %[[D6]], %[[REF]] : f32
// CHECK-NEXT: %[[SPIKE:.*]] = snn.spike %[[D7]] surrogate(#snn.gaussian) : f32
// CHECK-NEXT: %[[P12:.*]] = arith.mulf %[[REF]], %[[C]] : f32
// CHECK-NEXT: %[[S5:.*]] = arith.addf %[[P12]], %[[SPIKE]] : f32
// CHECK-NEXT: return %[[SPIKE]], %[[S2]], %[[S4]], %[[S5]] : f32, f32, f32, f32
func.func @brf(%i: f32, %u: f32, %v: f32, %q: f32, %w: f32, %b: f32) -> (f32, f32, f32, f32) {
  %z, %un, %vn, %qn = snn.brf %i, %u, %v, %q frequency(%w : f32) damping(%b : f32) dt 0.25 surrogate(#snn.gaussian) : f32
  return %z, %un, %vn, %qn : f32, f32, f32, f32
}
