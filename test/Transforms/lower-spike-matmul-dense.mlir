// RUN: snn-opt %s --split-input-file --snn-lower-spike-matmul --canonicalize --cse | FileCheck %s
// RUN: snn-opt %s --split-input-file --snn-lower-spike-matmul=dense-above=100 | FileCheck %s --check-prefix=NEVER

// NEVER-NOT: scf.if
// NEVER-NOT: linalg.matmul

// A sample of the rows is counted; if more than 60 % of its spikes are set, the
// weights are looked at, and if those are finite, spikes become floats. The
// product begins with the sums that are there.
// CHECK-LABEL: func.func @switched(
// CHECK-SAME: %[[S:[^:]*]]: memref<16x128xi1>, %[[W:[^:]*]]: memref<128x128xf32>, %[[C:[^:]*]]: memref<16x128xf32>)
// CHECK: %[[F:.*]] = memref.alloca() {alignment = 64 : i64} : memref<16x128xf32>
// CHECK: %[[COUNT:.*]] = scf.for %{{.*}} = %c0 to %c16 step %c4 iter_args({{.*}}) -> (i64)
// CHECK: math.ctpop
// CHECK: %[[NUMBER:.*]] = arith.index_castui %[[COUNT]]
// CHECK: %[[SHARE:.*]] = arith.muli %[[NUMBER]], %c100
// 60 % of 4 rows of 128.
// CHECK: %[[OFTEN:.*]] = arith.cmpi ugt, %[[SHARE]], %c30720
// CHECK: %[[DENSE:.*]] = scf.if %[[OFTEN]] -> (i1)
// CHECK: %[[LARGEST:.*]] = scf.for %[[K:.*]] = %c0 to %c128 step %c1
// CHECK: %[[ROW:.*]] = vector.load %[[W]][%[[K]],
// CHECK: %[[BITS:.*]] = vector.bitcast %[[ROW]] : vector<16xf32> to vector<16xi32>
// CHECK: %[[MAGNITUDE:.*]] = arith.andi %[[BITS]]
// CHECK: arith.maxui %{{.*}}, %[[MAGNITUDE]]
// CHECK: %[[MOST:.*]] = vector.reduction <maxui>, %[[LARGEST]]
// The bits of infinity.
// CHECK: %[[FINITE:.*]] = arith.cmpi ult, %[[MOST]], %c2139095040_i32
// CHECK: scf.yield %[[FINITE]]
// CHECK: } else {
// CHECK-NEXT: scf.yield %false
// CHECK: scf.if %[[DENSE]] {
// CHECK-NEXT: linalg.generic {{.*}} ins(%[[S]] : {{.*}}) outs(%[[F]] :
// CHECK: arith.uitofp %{{.*}} : i1 to f32
// CHECK: linalg.matmul ins(%[[F]], %[[W]] : {{.*}}) outs(%[[C]] :
// CHECK-NOT: linalg
// CHECK: } else {
// CHECK: scf.while
func.func @switched(%s: memref<16x128xi1>, %w: memref<128x128xf32>, %c: memref<16x128xf32>) {
  snn.spike_matmul ins(%s, %w : memref<16x128xi1>, memref<128x128xf32>) outs(%c : memref<16x128xf32>)
  return
}

// -----

// Zeros are filled right before the product, where they become registers, and
// are constants in the walk.
// CHECK-LABEL: func.func @zeros(
// CHECK-SAME: %[[C:[^:]*]]: memref<16x128xf32>)
// CHECK-NOT: linalg.fill
// CHECK: scf.if
// CHECK: scf.if
// CHECK: linalg.generic
// CHECK: linalg.fill {{.*}} outs(%[[C]] :
// CHECK-NEXT: linalg.matmul
// CHECK: } else {
// CHECK-NOT: linalg.fill
// CHECK-NOT: vector.load %[[C]]
func.func @zeros(%s: memref<16x128xi1>, %w: memref<128x128xf32>, %c: memref<16x128xf32>) {
  %zero = arith.constant 0.0 : f32
  linalg.fill ins(%zero : f32) outs(%c : memref<16x128xf32>)
  snn.spike_matmul ins(%s, %w : memref<16x128xi1>, memref<128x128xf32>) outs(%c : memref<16x128xf32>)
  return
}

// -----

// Large and unknown sizes in tiles of 16 rows and 256 bits, within a batch; zeros
// are filled before all of them.
// CHECK-LABEL: func.func @tiles(
// CHECK-SAME: %[[S:[^:]*]]: memref<2x?x512xi8>, %[[W:[^:]*]]: memref<512x?xf64>, %[[C:[^:]*]]: memref<2x?x?xf64>)
// CHECK: %[[F:.*]] = memref.alloca() {alignment = 64 : i64} : memref<16x256xf64>
// CHECK: %[[LARGE:.*]] = arith.andi
// CHECK: %[[PAYS:.*]] = arith.andi %{{.*}}, %[[LARGE]]
// CHECK: scf.if %[[PAYS]]
// CHECK: scf.if
// CHECK: linalg.fill {{.*}} outs(%[[C]] :
// CHECK: scf.for %[[B:.*]] = %c0 to %c2 step %c1
// CHECK: scf.for %[[M:.*]] = %c0 to %{{.*}} step %c16
// CHECK: %[[ROWS:.*]] = arith.minui %{{.*}}, %c16
// CHECK: scf.for %[[K:.*]] = %c0 to %c512 step %c256
// CHECK-DAG: %[[SPIKES:.*]] = memref.subview %[[S]][%[[B]], %[[M]], %[[K]]] [1, %[[ROWS]], 256] [1, 1, 1] : memref<2x?x512xi8> to memref<?x256xi8,
// CHECK-DAG: %[[WEIGHTS:.*]] = memref.subview %[[W]][%[[K]], 0] [256, %{{.*}}] [1, 1]
// CHECK-DAG: %[[SUMS:.*]] = memref.subview %[[C]][%[[B]], %[[M]], 0] [1, %[[ROWS]], %{{.*}}] [1, 1, 1] : memref<2x?x?xf64> to memref<?x?xf64,
// CHECK-DAG: %[[ONES:.*]] = memref.subview %[[F]][0, 0] [%[[ROWS]], 256] [1, 1]
// CHECK: linalg.generic {{.*}} ins(%[[SPIKES]] : {{.*}}) outs(%[[ONES]] :
// CHECK: arith.cmpi ne, %{{.*}}, %c0_i8
// CHECK-NOT: linalg.fill
// CHECK: linalg.matmul ins(%[[ONES]], %[[WEIGHTS]] : {{.*}}) outs(%[[SUMS]] :
func.func @tiles(%i: index, %n: index, %s: memref<2x?x512xi8>, %w: memref<512x?xf64>, %c: memref<2x?x?xf64>) {
  %zero = arith.constant 0.0 : f64
  scf.parallel (%t) = (%i) to (%n) step (%i) {
    linalg.fill ins(%zero : f64) outs(%c : memref<2x?x?xf64>)
    snn.spike_matmul indexing_maps = [affine_map<(b, m, n, k) -> (b, m, k)>, affine_map<(b, m, n, k) -> (k, n)>, affine_map<(b, m, n, k) -> (b, m, n)>]
      ins(%s, %w : memref<2x?x512xi8>, memref<512x?xf64>) outs(%c : memref<2x?x?xf64>)
  }
  return
}

// -----

// Too few rows, too few columns, weights that would have to be widened, no rows
// at all, and the gradient of weights: no switch.
// CHECK-LABEL: func.func @walks(
// CHECK-NOT: scf.if
// CHECK-NOT: linalg.matmul
// CHECK: return
#d = affine_map<(k, n, m) -> (m, n)>
#s = affine_map<(k, n, m) -> (m, k)>
#c = affine_map<(k, n, m) -> (k, n)>
func.func @walks(%s: memref<16x128xi1>, %few: memref<7x128xi1>, %u: memref<128xi1>, %w: memref<128x128xf32>,
                 %narrow: memref<128x112xf32>, %half: memref<128x128xf16>, %c: memref<16x128xf32>, %cfew: memref<7x128xf32>,
                 %cnarrow: memref<16x112xf32>, %cu: memref<128xf32>) {
  snn.spike_matmul ins(%few, %w : memref<7x128xi1>, memref<128x128xf32>) outs(%cfew : memref<7x128xf32>)
  snn.spike_matmul ins(%s, %narrow : memref<16x128xi1>, memref<128x112xf32>) outs(%cnarrow : memref<16x112xf32>)
  snn.spike_matmul ins(%s, %half : memref<16x128xi1>, memref<128x128xf16>) outs(%c : memref<16x128xf32>)
  snn.spike_matmul indexing_maps = [affine_map<(n, k) -> (k)>, affine_map<(n, k) -> (k, n)>, affine_map<(n, k) -> (n)>]
    ins(%u, %w : memref<128xi1>, memref<128x128xf32>) outs(%cu : memref<128xf32>)
  snn.spike_matmul indexing_maps = [#s, #d, #c] ins(%s, %c : memref<16x128xi1>, memref<16x128xf32>) outs(%w : memref<128x128xf32>)
  return
}
