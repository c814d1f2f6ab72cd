// RUN: snn-opt %s --ad-differentiate --canonicalize --cse --split-input-file | FileCheck %s

// bf16 is storage: what a weight receives is summed in f32 over all steps, in
// place, and rounded once at the end.

func.func @layer(%x: tensor<9x2x3xbf16>, %w: tensor<3x3xbf16>) -> tensor<2x3xbf16> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c9 = arith.constant 9 : index
  %zero = arith.constant dense<0.0> : tensor<2x3xbf16>
  %r = scf.for %t = %c0 to %c9 step %c1 iter_args(%u = %zero) -> tensor<2x3xbf16> {
    %xt = tensor.extract_slice %x[%t, 0, 0] [1, 2, 3] [1, 1, 1] : tensor<9x2x3xbf16> to tensor<2x3xbf16>
    %v = linalg.matmul ins(%xt, %w : tensor<2x3xbf16>, tensor<3x3xbf16>) outs(%u : tensor<2x3xbf16>) -> tensor<2x3xbf16>
    scf.yield %v : tensor<2x3xbf16>
  }
  return %r : tensor<2x3xbf16>
}
// CHECK-LABEL: func.func private @layer_vjp(
// CHECK: scf.for
// CHECK: %[[R:.*]] = scf.for %{{.*}} iter_args(%[[DW:.*]] = %{{.*}}) -> (tensor<3x3xf32>)
// CHECK-NOT: arith.truncf
// CHECK: %[[SUM:.*]] = linalg.matmul {{.*}} outs(%[[DW]] : tensor<3x3xf32>)
// CHECK-NOT: arith.truncf
// CHECK: scf.yield %[[SUM]]
// CHECK: %[[ROUNDED:.*]] = arith.truncf %[[R]] : tensor<3x3xf32> to tensor<3x3xbf16>
// CHECK: return %[[ROUNDED]]
func.func @grad(%x: tensor<9x2x3xbf16>, %w: tensor<3x3xbf16>, %ct: tensor<2x3xbf16>) -> tensor<3x3xbf16> {
  %d = ad.vjp @layer(%x, %w) cotangents(%ct) {wrt = [1]}
    : (tensor<9x2x3xbf16>, tensor<3x3xbf16>) cotangents(tensor<2x3xbf16>) -> (tensor<3x3xbf16>)
  return %d : tensor<3x3xbf16>
}

// -----

// Elements and slices that a loop reads of one tensor are added in f32 too, and
// so is a scalar.

func.func @reads(%x: tensor<5x4xf16>, %s: f16, %n: index) -> f16 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zero = arith.constant 0.0 : f16
  %r = scf.for %t = %c0 to %n step %c1 iter_args(%u = %zero) -> f16 {
    %e = tensor.extract %x[%c1, %c1] : tensor<5x4xf16>
    %p = arith.mulf %e, %s : f16
    %v = arith.addf %u, %p : f16
    scf.yield %v : f16
  }
  return %r : f16
}
// CHECK-LABEL: func.func private @reads_vjp(
// CHECK: scf.for
// CHECK: scf.for %{{.*}} iter_args(%[[DX:.*]] = %{{.*}}, %[[DS:.*]] = %{{.*}}) -> (tensor<5x4xf32>, f32)
// CHECK: %[[S:.*]] = arith.extf %{{.*}} : f16 to f32
// CHECK: %[[DS1:.*]] = arith.addf %[[DS]], %[[S]] : f32
// CHECK: %[[E:.*]] = arith.extf %{{.*}} : f16 to f32
// CHECK: %[[OLD:.*]] = tensor.extract %[[DX]]
// CHECK: %[[NEW:.*]] = arith.addf %[[OLD]], %[[E]] : f32
// CHECK: %[[DX1:.*]] = tensor.insert %[[NEW]] into %[[DX]]
// CHECK: scf.yield %[[DX1]], %[[DS1]]
func.func @grad(%x: tensor<5x4xf16>, %s: f16, %n: index, %ct: f16) -> (tensor<5x4xf16>, f16) {
  %d:2 = ad.vjp @reads(%x, %s, %n) cotangents(%ct) {wrt = [0, 1]}
    : (tensor<5x4xf16>, f16, index) cotangents(f16) -> (tensor<5x4xf16>, f16)
  return %d#0, %d#1 : tensor<5x4xf16>, f16
}
