// RUN: snn-opt %s --split-input-file --canonicalize --cse | FileCheck %s
// RUN: snn-opt %s --split-input-file --snn-generalize-structured | FileCheck %s --check-prefix=KEPT
// RUN: snn-opt %s --split-input-file --linalg-generalize-named-ops | FileCheck %s --check-prefix=GENERIC
// RUN: snn-opt %s --split-input-file --loop-invariant-code-motion | FileCheck %s --check-prefix=LICM

// On tensors the op is pure: what is unused goes, what is there twice is there
// once. In memory neither is so.

// CHECK-LABEL: func @pure(
// CHECK-COUNT-1: snn.spike_matmul
// CHECK-NOT: snn.spike_matmul
// CHECK: return
func.func @pure(%s: tensor<2x3xi1>, %w: tensor<3x4xf32>, %c: tensor<2x4xf32>) -> (tensor<2x4xf32>, tensor<2x4xf32>) {
  %0 = snn.spike_matmul ins(%s, %w : tensor<2x3xi1>, tensor<3x4xf32>) outs(%c : tensor<2x4xf32>) -> tensor<2x4xf32>
  %1 = snn.spike_matmul ins(%s, %w : tensor<2x3xi1>, tensor<3x4xf32>) outs(%c : tensor<2x4xf32>) -> tensor<2x4xf32>
  %2 = snn.spike_matmul ins(%s, %w : tensor<2x3xi1>, tensor<3x4xf32>) outs(%0 : tensor<2x4xf32>) -> tensor<2x4xf32>
  return %0, %1 : tensor<2x4xf32>, tensor<2x4xf32>
}

// CHECK-LABEL: func @memory(
// CHECK-COUNT-2: snn.spike_matmul
func.func @memory(%s: memref<2x3xi1>, %w: memref<3x4xf32>, %c: memref<2x4xf32>) {
  snn.spike_matmul ins(%s, %w : memref<2x3xi1>, memref<3x4xf32>) outs(%c : memref<2x4xf32>)
  snn.spike_matmul ins(%s, %w : memref<2x3xi1>, memref<3x4xf32>) outs(%c : memref<2x4xf32>)
  return
}

// -----

// It is a structured op as linalg's are, and stays one where elementwise ops
// are made generic.

// GENERIC-LABEL: func @structured(
// GENERIC: linalg.generic {{.*}} iterator_types = ["parallel", "parallel", "reduction"]
// GENERIC: arith.select
// GENERIC: arith.addf
// GENERIC-NOT: snn.spike_matmul

// KEPT-LABEL: func @structured(
// KEPT: snn.spike_matmul
// KEPT-NOT: linalg.generic
func.func @structured(%s: tensor<2x3xi1>, %w: tensor<3x4xf32>, %c: tensor<2x4xf32>) -> tensor<2x4xf32> {
  %0 = snn.spike_matmul ins(%s, %w : tensor<2x3xi1>, tensor<3x4xf32>) outs(%c : tensor<2x4xf32>) -> tensor<2x4xf32>
  return %0 : tensor<2x4xf32>
}

// -----

// LICM-LABEL: func @invariant(
// LICM: snn.spike_matmul
// LICM: scf.for
// LICM-NOT: snn.spike_matmul
// LICM: return
func.func @invariant(%n: index, %s: tensor<2x3xi1>, %w: tensor<3x4xf32>, %c: tensor<2x4xf32>) -> tensor<2x4xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %r = scf.for %i = %c0 to %n step %c1 iter_args(%u = %c) -> tensor<2x4xf32> {
    %0 = snn.spike_matmul ins(%s, %w : tensor<2x3xi1>, tensor<3x4xf32>) outs(%c : tensor<2x4xf32>) -> tensor<2x4xf32>
    %1 = arith.addf %u, %0 : tensor<2x4xf32>
    scf.yield %1 : tensor<2x4xf32>
  }
  return %r : tensor<2x4xf32>
}

// -----

// Sizes of the result are those of the destination.

// CHECK-LABEL: func @size(
// CHECK-SAME: %[[C:[^:]*]]: tensor<?x?xf32>)
// CHECK: %[[N:.*]] = tensor.dim %[[C]], %{{.*}}
// CHECK: return %[[N]]
func.func @size(%s: tensor<?x?xi1>, %w: tensor<?x?xf32>, %c: tensor<?x?xf32>) -> index {
  %c1 = arith.constant 1 : index
  %0 = snn.spike_matmul ins(%s, %w : tensor<?x?xi1>, tensor<?x?xf32>) outs(%c : tensor<?x?xf32>) -> tensor<?x?xf32>
  %n = tensor.dim %0, %c1 : tensor<?x?xf32>
  return %n : index
}
