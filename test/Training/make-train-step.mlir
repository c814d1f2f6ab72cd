// RUN: snn-opt %s --snn-make-train-step="entry=loss num-params=2 optimizer=sgd learning-rate=0.5" | FileCheck %s
// RUN: snn-opt %s --snn-make-train-step="entry=loss num-params=2 optimizer=sgd learning-rate=0.5" --ad-differentiate --ad-erase-stop-gradient --canonicalize --cse --inline | FileCheck %s --check-prefix=GRAD
// RUN: snn-opt %s --snn-make-train-step="entry=loss num-params=2 frozen=0 optimizer=sgd momentum=0.9 nesterov weight-decay=0.01" | FileCheck %s --check-prefix=NESTEROV
// RUN: snn-opt %s --snn-make-train-step="entry=loss num-params=2 optimizer=adam weight-decay=0.01" --canonicalize | FileCheck %s --check-prefix=ADAM
// RUN: snn-opt %s --snn-make-train-step="entry=loss num-params=2 optimizer=adamw weight-decay=0.01" --canonicalize | FileCheck %s --check-prefix=ADAMW
// RUN: snn-opt %s --snn-make-train-step="entry=loss num-params=2 optimizer=amsgrad" --canonicalize | FileCheck %s --check-prefix=AMSGRAD
// RUN: snn-opt %s --snn-make-train-step="entry=loss num-params=2 clip-norm=2.0 clip-value=0.25" --canonicalize | FileCheck %s --check-prefix=CLIP
// RUN: snn-opt %s --snn-make-train-step="entry=loss num-params=2 frozen=1 optimizer=sgd momentum=0.5" --canonicalize | FileCheck %s --check-prefix=MOMENTUM
// RUN: snn-opt %s --snn-make-train-step="entry=unusual num-params=3 frozen=2,0 optimizer=amsgrad" --canonicalize | FileCheck %s --check-prefix=UNUSUAL

// A loss with a matrix and a scalar parameter, data that are declared to be
// spikes, and two measurements: only the loss is differentiated.
func.func @loss(%w: tensor<2x3xf32>, %b: f64, %x: tensor<2x3xf32> {snn.spikes}) -> (f64, f64, i32) {
  %n = arith.constant 7 : i32
  %l = arith.mulf %b, %b : f64
  %m = math.exp %b : f64
  return %l, %m, %n : f64, f64, i32
}

// CHECK-LABEL: func.func private @loss_for_training(
// CHECK: %[[CALL:.*]]:3 = call @loss(
// CHECK-NOT: ad.stop_gradient %[[CALL]]#0
// CHECK: %[[STOPPED:.*]] = ad.stop_gradient %[[CALL]]#1 : f64
// CHECK: return %[[CALL]]#0, %[[STOPPED]], %[[CALL]]#2 : f64, f64, i32

// CHECK-LABEL: func.func @train_step(
// CHECK-SAME: %[[W:[^:]*]]: tensor<2x3xf32>, %[[B:[^:]*]]: f64, %[[STEP:[^:]*]]: i64, %[[X:[^:]*]]: tensor<2x3xf32> {snn.spikes})
// CHECK-SAME: -> (tensor<2x3xf32>, f64, f64, f64, i32, f64, f64)
// CHECK: %[[OUT:.*]]:5 = ad.vjp @loss_for_training(%[[W]], %[[B]], %[[X]]) cotangents(%{{.*}}, %{{.*}}) {keep_primal, wrt = [0, 1]}
// CHECK: %[[RATE:.*]] = arith.constant 5.000000e-01 : f64
// The norm of both gradients, summed in f64.
// CHECK: linalg.generic {{.*}} iterator_types = ["reduction", "reduction"]} ins(%[[OUT]]#3 : tensor<2x3xf32>)
// CHECK: arith.extf
// CHECK: %[[SUM:.*]] = tensor.extract
// CHECK: arith.mulf %[[OUT]]#4, %[[OUT]]#4 : f64
// CHECK: %[[NORM:.*]] = math.sqrt
// CHECK: %[[RATE32:.*]] = arith.truncf %[[RATE]] : f64 to f32
// CHECK: %[[NEW_W:.*]] = linalg.generic {{.*}} ins(%[[W]], %[[OUT]]#3 :
// CHECK: ^bb0(%[[P:[^:]*]]: f32, %[[G:[^:]*]]: f32, %{{.*}}: f32):
// CHECK: %[[MOVE:.*]] = arith.mulf %[[RATE32]], %[[G]] : f32
// CHECK: %[[NEXT:.*]] = arith.subf %[[P]], %[[MOVE]] : f32
// CHECK: linalg.yield %[[NEXT]] : f32
// CHECK: %[[MOVE_B:.*]] = arith.mulf %[[RATE]], %[[OUT]]#4 : f64
// CHECK: %[[NEW_B:.*]] = arith.subf %[[B]], %[[MOVE_B]] : f64
// CHECK: return %[[NEW_W]], %[[NEW_B]], %[[OUT]]#0, %[[OUT]]#1, %[[OUT]]#2, %[[RATE]], %[[NORM]] :

// The measurement's exponential is computed once and has no reverse.
// GRAD-LABEL: func.func @train_step(
// GRAD-NOT: ad.
// GRAD-COUNT-1: math.exp
// GRAD-NOT: math.exp
// GRAD: return

// With parameter 0 frozen there is one gradient, one new parameter, one slot.
// NESTEROV-LABEL: func.func @train_step(
// NESTEROV-SAME: %{{[^:]*}}: tensor<2x3xf32>, %[[P:[^:]*]]: f64, %[[M:[^:]*]]: f64, %{{[^:]*}}: i64, %{{[^:]*}}: tensor<2x3xf32> {snn.spikes})
// NESTEROV-SAME: -> (f64, f64, f64, f64, i32, f64, f64)
// NESTEROV: %[[OUT:.*]]:4 = ad.vjp {{.*}} wrt = [1]}
// NESTEROV: %[[DECAY:.*]] = arith.constant 1.000000e-02 : f64
// NESTEROV: %[[DECAYED:.*]] = arith.mulf %[[DECAY]], %[[P]] : f64
// NESTEROV: %[[G:.*]] = arith.addf %[[OUT]]#3, %[[DECAYED]] : f64
// NESTEROV: %[[MU:.*]] = arith.constant 9.000000e-01 : f64
// NESTEROV: %[[KEPT:.*]] = arith.mulf %[[MU]], %[[M]] : f64
// NESTEROV: %[[NEW_M:.*]] = arith.addf %[[KEPT]], %[[G]] : f64
// NESTEROV: %[[AHEAD:.*]] = arith.mulf %{{.*}}, %[[NEW_M]] : f64
// NESTEROV: %[[DIRECTION:.*]] = arith.addf %[[G]], %[[AHEAD]] : f64
// NESTEROV: %[[MOVE:.*]] = arith.mulf %{{.*}}, %[[DIRECTION]] : f64
// NESTEROV: %[[NEW_P:.*]] = arith.subf %[[P]], %[[MOVE]] : f64
// NESTEROV: return %[[NEW_P]], %[[NEW_M]],

// ADAM-LABEL: func.func @train_step(
// ADAM-SAME: %{{[^:]*}}: tensor<2x3xf32>, %{{[^:]*}}: f64, %{{[^:]*}}: tensor<2x3xf32>, %{{[^:]*}}: f64, %{{[^:]*}}: tensor<2x3xf32>, %{{[^:]*}}: f64, %[[STEP:[^:]*]]: i64
// ADAM-DAG: %[[EPS:.*]] = arith.constant 9.99999993E-9 : f32
// ADAM-DAG: %[[DECAY:.*]] = arith.constant 0.00999999977 : f32
// ADAM-DAG: %[[B1:.*]] = arith.constant 0.899999976 : f32
// ADAM-DAG: %[[B1C:.*]] = arith.constant 1.000000e-01 : f32
// ADAM-DAG: %[[B2:.*]] = arith.constant 9.990000e-01 : f32
// ADAM-DAG: %[[B2C:.*]] = arith.constant 1.000000e-03 : f32
// ADAM: %[[T0:.*]] = arith.sitofp %[[STEP]] : i64 to f64
// ADAM: %[[T:.*]] = arith.addf %[[T0]], %{{.*}} : f64
// ADAM: %[[POW1:.*]] = math.powf %{{.*}}, %[[T]] : f64
// ADAM: %[[C1W:.*]] = arith.subf %{{.*}}, %[[POW1]] : f64
// ADAM: %[[POW2:.*]] = math.powf %{{.*}}, %[[T]] : f64
// ADAM: %[[C2W:.*]] = arith.subf %{{.*}}, %[[POW2]] : f64
// ADAM: %[[C1:.*]] = arith.truncf %[[C1W]] : f64 to f32
// ADAM: %[[C2:.*]] = arith.truncf %[[C2W]] : f64 to f32
// ADAM: linalg.generic
// ADAM: ^bb0(%[[P:[^:]*]]: f32, %[[G0:[^:]*]]: f32, %[[M:[^:]*]]: f32, %[[V:[^:]*]]: f32,
// ADAM: %[[DECAYED:.*]] = arith.mulf %[[P]], %[[DECAY]] : f32
// ADAM: %[[G:.*]] = arith.addf %[[G0]], %[[DECAYED]] : f32
// ADAM: %[[M0:.*]] = arith.mulf %[[M]], %[[B1]] : f32
// ADAM: %[[M1:.*]] = arith.mulf %[[G]], %[[B1C]] : f32
// ADAM: %[[NEW_M:.*]] = arith.addf %[[M0]], %[[M1]] : f32
// ADAM: %[[V0:.*]] = arith.mulf %[[V]], %[[B2]] : f32
// ADAM: %[[G2:.*]] = arith.mulf %[[G]], %[[G]] : f32
// ADAM: %[[V1:.*]] = arith.mulf %[[G2]], %[[B2C]] : f32
// ADAM: %[[NEW_V:.*]] = arith.addf %[[V0]], %[[V1]] : f32
// ADAM: %[[MH:.*]] = arith.divf %[[NEW_M]], %[[C1]] : f32
// ADAM: %[[VH:.*]] = arith.divf %[[NEW_V]], %[[C2]] : f32
// ADAM: %[[ROOT:.*]] = math.sqrt %[[VH]] : f32
// ADAM: %[[BELOW:.*]] = arith.addf %[[ROOT]], %[[EPS]] : f32
// ADAM: %[[DIRECTION:.*]] = arith.divf %[[MH]], %[[BELOW]] : f32
// ADAM: %[[MOVE:.*]] = arith.mulf %{{.*}}, %[[DIRECTION]] : f32
// ADAM: %[[NEW_P:.*]] = arith.subf %[[P]], %[[MOVE]] : f32
// ADAM: linalg.yield %[[NEW_P]], %[[NEW_M]], %[[NEW_V]] : f32, f32, f32

// The decay acts on the parameter and never enters the moments.
// ADAMW-LABEL: func.func @train_step(
// ADAMW: linalg.generic
// ADAMW: ^bb0(%[[P:[^:]*]]: f32, %[[G:[^:]*]]: f32, %[[M:[^:]*]]: f32,
// ADAMW-NEXT: arith.mulf %[[M]],
// ADAMW-NEXT: arith.mulf %[[G]],
// ADAMW: math.sqrt
// ADAMW: %[[MOMENTS:.*]] = arith.divf
// ADAMW: %[[DECAYED:.*]] = arith.mulf %[[P]], %{{.*}} : f32
// ADAMW: %[[DIRECTION:.*]] = arith.addf %[[MOMENTS]], %[[DECAYED]] : f32
// ADAMW: %[[MOVE:.*]] = arith.mulf %{{.*}}, %[[DIRECTION]] : f32
// ADAMW: arith.subf %[[P]], %[[MOVE]] : f32

// A third slot holds the largest corrected variance, and divides.
// AMSGRAD-LABEL: func.func @train_step(
// AMSGRAD: ^bb0(%{{[^:]*}}: f32, %{{[^:]*}}: f32, %{{[^:]*}}: f32, %{{[^:]*}}: f32, %[[LARGEST:[^:]*]]: f32,
// AMSGRAD: %[[VH:.*]] = arith.divf
// AMSGRAD: %[[VH2:.*]] = arith.divf
// AMSGRAD: %[[MAX:.*]] = arith.maximumf %[[LARGEST]], %[[VH2]] : f32
// AMSGRAD: math.sqrt %[[MAX]] : f32
// AMSGRAD: linalg.yield %{{.*}}, %{{.*}}, %{{.*}}, %[[MAX]] :

// CLIP-LABEL: func.func @train_step(
// CLIP-DAG: %[[BOUND:.*]] = arith.constant 2.000000e+00 : f64
// CLIP-DAG: %[[UPPER:.*]] = arith.constant 2.500000e-01 : f32
// CLIP-DAG: %[[LOWER:.*]] = arith.constant -2.500000e-01 : f32
// CLIP: %[[NORM:.*]] = math.sqrt
// CLIP: %[[LARGER:.*]] = arith.maximumf %[[NORM]], %[[BOUND]] : f64
// CLIP: %[[SCALE:.*]] = arith.divf %[[BOUND]], %[[LARGER]] : f64
// CLIP: %[[SCALE32:.*]] = arith.truncf %[[SCALE]] : f64 to f32
// CLIP: ^bb0(%{{[^:]*}}: f32, %[[G:[^:]*]]: f32,
// CLIP: %[[SCALED:.*]] = arith.mulf %[[G]], %[[SCALE32]] : f32
// CLIP: %[[BELOW:.*]] = arith.minimumf %[[SCALED]], %[[UPPER]] : f32
// CLIP: arith.maximumf %[[BELOW]], %[[LOWER]] : f32

// The momentum itself is the direction, and the frozen scalar is handed to the
// loss alone.
// MOMENTUM-LABEL: func.func @train_step(
// MOMENTUM-SAME: %[[W:[^:]*]]: tensor<2x3xf32>, %[[B:[^:]*]]: f64, %[[M0:[^:]*]]: tensor<2x3xf32>, %{{[^:]*}}: i64
// MOMENTUM-SAME: -> (tensor<2x3xf32>, tensor<2x3xf32>, f64, f64, i32, f64, f64)
// MOMENTUM-DAG: %[[MU:.*]] = arith.constant 5.000000e-01 : f32
// MOMENTUM: ad.vjp @loss_for_training(%[[W]], %[[B]], {{.*}} wrt = [0]}
// MOMENTUM: linalg.generic {{.*}} ins(%[[W]], %{{.*}}, %[[M0]] :
// MOMENTUM: ^bb0(%[[P:[^:]*]]: f32, %[[G:[^:]*]]: f32, %[[M:[^:]*]]: f32,
// MOMENTUM-NEXT: %[[KEPT:.*]] = arith.mulf %[[M]], %[[MU]] : f32
// MOMENTUM-NEXT: %[[NEXT:.*]] = arith.addf %[[KEPT]], %[[G]] : f32
// MOMENTUM-NEXT: %[[MOVE:.*]] = arith.mulf %{{.*}}, %[[NEXT]] : f32
// MOMENTUM-NEXT: %[[NEW:.*]] = arith.subf %[[P]], %[[MOVE]] : f32
// MOMENTUM-NEXT: linalg.yield %[[NEW]], %[[NEXT]] : f32, f32

// A loss in a tensor, and parameters without an element or with one. Names of
// frozen ones come in any order; slots are of those that are trained.
// UNUSUAL-LABEL: func.func @train_step(
// UNUSUAL-SAME: %[[A:[^:]*]]: f32, %[[E:[^:]*]]: tensor<0x3xf64>, %[[S:[^:]*]]: tensor<f32>, %{{[^:]*}}: tensor<0x3xf64>, %{{[^:]*}}: tensor<0x3xf64>, %{{[^:]*}}: tensor<0x3xf64>, %{{[^:]*}}: i64)
// UNUSUAL-SAME: -> (tensor<0x3xf64>, tensor<0x3xf64>, tensor<0x3xf64>, tensor<0x3xf64>, tensor<f32>, f64, f64)
// UNUSUAL: ad.vjp @unusual_for_training(%[[A]], %[[E]], %[[S]]) {{.*}} wrt = [1]}
func.func @unusual(%a: f32, %e: tensor<0x3xf64>, %s: tensor<f32>) -> tensor<f32> {
  return %s : tensor<f32>
}
