// RUN: snn-opt %s --split-input-file --snn-lower-spike-matmul --canonicalize --cse | FileCheck %s

// A row of sums takes the spikes of all places of its window, read where they lie. No rate is asked for.
// CHECK-LABEL: func.func @convolution(
// CHECK-SAME: %[[S:[^:]*]]: memref<2x15x9x64xi1>, %[[K:[^:]*]]: memref<3x3x64x16xf32>, %[[Y:[^:]*]]: memref<2x7x7x16xf32>)
// CHECK-NOT: math.ctpop
// CHECK: scf.for %[[N:[a-z0-9]+]] = %c0 to %c2
// CHECK: scf.for %[[ROW:[a-z0-9]+]] = %c0 to %c7
// CHECK: scf.for %[[COLUMN:[a-z0-9]+]] = %c0 to %c7
// CHECK: vector.load %[[Y]][%[[N]], %[[ROW]], %[[COLUMN]], %c0]
// CHECK: scf.for %[[KY:[a-z0-9]+]] = %c0 to %c3
// CHECK: scf.for %[[KX:[a-z0-9]+]] = %c0 to %c3
// CHECK-DAG: %[[SKIPPED:.*]] = arith.muli %[[ROW]], %c2
// CHECK-DAG: %[[IN_Y:.*]] = arith.addi %[[SKIPPED]], %[[KY]]
// CHECK-DAG: %[[IN_X:.*]] = arith.addi %[[COLUMN]], %[[KX]]
// CHECK: vector.load %{{.*}}[%[[N]], %[[IN_Y]], %[[IN_X]], %c0] : memref<2x15x9x64xi8>, vector<64xi8>
// CHECK: scf.while
// CHECK: vector.load %[[K]][%[[KY]], %[[KX]], %{{.*}}, %c0]
// CHECK: vector.store %{{.*}}, %[[Y]]
// CHECK-NOT: snn.spike_matmul
#image = affine_map<(n, y, x, f, ky, kx, c) -> (n, y * 2 + ky, x + kx, c)>
#kernel = affine_map<(n, y, x, f, ky, kx, c) -> (ky, kx, c, f)>
#map = affine_map<(n, y, x, f, ky, kx, c) -> (n, y, x, f)>
func.func @convolution(%s: memref<2x15x9x64xi1>, %k: memref<3x3x64x16xf32>, %y: memref<2x7x7x16xf32>) {
  snn.spike_matmul indexing_maps = [#image, #kernel, #map] ins(%s, %k : memref<2x15x9x64xi1>, memref<3x3x64x16xf32>) outs(%y : memref<2x7x7x16xf32>)
  return
}

// -----

// Of large ones threads take an image each; their parts know their sizes.
// CHECK-LABEL: func.func @shared(
// CHECK: scf.parallel (%{{.*}}) = (%c0) to (%c16) step (%c1)
// CHECK: memref.subview %{{.*}} [1, 30, 30, 32] [1, 1, 1, 1]
#image = affine_map<(n, y, x, f, ky, kx, c) -> (n, y + ky, x + kx, c)>
#kernel = affine_map<(n, y, x, f, ky, kx, c) -> (ky, kx, c, f)>
#map = affine_map<(n, y, x, f, ky, kx, c) -> (n, y, x, f)>
func.func @shared(%s: memref<16x30x30x32xi1>, %k: memref<3x3x32x128xf32>, %y: memref<16x28x28x128xf32>) {
  snn.spike_matmul indexing_maps = [#image, #kernel, #map] ins(%s, %k : memref<16x30x30x32xi1>, memref<3x3x32x128xf32>) outs(%y : memref<16x28x28x128xf32>)
  return
}

// -----

// The gradient of a kernel: spikes of one channel at up to 32 places of a row are collected in a word.
// CHECK-LABEL: func.func @kernel(
// CHECK: scf.for %[[KY:[a-z0-9]+]] = %c0 to %c3
// CHECK: scf.for %[[KX:[a-z0-9]+]] = %c0 to %c3
// CHECK: vector.load %{{.*}} : memref<2x9x10x64xi8>, vector<64xi8>
// CHECK: arith.select %{{.*}} : vector<64xi1>, vector<64xi16>
// CHECK: scf.while
#x = affine_map<(ky, kx, c, f, n, y, x) -> (n, y + ky, x + kx, c)>
#dy = affine_map<(ky, kx, c, f, n, y, x) -> (n, y, x, f)>
#dk = affine_map<(ky, kx, c, f, n, y, x) -> (ky, kx, c, f)>
func.func @kernel(%s: memref<2x9x10x64xi1>, %dy: memref<2x7x8x64xf32>, %dk: memref<3x3x64x64xf32>) {
  snn.spike_matmul indexing_maps = [#x, #dy, #dk] ins(%s, %dy : memref<2x9x10x64xi1>, memref<2x7x8x64xf32>) outs(%dk : memref<3x3x64x64xf32>)
  return
}
