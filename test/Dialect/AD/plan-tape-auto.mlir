// RUN: snn-opt %s --ad-plan-tape --canonicalize --cse --split-input-file | FileCheck %s
// RUN: snn-opt %s --ad-plan-tape=checkpoint=sqrt --canonicalize --cse --split-input-file | FileCheck %s --check-prefix=SQRT

// How long segments are: by bytes, or the root of the number of steps.

// 64 KiB of tape per step and as much in a checkpoint: the root of 784.
// CHECK-LABEL: func.func @divisor(
// CHECK: %c28 = arith.constant 28 : index
// CHECK: stack(tensor<28x128x128xf32>)
// SQRT-LABEL: func.func @divisor(
// SQRT: stack(tensor<28x128x128xf32>)
func.func @divisor(%u0: tensor<128x128xf32>, %n: index) -> tensor<128x128xf32> {
  %u, %s = snn.scan %t length(%n) carry(%v = %u0 : tensor<128x128xf32>) stack(tensor<784x128x128xf32>) {
    %e = math.exp %v : tensor<128x128xf32>
    snn.yield carry(%e : tensor<128x128xf32>) stack(%e : tensor<128x128xf32>)
  }
  %d = snn.scan reverse %t over(%st in %s : tensor<784x128x128xf32>) carry(%v = %u : tensor<128x128xf32>) {
    %0 = arith.mulf %v, %st : tensor<128x128xf32>
    snn.yield carry(%0 : tensor<128x128xf32>)
  }
  return %d : tensor<128x128xf32>
}

// -----

// 1,300 has divisors on both sides of its root, 37; 26 and 50 keep 76 states
// alive alike, and the longer has fewer segments.
// CHECK-LABEL: func.func @near(
// CHECK: stack(tensor<50x128x128xf32>)
// SQRT-LABEL: func.func @near(
// SQRT: stack(tensor<50x128x128xf32>)
func.func @near(%u0: tensor<128x128xf32>, %n: index) -> tensor<128x128xf32> {
  %u, %s = snn.scan %t length(%n) carry(%v = %u0 : tensor<128x128xf32>) stack(tensor<1300x128x128xf32>) {
    %e = math.exp %v : tensor<128x128xf32>
    snn.yield carry(%e : tensor<128x128xf32>) stack(%e : tensor<128x128xf32>)
  }
  %d = snn.scan reverse %t over(%st in %s : tensor<1300x128x128xf32>) carry(%v = %u : tensor<128x128xf32>) {
    %0 = arith.mulf %v, %st : tensor<128x128xf32>
    snn.yield carry(%0 : tensor<128x128xf32>)
  }
  return %d : tensor<128x128xf32>
}

// -----

// A prime number of steps has none: the last of 28 segments has fewer than 29.
// CHECK-LABEL: func.func @prime(
// CHECK-DAG: %c29 = arith.constant 29 : index
// CHECK-DAG: %c28 = arith.constant 28 : index
// CHECK: scf.for %{{.*}} = %c0 to %c28
// CHECK: stack(tensor<?x128x128xf32>)
// SQRT-LABEL: func.func @prime(
// SQRT: stack(tensor<?x128x128xf32>)
func.func @prime(%u0: tensor<128x128xf32>, %n: index) -> tensor<128x128xf32> {
  %u, %s = snn.scan %t length(%n) carry(%v = %u0 : tensor<128x128xf32>) stack(tensor<787x128x128xf32>) {
    %e = math.exp %v : tensor<128x128xf32>
    snn.yield carry(%e : tensor<128x128xf32>) stack(%e : tensor<128x128xf32>)
  }
  %d = snn.scan reverse %t over(%st in %s : tensor<787x128x128xf32>) carry(%v = %u : tensor<128x128xf32>) {
    %0 = arith.mulf %v, %st : tensor<128x128xf32>
    snn.yield carry(%0 : tensor<128x128xf32>)
  }
  return %d : tensor<128x128xf32>
}

// -----

// 8 MiB are kept whole; a bit takes a byte in memory.
// CHECK-LABEL: func.func @small(
// CHECK-NOT: scf.for
// CHECK: return
// SQRT-LABEL: func.func @small(
// SQRT: stack(tensor<{{16|32}}x128x128xi1>)
func.func @small(%u0: tensor<128x128xf32>, %n: index) -> tensor<128x128xf32> {
  %u, %s = snn.scan %t length(%n) carry(%v = %u0 : tensor<128x128xf32>) stack(tensor<512x128x128xi1>) {
    %e = math.exp %v : tensor<128x128xf32>
    %m = arith.cmpf ogt, %e, %v : tensor<128x128xf32>
    snn.yield carry(%e : tensor<128x128xf32>) stack(%m : tensor<128x128xi1>)
  }
  %d = snn.scan reverse %t over(%st in %s : tensor<512x128x128xi1>) carry(%v = %u : tensor<128x128xf32>) {
    %0 = arith.uitofp %st : tensor<128x128xi1> to tensor<128x128xf32>
    %1 = arith.mulf %v, %0 : tensor<128x128xf32>
    snn.yield carry(%1 : tensor<128x128xf32>)
  }
  return %d : tensor<128x128xf32>
}

// -----

// More is too much, but checkpoints of 64 KiB beside 16 KiB of tape
// a step would save less than half with fewer than four segments: segments of
// 2 * the root of 1,025, none of whose divisors is near.
// CHECK-LABEL: func.func @large_state(
// CHECK: %c65 = arith.constant 65 : index
// CHECK: arith.muli %{{.*}}, %c65
func.func @large_state(%u0: tensor<128x128xf32>, %n: index) -> tensor<128x128xf32> {
  %u, %s = snn.scan %t length(%n) carry(%v = %u0 : tensor<128x128xf32>) stack(tensor<1025x128x128xi1>) {
    %e = math.exp %v : tensor<128x128xf32>
    %m = arith.cmpf ogt, %e, %v : tensor<128x128xf32>
    snn.yield carry(%e : tensor<128x128xf32>) stack(%m : tensor<128x128xi1>)
  }
  %d = snn.scan reverse %t over(%st in %s : tensor<1025x128x128xi1>) carry(%v = %u : tensor<128x128xf32>) {
    %0 = arith.uitofp %st : tensor<128x128xi1> to tensor<128x128xf32>
    %1 = arith.mulf %v, %0 : tensor<128x128xf32>
    snn.yield carry(%1 : tensor<128x128xf32>)
  }
  return %d : tensor<128x128xf32>
}

// -----

// An open number of steps: with 64 KiB each, 512 are more than is kept whole.
// Segments have 32 steps, or the root when it is known.
// CHECK-LABEL: func.func @open(
// CHECK: %c32 = arith.constant 32 : index
// CHECK: arith.divui %{{.*}}, %c32
// SQRT-LABEL: func.func @open(
// SQRT-SAME: %[[N:[^:]*]]: index
// SQRT: %[[WIDE:.*]] = arith.index_cast %[[N]] : index to i64
// SQRT: %[[REAL:.*]] = arith.sitofp %[[WIDE]] : i64 to f64
// SQRT: %[[ROOT:.*]] = math.sqrt %[[REAL]]
// SQRT: math.ceil %[[ROOT]]
// SQRT: %[[L:.*]] = arith.maxsi %{{.*}}, %c1
// SQRT: arith.muli %{{.*}}, %[[L]]
func.func @open(%u0: tensor<128x128xf32>, %n: index) -> tensor<128x128xf32> {
  %u, %s = snn.scan %t length(%n) carry(%v = %u0 : tensor<128x128xf32>) stack(tensor<?x128x128xf32>) {
    %e = math.exp %v : tensor<128x128xf32>
    snn.yield carry(%e : tensor<128x128xf32>) stack(%e : tensor<128x128xf32>)
  }
  %d = snn.scan reverse %t over(%st in %s : tensor<?x128x128xf32>) carry(%v = %u : tensor<128x128xf32>) {
    %0 = arith.mulf %v, %st : tensor<128x128xf32>
    snn.yield carry(%0 : tensor<128x128xf32>)
  }
  return %d : tensor<128x128xf32>
}

// -----

// CHECK-LABEL: func.func @open_and_small(
// CHECK-NOT: scf.for
// CHECK: return
func.func @open_and_small(%u0: tensor<32x128xf32>, %n: index) -> tensor<32x128xf32> {
  %u, %s = snn.scan %t length(%n) carry(%v = %u0 : tensor<32x128xf32>) stack(tensor<?x32x128xf32>) {
    %e = math.exp %v : tensor<32x128xf32>
    snn.yield carry(%e : tensor<32x128xf32>) stack(%e : tensor<32x128xf32>)
  }
  %d = snn.scan reverse %t over(%st in %s : tensor<?x32x128xf32>) carry(%v = %u : tensor<32x128xf32>) {
    %0 = arith.mulf %v, %st : tensor<32x128xf32>
    snn.yield carry(%0 : tensor<32x128xf32>)
  }
  return %d : tensor<32x128xf32>
}
