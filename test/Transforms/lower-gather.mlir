// RUN: snn-opt %s --snn-lower-gather --canonicalize --cse | FileCheck %s

// A gather copies one slice per coordinate; integers become indices.

// CHECK-LABEL: func.func @gather(
// CHECK-SAME: %[[X:[^:]*]]: tensor<9x?xf32>, %[[I:[^:]*]]: tensor<?x1xi32>)
// CHECK-DAG: %[[N:.*]] = tensor.dim %[[I]]
// CHECK-DAG: %[[D:.*]] = tensor.dim %[[X]]
// CHECK: %[[E:.*]] = tensor.empty(%[[N]], %[[D]])
// CHECK: scf.for %[[T:.*]] = %{{.*}} to %[[N]] step %{{.*}} iter_args(%[[S:.*]] = %[[E]])
// CHECK: %[[AT:.*]] = tensor.extract %[[I]][%[[T]], %{{.*}}]
// CHECK: %[[K:.*]] = arith.index_cast %[[AT]] : i32 to index
// CHECK: %[[ROW:.*]] = tensor.extract_slice %[[X]][%[[K]], 0] [1, %[[D]]] [1, 1] : tensor<9x?xf32> to tensor<?xf32>
// CHECK: %[[NEXT:.*]] = tensor.insert_slice %[[ROW]] into %[[S]][%[[T]], 0] [1, %[[D]]] [1, 1]
// CHECK: scf.yield %[[NEXT]]
// CHECK-NOT: tensor.gather
func.func @gather(%x: tensor<9x?xf32>, %i: tensor<?x1xi32>) -> tensor<?x?xf32> {
  %y = tensor.gather %x[%i] gather_dims([0]) : (tensor<9x?xf32>, tensor<?x1xi32>) -> tensor<?x?xf32>
  return %y : tensor<?x?xf32>
}

// A scatter writes into its destination; units that stand for the named
// dimensions stay in the source.

// CHECK-LABEL: func.func @scatter(
// CHECK-SAME: %[[X:[^:]*]]: tensor<3x4x1xf32>, %[[INTO:[^:]*]]: tensor<4x5xf32>, %[[I:[^:]*]]: tensor<3x1xindex>)
// CHECK: scf.for %[[T:.*]] = %{{.*}} iter_args(%[[S:.*]] = %[[INTO]])
// CHECK: %[[K:.*]] = tensor.extract %[[I]][%[[T]], %{{.*}}]
// CHECK: %[[COLUMN:.*]] = tensor.extract_slice %[[X]][%[[T]], 0, 0] [1, 4, 1] [1, 1, 1] : tensor<3x4x1xf32> to tensor<4xf32>
// CHECK: tensor.insert_slice %[[COLUMN]] into %[[S]][0, %[[K]]] [4, 1] [1, 1]
// CHECK-NOT: tensor.scatter
func.func @scatter(%x: tensor<3x4x1xf32>, %into: tensor<4x5xf32>, %i: tensor<3x1xindex>) -> tensor<4x5xf32> {
  %y = tensor.scatter %x into %into[%i] scatter_dims([1]) unique : (tensor<3x4x1xf32>, tensor<4x5xf32>, tensor<3x1xindex>) -> tensor<4x5xf32>
  return %y : tensor<4x5xf32>
}

// Two coordinates name two dimensions; two dimensions of coordinates are two
// loops.
// CHECK-LABEL: func.func @two_dims(
// CHECK-SAME: %[[X:[^:]*]]: tensor<9x4x5xf64>, %[[I:[^:]*]]: tensor<2x?x2xindex>)
// CHECK: scf.for %[[A:[a-z0-9]+]] =
// CHECK: scf.for %[[B:[a-z0-9]+]] = {{.*}} iter_args(%[[S:.*]] =
// CHECK-DAG: %[[K:.*]] = tensor.extract %[[I]][%[[A]], %[[B]], %c0]
// CHECK-DAG: %[[L:.*]] = tensor.extract %[[I]][%[[A]], %[[B]], %c1]
// CHECK: %[[ROW:.*]] = tensor.extract_slice %[[X]][%[[K]], 0, %[[L]]] [1, 4, 1] [1, 1, 1] : tensor<9x4x5xf64> to tensor<4xf64>
// CHECK: tensor.insert_slice %[[ROW]] into %[[S]][%[[A]], %[[B]], 0] [1, 1, 4] [1, 1, 1]
func.func @two_dims(%x: tensor<9x4x5xf64>, %i: tensor<2x?x2xindex>) -> tensor<2x?x4xf64> {
  %y = tensor.gather %x[%i] gather_dims([0, 2]) : (tensor<9x4x5xf64>, tensor<2x?x2xindex>) -> tensor<2x?x4xf64>
  return %y : tensor<2x?x4xf64>
}

// One coordinate is one slice, and no loop.
// CHECK-LABEL: func.func @one(
// CHECK-NOT: scf.for
// CHECK: %[[K:.*]] = tensor.extract
// CHECK: %[[ROW:.*]] = tensor.extract_slice %{{.*}}[%[[K]], 0] [1, 4]
// CHECK: %[[Y:.*]] = tensor.insert_slice %[[ROW]]
// CHECK: return %[[Y]]
func.func @one(%x: tensor<9x4xf32>, %i: tensor<1xindex>) -> tensor<1x4xf32> {
  %y = tensor.gather %x[%i] gather_dims([0]) : (tensor<9x4xf32>, tensor<1xindex>) -> tensor<1x4xf32>
  return %y : tensor<1x4xf32>
}

// No coordinate: nothing is read.
// CHECK-LABEL: func.func @none(
// CHECK-NEXT: %[[E:.*]] = tensor.empty() : tensor<0xi1>
// CHECK-NEXT: return %[[E]]
func.func @none(%x: tensor<9xi1>, %i: tensor<0x1xindex>) -> tensor<0xi1> {
  %y = tensor.gather %x[%i] gather_dims([0]) : (tensor<9xi1>, tensor<0x1xindex>) -> tensor<0xi1>
  return %y : tensor<0xi1>
}

// Slices that are single elements, into a tensor of unknown size.
// CHECK-LABEL: func.func @elements(
// CHECK-SAME: %[[X:[^:]*]]: tensor<3xbf16>, %[[INTO:[^:]*]]: tensor<?xbf16>, %[[I:[^:]*]]: tensor<3x1xi64>)
// CHECK: scf.for %[[T:.*]] = {{.*}} iter_args(%[[S:.*]] = %[[INTO]])
// CHECK: %[[AT:.*]] = tensor.extract %[[I]][%[[T]], %{{.*}}]
// CHECK: %[[K:.*]] = arith.index_cast %[[AT]] : i64 to index
// CHECK: %[[E:.*]] = tensor.extract_slice %[[X]][%[[T]]] [1] [1] : tensor<3xbf16> to tensor<bf16>
// CHECK: tensor.insert_slice %[[E]] into %[[S]][%[[K]]] [1] [1]
func.func @elements(%x: tensor<3xbf16>, %into: tensor<?xbf16>, %i: tensor<3x1xi64>) -> tensor<?xbf16> {
  %y = tensor.scatter %x into %into[%i] scatter_dims([0]) unique : (tensor<3xbf16>, tensor<?xbf16>, tensor<3x1xi64>) -> tensor<?xbf16>
  return %y : tensor<?xbf16>
}
