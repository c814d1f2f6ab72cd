// RUN: snn-opt %s --snn-lower-contractions --canonicalize --split-input-file | FileCheck %s

// Channels last: columns are the filters, rows the places along x, and the image is read one by one wherever the
// window stands.
// CHECK-LABEL: func.func @channels_last(
// CHECK-SAME: %[[X:[^:]*]]: memref<2x9x10x3xf32>, %[[K:[^:]*]]: memref<3x3x3x32xf32>, %[[Y:[^:]*]]: memref<2x7x8x32xf32>)
// CHECK: scf.for %[[N:[a-z0-9]+]] = %c0 to %c2
// CHECK: scf.for %[[ROW:[a-z0-9]+]] = %c0 to %c7
// CHECK: vector.load %[[Y]][%[[N]], %[[ROW]], %c0, %c0]
// CHECK: scf.for %[[KY:[a-z0-9]+]] = %c0 to %c3
// CHECK: scf.for %[[KX:[a-z0-9]+]] = %c0 to %c3
// CHECK: scf.for %[[C:[a-z0-9]+]] = %c0 to %c3
// CHECK: vector.load %[[K]][%[[KY]], %[[KX]], %[[C]], %c0]
// CHECK: %[[IN_Y:.*]] = arith.addi %[[ROW]], %[[KY]]
// CHECK: memref.load %[[X]][%[[N]], %[[IN_Y]], %[[KX]], %[[C]]]
// CHECK: %[[IN_X:.*]] = arith.addi %[[KX]], %c1
// CHECK: memref.load %[[X]][%[[N]], %{{.*}}, %[[IN_X]], %[[C]]]
// CHECK-NOT: linalg
func.func @channels_last(%x: memref<2x9x10x3xf32>, %k: memref<3x3x3x32xf32>, %y: memref<2x7x8x32xf32>) {
  linalg.conv_2d_nhwc_hwcf ins(%x, %k : memref<2x9x10x3xf32>, memref<3x3x3x32xf32>) outs(%y : memref<2x7x8x32xf32>)
  return
}

// -----

// Channels first: columns are the places along x, of the image too; rows are the filters. Strides and dilations are
// factors; here they leave no gaps along x. f64, and sizes that are not known.
// CHECK-LABEL: func.func @channels_first(
// CHECK-SAME: %[[X:[^:]*]]: memref<?x?x?x?xf64>, %[[K:[^:]*]]: memref<?x?x?x?xf64>, %[[Y:[^:]*]]: memref<?x?x?x?xf64>)
// CHECK: %[[ROW:.*]] = arith.muli %{{.*}}, %c2
// CHECK: %[[IN_Y:.*]] = arith.addi %[[ROW]], %[[KY:[a-z0-9]+]]
// CHECK: %[[LEFT:.*]] = arith.muli %[[KX:[a-z0-9]+]], %c3
// CHECK: %[[IN_X:.*]] = arith.addi %{{.*}}, %[[LEFT]]
// CHECK: vector.load %[[X]][%{{.*}}, %[[C:.*]], %[[IN_Y]], %[[IN_X]]] {{.*}}, vector<8xf64>
// CHECK: memref.load %[[K]][%{{.*}}, %[[C]], %[[KY]], %[[KX]]]
// CHECK-NOT: linalg
func.func @channels_first(%x: memref<?x?x?x?xf64>, %k: memref<?x?x?x?xf64>, %y: memref<?x?x?x?xf64>) {
  linalg.conv_2d_nchw_fchw {strides = dense<[2, 1]> : tensor<2xi64>, dilations = dense<[1, 3]> : tensor<2xi64>}
    ins(%x, %k : memref<?x?x?x?xf64>, memref<?x?x?x?xf64>) outs(%y : memref<?x?x?x?xf64>)
  return
}

// -----

// The gradient of the image: sums are windows, which are gone on with where they overlap. The zeros before are no
// first values of the registers.
// CHECK-LABEL: func.func @image_gradient(
// CHECK-SAME: memref<3x3x64x32xf32>, %[[DY:[^:]*]]: memref<2x7x8x64xf32>, %[[DX:[^:]*]]: memref<2x9x10x32xf32>)
// CHECK: linalg.fill
// CHECK: scf.for %[[N:[a-z0-9]+]] = %c0 to %c2
// CHECK: scf.for %[[ROW:[a-z0-9]+]] = %c0 to %c7
// CHECK: scf.for %[[KY:[a-z0-9]+]] = %c0 to %c3
// CHECK: scf.for %[[KX:[a-z0-9]+]] = %c0 to %c3
// CHECK: %[[AT:.*]] = arith.addi %[[ROW]], %[[KY]]
// CHECK: vector.load %[[DX]][%[[N]], %[[AT]], %[[KX]], %c0]
// CHECK: scf.for %[[F:[a-z0-9]+]] = %c0 to %c64
// CHECK: memref.load %[[DY]][%[[N]], %[[ROW]], %c0, %[[F]]]
// CHECK: vector.store %{{.*}}, %[[DX]]
// CHECK-NOT: linalg.generic
#k = affine_map<(n, y, x, c, ky, kx, f) -> (ky, kx, f, c)>
#dy = affine_map<(n, y, x, c, ky, kx, f) -> (n, y, x, f)>
#dx = affine_map<(n, y, x, c, ky, kx, f) -> (n, y + ky, x + kx, c)>
func.func @image_gradient(%k: memref<3x3x64x32xf32>, %dy: memref<2x7x8x64xf32>, %dx: memref<2x9x10x32xf32>) {
  %zero = arith.constant 0.0 : f32
  linalg.fill ins(%zero : f32) outs(%dx : memref<2x9x10x32xf32>)
  linalg.generic {indexing_maps = [#k, #dy, #dx], iterator_types = ["parallel", "reduction", "reduction", "parallel", "reduction", "reduction", "reduction"]}
      ins(%k, %dy : memref<3x3x64x32xf32>, memref<2x7x8x64xf32>) outs(%dx : memref<2x9x10x32xf32>) {
  ^bb0(%w: f32, %d: f32, %sum: f32):
    %p = arith.mulf %w, %d : f32
    %s = arith.addf %sum, %p : f32
    linalg.yield %s : f32
  }
  return
}

// -----

// Rows and columns of one window overlap, so only one of the two can be in registers: a row at a time.
// CHECK-LABEL: func.func @overlapping(
// CHECK: scf.for %[[KX:[a-z0-9]+]] = %c0 to %c3 step %c1
// CHECK: vector.load %{{.*}}[%[[KX]]] : memref<18xf32>
// CHECK: scf.for %{{.*}} = %c0 to %c5 step %c1 iter_args(%{{.*}} = %{{.*}}) -> (vector<16xf32>)
#kernel = affine_map<(x, kx, f) -> (f, kx)>
#ct = affine_map<(x, kx, f) -> (f, x)>
#image = affine_map<(x, kx, f) -> (x + kx)>
func.func @overlapping(%k: memref<5x3xf32>, %ct: memref<5x16xf32>, %dx: memref<18xf32>) {
  linalg.generic {indexing_maps = [#kernel, #ct, #image], iterator_types = ["reduction", "reduction", "reduction"]}
      ins(%k, %ct : memref<5x3xf32>, memref<5x16xf32>) outs(%dx : memref<18xf32>) {
  ^bb0(%w: f32, %d: f32, %sum: f32):
    %p = arith.mulf %w, %d : f32
    %s = arith.addf %sum, %p : f32
    linalg.yield %s : f32
  }
  return
}

// -----

// Of two loops that could be columns the longer one is; which input is which side follows from that.
// CHECK-LABEL: func.func @longer(
// CHECK-SAME: %[[A:[^:]*]]: memref<2x5x64xf32>, %[[B:[^:]*]]: memref<2x5x3xf32>
// CHECK-COUNT-4: vector.load %[[A]]
// CHECK: memref.load %[[B]]
// CHECK-LABEL: func.func @shorter(
// CHECK-SAME: %[[A:[^:]*]]: memref<2x5x3xf32>, %[[B:[^:]*]]: memref<2x5x64xf32>
// CHECK-COUNT-4: vector.load %[[B]]
// CHECK: memref.load %[[A]]
#sum = affine_map<(i, j, f, n) -> (n, i + j)>
#na = affine_map<(i, j, f, n) -> (n, f, i)>
#nb = affine_map<(i, j, f, n) -> (n, f, j)>
func.func @longer(%a: memref<2x5x64xf32>, %b: memref<2x5x3xf32>, %c: memref<2x66xf32>) {
  linalg.generic {indexing_maps = [#na, #nb, #sum], iterator_types = ["reduction", "reduction", "reduction", "parallel"]}
      ins(%a, %b : memref<2x5x64xf32>, memref<2x5x3xf32>) outs(%c : memref<2x66xf32>) {
  ^bb0(%w: f32, %d: f32, %sum: f32):
    %p = arith.mulf %w, %d : f32
    %s = arith.addf %sum, %p : f32
    linalg.yield %s : f32
  }
  return
}
func.func @shorter(%a: memref<2x5x3xf32>, %b: memref<2x5x64xf32>, %c: memref<2x66xf32>) {
  linalg.generic {indexing_maps = [#na, #nb, #sum], iterator_types = ["reduction", "reduction", "reduction", "parallel"]}
      ins(%a, %b : memref<2x5x3xf32>, memref<2x5x64xf32>) outs(%c : memref<2x66xf32>) {
  ^bb0(%w: f32, %d: f32, %sum: f32):
    %p = arith.mulf %w, %d : f32
    %s = arith.addf %sum, %p : f32
    linalg.yield %s : f32
  }
  return
}

// -----

// These stay: gaps along x, places that are no sums of steps, one filter for each channel.
// CHECK-LABEL: func.func @gaps(
// CHECK-NEXT: linalg.conv_2d_nchw_fchw
// CHECK-LABEL: func.func @halves(
// CHECK-NEXT: linalg.generic
// CHECK-LABEL: func.func @depthwise(
// CHECK-NEXT: linalg.depthwise
#half = affine_map<(x, f, k) -> (x floordiv 2 + k, f)>
#w = affine_map<(x, f, k) -> (k)>
#y = affine_map<(x, f, k) -> (x, f)>
func.func @gaps(%x: memref<2x3x9x17xf32>, %k: memref<4x3x3x3xf32>, %y: memref<2x4x4x8xf32>) {
  linalg.conv_2d_nchw_fchw {strides = dense<2> : tensor<2xi64>}
    ins(%x, %k : memref<2x3x9x17xf32>, memref<4x3x3x3xf32>) outs(%y : memref<2x4x4x8xf32>)
  return
}
func.func @halves(%x: memref<6x16xf32>, %k: memref<3xf32>, %y: memref<8x16xf32>) {
  linalg.generic {indexing_maps = [#half, #w, #y], iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%x, %k : memref<6x16xf32>, memref<3xf32>) outs(%y : memref<8x16xf32>) {
  ^bb0(%w: f32, %d: f32, %sum: f32):
    %p = arith.mulf %w, %d : f32
    %s = arith.addf %sum, %p : f32
    linalg.yield %s : f32
  }
  return
}
func.func @depthwise(%x: memref<2x9x9x16xf32>, %k: memref<3x3x16xf32>, %y: memref<2x7x7x16xf32>) {
  linalg.depthwise_conv_2d_nhwc_hwc ins(%x, %k : memref<2x9x9x16xf32>, memref<3x3x16xf32>) outs(%y : memref<2x7x7x16xf32>)
  return
}
