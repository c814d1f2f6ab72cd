// RUN: snn-opt %s --snn-lower-strided-copies | FileCheck %s

// CHECK-LABEL: func.func @strided(
// CHECK-SAME: %[[A:[^:]*]]: memref<4x8xf32, strided<[16, 1]>>, %[[B:[^:]*]]: memref<4x8xf32>)
// CHECK-NOT: memref.copy
// CHECK: linalg.generic {{.*}} ins(%[[A]] : {{.*}}) outs(%[[B]] : memref<4x8xf32>)
func.func @strided(%a: memref<4x8xf32, strided<[16, 1]>>, %b: memref<4x8xf32>) {
  memref.copy %a, %b : memref<4x8xf32, strided<[16, 1]>> to memref<4x8xf32>
  return
}

// A memcpy is the best that there is for contiguous ones, at any offset.
// CHECK-LABEL: func.func @contiguous(
// CHECK-COUNT-2: memref.copy
// CHECK-NOT: linalg.generic
func.func @contiguous(%a: memref<?x8xf32>, %b: memref<?x8xf32>,
                      %c: memref<4x8xf32, strided<[8, 1], offset: ?>>, %d: memref<4x8xf32>) {
  memref.copy %a, %b : memref<?x8xf32> to memref<?x8xf32>
  memref.copy %c, %d : memref<4x8xf32, strided<[8, 1], offset: ?>> to memref<4x8xf32>
  return
}

// Strides that are not known may be any; narrow floats are copied as they are.
// CHECK-LABEL: func.func @unknown_strides(
// CHECK-SAME: %[[A:[^:]*]]: memref<?x?xbf16, strided<[?, ?], offset: ?>>, %[[B:[^:]*]]: memref<?x?xbf16>)
// CHECK-NEXT: linalg.generic {{.*}}iterator_types = ["parallel", "parallel"]} ins(%[[A]] : {{.*}}) outs(%[[B]] : memref<?x?xbf16>)
// CHECK-NEXT: ^bb0(%[[IN:.*]]: bf16, %{{.*}}: bf16):
// CHECK-NEXT: linalg.yield %[[IN]]
func.func @unknown_strides(%a: memref<?x?xbf16, strided<[?, ?], offset: ?>>, %b: memref<?x?xbf16>) {
  memref.copy %a, %b : memref<?x?xbf16, strided<[?, ?], offset: ?>> to memref<?x?xbf16>
  return
}

// It is enough that one side has gaps, here the target, of no elements.
// CHECK-LABEL: func.func @into_column(
// CHECK-NOT: memref.copy
// CHECK: linalg.generic {{.*}} ins(%{{.*}} : memref<0xi1>) outs(%{{.*}} : memref<0xi1, strided<[7]>>)
func.func @into_column(%a: memref<0xi1>, %b: memref<0xi1, strided<[7]>>) {
  memref.copy %a, %b : memref<0xi1> to memref<0xi1, strided<[7]>>
  return
}

// One element has no neighbours to lie apart from.
// CHECK-LABEL: func.func @one(
// CHECK-COUNT-2: memref.copy
// CHECK-NOT: linalg.generic
// CHECK: return
func.func @one(%a: memref<f64>, %b: memref<f64>, %c: memref<f64, strided<[], offset: 3>>) {
  memref.copy %a, %b : memref<f64> to memref<f64>
  memref.copy %a, %c : memref<f64> to memref<f64, strided<[], offset: 3>>
  return
}

// Columns that are neighbours are no row.
// CHECK-LABEL: func.func @by_columns(
// CHECK-NOT: memref.copy
// CHECK: linalg.generic
func.func @by_columns(%a: memref<4x8xf32, affine_map<(d0, d1) -> (d1 * 4 + d0)>>, %b: memref<4x8xf32>) {
  memref.copy %a, %b : memref<4x8xf32, affine_map<(d0, d1) -> (d1 * 4 + d0)>> to memref<4x8xf32>
  return
}
