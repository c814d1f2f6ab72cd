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

// -----

#id = affine_map<(d0, d1, d2) -> (d0, d1, d2)>

// All of a contiguous buffer is one row, of however many samples, and for each
// of several results. Floats of 64 bits fill a register in eight.

// CHECK-LABEL: func.func @whole(
// CHECK-SAME:    %[[X:.*]]: memref<?x3x5xf64>, %[[Y:.*]]: memref<?x3x5xf64>, %[[M:.*]]: memref<?x3x5xi1>)
// CHECK-DAG:     %[[U:.*]] = memref.collapse_shape %[[X]] {{\[}}[0, 1, 2]] : memref<?x3x5xf64> into memref<?xf64>
// CHECK-DAG:     %[[V:.*]] = memref.collapse_shape %[[Y]] {{\[}}[0, 1, 2]]
// CHECK-DAG:     %[[F:.*]] = memref.collapse_shape %[[M]] {{\[}}[0, 1, 2]] : memref<?x3x5xi1> into memref<?xi1>
// CHECK:         linalg.generic {{.*}} iterator_types = ["parallel"]} ins(%[[U]], %[[F]] : memref<?xf64>, memref<?xi1>) outs(%[[V]], %{{.*}} : memref<?xf64>, memref<?xf64>)
func.func @whole(%x: memref<?x3x5xf64>, %y: memref<?x3x5xf64>, %m: memref<?x3x5xi1>) {
  linalg.generic {indexing_maps = [#id, #id, #id, #id], iterator_types = ["parallel", "parallel", "parallel"]}
      ins(%x, %m : memref<?x3x5xf64>, memref<?x3x5xi1>) outs(%y, %x : memref<?x3x5xf64>, memref<?x3x5xf64>) {
  ^bb0(%in: f64, %f: i1, %o: f64, %p: f64):
    %0 = arith.select %f, %in, %o : f64
    linalg.yield %0, %in : f64, f64
  }
  return
}

// -----

#id = affine_map<(d0, d1) -> (d0, d1)>

// 48 spikes leave a part of 64 bytes over, 48 floats of a register's 16 nothing.

// CHECK-LABEL: func.func @by_width(
// CHECK:         linalg.generic {{.*}} iterator_types = ["parallel"]} ins(%{{.*}} : memref<96xi1>)
// CHECK:         linalg.generic {{.*}} iterator_types = ["parallel", "parallel"]} ins(%{{.*}} : memref<2x48xf32>)
func.func @by_width(%x: memref<2x48xf32>, %m: memref<2x48xi1>, %s: memref<2x48xi1>) {
  linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%m : memref<2x48xi1>) outs(%s : memref<2x48xi1>) {
  ^bb0(%in: i1, %o: i1):
    linalg.yield %in : i1
  }
  linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%x : memref<2x48xf32>) outs(%x : memref<2x48xf32>) {
  ^bb0(%in: f32, %o: f32):
    linalg.yield %in : f32
  }
  return
}

// -----

#id = affine_map<(d0, d1) -> (d0, d1)>

// A body that asks for its column, rows with gaps between them, and tensors.

// CHECK-LABEL: func.func @no_rows(
// CHECK-NOT:     collapse_shape
// CHECK:         return
func.func @no_rows(%x: memref<4x5xf32>, %t: tensor<4x5xf32>, %g: memref<4x5xf32, strided<[8, 1]>>) -> tensor<4x5xf32> {
  linalg.generic {indexing_maps = [#id], iterator_types = ["parallel", "parallel"]} outs(%x : memref<4x5xf32>) {
  ^bb0(%o: f32):
    %i = linalg.index 1 : index
    %j = arith.index_cast %i : index to i32
    %f = arith.sitofp %j : i32 to f32
    linalg.yield %f : f32
  }
  linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%x : memref<4x5xf32>) outs(%g : memref<4x5xf32, strided<[8, 1]>>) {
  ^bb0(%in: f32, %o: f32):
    linalg.yield %in : f32
  }
  %r = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%t : tensor<4x5xf32>) outs(%t : tensor<4x5xf32>) {
  ^bb0(%in: f32, %o: f32):
    linalg.yield %in : f32
  } -> tensor<4x5xf32>
  return %r : tensor<4x5xf32>
}

// -----

#id = affine_map<(d0, d1) -> (d0, d1)>

// Long rows with bits beside them stay apart, so that these can be packed;
// short ones, and long ones without bits, are joined.

// CHECK-LABEL: func.func @bits(
// CHECK-SAME:    %[[X:[^:]*]]: memref<16x100xf32>, %[[Z:[^:]*]]: memref<16x100xi1>
// CHECK:         linalg.generic {{.*}} ins(%[[X]] : memref<16x100xf32>) outs(%[[Z]] : memref<16x100xi1>)
// CHECK:         linalg.generic {{.*}} ins(%{{.*}} : memref<640xf32>) outs(%{{.*}} : memref<640xi1>)
// CHECK:         linalg.generic {{.*}} ins(%{{.*}} : memref<1600xf32>) outs(%{{.*}} : memref<1600xf32>)
func.func @bits(%x: memref<16x100xf32>, %z: memref<16x100xi1>, %few: memref<16x40xf32>, %fires: memref<16x40xi1>) {
  %zero = arith.constant 0.0 : f32
  linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%x : memref<16x100xf32>) outs(%z : memref<16x100xi1>) {
  ^bb0(%in: f32, %o: i1):
    %0 = arith.cmpf ogt, %in, %zero : f32
    linalg.yield %0 : i1
  }
  linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%few : memref<16x40xf32>) outs(%fires : memref<16x40xi1>) {
  ^bb0(%in: f32, %o: i1):
    %0 = arith.cmpf ogt, %in, %zero : f32
    linalg.yield %0 : i1
  }
  linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%x : memref<16x100xf32>) outs(%x : memref<16x100xf32>) {
  ^bb0(%in: f32, %o: f32):
    %0 = arith.negf %in : f32
    linalg.yield %0 : f32
  }
  return
}
