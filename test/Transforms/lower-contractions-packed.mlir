// Large contractions are packed in blocks that threads share.
// RUN: snn-opt %s --snn-lower-contractions --canonicalize --cse --split-input-file | FileCheck %s

// Sizes that blocks and tiles divide: two blocks of the reduction of 256 steps,
// eight of 128 rows, no masks and no parts of tiles.
// CHECK-LABEL: func.func @whole(
// CHECK-SAME: %[[A:.*]]: memref<1024x512xf32>, %[[B:.*]]: memref<512x512xf32>, %[[C:.*]]: memref<1024x512xf32>
// CHECK-NOT: mask
// CHECK: %[[RIGHT:.*]] = memref.alloc() {alignment = 64 : i64} : memref<16x256x32xf32>
// CHECK: scf.for %[[K:.*]] = %c0 to %c512 step %c256 {
// A thread packs panels of 32 columns.
// CHECK: scf.parallel (%[[P:.*]]) = (%c0) to (%c16) step (%c1) {
// CHECK: scf.for %[[STEP:.*]] = %c0 to %c256
// CHECK: vector.load %[[B]]
// CHECK: vector.store %{{.*}}, %[[RIGHT]][%[[P]], %[[STEP]], %c0]
// CHECK: scf.reduce
// It packs its rows of the left side.
// CHECK: scf.parallel (%{{.*}}) = (%c0) to (%c8) step (%c1)
// CHECK: %[[LEFT:.*]] = memref.alloca() {alignment = 64 : i64} : memref<128x256xf32>
// CHECK: %[[PART:.*]] = vector.load %[[A]]
// CHECK: vector.store %[[PART]], %[[LEFT]]
// The tile is that of the result: nothing is known to have filled it.
// CHECK-NOT: scf.if
// CHECK: vector.load %[[C]]
// CHECK: scf.for {{.*}} -> (vector<16xf32>, vector<16xf32>, vector<16xf32>, vector<16xf32>, vector<16xf32>, vector<16xf32>, vector<16xf32>, vector<16xf32>, vector<16xf32>, vector<16xf32>, vector<16xf32>, vector<16xf32>, vector<16xf32>, vector<16xf32>, vector<16xf32>, vector<16xf32>)
// CHECK-COUNT-2: vector.load %[[RIGHT]]
// CHECK: memref.load %[[LEFT]]
// CHECK: vector.store %{{.*}}, %[[C]]
// CHECK-NOT: mask
// CHECK: memref.dealloc %[[RIGHT]]
func.func @whole(%a: memref<1024x512xf32>, %b: memref<512x512xf32>, %c: memref<1024x512xf32>) {
  linalg.matmul ins(%a, %b : memref<1024x512xf32>, memref<512x512xf32>) outs(%c : memref<1024x512xf32>)
  return
}

// -----

// A weight's gradient: rows are neighbours in memory, and stay so in the copy.
// Of zeros that fill the result the first block knows, the others add to it.
// CHECK-LABEL: func.func @weight_gradient(
// CHECK-SAME: %[[C:[a-z0-9]+]]: memref<512x512xf32>
// CHECK-NOT: linalg.fill
// CHECK: scf.for %[[K:.*]] = %c0 to %c8000 step %c256 {
// CHECK: %[[FIRST:.*]] = arith.cmpi eq, %[[K]], %c0
// Four blocks of rows are few, so there are two groups of columns.
// CHECK: scf.parallel {{.*}} to (%c4, %c2)
// CHECK: memref.alloca() {alignment = 64 : i64} : memref<8x256x16xf32>
// CHECK: scf.if %[[FIRST]]
// CHECK-NEXT: scf.yield %cst
// CHECK-NEXT: } else {
// CHECK: vector.load %[[C]]
#a = affine_map<(m, n, k) -> (k, m)>
#b = affine_map<(m, n, k) -> (k, n)>
#c = affine_map<(m, n, k) -> (m, n)>
func.func @weight_gradient(%a: memref<8000x512xf32>, %b: memref<8000x512xf32>, %c: memref<512x512xf32>) {
  %zero = arith.constant 0.0 : f32
  linalg.fill ins(%zero : f32) outs(%c : memref<512x512xf32>)
  linalg.matmul indexing_maps = [#a, #b, #c] ins(%a, %b : memref<8000x512xf32>, memref<8000x512xf32>) outs(%c : memref<512x512xf32>)
  return
}

// -----

// One block of the reduction: zeros are registers, and nothing asks. The last
// rows and columns are computed in whole tiles, of which a part is stored.
// CHECK-LABEL: func.func @ends(
// CHECK-SAME: %[[C:[a-z0-9]+]]: memref<1003x300xf64>
// CHECK-NOT: scf.if
// CHECK: vector.create_mask
// CHECK: %[[SCRATCH:.*]] = memref.alloca() {alignment = 64 : i64} : memref<8x16xf64>
// CHECK: vector.store %{{.*}}, %[[SCRATCH]]
// CHECK: %[[PART:.*]] = vector.load %[[SCRATCH]]
// CHECK-NEXT: vector.maskedstore %[[C]]{{.*}}, %[[PART]]
func.func @ends(%a: memref<1003x200xf64>, %b: memref<200x300xf64>, %c: memref<1003x300xf64>) {
  %zero = arith.constant 0.0 : f64
  linalg.fill ins(%zero : f64) outs(%c : memref<1003x300xf64>)
  linalg.matmul ins(%a, %b : memref<1003x200xf64>, memref<200x300xf64>) outs(%c : memref<1003x300xf64>)
  return
}

// -----

// Sizes that are not known choose when they are.
// CHECK-LABEL: func.func @dynamic(
// CHECK: %[[LARGE:.*]] = arith.cmpi uge, %{{.*}}, %c16777216
// CHECK: scf.if
// CHECK: memref.alloc({{.*}}) {{.*}} : memref<?x256x32xf32>
// CHECK: scf.parallel
// CHECK: } else {
// CHECK-NOT: memref.alloc
// CHECK-NOT: scf.parallel
// CHECK: scf.for
// CHECK: return
func.func @dynamic(%a: memref<?x?xf32>, %b: memref<?x?xf32>, %c: memref<?x?xf32>) {
  linalg.matmul ins(%a, %b : memref<?x?xf32>, memref<?x?xf32>) outs(%c : memref<?x?xf32>)
  return
}

// -----

// Inside a parallel loop the threads are taken.
// CHECK-LABEL: func.func @in_parallel(
// CHECK: scf.parallel
// CHECK-NOT: memref.alloc
// CHECK-NOT: scf.parallel
// CHECK: return
func.func @in_parallel(%a: memref<4x1024x512xf32>, %b: memref<512x512xf32>, %c: memref<4x1024x512xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  scf.parallel (%i) = (%c0) to (%c4) step (%c1) {
    %ai = memref.subview %a[%i, 0, 0] [1, 1024, 512] [1, 1, 1] : memref<4x1024x512xf32> to memref<1024x512xf32, strided<[512, 1], offset: ?>>
    %ci = memref.subview %c[%i, 0, 0] [1, 1024, 512] [1, 1, 1] : memref<4x1024x512xf32> to memref<1024x512xf32, strided<[512, 1], offset: ?>>
    linalg.matmul ins(%ai, %b : memref<1024x512xf32, strided<[512, 1], offset: ?>>, memref<512x512xf32>) outs(%ci : memref<1024x512xf32, strided<[512, 1], offset: ?>>)
  }
  return
}

// -----

// What is small, low or narrow is not worth a copy, even where a size is not
// known.
// CHECK-LABEL: func.func @small(
// CHECK-NOT: memref.alloc
// CHECK-NOT: scf.parallel
// CHECK-NOT: scf.if
// CHECK: return
func.func @small(%a: memref<128x128xf32>, %b: memref<128x128xf32>, %c: memref<128x128xf32>,
                 %d: memref<16x?xf32>, %e: memref<?x4096xf32>, %f: memref<16x4096xf32>,
                 %g: memref<?x128xf32>, %h: memref<128x10xf32>, %i: memref<?x10xf32>) {
  linalg.matmul ins(%a, %b : memref<128x128xf32>, memref<128x128xf32>) outs(%c : memref<128x128xf32>)
  linalg.matmul ins(%d, %e : memref<16x?xf32>, memref<?x4096xf32>) outs(%f : memref<16x4096xf32>)
  linalg.matmul ins(%g, %h : memref<?x128xf32>, memref<128x10xf32>) outs(%i : memref<?x10xf32>)
  return
}

// -----

// Batches are gone through one after the other; of two sums the longer one is
// cut, and the result begins with zeros where both begin.
// CHECK-LABEL: func.func @more_dimensions(
// CHECK: scf.for %[[BATCH:.*]] = %c0 to %c2
// CHECK: scf.for %[[T:.*]] = %c0 to %c3 step %c1
// CHECK: scf.for %[[K:.*]] = %c0 to %c700 step %c256
// CHECK-DAG: %[[T0:.*]] = arith.cmpi eq, %[[T]], %c0
// CHECK-DAG: %[[K0:.*]] = arith.cmpi eq, %[[K]], %c0
// CHECK: arith.andi
#p = affine_map<(b, m, n, t, k) -> (b, t, m, k)>
#q = affine_map<(b, m, n, t, k) -> (b, t, k, n)>
#r = affine_map<(b, m, n, t, k) -> (b, m, n)>
func.func @more_dimensions(%a: memref<2x3x128x700xf32>, %b: memref<2x3x700x128xf32>, %c: memref<2x128x128xf32>) {
  %zero = arith.constant 0.0 : f32
  linalg.fill ins(%zero : f32) outs(%c : memref<2x128x128xf32>)
  linalg.contract indexing_maps = [#p, #q, #r]
    ins(%a, %b : memref<2x3x128x700xf32>, memref<2x3x700x128xf32>) outs(%c : memref<2x128x128xf32>)
  return
}
