// RUN: snn-opt %s --ad-hold-sizes --split-input-file --verify-diagnostics | FileCheck %s

// A step may leave less than it got: it says so when it runs.
// CHECK-LABEL: func.func @window(
// CHECK-SAME: %[[N:.*]]: index, %[[A:.*]]: tensor<4xf32>, %[[K:.*]]: index)
// CHECK: %[[U:.*]] = tensor.cast %[[A]]
// CHECK: %[[SIZE:.*]] = arith.constant 4 : index
// CHECK: scf.for %{{.*}} iter_args(%[[V:.*]] = %[[U]])
// CHECK: %[[W:.*]] = tensor.extract_slice %[[V]][0] [%[[K]]] [1]
// CHECK: %[[M:.*]] = tensor.dim %[[W]], %{{.*}} : tensor<?xf32>
// CHECK: %[[KEPT:.*]] = arith.cmpi eq, %[[SIZE]], %[[M]] : index
// CHECK: cf.assert %[[KEPT]], "expected the loop to keep the sizes of the tensors that it carries, found that a step changes size 0 of number 0"
// CHECK: %[[Z:.*]] = tensor.extract_slice %[[W]][0] [%[[SIZE]]] [1]
// CHECK: scf.yield %[[Z]]
func.func @window(%n: index, %a: tensor<4xf32>, %k: index) -> tensor<?xf32> {
  %c0 = arith.constant 0 : index
  %u = tensor.cast %a : tensor<4xf32> to tensor<?xf32>
  %r = scf.for %t = %c0 to %n step %k iter_args(%v = %u) -> tensor<?xf32> {
    %w = tensor.extract_slice %v[0] [%k] [1] : tensor<?xf32> to tensor<?xf32>
    scf.yield %w : tensor<?xf32>
  }
  return %r : tensor<?xf32>
}

// -----

// Sizes that are known to stay need no assertion: by elementwise ops, by
// structured ones, by what the destination is, by a call, and by what another
// carried value keeps.
// CHECK-LABEL: func.func @stay(
// CHECK-NOT: cf.assert
// CHECK: return
func.func private @layer(%x: tensor<?x?xf32>, %w: tensor<?x?xf32>) -> tensor<?x?xf32> attributes {no_inline} {
  %y = linalg.matmul ins(%x, %w : tensor<?x?xf32>, tensor<?x?xf32>) outs(%x : tensor<?x?xf32>) -> tensor<?x?xf32>
  return %y : tensor<?x?xf32>
}
func.func @stay(%n: index, %a: tensor<4x4xf32>, %w: tensor<?x?xf32>, %p: i1) -> (tensor<?x?xf32>, tensor<?x?xf32>, tensor<?x?xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %u = tensor.cast %a : tensor<4x4xf32> to tensor<?x?xf32>
  %r:3 = scf.for %t = %c0 to %n step %c1 iter_args(%v = %u, %x = %u, %y = %u) -> (tensor<?x?xf32>, tensor<?x?xf32>, tensor<?x?xf32>) {
    %v1 = func.call @layer(%v, %w) : (tensor<?x?xf32>, tensor<?x?xf32>) -> tensor<?x?xf32>
    %d0 = tensor.dim %x, %c0 : tensor<?x?xf32>
    %d1 = tensor.dim %v1, %c1 : tensor<?x?xf32>
    %e = tensor.empty(%d0, %d1) : tensor<?x?xf32>
    %x1 = linalg.exp ins(%v1 : tensor<?x?xf32>) outs(%e : tensor<?x?xf32>) -> tensor<?x?xf32>
    %z = scf.if %p -> tensor<?x?xf32> {
      %s = arith.addf %w, %y : tensor<?x?xf32>
      scf.yield %s : tensor<?x?xf32>
    } else {
      scf.yield %x : tensor<?x?xf32>
    }
    scf.yield %x1, %v1, %z : tensor<?x?xf32>, tensor<?x?xf32>, tensor<?x?xf32>
  }
  return %r#0, %r#1, %r#2 : tensor<?x?xf32>, tensor<?x?xf32>, tensor<?x?xf32>
}

// -----

// A loop that starts with a size that is no known number is left alone.
// CHECK-LABEL: func.func @free(
// CHECK-NOT: cf.assert
// CHECK: return
func.func @free(%n: index, %a: tensor<?xf32>, %k: index) -> tensor<?xf32> {
  %c0 = arith.constant 0 : index
  %r = scf.for %t = %c0 to %n step %k iter_args(%v = %a) -> tensor<?xf32> {
    %w = tensor.extract_slice %v[0] [%k] [1] : tensor<?xf32> to tensor<?xf32>
    scf.yield %w : tensor<?xf32>
  }
  return %r : tensor<?xf32>
}

// -----

// The one that may change of two, and its size that is not static.
// CHECK-LABEL: func.func @second(
// CHECK: %[[SIZE:.*]] = arith.constant 3 : index
// CHECK: scf.for
// CHECK: %[[KEPT:.*]] = arith.cmpi eq, %[[SIZE]], %{{.*}} : index
// CHECK: cf.assert %[[KEPT]], "{{.*}}found that a step changes size 1 of number 1"
// CHECK-NOT: cf.assert
// CHECK: %[[Z:.*]] = tensor.extract_slice %{{.*}}[0, 0] [2, %[[SIZE]]] [1, 1] : tensor<2x?xf64> to tensor<2x?xf64>
// CHECK: scf.yield %{{.*}}, %[[Z]]
func.func @second(%n: index, %a: tensor<4xf32>, %b: tensor<2x3xf64>, %k: index) -> (tensor<?xf32>, tensor<2x?xf64>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %u = tensor.cast %a : tensor<4xf32> to tensor<?xf32>
  %w = tensor.cast %b : tensor<2x3xf64> to tensor<2x?xf64>
  %r:2 = scf.for %t = %c0 to %n step %c1 iter_args(%v = %u, %x = %w) -> (tensor<?xf32>, tensor<2x?xf64>) {
    %v1 = math.exp %v : tensor<?xf32>
    %x1 = tensor.extract_slice %x[0, 0] [2, %k] [1, 1] : tensor<2x?xf64> to tensor<2x?xf64>
    scf.yield %v1, %x1 : tensor<?xf32>, tensor<2x?xf64>
  }
  return %r#0, %r#1 : tensor<?xf32>, tensor<2x?xf64>
}

// The types say that they stay, also where there is no element.
// CHECK-LABEL: func.func @static(
// CHECK-NOT: cf.assert
// CHECK: return
func.func @static(%n: index, %a: tensor<0x3xf16>) -> tensor<0x3xf16> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %r = scf.for %t = %c0 to %n step %c1 iter_args(%v = %a) -> tensor<0x3xf16> {
    %w = math.exp %v : tensor<0x3xf16>
    scf.yield %w : tensor<0x3xf16>
  }
  return %r : tensor<0x3xf16>
}

// An inner loop starts with what a step was given; the outer one asserts once.
// CHECK-LABEL: func.func @inner(
// CHECK: scf.for
// CHECK: %[[S:.*]] = scf.for
// CHECK-NOT: cf.assert
// CHECK: scf.yield
// CHECK: tensor.dim %[[S]]
// CHECK: cf.assert
// CHECK-NOT: cf.assert
// CHECK: scf.yield
func.func @inner(%n: index, %a: tensor<4xf32>, %k: index) -> tensor<?xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %u = tensor.cast %a : tensor<4xf32> to tensor<?xf32>
  %r = scf.for %t = %c0 to %n step %c1 iter_args(%v = %u) -> tensor<?xf32> {
    %s = scf.for %i = %c0 to %t step %c1 iter_args(%x = %v) -> tensor<?xf32> {
      %w = tensor.extract_slice %x[0] [%k] [1] : tensor<?xf32> to tensor<?xf32>
      scf.yield %w : tensor<?xf32>
    }
    scf.yield %s : tensor<?xf32>
  }
  return %r : tensor<?xf32>
}

// -----

func.func @grows(%n: index, %a: tensor<4xf32>) -> tensor<?xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %u = tensor.cast %a : tensor<4xf32> to tensor<?xf32>
  // expected-error @+1 {{expected the loop to keep the sizes of the tensors that it carries, found that a step changes size 0 of number 0}}
  %r = scf.for %t = %c0 to %n step %c1 iter_args(%v = %u) -> tensor<?xf32> {
    %m = tensor.dim %v, %c0 : tensor<?xf32>
    %k = arith.subi %m, %c1 : index
    %w = tensor.extract_slice %v[1] [%k] [1] : tensor<?xf32> to tensor<?xf32>
    scf.yield %w : tensor<?xf32>
  }
  return %r : tensor<?xf32>
}
