// RUN: snn-opt %s --snn-collapse-rows --split-input-file | FileCheck %s

#id = affine_map<(d0, d1) -> (d0, d1)>
#none = affine_map<(d0, d1) -> ()>

// CHECK-LABEL: func.func @readout(
// CHECK-SAME:    %[[X:.*]]: memref<16x10xf32>, %[[Y:.*]]: memref<16x10xf32>, %[[C:.*]]: f32
// CHECK-DAG:     %[[U:.*]] = memref.collapse_shape %[[X]] {{\[}}[0, 1]]
// CHECK-DAG:     %[[V:.*]] = memref.collapse_shape %[[Y]] {{\[}}[0, 1]]
// CHECK:         linalg.generic {{.*}} iterator_types = ["parallel"]} ins(%[[U]], %[[C]] : memref<160xf32>, f32) outs(%[[V]] : memref<160xf32>)
func.func @readout(%x: memref<16x10xf32>, %y: memref<16x10xf32>, %c: f32) {
  linalg.generic {indexing_maps = [#id, #none, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x, %c : memref<16x10xf32>, f32) outs(%y : memref<16x10xf32>) {
  ^bb0(%in: f32, %s: f32, %out: f32):
    %0 = arith.mulf %in, %s : f32
    linalg.yield %0 : f32
  }
  return
}

// -----

#id = affine_map<(d0, d1, d2) -> (d0, d1, d2)>

// Rows of a slot in a stack follow each other; planes that lie apart do not.

// CHECK-LABEL: func.func @planes(
// CHECK:         linalg.generic {{.*}} iterator_types = ["parallel", "parallel"]} ins(%{{.*}} : memref<4x50xf32>) outs(%{{.*}} : memref<4x50xf32, strided<[100, 1]>>)
func.func @planes(%x: memref<4x5x10xf32>, %y: memref<4x5x10xf32, strided<[100, 10, 1]>>) {
  linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel", "parallel"]}
      ins(%x : memref<4x5x10xf32>) outs(%y : memref<4x5x10xf32, strided<[100, 10, 1]>>) {
  ^bb0(%in: f32, %out: f32):
    %0 = math.exp %in : f32
    linalg.yield %0 : f32
  }
  return
}

// -----

#id = affine_map<(d0, d1) -> (d0, d1)>
#row = affine_map<(d0, d1) -> (d1)>

// What repeats in each row has no longer row, a transposed operand neither;
// sums, rows of unknown length and rows that fill registers stay as they are.

// CHECK-LABEL: func.func @kept(
// CHECK-NOT:     memref.collapse_shape
// CHECK:         return
func.func @kept(%x: memref<16x10xf32>, %y: memref<16x10xf32>, %r: memref<10xf32>, %t: memref<10x16xf32>,
                %d: memref<16x?xf32>, %e: memref<16x?xf32>, %w: memref<16x32xf32>, %v: memref<16x32xf32>) {
  linalg.generic {indexing_maps = [#id, #row, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x, %r : memref<16x10xf32>, memref<10xf32>) outs(%y : memref<16x10xf32>) {
  ^bb0(%in: f32, %s: f32, %out: f32):
    %0 = arith.mulf %in, %s : f32
    linalg.yield %0 : f32
  }
  linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d1, d0)>, #id], iterator_types = ["parallel", "parallel"]}
      ins(%t : memref<10x16xf32>) outs(%y : memref<16x10xf32>) {
  ^bb0(%in: f32, %out: f32):
    linalg.yield %in : f32
  }
  linalg.generic {indexing_maps = [#id, #row], iterator_types = ["reduction", "parallel"]}
      ins(%x : memref<16x10xf32>) outs(%r : memref<10xf32>) {
  ^bb0(%in: f32, %out: f32):
    %0 = arith.addf %out, %in : f32
    linalg.yield %0 : f32
  }
  linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%d : memref<16x?xf32>) outs(%e : memref<16x?xf32>) {
  ^bb0(%in: f32, %out: f32):
    linalg.yield %in : f32
  }
  linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%w : memref<16x32xf32>) outs(%v : memref<16x32xf32>) {
  ^bb0(%in: f32, %out: f32):
    linalg.yield %in : f32
  }
  return
}
