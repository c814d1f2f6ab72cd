// RUN: snn-opt %s --snn-expand-fgi | FileCheck %s
// RUN: snn-opt %s --snn-expand-fgi --ad-erase-stop-gradient --canonicalize | FileCheck %s --check-prefix=ERASED

// CHECK-LABEL: func @preset(
// CHECK-SAME: %[[V:.*]]: f32)
// ERASED-LABEL: func @preset(
// ERASED-SAME: %[[V:.*]]: f32)
func.func @preset(%v: f32) -> f32 {
  // CHECK: %[[SIZE:.*]] = math.absf %[[V]]
  // CHECK: %[[NEAR:.*]] = arith.cmpf olt, %[[SIZE]]
  // CHECK: %[[G:.*]] = arith.select %[[NEAR]]
  // CHECK: %[[GS:.*]] = ad.stop_gradient %[[G]]
  // CHECK: %[[H:.*]] = arith.mulf %[[V]], %[[GS]]
  // CHECK: %[[HS:.*]] = ad.stop_gradient %[[H]]
  // CHECK: %[[NOTHING:.*]] = arith.subf %[[H]], %[[HS]]
  // CHECK: %[[ABOVE:.*]] = arith.cmpf ogt, %[[V]], %{{.*}} : f32
  // CHECK: %[[F:.*]] = arith.uitofp %[[ABOVE]] : i1 to f32
  // CHECK: %[[FS:.*]] = ad.stop_gradient %[[F]]
  // CHECK: %[[Z:.*]] = arith.addf %[[NOTHING]], %[[FS]]
  // CHECK: return %[[Z]]
  // ERASED: %[[ABOVE:.*]] = arith.cmpf ogt, %[[V]], %{{.*}} : f32
  // ERASED-NEXT: %[[F:.*]] = arith.uitofp %[[ABOVE]] : i1 to f32
  // ERASED-NEXT: return %[[F]]
  %z = snn.spike %v surrogate(#snn.boxcar) : f32
  return %z : f32
}

// A region of the whole type is cloned, with what it takes from outside.

// CHECK-LABEL: func @whole(
// CHECK-SAME: %[[V:.*]]: vector<4xf64>, %[[W:.*]]: vector<4xf64>)
// CHECK: %[[G:.*]] = arith.divf %[[W]], %[[V]]
// CHECK: ad.stop_gradient %[[G]]
// CHECK: arith.cmpf oge
func.func @whole(%v: vector<4xf64>, %w: vector<4xf64>) -> vector<4xf64> {
  %z = snn.spike ge %v surrogate(%x: vector<4xf64>) {
    %g = arith.divf %w, %x : vector<4xf64>
    snn.spike_yield %g : vector<4xf64>
  } : vector<4xf64>
  return %z : vector<4xf64>
}

// A scalar region is mapped over the tensor, of whatever size.

// CHECK-LABEL: func @scalar(
// CHECK-SAME: %[[V:.*]]: tensor<?x3xbf16>)
// CHECK: %[[MAP:.*]] = linalg.map { math.exp } ins(%[[V]] : tensor<?x3xbf16>)
// CHECK: %[[GS:.*]] = ad.stop_gradient %[[MAP]]
// CHECK: arith.mulf %[[V]], %[[GS]]
// CHECK-NOT: snn.spike
func.func @scalar(%v: tensor<?x3xbf16>) -> tensor<?x3xbf16> {
  %z = snn.spike %v surrogate(%x: bf16) {
    %g = math.exp %x : bf16
    snn.spike_yield %g : bf16
  } : tensor<?x3xbf16>
  return %z : tensor<?x3xbf16>
}

// What a scalar region captures, the map captures; there may be no element.

// CHECK-LABEL: func @captures(
// CHECK-SAME: %[[V:.*]]: tensor<0x5xf64>, %[[W:.*]]: f64)
// CHECK: %[[MAP:.*]] = linalg.map ins(%[[V]] : tensor<0x5xf64>)
// CHECK: arith.mulf %{{.*}}, %[[W]] : f64
// CHECK: ad.stop_gradient %[[MAP]]
// CHECK: arith.cmpf oge, %[[V]], %{{.*}} : tensor<0x5xf64>
func.func @captures(%v: tensor<0x5xf64>, %w: f64) -> tensor<0x5xf64> {
  %z = snn.spike ge %v surrogate(%x: f64) {
    %s = math.exp %x : f64
    %g = arith.mulf %s, %w : f64
    snn.spike_yield %g : f64
  } : tensor<0x5xf64>
  return %z : tensor<0x5xf64>
}

// In a loop and a branch, several at once: each has a surrogate of its own.

// CHECK-LABEL: func @nested(
// CHECK: scf.for
// CHECK: scf.if
// CHECK-COUNT-3: ad.stop_gradient
// CHECK: scf.yield
// CHECK-COUNT-3: ad.stop_gradient
// CHECK-NOT: snn.spike
// CHECK: return
// ERASED-LABEL: func @nested(
// ERASED-NOT: ad.stop_gradient
// ERASED-NOT: math.absf
// ERASED: return
func.func @nested(%v: f16, %n: index, %p: i1) -> f16 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %r = scf.for %t = %c0 to %n step %c1 iter_args(%u = %v) -> f16 {
    %y = scf.if %p -> f16 {
      %z = snn.spike %u surrogate(#snn.boxcar) : f16
      scf.yield %z : f16
    } else {
      scf.yield %u : f16
    }
    %z = snn.spike ge %y surrogate(#snn.fast_sigmoid) : f16
    scf.yield %z : f16
  }
  return %r : f16
}
