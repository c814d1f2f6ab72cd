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
