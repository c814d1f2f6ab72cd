// RUN: snn-opt %s --snn-make-train-step="num-params=1 learning-rate=0.5" --canonicalize | FileCheck %s --check-prefix=CONSTANT
// RUN: snn-opt %s --snn-make-train-step="num-params=1 learning-rate=0.5 warmup=5" --canonicalize | FileCheck %s --check-prefix=WARMUP
// RUN: snn-opt %s --snn-make-train-step="num-params=1 schedule=step gamma=0.25 period=30" --canonicalize | FileCheck %s --check-prefix=STAIRS
// RUN: snn-opt %s --snn-make-train-step="num-params=1 schedule=exponential gamma=0.25 period=30" --canonicalize | FileCheck %s --check-prefix=EXPONENTIAL
// RUN: snn-opt %s --snn-make-train-step="num-params=1 schedule=cosine floor=0.1 period=30 warmup=5" --canonicalize | FileCheck %s --check-prefix=COSINE

func.func @loss(%w: f64) -> f64 {
  return %w : f64
}

// CONSTANT-LABEL: func.func @train_step(
// CONSTANT: %[[RATE:.*]] = arith.constant 5.000000e-01 : f64
// CONSTANT-NOT: arith.sitofp
// CONSTANT: return %{{.*}}, %{{.*}}, %[[RATE]], %{{.*}} : f64, f64, f64, f64

// WARMUP-LABEL: func.func @train_step(
// WARMUP-SAME: %[[STEP:[^:]*]]: i64)
// WARMUP-DAG: %[[ONE:.*]] = arith.constant 1.000000e+00 : f64
// WARMUP-DAG: %[[FIVE:.*]] = arith.constant 5.000000e+00 : f64
// WARMUP: %[[T:.*]] = arith.sitofp %[[STEP]] : i64 to f64
// WARMUP: %[[NEXT:.*]] = arith.addf %[[T]], %[[ONE]] : f64
// WARMUP: %[[PART:.*]] = arith.divf %[[NEXT]], %[[FIVE]] : f64
// WARMUP: %[[RISING:.*]] = arith.minimumf %[[PART]], %[[ONE]] : f64
// WARMUP: %[[RATE:.*]] = arith.mulf %[[RISING]], %{{.*}} : f64
// WARMUP: return %{{.*}}, %{{.*}}, %[[RATE]],

// STAIRS-LABEL: func.func @train_step(
// STAIRS-DAG: %[[GAMMA:.*]] = arith.constant 2.500000e-01 : f64
// STAIRS-DAG: %[[PERIOD:.*]] = arith.constant 3.000000e+01 : f64
// STAIRS: %[[K:.*]] = arith.divf %{{.*}}, %[[PERIOD]] : f64
// STAIRS: %[[WHOLE:.*]] = math.floor %[[K]] : f64
// STAIRS: math.powf %[[GAMMA]], %[[WHOLE]] : f64

// EXPONENTIAL-LABEL: func.func @train_step(
// EXPONENTIAL-NOT: math.floor
// EXPONENTIAL: math.powf

// COSINE-LABEL: func.func @train_step(
// COSINE-DAG: %[[PI:.*]] = arith.constant 3.14159{{.*}} : f64
// COSINE-DAG: %[[SPAN:.*]] = arith.constant 9.000000e-01 : f64
// COSINE-DAG: %[[FLOOR:.*]] = arith.constant 1.000000e-01 : f64
// COSINE-DAG: %[[ZERO:.*]] = arith.constant 0.000000e+00 : f64
// COSINE: %[[SINCE:.*]] = arith.subf
// COSINE: %[[K:.*]] = arith.maximumf %[[SINCE]], %[[ZERO]] : f64
// COSINE: %[[PART:.*]] = arith.divf %[[K]],
// COSINE: %[[END:.*]] = arith.minimumf %[[PART]],
// COSINE: %[[ANGLE:.*]] = arith.mulf %[[END]], %[[PI]] : f64
// COSINE: %[[COS:.*]] = math.cos %[[ANGLE]] : f64
// COSINE: %[[FALL:.*]] = arith.mulf %{{.*}}, %[[SPAN]] : f64
// COSINE: arith.addf %[[FALL]], %[[FLOOR]] : f64
