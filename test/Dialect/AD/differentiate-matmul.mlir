// RUN: snn-opt %s --ad-differentiate --canonicalize --cse | FileCheck %s

// In a loop, the gradient of the weights accumulates where the loop carries it:
// no product of a single step is added afterwards. Nothing but the state, which
// is the left factor, is taped.

func.func @steps(%x: tensor<3x5xf32>, %w: tensor<5x5xf32>, %z: tensor<3x5xf32>) -> tensor<3x5xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %r = scf.for %t = %c0 to %c4 step %c1 iter_args(%s = %x) -> tensor<3x5xf32> {
    %n = linalg.matmul ins(%s, %w : tensor<3x5xf32>, tensor<5x5xf32>) outs(%z : tensor<3x5xf32>) -> tensor<3x5xf32>
    scf.yield %n : tensor<3x5xf32>
  }
  return %r : tensor<3x5xf32>
}

// CHECK-DAG: #[[$A:.*]] = affine_map<(d0, d1, d2) -> (d2, d0)>
// CHECK-DAG: #[[$B:.*]] = affine_map<(d0, d1, d2) -> (d2, d1)>
// CHECK-LABEL: func.func private @steps_vjp(
// CHECK: scf.for %{{.*}} iter_args(%{{.*}} = %{{.*}}, %{{.*}} = %{{.*}}) -> (tensor<3x5xf32>, tensor<4x3x5xf32>)
// CHECK: scf.for %{{.*}} iter_args(%[[DS:.*]] = %{{.*}}, %[[DW:.*]] = %{{.*}}) -> (tensor<3x5xf32>, tensor<5x5xf32>)
// CHECK: %[[S:.*]] = tensor.extract_slice
// CHECK-NOT: arith.addf
// CHECK: %[[NEW:.*]] = linalg.matmul indexing_maps = [#[[$A]], #[[$B]], #{{.*}}] ins(%[[S]], %[[DS]] : {{.*}}) outs(%[[DW]] :
// CHECK-NOT: arith.addf
// CHECK: scf.yield %{{.*}}, %[[NEW]]
func.func @grad(%x: tensor<3x5xf32>, %w: tensor<5x5xf32>, %z: tensor<3x5xf32>, %ct: tensor<3x5xf32>) -> (tensor<3x5xf32>, tensor<5x5xf32>) {
  %dx, %dw = ad.vjp @steps(%x, %w, %z) cotangents(%ct) {wrt = [0, 1]}
    : (tensor<3x5xf32>, tensor<5x5xf32>, tensor<3x5xf32>) cotangents(tensor<3x5xf32>) -> (tensor<3x5xf32>, tensor<5x5xf32>)
  return %dx, %dw : tensor<3x5xf32>, tensor<5x5xf32>
}
