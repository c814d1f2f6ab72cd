// RUN: snn-opt %s --split-input-file --snn-lower-spike-matmul=dense-above=100 --canonicalize --cse | FileCheck %s

// Threads take 64 rows at a time. They begin with what is there, zeros too.
// CHECK-LABEL: func.func @rows(
// CHECK-SAME: %[[S:[^:]*]]: memref<1024x128xi1>, %[[W:[^:]*]]: memref<128x10xf32>, %[[C:[^:]*]]: memref<1024x10xf32>)
// CHECK: linalg.fill
// CHECK: scf.parallel (%[[M:.*]]) = (%c0) to (%c1024) step (%c64)
// CHECK-DAG: %[[SPIKES:.*]] = memref.subview %[[S]][%[[M]], 0] [64, 128] [1, 1]
// CHECK-DAG: %[[SUMS:.*]] = memref.subview %[[C]][%[[M]], 0] [64, 10] [1, 1]
// CHECK: scf.for %[[ROW:.*]] = %c0 to %c64 step %c1
// CHECK: vector.load %[[SUMS]][%[[ROW]],
// CHECK: scf.while
// CHECK: vector.load %[[W]]
// CHECK-NOT: scf.parallel
func.func @rows(%s: memref<1024x128xi1>, %w: memref<128x10xf32>, %c: memref<1024x10xf32>) {
  %zero = arith.constant 0.0 : f32
  linalg.fill ins(%zero : f32) outs(%c : memref<1024x10xf32>)
  snn.spike_matmul ins(%s, %w : memref<1024x128xi1>, memref<128x10xf32>) outs(%c : memref<1024x10xf32>)
  return
}

// -----

// Threads take the sums of 64 spikes and of 8 registers of columns at a time,
// over all samples, with stack memory of their own.
// CHECK-LABEL: func.func @gradient(
// CHECK-SAME: %[[S:[^:]*]]: memref<1024x128xi1>, %[[D:[^:]*]]: memref<1024x256xf32>, %[[C:[^:]*]]: memref<128x256xf32>)
// CHECK-NOT: memref.alloca
// CHECK: scf.parallel (%[[K:.*]], %[[N:.*]]) = (%c0, %c0) to (%c128, %c256) step (%c64, %c128)
// CHECK: memref.alloca()
// CHECK-DAG: memref.subview %[[S]][0, %[[K]]] [1024, 64] [1, 1]
// CHECK-DAG: memref.subview %[[D]][0, %[[N]]] [1024, 128] [1, 1]
// CHECK-DAG: memref.subview %[[C]][%[[K]], %[[N]]] [64, 128] [1, 1]
// CHECK: scf.for %{{.*}} = %c0 to %c1024 step %c32
// CHECK: scf.while
#s = affine_map<(k, n, m) -> (m, k)>
#d = affine_map<(k, n, m) -> (m, n)>
#c = affine_map<(k, n, m) -> (k, n)>
func.func @gradient(%s: memref<1024x128xi1>, %d: memref<1024x256xf32>, %c: memref<128x256xf32>) {
  snn.spike_matmul indexing_maps = [#s, #d, #c] ins(%s, %d : memref<1024x128xi1>, memref<1024x256xf32>) outs(%c : memref<128x256xf32>)
  return
}

// -----

// Sizes that are not known choose at run time. Alone, zeros are constants.
// CHECK-LABEL: func.func @choice(
// CHECK-SAME: %[[S:[^:]*]]: memref<?x128xi1>, %{{.*}}: memref<128x10xf32>, %[[C:[^:]*]]: memref<?x10xf32>)
// CHECK: %[[M:.*]] = memref.dim %[[S]], %c0
// CHECK: %[[SPIKES:.*]] = arith.muli %[[M]], %c128
// CHECK: %[[MANY:.*]] = arith.cmpi uge, %[[SPIKES]], %c131072
// CHECK: scf.if %[[MANY]] {
// CHECK: linalg.fill {{.*}} outs(%[[C]] :
// CHECK: scf.parallel
// CHECK: scf.while
// CHECK: } else {
// CHECK-NOT: linalg.fill
// CHECK-NOT: scf.parallel
// CHECK-NOT: vector.load %[[C]]
// CHECK: scf.while
func.func @choice(%s: memref<?x128xi1>, %w: memref<128x10xf32>, %c: memref<?x10xf32>) {
  %zero = arith.constant 0.0 : f32
  linalg.fill ins(%zero : f32) outs(%c : memref<?x10xf32>)
  snn.spike_matmul ins(%s, %w : memref<?x128xi1>, memref<128x10xf32>) outs(%c : memref<?x10xf32>)
  return
}

// -----

// Few spikes, a single row of sums, and a product that threads come to.
// CHECK-LABEL: func.func @alone(
// CHECK: scf.while
// CHECK: scf.while
// CHECK: scf.parallel
// CHECK-NOT: scf.parallel
// CHECK-NOT: scf.if
func.func @alone(%n: index, %s: memref<1023x128xi1>, %w: memref<128x10xf32>, %c: memref<1023x10xf32>, %u: memref<262144xi1>,
                 %v: memref<262144x10xf32>, %d: memref<10xf32>, %t: memref<4096x128xi1>, %e: memref<4096x10xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  snn.spike_matmul ins(%s, %w : memref<1023x128xi1>, memref<128x10xf32>) outs(%c : memref<1023x10xf32>)
  snn.spike_matmul indexing_maps = [affine_map<(n, k) -> (k)>, affine_map<(n, k) -> (k, n)>, affine_map<(n, k) -> (n)>]
    ins(%u, %v : memref<262144xi1>, memref<262144x10xf32>) outs(%d : memref<10xf32>)
  scf.parallel (%i) = (%c0) to (%n) step (%c1) {
    snn.spike_matmul ins(%t, %w : memref<4096x128xi1>, memref<128x10xf32>) outs(%e : memref<4096x10xf32>)
  }
  return
}

// -----

// Nothing to add leaves the sums as they are; no rows or columns leave nothing.
// CHECK-LABEL: func.func @no_spikes(
// CHECK-SAME: %[[C:[^:]*]]: memref<3x16xf32>)
// CHECK-NOT: scf.while
// CHECK: %[[SUM:.*]] = vector.load %[[C]]
// CHECK-NEXT: vector.store %[[SUM]], %[[C]]
// CHECK-LABEL: func.func @no_rows(
// CHECK-NEXT: return
// CHECK-LABEL: func.func @no_columns(
// CHECK-NEXT: return
func.func @no_spikes(%s: memref<3x0xi1>, %w: memref<0x16xf32>, %c: memref<3x16xf32>) {
  snn.spike_matmul ins(%s, %w : memref<3x0xi1>, memref<0x16xf32>) outs(%c : memref<3x16xf32>)
  return
}
func.func @no_rows(%s: memref<0x8xi1>, %w: memref<8x16xf32>, %c: memref<0x16xf32>) {
  snn.spike_matmul ins(%s, %w : memref<0x8xi1>, memref<8x16xf32>) outs(%c : memref<0x16xf32>)
  return
}
func.func @no_columns(%s: memref<3x8xi1>, %w: memref<8x0xf32>, %c: memref<3x0xf32>) {
  snn.spike_matmul ins(%s, %w : memref<3x8xi1>, memref<8x0xf32>) outs(%c : memref<3x0xf32>)
  return
}
