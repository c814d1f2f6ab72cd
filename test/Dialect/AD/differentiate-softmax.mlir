// RUN: snn-opt %s --ad-differentiate --canonicalize --cse | FileCheck %s

// The result is all that the reverse reads; sums of bf16 are kept in f32.

func.func @softmax(%x: tensor<2x?x3xbf16>, %o: tensor<2x?x3xbf16>) -> tensor<2x?x3xbf16> {
  %r = linalg.softmax dimension(1) ins(%x : tensor<2x?x3xbf16>) outs(%o : tensor<2x?x3xbf16>) -> tensor<2x?x3xbf16>
  return %r : tensor<2x?x3xbf16>
}

// CHECK-LABEL: func.func private @softmax_vjp(
// CHECK-SAME: %[[X:[^:]*]]: tensor<2x?x3xbf16>, %{{[^:]*}}: tensor<2x?x3xbf16>, %[[CT:[^:]*]]: tensor<2x?x3xbf16>)
// CHECK: %[[Y:.*]] = linalg.softmax dimension(1) ins(%[[X]]
// CHECK: %[[SUM:.*]] = linalg.generic
// CHECK-SAME: iterator_types = ["parallel", "reduction", "parallel"]
// CHECK-SAME: ins(%[[CT]], %[[Y]] :
// CHECK-SAME: outs(%{{.*}} : tensor<2x3xf32>)
// CHECK: %[[DX:.*]] = linalg.generic
// CHECK-SAME: ins(%[[CT]], %[[Y]], %[[SUM]] :
// CHECK: arith.truncf %{{.*}} : f32 to bf16
// CHECK: return %[[DX]]
func.func @grad(%x: tensor<2x?x3xbf16>, %o: tensor<2x?x3xbf16>, %ct: tensor<2x?x3xbf16>) -> tensor<2x?x3xbf16> {
  %dx = ad.vjp @softmax(%x, %o) cotangents(%ct) {wrt = [0]}
    : (tensor<2x?x3xbf16>, tensor<2x?x3xbf16>) cotangents(tensor<2x?x3xbf16>) -> (tensor<2x?x3xbf16>)
  return %dx : tensor<2x?x3xbf16>
}
