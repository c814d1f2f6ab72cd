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
