// RUN: snn-opt %s --snn-serialize-inner-loops --split-input-file --verify-diagnostics | FileCheck %s

// CHECK-LABEL: func.func @nested(
// CHECK-SAME: %[[X:[^:]*]]: memref<64x128xf32>
// CHECK: scf.parallel (%[[I:.*]]) =
// CHECK-NOT: scf.parallel
// CHECK-NOT: scf.forall
// CHECK: scf.for %[[J:[a-z0-9]+]] =
// CHECK: scf.for %[[K:[a-z0-9]+]] =
// CHECK: memref.store %{{.*}}, %[[X]][%[[I]], %[[K]]]
// CHECK: return
func.func @nested(%x: memref<64x128xf32>, %zero: f32) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c128 = arith.constant 128 : index
  scf.forall (%i) in (64) {
    scf.forall (%j) in (2) {
      scf.parallel (%k) = (%j) to (%c128) step (%c1) {
        memref.store %zero, %x[%i, %k] : memref<64x128xf32>
      }
    }
  }
  return
}

// Below a time loop each step has its parallel loop; both stay.
// CHECK-LABEL: func.func @in_time(
// CHECK: scf.for
// CHECK: scf.parallel
// CHECK: scf.parallel
func.func @in_time(%x: memref<64xf32>, %y: memref<64xf32>, %zero: f32, %n: index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  scf.for %t = %c0 to %n step %c1 {
    scf.forall (%i) in (64) {
      memref.store %zero, %x[%i] : memref<64xf32>
    }
    scf.forall (%i) in (64) {
      memref.store %zero, %y[%i] : memref<64xf32>
    }
  }
  return
}

// Sums are made in the order of the iterations, inside parallel loops and out.
// CHECK-LABEL: func.func @sum(
// CHECK-SAME: %[[X:[^:]*]]: memref<4x8xf32>, %[[START:[^:]*]]: f32
// CHECK-NOT: scf.parallel
// CHECK: %[[S:.*]]:2 = scf.for %[[I:[a-z0-9]+]] = {{.*}} iter_args(%[[A:[a-z0-9]+]] = %[[START]], %[[B:[a-z0-9]+]] = %[[START]])
// CHECK: %[[ROW:.*]]:2 = scf.for %[[J:[a-z0-9]+]] = {{.*}} iter_args(%[[C:[a-z0-9]+]] = %[[A]], %[[D:[a-z0-9]+]] = %[[B]])
// CHECK: %[[V:.*]] = memref.load %[[X]][%[[I]], %[[J]]]
// CHECK: %[[ADDED:.*]] = arith.addf %[[C]], %[[V]]
// CHECK: %[[MAX:.*]] = arith.maximumf %[[D]], %[[V]]
// CHECK: scf.yield %[[ADDED]], %[[MAX]]
// CHECK: scf.yield %[[ROW]]#0, %[[ROW]]#1
// CHECK: return %[[S]]#0, %[[S]]#1
func.func @sum(%x: memref<4x8xf32>, %start: f32) -> (f32, f32) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %c8 = arith.constant 8 : index
  %sum:2 = scf.parallel (%i, %j) = (%c0, %c0) to (%c4, %c8) step (%c1, %c1) init (%start, %start) -> (f32, f32) {
    %v = memref.load %x[%i, %j] : memref<4x8xf32>
    scf.reduce(%v, %v : f32, f32) {
    ^bb0(%a: f32, %b: f32):
      %s = arith.addf %a, %b : f32
      scf.reduce.return %s : f32
    }, {
    ^bb0(%a: f32, %b: f32):
      %s = arith.maximumf %a, %b : f32
      scf.reduce.return %s : f32
    }
  }
  return %sum#0, %sum#1 : f32, f32
}

// A loop and a branch between two levels of threads hide neither from the other;
// the inner one has two dimensions.
// CHECK-LABEL: func.func @between(
// CHECK: scf.parallel
// CHECK-NOT: scf.parallel
// CHECK: scf.for %[[T:[a-z0-9]+]] =
// CHECK: scf.if
// CHECK: scf.for %[[I:[a-z0-9]+]] =
// CHECK: scf.for %[[J:[a-z0-9]+]] =
// CHECK: memref.store %{{.*}}, %{{.*}}[%[[I]], %[[J]]]
func.func @between(%x: memref<3x?xf64>, %v: f64, %n: index, %p: i1) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  scf.parallel (%r) = (%c0) to (%n) step (%c1) {
    scf.for %t = %c0 to %n step %c1 {
      scf.if %p {
        scf.forall (%i, %j) in (3, %n) {
          memref.store %v, %x[%i, %j] : memref<3x?xf64>
        }
      }
    }
  }
  return
}

// What a combiner returns may be its first argument, a value of the body, or
// one from outside. A loop without iterations leaves what it began with.
// CHECK-LABEL: func.func @returned(
// CHECK-SAME: %[[X:[^:]*]]: memref<?xi64>, %[[START:[^:]*]]: i64, %[[OTHER:[^:]*]]: i64, %[[N:[^:]*]]: index)
// CHECK: %[[R:.*]]:3 = scf.for %[[I:[a-z0-9]+]] = %{{.*}} to %[[N]] {{.*}} iter_args(%[[A:[a-z0-9]+]] = %[[START]], %{{.*}} = %[[START]], %{{.*}} = %[[START]])
// CHECK-NEXT: %[[V:.*]] = memref.load %[[X]][%[[I]]]
// CHECK-NEXT: scf.yield %[[A]], %[[V]], %[[OTHER]]
// CHECK: return %[[R]]#0, %[[R]]#1, %[[R]]#2
func.func @returned(%x: memref<?xi64>, %start: i64, %other: i64, %n: index) -> (i64, i64, i64) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %r:3 = scf.parallel (%i) = (%c0) to (%n) step (%c1) init (%start, %start, %start) -> (i64, i64, i64) {
    %v = memref.load %x[%i] : memref<?xi64>
    scf.reduce(%v, %v, %v : i64, i64, i64) {
    ^bb0(%a: i64, %b: i64):
      scf.reduce.return %a : i64
    }, {
    ^bb0(%a: i64, %b: i64):
      scf.reduce.return %b : i64
    }, {
    ^bb0(%a: i64, %b: i64):
      scf.reduce.return %other : i64
    }
  }
  return %r#0, %r#1, %r#2 : i64, i64, i64
}

// -----

func.func @tensors(%x: tensor<4xf32>) -> tensor<4xf32> {
  // expected-error @below {{expected a loop over buffers, found one with tensor results}}
  %y = scf.forall (%i) in (4) shared_outs(%o = %x) -> (tensor<4xf32>) {
  }
  return %y : tensor<4xf32>
}
