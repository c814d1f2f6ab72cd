// RUN: snn-opt %s --snn-generalize-structured | FileCheck %s

// CHECK-LABEL: func.func @f(
// CHECK-NOT: linalg.fill
// CHECK-NOT: linalg.broadcast
// CHECK-NOT: linalg.reduce
// CHECK: linalg.matmul
// CHECK-NOT: linalg.reduce
func.func @f(%x: tensor<8xf32>, %w: tensor<8x8xf32>) -> tensor<4xf32> {
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<4x8xf32>
  %f = linalg.fill ins(%zero : f32) outs(%e : tensor<4x8xf32>) -> tensor<4x8xf32>
  %b = linalg.broadcast ins(%x : tensor<8xf32>) outs(%e : tensor<4x8xf32>) dimensions = [0]
  %m = linalg.matmul ins(%b, %w : tensor<4x8xf32>, tensor<8x8xf32>) outs(%f : tensor<4x8xf32>) -> tensor<4x8xf32>
  %r = tensor.empty() : tensor<4xf32>
  %s = linalg.reduce { arith.addf } ins(%m : tensor<4x8xf32>) outs(%r : tensor<4xf32>) dimensions = [1]
  return %s : tensor<4xf32>
}

// The maximum, the exponentials, their sum, the quotient.
// CHECK-LABEL: func.func @softmax(
// CHECK-NOT: linalg.softmax
// CHECK-COUNT-6: linalg.generic
func.func @softmax(%x: tensor<4x8xf32>) -> tensor<4x8xf32> {
  %e = tensor.empty() : tensor<4x8xf32>
  %s = linalg.softmax dimension(1) ins(%x : tensor<4x8xf32>) outs(%e : tensor<4x8xf32>) -> tensor<4x8xf32>
  return %s : tensor<4x8xf32>
}
