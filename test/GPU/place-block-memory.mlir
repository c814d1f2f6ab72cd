// RUN: snn-opt %s --snn-place-block-memory --canonicalize --split-input-file --verify-diagnostics | FileCheck %s
// RUN: snn-opt %s --snn-place-block-memory=shared-bytes=200 --canonicalize --split-input-file --verify-diagnostics | FileCheck %s --check-prefix=SMALL

// The weights that each round reads are copied once, but no batch of which it reads a row; the state is its own. A view of either lies where it does.
// CHECK-LABEL: func.func @weights(
// CHECK-SAME: %[[W:[^:]*]]: memref<8x16xf32>, %[[X:[^:]*]]: memref<4x8xf32>
// CHECK-DAG: %[[BYTES:.*]] = arith.constant 576 : i32
// CHECK: gpu.launch {{.*}} dynamic_shared_memory_size %[[BYTES]]
// CHECK: %[[ARENA:.*]] = gpu.dynamic_shared_memory
// CHECK-DAG: %[[COPY:.*]] = memref.view %[[ARENA]][%{{.*}}][] : {{.*}} to memref<8x16xf32, #gpu.address_space<workgroup>>
// CHECK-DAG: linalg.copy ins(%[[W]] : memref<8x16xf32>) outs(%[[COPY]] :
// CHECK-DAG: %[[U:.*]] = memref.view %[[ARENA]][%{{.*}}][] : {{.*}} to memref<1x16xf32, #gpu.address_space<workgroup>>
// CHECK: scf.for
// CHECK: linalg.matmul ins(%{{.*}}, %[[COPY]] : {{.*}}) outs(%[[U]] :
// CHECK: %[[HALF:.*]] = memref.subview %[[U]][0, 0] [1, 8] [1, 1] : {{.*}} to memref<1x8xf32, strided<[16, 1]>, #gpu.address_space<workgroup>>
// CHECK: linalg.fill ins(%{{.*}} : f32) outs(%[[HALF]] :
// CHECK-NOT: memref.dealloc
// CHECK: return

// Without room for the weights they stay where they are, and the state goes first.
// SMALL-LABEL: func.func @weights(
// SMALL-SAME: %[[W:[^:]*]]: memref<8x16xf32>
// SMALL-DAG: %[[BYTES:.*]] = arith.constant 64 : i32
// SMALL: gpu.launch {{.*}} dynamic_shared_memory_size %[[BYTES]]
// SMALL-NOT: linalg.copy
// SMALL: linalg.matmul ins(%{{.*}}, %[[W]] :
func.func @weights(%w: memref<8x16xf32>, %x: memref<4x8xf32>, %n: index, %v: f32) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %c32 = arith.constant 32 : index
  gpu.launch blocks(%i, %by, %bz) in (%gx = %c4, %gy = %c1, %gz = %c1)
             threads(%t, %ty, %tz) in (%nx = %c32, %ny = %c1, %nz = %c1) {
    %u = memref.alloc() : memref<1x16xf32>
    %row = memref.subview %x[%i, 0] [1, 8] [1, 1] : memref<4x8xf32> to memref<1x8xf32, strided<[8, 1], offset: ?>>
    scf.for %k = %c0 to %n step %c1 {
      linalg.matmul ins(%row, %w : memref<1x8xf32, strided<[8, 1], offset: ?>>, memref<8x16xf32>)
                    outs(%u : memref<1x16xf32>)
      %half = memref.subview %u[0, 0] [1, 8] [1, 1] : memref<1x16xf32> to memref<1x8xf32, strided<[16, 1]>>
      linalg.fill ins(%v : f32) outs(%half : memref<1x8xf32, strided<[16, 1]>>)
    }
    memref.dealloc %u : memref<1x16xf32>
    gpu.terminator
  }
  return
}

// -----

// What does not fit, or has a size that is not known here, is a part of one allocation for all blocks.
// SMALL-LABEL: func.func @large(
// SMALL-SAME: %[[N:[^:]*]]: index, %[[BLOCKS:[^:]*]]: index
// SMALL: %[[ARENA:.*]] = memref.alloc(%{{.*}}) : memref<?xi8>
// SMALL: gpu.launch blocks(%[[B:[a-z0-9]+]], {{.*}}) in
// SMALL-NOT: dynamic_shared_memory
// SMALL: %[[START:.*]] = arith.muli %[[B]], %{{.*}}
// SMALL: %[[A:.*]] = memref.view %[[ARENA]][%{{.*}}][] : memref<?xi8> to memref<64xf32>
// SMALL: %[[D:.*]] = memref.view %[[ARENA]][%{{.*}}][%[[N]]] : memref<?xi8> to memref<?xf64>
// SMALL: linalg.fill ins(%{{.*}} : f32) outs(%[[A]] : memref<64xf32>)
// SMALL: linalg.fill ins(%{{.*}} : f64) outs(%[[D]] : memref<?xf64>)
// SMALL: memref.dealloc %[[ARENA]]
func.func @large(%n: index, %blocks: index, %v: f32, %w: f64) {
  %c1 = arith.constant 1 : index
  %c32 = arith.constant 32 : index
  gpu.launch blocks(%i, %by, %bz) in (%gx = %blocks, %gy = %c1, %gz = %c1)
             threads(%t, %ty, %tz) in (%nx = %c32, %ny = %c1, %nz = %c1) {
    %a = memref.alloc() : memref<64xf32>
    %d = memref.alloc(%n) : memref<?xf64>
    linalg.fill ins(%v : f32) outs(%a : memref<64xf32>)
    linalg.fill ins(%w : f64) outs(%d : memref<?xf64>)
    gpu.terminator
  }
  return
}

// -----

// A size of the block alone has a bound: a block of 10 rows in tiles of 4 needs no more than 4.
// CHECK-LABEL: func.func @bounded(
// CHECK-DAG: %[[BYTES:.*]] = arith.constant 64 : i32
// CHECK: gpu.launch {{.*}} dynamic_shared_memory_size %[[BYTES]]
// CHECK: memref.view %{{.*}}[%{{.*}}][%{{.*}}] : {{.*}} to memref<?x4xf32, #gpu.address_space<workgroup>>
func.func @bounded(%v: f32) {
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %c32 = arith.constant 32 : index
  gpu.launch blocks(%i, %by, %bz) in (%gx = %c3, %gy = %c1, %gz = %c1)
             threads(%t, %ty, %tz) in (%nx = %c32, %ny = %c1, %nz = %c1) {
    %rows = affine.min affine_map<(d0) -> (4, d0 * -4 + 10)>(%i)
    %a = memref.alloc(%rows) : memref<?x4xf32>
    linalg.fill ins(%v : f32) outs(%a : memref<?x4xf32>)
    gpu.terminator
  }
  return
}

// -----

// Weights that the block writes through another view are not copied.
// CHECK-LABEL: func.func @written(
// CHECK-NOT: linalg.copy
// CHECK-NOT: dynamic_shared_memory
// CHECK: return
func.func @written(%w: memref<4x4xf32>, %x: memref<1x4xf32>, %n: index, %v: f32) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c32 = arith.constant 32 : index
  gpu.launch blocks(%i, %by, %bz) in (%gx = %c1, %gy = %c1, %gz = %c1)
             threads(%t, %ty, %tz) in (%nx = %c32, %ny = %c1, %nz = %c1) {
    scf.for %k = %c0 to %n step %c1 {
      linalg.matmul ins(%x, %w : memref<1x4xf32>, memref<4x4xf32>) outs(%x : memref<1x4xf32>)
      %row = memref.subview %w[0, 0] [1, 4] [1, 1] : memref<4x4xf32> to memref<1x4xf32, strided<[4, 1]>>
      linalg.fill ins(%v : f32) outs(%row : memref<1x4xf32, strided<[4, 1]>>)
    }
    gpu.terminator
  }
  return
}

// -----

// Nor are those of which one number is written through a view from outside.
// CHECK-LABEL: func.func @stored(
// CHECK-NOT: linalg.copy
// CHECK-NOT: dynamic_shared_memory
// CHECK: return
func.func @stored(%w: memref<4x4xf32>, %x: memref<1x4xf32>, %n: index, %v: f32) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c32 = arith.constant 32 : index
  %row = memref.subview %w[0, 0] [1, 4] [1, 1] : memref<4x4xf32> to memref<1x4xf32, strided<[4, 1]>>
  gpu.launch blocks(%i, %by, %bz) in (%gx = %c1, %gy = %c1, %gz = %c1)
             threads(%t, %ty, %tz) in (%nx = %c32, %ny = %c1, %nz = %c1) {
    scf.for %k = %c0 to %n step %c1 {
      linalg.matmul ins(%x, %w : memref<1x4xf32>, memref<4x4xf32>) outs(%x : memref<1x4xf32>)
      memref.store %v, %row[%c0, %c0] : memref<1x4xf32, strided<[4, 1]>>
    }
    gpu.terminator
  }
  return
}

// -----

func.func @unknown(%sizes: memref<4xindex>) {
  %c1 = arith.constant 1 : index
  %c32 = arith.constant 32 : index
  gpu.launch blocks(%i, %by, %bz) in (%gx = %c1, %gy = %c1, %gz = %c1)
             threads(%t, %ty, %tz) in (%nx = %c32, %ny = %c1, %nz = %c1) {
    %n = memref.load %sizes[%i] : memref<4xindex>
    // expected-error@+1 {{an array of a GPU's block must have a size that is known before the launch}}
    %a = memref.alloc(%n) : memref<?xf32>
    gpu.terminator
  }
  return
}
