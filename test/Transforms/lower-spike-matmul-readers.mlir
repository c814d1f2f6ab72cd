// RUN: snn-opt %s --snn-lower-spike-matmul=dense-above=100 --canonicalize --cse --split-input-file | FileCheck %s
// RUN: snn-opt %s --snn-lower-spike-matmul --snn-vectorize-structured --canonicalize --cse --split-input-file | FileCheck %s --check-prefix=VECTORS

// The sums of two rows are on the stack, at constant places, when the op that
// reads them takes these rows; the spikes of a row are read before it writes
// them. A last row is alone.
// CHECK-LABEL: func.func @step(
// CHECK-SAME: %[[W:[^:]*]]: memref<128x128xf32>, %[[X:[^:]*]]: memref<128xf32>)
// CHECK: %[[STACK:.*]] = memref.alloca() {alignment = 64 : i64} : memref<2x128xf32>
// CHECK: %[[Z:.*]] = memref.alloc() : memref<5x128xi1>
// CHECK: %[[U:.*]] = memref.alloc() : memref<5x128xf32>
// CHECK-NOT: linalg.fill
// CHECK: scf.for %[[M:.*]] = %c0 to %c4 step %c2
// CHECK: %[[FIRST:.*]] = memref.subview %[[STACK]][0, 0] [1, 128] [1, 1]
// CHECK: scf.while
// CHECK: vector.store %{{.*}}, %[[FIRST]][%c0, %c112]
// CHECK: %[[SECOND:.*]] = memref.subview %[[STACK]][1, 0] [1, 128] [1, 1]
// CHECK: scf.while
// CHECK: vector.store %{{.*}}, %[[SECOND]][%c0, %c112]
// CHECK: linalg.generic {{.*}} ins(%[[STACK]], %[[X]] : {{.*}}) outs(%{{.*}}, %{{.*}} : memref<2x128xf32{{.*}}>, memref<2x128xi1
// CHECK: scf.while
// CHECK: linalg.generic {{.*}} outs(%{{.*}}, %{{.*}} : memref<1x128xf32{{.*}}>, memref<1x128xi1
// CHECK-NOT: linalg.generic
// CHECK: return

// There, and where all rows are a dense product, whole registers: those of the
// stack are no loop.
// VECTORS-LABEL: func.func @step(
// VECTORS: %[[STACK:.*]] = memref.alloca() {alignment = 64 : i64} : memref<2x128xf32>
// VECTORS: vector.load %[[STACK]][%c0, %c0] : memref<2x128xf32>, vector<16xf32>
// VECTORS-NEXT: vector.load %[[STACK]][%c1, %c0] : memref<2x128xf32>, vector<16xf32>
// VECTORS-NOT: scf.for
// VECTORS: vector.load %[[STACK]][%c0, %c112] : memref<2x128xf32>, vector<16xf32>
// VECTORS-NEXT: vector.load %[[STACK]][%c1, %c112] : memref<2x128xf32>, vector<16xf32>
#id = affine_map<(d0, d1) -> (d0, d1)>
#row = affine_map<(d0, d1) -> (d1)>
func.func @step(%w: memref<128x128xf32>, %x: memref<128xf32>) -> (memref<5x128xi1>, memref<5x128xf32>) {
  %zero = arith.constant 0.0 : f32
  %z = memref.alloc() : memref<5x128xi1>
  %u = memref.alloc() : memref<5x128xf32>
  %sums = memref.alloc() : memref<5x128xf32>
  linalg.fill ins(%zero : f32) outs(%sums : memref<5x128xf32>)
  snn.spike_matmul ins(%z, %w : memref<5x128xi1>, memref<128x128xf32>) outs(%sums : memref<5x128xf32>)
  linalg.generic {indexing_maps = [#id, #row, #id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%sums, %x : memref<5x128xf32>, memref<128xf32>) outs(%u, %z : memref<5x128xf32>, memref<5x128xi1>) {
  ^bb0(%s: f32, %i: f32, %before: f32, %fired: i1):
    %driven = arith.addf %s, %i : f32
    %now = arith.addf %driven, %before : f32
    %fires = arith.cmpf ogt, %now, %zero : f32
    linalg.yield %now, %fires : f32, i1
  }
  memref.dealloc %sums : memref<5x128xf32>
  return %z, %u : memref<5x128xi1>, memref<5x128xf32>
}

// -----

// What is written may be the weights: all sums are computed before.
// CHECK-LABEL: func.func @weights(
// CHECK-NOT: memref.alloca
// CHECK: scf.while
// CHECK: linalg.generic {{.*}}memref<4x64xf32>
#id = affine_map<(d0, d1) -> (d0, d1)>
func.func @weights(%z: memref<4x64xi1>, %w: memref<64x64xf32>, %u: memref<4x64xf32>) {
  %zero = arith.constant 0.0 : f32
  %sums = memref.alloc() : memref<4x64xf32>
  linalg.fill ins(%zero : f32) outs(%sums : memref<4x64xf32>)
  snn.spike_matmul ins(%z, %w : memref<4x64xi1>, memref<64x64xf32>) outs(%sums : memref<4x64xf32>)
  linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%sums : memref<4x64xf32>) outs(%u : memref<4x64xf32>) {
  ^bb0(%s: f32, %before: f32):
    %now = arith.addf %s, %before : f32
    linalg.yield %now : f32
  }
  memref.dealloc %sums : memref<4x64xf32>
  return
}

// -----

// The sums are read again later, so they are in memory.
// CHECK-LABEL: func.func @twice(
// CHECK-NOT: memref.alloca
// CHECK: scf.while
// CHECK: linalg.generic {{.*}}memref<4x64xf32>
#id = affine_map<(d0, d1) -> (d0, d1)>
func.func @twice(%z: memref<4x64xi1>, %w: memref<64x64xf32>, %i: index) -> (memref<4x64xf32>, f32) {
  %zero = arith.constant 0.0 : f32
  %sums = memref.alloc() : memref<4x64xf32>
  %u = memref.alloc() : memref<4x64xf32>
  linalg.fill ins(%zero : f32) outs(%sums : memref<4x64xf32>)
  snn.spike_matmul ins(%z, %w : memref<4x64xi1>, memref<64x64xf32>) outs(%sums : memref<4x64xf32>)
  linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%sums : memref<4x64xf32>) outs(%u : memref<4x64xf32>) {
  ^bb0(%s: f32, %before: f32):
    linalg.yield %s : f32
  }
  %one = memref.load %sums[%i, %i] : memref<4x64xf32>
  memref.dealloc %sums : memref<4x64xf32>
  return %u, %one : memref<4x64xf32>, f32
}

// -----

// Rows of 40 do not fill registers of 16, and 256 take too many of them.
// CHECK-LABEL: func.func @sizes(
// CHECK-NOT: memref.alloca
// CHECK: return
#id = affine_map<(d0, d1) -> (d0, d1)>
func.func @sizes(%z: memref<4x64xi1>, %a: memref<64x40xf32>, %b: memref<64x256xf32>) -> (memref<4x40xf32>, memref<4x256xf32>) {
  %zero = arith.constant 0.0 : f32
  %few = memref.alloc() : memref<4x40xf32>
  %u = memref.alloc() : memref<4x40xf32>
  linalg.fill ins(%zero : f32) outs(%few : memref<4x40xf32>)
  snn.spike_matmul ins(%z, %a : memref<4x64xi1>, memref<64x40xf32>) outs(%few : memref<4x40xf32>)
  linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%few : memref<4x40xf32>) outs(%u : memref<4x40xf32>) {
  ^bb0(%s: f32, %before: f32):
    linalg.yield %s : f32
  }
  memref.dealloc %few : memref<4x40xf32>
  %many = memref.alloc() : memref<4x256xf32>
  %v = memref.alloc() : memref<4x256xf32>
  linalg.fill ins(%zero : f32) outs(%many : memref<4x256xf32>)
  snn.spike_matmul ins(%z, %b : memref<4x64xi1>, memref<64x256xf32>) outs(%many : memref<4x256xf32>)
  linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%many : memref<4x256xf32>) outs(%v : memref<4x256xf32>) {
  ^bb0(%s: f32, %before: f32):
    linalg.yield %s : f32
  }
  memref.dealloc %many : memref<4x256xf32>
  return %u, %v : memref<4x40xf32>, memref<4x256xf32>
}
