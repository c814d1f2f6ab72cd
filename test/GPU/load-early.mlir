// RUN: snn-opt %s --snn-load-early --split-input-file | FileCheck %s

// An input comes first, with what its place is computed from. What the block writes stays behind the barrier, and so
// does what only some threads load.
// CHECK-LABEL: func.func @step(
// CHECK-SAME: %[[X:[^:]*]]: memref<9x32xf32>, %[[Y:[^:]*]]: memref<2x32xf32>
// CHECK: scf.for %[[K:.*]] =
// CHECK-NEXT: %[[ROW:.*]] = memref.subview %[[X]][%[[K]], 0]
// CHECK-NEXT: memref.load %[[ROW]]
// CHECK-NEXT: gpu.barrier
// CHECK: memref.load %[[Y]]
// CHECK: scf.if
// CHECK: memref.load %[[X]]
// CHECK: memref.store %{{.*}}, %[[Y]]
func.func @step(%x: memref<9x32xf32>, %y: memref<2x32xf32>, %some: i1) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c9 = arith.constant 9 : index
  %c32 = arith.constant 32 : index
  gpu.launch blocks(%i, %by, %bz) in (%gx = %c1, %gy = %c1, %gz = %c1)
             threads(%t, %ty, %tz) in (%nx = %c32, %ny = %c1, %nz = %c1) {
    scf.for %k = %c0 to %c9 step %c1 {
      gpu.barrier
      %old = memref.load %y[%c1, %t] : memref<2x32xf32>
      scf.if %some {
        %z = memref.load %x[%c0, %t] : memref<9x32xf32>
        memref.store %z, %y[%c1, %t] : memref<2x32xf32>
      }
      gpu.barrier
      %row = memref.subview %x[%k, 0] [1, 32] [1, 1] : memref<9x32xf32> to memref<32xf32, strided<[1], offset: ?>>
      %v = memref.load %row[%t] : memref<32xf32, strided<[1], offset: ?>>
      %w = arith.addf %v, %old : f32
      memref.store %w, %y[%c0, %t] : memref<2x32xf32>
    }
    gpu.terminator
  }
  return
}

// -----

// A place that is loaded behind the barrier keeps its load there, and so does memory of which nothing is known.
// CHECK-LABEL: func.func @bound(
// CHECK: scf.for
// CHECK-NEXT: gpu.barrier
// CHECK-COUNT-3: memref.load
// CHECK: return
func.func @bound(%x: memref<32xf32>, %places: memref<32xindex>, %other: memref<32xf32>, %which: i1, %y: memref<32xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c9 = arith.constant 9 : index
  %c32 = arith.constant 32 : index
  %either = arith.select %which, %y, %other : memref<32xf32>
  gpu.launch blocks(%i, %by, %bz) in (%gx = %c1, %gy = %c1, %gz = %c1)
             threads(%t, %ty, %tz) in (%nx = %c32, %ny = %c1, %nz = %c1) {
    scf.for %k = %c0 to %c9 step %c1 {
      gpu.barrier
      %place = memref.load %places[%t] : memref<32xindex>
      %v = memref.load %x[%place] : memref<32xf32>
      %u = memref.load %either[%t] : memref<32xf32>
      %w = arith.addf %u, %v : f32
      memref.store %w, %y[%t] : memref<32xf32>
      memref.store %place, %places[%t] : memref<32xindex>
    }
    gpu.terminator
  }
  return
}

// -----

// Without a barrier, order is the processor's.
// CHECK-LABEL: func.func @free(
// CHECK: scf.for
// CHECK-NEXT: memref.store
// CHECK: return
func.func @free(%x: memref<32xf32>, %y: memref<32xf32>, %z: memref<32xf32>, %v: f32) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c9 = arith.constant 9 : index
  gpu.launch blocks(%i, %by, %bz) in (%gx = %c1, %gy = %c1, %gz = %c1)
             threads(%t, %ty, %tz) in (%nx = %c1, %ny = %c1, %nz = %c1) {
    scf.for %k = %c0 to %c9 step %c1 {
      memref.store %v, %z[%t] : memref<32xf32>
      %w = memref.load %x[%t] : memref<32xf32>
      memref.store %w, %y[%t] : memref<32xf32>
    }
    gpu.terminator
  }
  return
}
