// RUN: snn-opt %s --convert-scf-to-openmp --snn-hoist-thread-stack --split-input-file --verify-diagnostics | FileCheck %s

// Stack memory of a fixed size and of one known before the loop is the thread's, and the scope is gone.
// CHECK-LABEL: func.func @stack(
// CHECK-SAME: %[[X:[^:]*]]: memref<?x128xf32>, %[[N:[^:]*]]: index)
// CHECK-NOT: alloca_scope
// CHECK: omp.parallel
// CHECK-DAG: %[[ROW:.*]] = memref.alloca() : memref<128xf32>
// CHECK-DAG: %[[TILE:.*]] = memref.alloca(%[[N]]) {alignment = 64 : i64} : memref<?xf32>
// CHECK: omp.wsloop
// CHECK: omp.loop_nest (%[[I:.*]]) : index
// CHECK-NOT: memref.alloca
// CHECK: scf.for %[[T:[a-z0-9]+]] =
// CHECK: %[[V:.*]] = memref.load %[[X]][%[[I]], %[[T]]]
// CHECK: memref.store %[[V]], %[[ROW]][%[[T]]]
// CHECK: memref.store %[[V]], %[[TILE]][%[[T]]]
// CHECK: omp.yield
func.func @stack(%x: memref<?x128xf32>, %n: index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %rows = memref.dim %x, %c0 : memref<?x128xf32>
  scf.parallel (%i) = (%c0) to (%rows) step (%c1) {
    %row = memref.alloca() : memref<128xf32>
    scf.for %t = %c0 to %n step %c1 {
      %tile = memref.alloca(%n) {alignment = 64} : memref<?xf32>
      %v = memref.load %x[%i, %t] : memref<?x128xf32>
      memref.store %v, %row[%t] : memref<128xf32>
      memref.store %v, %tile[%t] : memref<?xf32>
    }
  }
  return
}

// Outside of parallel loops a scope stays.
// CHECK-LABEL: func.func @sequential(
// CHECK: memref.alloca_scope
func.func @sequential(%v: f32, %i: index) {
  memref.alloca_scope {
    %row = memref.alloca() : memref<128xf32>
    memref.store %v, %row[%i] : memref<128xf32>
  }
  return
}

// Loops of two dimensions are one omp.loop_nest; a second team has memory of its
// own.
// CHECK-LABEL: func.func @teams(
// CHECK-NOT: alloca_scope
// CHECK: omp.parallel
// CHECK-NEXT: memref.alloca() : memref<3xi1>
// CHECK-NEXT: omp.wsloop
// CHECK-NEXT: omp.loop_nest (%{{.*}}, %{{.*}}) : index
// CHECK-NOT: memref.alloca
// CHECK: omp.parallel
// CHECK-NEXT: memref.alloca() : memref<5xf64>
// CHECK-NOT: memref.alloca
func.func @teams(%n: index, %b: i1, %v: f64) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  scf.parallel (%i, %j) = (%c0, %c0) to (%n, %n) step (%c1, %c1) {
    %row = memref.alloca() : memref<3xi1>
    memref.store %b, %row[%c1] : memref<3xi1>
  }
  scf.parallel (%i) = (%c0) to (%n) step (%c1) {
    %row = memref.alloca() : memref<5xf64>
    memref.store %v, %row[%c1] : memref<5xf64>
  }
  return
}

// Memory of the heap stays in its iteration.
// CHECK-LABEL: func.func @heap(
// CHECK: omp.loop_nest
// CHECK: memref.alloc() : memref<4xf32>
func.func @heap(%n: index, %v: f32) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  scf.parallel (%i) = (%c0) to (%n) step (%c1) {
    %row = memref.alloc() : memref<4xf32>
    memref.store %v, %row[%c0] : memref<4xf32>
    memref.dealloc %row : memref<4xf32>
  }
  return
}

// -----

func.func @changing(%n: index, %v: f32) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  scf.parallel (%i) = (%c0) to (%n) step (%c1) {
    // expected-error @below {{expected stack memory of a size that is known before the parallel loop it is in}}
    %row = memref.alloca(%i) : memref<?xf32>
    memref.store %v, %row[%c0] : memref<?xf32>
  }
  return
}

// -----

// Computed in the iteration, though always the same.
func.func @computed(%n: index, %v: f32) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  scf.parallel (%i) = (%c0) to (%n) step (%c1) {
    %size = arith.addi %n, %c1 : index
    // expected-error @below {{expected stack memory of a size that is known before the parallel loop it is in}}
    %row = memref.alloca(%size) : memref<?xf32>
    memref.store %v, %row[%c0] : memref<?xf32>
  }
  return
}
