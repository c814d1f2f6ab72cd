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
