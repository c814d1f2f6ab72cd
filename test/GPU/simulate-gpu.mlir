// RUN: snn-opt %s --snn-simulate-gpu --canonicalize --split-input-file | FileCheck %s

// Between barriers a thread does all it has to before the next one: here the sum of its own element. The last thread and
// the last block come first, and one arena serves all blocks.
// CHECK-LABEL: func.func @fused(
// CHECK-SAME: %[[X:[^:]*]]: memref<8x32xf32>
// CHECK-DAG: %[[C7:.*]] = arith.constant 7 : index
// CHECK-DAG: %[[C31:.*]] = arith.constant 31 : index
// CHECK: %[[ARENA:.*]] = memref.alloc() {{.*}} : memref<128xi8>
// CHECK: scf.for %[[B:.*]] = %{{.*}} to %{{.*}} step
// CHECK: %[[BLOCK:.*]] = arith.subi %[[C7]], %[[B]]
// CHECK: %[[S:.*]] = memref.view %{{.*}} to memref<32xf32>
// CHECK: scf.for %[[T:.*]] =
// CHECK: %[[THREAD:.*]] = arith.subi %[[C31]], %[[T]]
// CHECK: %[[V:.*]] = memref.load %[[X]][%[[BLOCK]], %[[THREAD]]]
// CHECK: memref.store %[[V]], %[[S]][%[[THREAD]]]
// CHECK: %[[W:.*]] = memref.load %[[S]][%[[THREAD]]]
// CHECK: memref.store %{{.*}}, %[[X]][%[[BLOCK]], %[[THREAD]]]
// CHECK-NOT: gpu.
// CHECK: }
// CHECK: memref.dealloc
#shared = #gpu.address_space<workgroup>
func.func @fused(%x: memref<8x32xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c8 = arith.constant 8 : index
  %c32 = arith.constant 32 : index
  %bytes = arith.constant 128 : i32
  gpu.launch blocks(%i, %by, %bz) in (%gx = %c8, %gy = %c1, %gz = %c1)
             threads(%t, %ty, %tz) in (%nx = %c32, %ny = %c1, %nz = %c1) dynamic_shared_memory_size %bytes {
    %arena = gpu.dynamic_shared_memory : memref<?xi8, #shared>
    %s = memref.view %arena[%c0][] : memref<?xi8, #shared> to memref<32xf32, #shared>
    scf.forall (%k) in (32) {
      %v = memref.load %x[%i, %k] : memref<8x32xf32>
      memref.store %v, %s[%k] : memref<32xf32, #shared>
    } {mapping = [#gpu.thread<linear_dim_0>]}
    %j = arith.muli %i, %c1 : index
    scf.forall (%k) in (32) {
      %v = memref.load %s[%k] : memref<32xf32, #shared>
      %w = arith.addf %v, %v : f32
      memref.store %w, %x[%j, %k] : memref<8x32xf32>
    } {mapping = [#gpu.thread<linear_dim_0>]}
    gpu.terminator
  }
  return
}

// -----

// At a barrier the threads have met: a loop for what is before it and one for what is behind.
// CHECK-LABEL: func.func @met(
// CHECK-SAME: %[[X:[^:]*]]: memref<32xf32>, %[[Y:[^:]*]]: memref<32xf32>
// CHECK: scf.for
// CHECK: memref.store %{{.*}}, %[[X]]
// CHECK: }
// CHECK: scf.for
// CHECK: memref.load %[[X]]
// CHECK-NOT: gpu.
// CHECK: return
func.func @met(%x: memref<32xf32>, %y: memref<32xf32>, %v: f32) {
  %c1 = arith.constant 1 : index
  %c31 = arith.constant 31 : index
  %c32 = arith.constant 32 : index
  gpu.launch blocks(%i, %by, %bz) in (%gx = %c1, %gy = %c1, %gz = %c1)
             threads(%t, %ty, %tz) in (%nx = %c32, %ny = %c1, %nz = %c1) {
    scf.forall (%k) in (32) {
      memref.store %v, %x[%k] : memref<32xf32>
    } {mapping = [#gpu.thread<linear_dim_0>]}
    gpu.barrier
    scf.forall (%k) in (32) {
      %j = arith.subi %c31, %k : index
      %w = memref.load %x[%j] : memref<32xf32>
      memref.store %w, %y[%k] : memref<32xf32>
    } {mapping = [#gpu.thread<linear_dim_0>]}
    gpu.terminator
  }
  return
}

// -----

// The device's memory is memory of its own.
// CHECK-LABEL: func.func @memory(
// CHECK-SAME: %[[X:[^:]*]]: memref<4xf32>
// CHECK: %[[D:.*]] = memref.alloc() {alignment = 64 : i64} : memref<4xf32>
// CHECK: memref.copy %[[X]], %[[D]]
// CHECK: memref.copy %[[D]], %[[X]]
// CHECK: memref.dealloc %[[D]]
func.func @memory(%x: memref<4xf32>) {
  %d = gpu.alloc () : memref<4xf32>
  gpu.memcpy %d, %x : memref<4xf32>, memref<4xf32>
  gpu.memcpy %x, %d : memref<4xf32>, memref<4xf32>
  gpu.dealloc %d : memref<4xf32>
  return
}
