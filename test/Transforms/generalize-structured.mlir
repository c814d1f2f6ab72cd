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

// Contractions of every kind keep their names: of batches, of vectors, of
// spikes, by maps, and into a wider type.
// CHECK-LABEL: func.func @contractions(
// CHECK-NOT: linalg.generic
// CHECK: linalg.batch_matmul ins(%{{.*}}, %{{.*}} : tensor<2x4x?xf16>, tensor<2x?x8xf16>)
// CHECK-NEXT: linalg.vecmat
// CHECK-NEXT: snn.spike_matmul
// CHECK-NEXT: linalg.contract
// CHECK-NEXT: return
#m = affine_map<(d0, d1, d2) -> (d0, d2)>
#n = affine_map<(d0, d1, d2) -> (d2, d1)>
#o = affine_map<(d0, d1, d2) -> (d0, d1)>
func.func @contractions(%a: tensor<2x4x?xf16>, %b: tensor<2x?x8xf16>, %c: tensor<2x4x8xf32>, %x: tensor<?xf64>, %w: tensor<?x3xf64>, %y: tensor<3xf64>, %s: tensor<4x5xi1>, %v: tensor<5x3xf64>, %z: tensor<4x3xf64>, %p: tensor<4x5xf64>)
    -> (tensor<2x4x8xf32>, tensor<3xf64>, tensor<4x3xf64>) {
  %0 = linalg.batch_matmul ins(%a, %b : tensor<2x4x?xf16>, tensor<2x?x8xf16>) outs(%c : tensor<2x4x8xf32>) -> tensor<2x4x8xf32>
  %1 = linalg.vecmat ins(%x, %w : tensor<?xf64>, tensor<?x3xf64>) outs(%y : tensor<3xf64>) -> tensor<3xf64>
  %2 = snn.spike_matmul ins(%s, %v : tensor<4x5xi1>, tensor<5x3xf64>) outs(%z : tensor<4x3xf64>) -> tensor<4x3xf64>
  %3 = linalg.contract indexing_maps = [#m, #n, #o] ins(%p, %v : tensor<4x5xf64>, tensor<5x3xf64>) outs(%2 : tensor<4x3xf64>) -> tensor<4x3xf64>
  return %0, %1, %3 : tensor<2x4x8xf32>, tensor<3xf64>, tensor<4x3xf64>
}

// Windows are no contractions: they slide.
// CHECK-LABEL: func.func @windows(
// CHECK-NOT: linalg.pooling
// CHECK: linalg.generic {{.*}}iterator_types = ["parallel", "parallel", "parallel", "parallel", "reduction", "reduction"]}
// CHECK: arith.maximumf
// CHECK-NOT: linalg.conv
// CHECK: linalg.generic {{.*}}"reduction", "reduction", "reduction"]}
// CHECK: arith.mulf
// CHECK: arith.addf
func.func @windows(%x: tensor<1x?x9x2xf32>, %k: tensor<3x3xf32>, %y: tensor<1x?x7x2xf32>, %w: tensor<3x3x2x4xf32>, %z: tensor<1x?x7x4xf32>) -> (tensor<1x?x7x2xf32>, tensor<1x?x7x4xf32>) {
  %0 = linalg.pooling_nhwc_max ins(%x, %k : tensor<1x?x9x2xf32>, tensor<3x3xf32>) outs(%y : tensor<1x?x7x2xf32>) -> tensor<1x?x7x2xf32>
  %1 = linalg.conv_2d_nhwc_hwcf ins(%x, %w : tensor<1x?x9x2xf32>, tensor<3x3x2x4xf32>) outs(%z : tensor<1x?x7x4xf32>) -> tensor<1x?x7x4xf32>
  return %0, %1 : tensor<1x?x7x2xf32>, tensor<1x?x7x4xf32>
}

// Of no elements, and of integers.
// CHECK-LABEL: func.func @elementwise(
// CHECK: linalg.generic {{.*}} ins(%{{.*}} : tensor<0x4xbf16>)
// CHECK: math.exp %{{.*}} : bf16
// CHECK: linalg.generic {{.*}} ins(%[[N:.*]], %[[N]] : tensor<?xi8>, tensor<?xi8>)
// CHECK: arith.addi %{{.*}} : i8
func.func @elementwise(%x: tensor<0x4xbf16>, %e: tensor<0x4xbf16>, %n: tensor<?xi8>) -> (tensor<0x4xbf16>, tensor<?xi8>) {
  %0 = linalg.exp ins(%x : tensor<0x4xbf16>) outs(%e : tensor<0x4xbf16>) -> tensor<0x4xbf16>
  %1 = linalg.add ins(%n, %n : tensor<?xi8>, tensor<?xi8>) outs(%n : tensor<?xi8>) -> tensor<?xi8>
  return %0, %1 : tensor<0x4xbf16>, tensor<?xi8>
}

// What is generic already is left alone, its results and attributes too.
// CHECK-LABEL: func.func @two_results(
// CHECK: %[[R:.*]]:2 = linalg.generic {{.*}} attrs = {kept}
// CHECK: return %[[R]]#0, %[[R]]#1
func.func @two_results(%x: tensor<?xf32>, %e: tensor<?xf32>) -> (tensor<?xf32>, tensor<?xf32>) {
  %0:2 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]}
      ins(%x : tensor<?xf32>) outs(%e, %e : tensor<?xf32>, tensor<?xf32>) attrs = {kept} {
  ^bb0(%in: f32, %a: f32, %b: f32):
    %s = arith.addf %in, %in : f32
    linalg.yield %s, %in : f32, f32
  } -> (tensor<?xf32>, tensor<?xf32>)
  return %0#0, %0#1 : tensor<?xf32>, tensor<?xf32>
}

// Along the leading dimension the sums are of columns.
// CHECK-LABEL: func.func @softmax_of_columns(
// CHECK-COUNT-2: linalg.generic {{.*}}iterator_types = ["reduction", "parallel"]}
// CHECK: arith.divf
// CHECK-NOT: linalg.softmax
func.func @softmax_of_columns(%x: tensor<?x?xf64>, %e: tensor<?x?xf64>) -> tensor<?x?xf64> {
  %s = linalg.softmax dimension(0) ins(%x : tensor<?x?xf64>) outs(%e : tensor<?x?xf64>) -> tensor<?x?xf64>
  return %s : tensor<?x?xf64>
}
