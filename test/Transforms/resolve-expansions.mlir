// RUN: snn-opt %s --snn-resolve-expansions --canonicalize | FileCheck %s
// RUN: snn-opt %s --snn-resolve-expansions --expand-strided-metadata | FileCheck %s --check-prefix=GONE
// GONE-NOT: memref.expand_shape

// Steps and samples: the stride of a step is that of its samples.
// CHECK-LABEL: func.func @steps(
// CHECK-SAME: %[[X:.*]]: memref<?x4xf32>, %[[T:.*]]: index, %[[B:.*]]: index
// CHECK: %[[STEP:.*]] = arith.muli %[[B]], %c4
// CHECK: memref.reinterpret_cast %[[X]] to offset: [0], sizes: [%[[T]], %[[B]], 4], strides: [%[[STEP]], 4, 1]
func.func @steps(%x: memref<?x4xf32>, %t: index, %b: index) -> memref<?x?x4xf32> {
  %y = memref.expand_shape %x [[0, 1], [2]] output_shape [%t, %b, 4] : memref<?x4xf32> into memref<?x?x4xf32>
  return %y : memref<?x?x4xf32>
}

// Strides and an offset of the source are kept; a static size goes into them.
// CHECK-LABEL: func.func @strided(
// CHECK-SAME: %[[X:.*]]: memref<?x?xf32, strided<[?, 1], offset: ?>>, %[[A:.*]]: index, %[[B:.*]]: index, %[[C:.*]]: index
// CHECK: %{{.*}}, %[[OFFSET:.*]], %{{.*}}:2, %[[STRIDES:.*]]:2 = memref.extract_strided_metadata %[[X]]
// CHECK: %[[INNER:.*]] = arith.muli %[[STRIDES]]#0, %[[B]]
// CHECK: %[[OUTER:.*]] = arith.muli %[[INNER]], %c3
// CHECK: memref.reinterpret_cast %[[X]] to offset: [%[[OFFSET]]], sizes: [%[[A]], 3, %[[B]], %[[C]]], strides: [%[[OUTER]], %[[INNER]], %[[STRIDES]]#0, 1]
func.func @strided(%x: memref<?x?xf32, strided<[?, 1], offset: ?>>, %a: index, %b: index, %c: index)
    -> memref<?x3x?x?xf32, strided<[?, ?, ?, 1], offset: ?>> {
  %y = memref.expand_shape %x [[0, 1, 2], [3]] output_shape [%a, 3, %b, %c]
    : memref<?x?xf32, strided<[?, 1], offset: ?>> into memref<?x3x?x?xf32, strided<[?, ?, ?, 1], offset: ?>>
  return %y : memref<?x3x?x?xf32, strided<[?, ?, ?, 1], offset: ?>>
}

// One unknown size is upstream's.
// CHECK-LABEL: func.func @one(
// CHECK-NOT: reinterpret_cast
// CHECK: memref.expand_shape
func.func @one(%x: memref<?x4xf32>, %t: index) -> memref<?x8x4xf32> {
  %y = memref.expand_shape %x [[0, 1], [2]] output_shape [%t, 8, 4] : memref<?x4xf32> into memref<?x8x4xf32>
  return %y : memref<?x8x4xf32>
}

// Two groups at a time, f64: the inner one's strides start at 1, and the outer
// one's at the size of the rows.
// CHECK-LABEL: func.func @both(
// CHECK-SAME: %[[X:.*]]: memref<?x?xf64>, %[[A:.*]]: index, %[[B:.*]]: index, %[[C:.*]]: index, %[[D:.*]]: index
// CHECK: %{{.*}}, %{{.*}}, %{{.*}}:2, %[[STRIDES:.*]]:2 = memref.extract_strided_metadata %[[X]]
// CHECK: %[[OUTER:.*]] = arith.muli %[[STRIDES]]#0, %[[B]]
// CHECK: memref.reinterpret_cast %[[X]] to offset: [0], sizes: [%[[A]], %[[B]], %[[C]], %[[D]]], strides: [%[[OUTER]], %[[STRIDES]]#0, %[[D]], 1]
func.func @both(%x: memref<?x?xf64>, %a: index, %b: index, %c: index, %d: index) -> memref<?x?x?x?xf64> {
  %y = memref.expand_shape %x [[0, 1], [2, 3]] output_shape [%a, %b, %c, %d] : memref<?x?xf64> into memref<?x?x?x?xf64>
  return %y : memref<?x?x?x?xf64>
}

// A dimension of one element, and an empty row, are sizes as any other.
// CHECK-LABEL: func.func @units(
// CHECK-SAME: %[[X:.*]]: memref<?x0xi1>, %[[T:.*]]: index, %[[B:.*]]: index
// CHECK: memref.reinterpret_cast %[[X]] to offset: [0], sizes: [%[[T]], 1, %[[B]], 0], strides: [
func.func @units(%x: memref<?x0xi1>, %t: index, %b: index) -> memref<?x1x?x0xi1> {
  %y = memref.expand_shape %x [[0, 1, 2], [3]] output_shape [%t, 1, %b, 0] : memref<?x0xi1> into memref<?x1x?x0xi1>
  return %y : memref<?x1x?x0xi1>
}

// Two unknown sizes, but of two groups: upstream's too.
// CHECK-LABEL: func.func @apart(
// CHECK-NOT: reinterpret_cast
// CHECK: memref.expand_shape
func.func @apart(%x: memref<?x?xf32>, %a: index, %b: index) -> memref<?x2x?x4xf32> {
  %y = memref.expand_shape %x [[0, 1], [2, 3]] output_shape [%a, 2, %b, 4] : memref<?x?xf32> into memref<?x2x?x4xf32>
  return %y : memref<?x2x?x4xf32>
}
