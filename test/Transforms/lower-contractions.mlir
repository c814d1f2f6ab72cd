// RUN: snn-opt %s --snn-lower-contractions --canonicalize --split-input-file | FileCheck %s

// Sizes that the tile divides: one tile body, 16 accumulators, no masks.
// CHECK-LABEL: func.func @whole(
// CHECK-NOT: create_mask
// CHECK: scf.for
// CHECK: vector.load
// CHECK: scf.for {{.*}} -> (vector<16xf32>, vector<16xf32>, vector<16xf32>, vector<16xf32>, vector<16xf32>, vector<16xf32>, vector<16xf32>, vector<16xf32>, vector<16xf32>, vector<16xf32>, vector<16xf32>, vector<16xf32>, vector<16xf32>, vector<16xf32>, vector<16xf32>, vector<16xf32>)
// CHECK-COUNT-2: vector.load
// CHECK: memref.load
// CHECK: vector.broadcast
// CHECK: arith.mulf
// CHECK: arith.addf
// CHECK-NOT: linalg
func.func @whole(%a: memref<16x5xf32>, %b: memref<5x32xf32>, %c: memref<16x32xf32>) {
  linalg.matmul ins(%a, %b : memref<16x5xf32>, memref<5x32xf32>) outs(%c : memref<16x32xf32>)
  return
}

// -----

// Ten columns and three rows: a mask, row by row, no tiles.
// CHECK-LABEL: func.func @narrow(
// CHECK: vector.constant_mask [10] : vector<16xi1>
// CHECK: vector.maskedload
// CHECK: vector.maskedstore
func.func @narrow(%a: memref<3x5xf32>, %b: memref<5x10xf32>, %c: memref<3x10xf32>) {
  linalg.matmul ins(%a, %b : memref<3x5xf32>, memref<5x10xf32>) outs(%c : memref<3x10xf32>)
  return
}

// -----

// f64 has half the lanes; the left side may be transposed, as in a weight
// gradient.
// CHECK-LABEL: func.func @transposed_left(
// CHECK: vector<8xf64>
// CHECK-NOT: linalg
#a = affine_map<(m, n, k) -> (k, m)>
#b = affine_map<(m, n, k) -> (k, n)>
#c = affine_map<(m, n, k) -> (m, n)>
func.func @transposed_left(%a: memref<?x?xf64>, %b: memref<?x?xf64>, %c: memref<?x?xf64>) {
  linalg.contract indexing_maps = [#a, #b, #c]
    ins(%a, %b : memref<?x?xf64>, memref<?x?xf64>) outs(%c : memref<?x?xf64>)
  return
}

// -----

// A row by a matrix has no rows to tile; sides may be swapped.
// CHECK-LABEL: func.func @vecmat(
// CHECK-NOT: linalg
// CHECK-LABEL: func.func @swapped(
// CHECK-NOT: linalg
#b = affine_map<(m, n, k) -> (k, n)>
#a = affine_map<(m, n, k) -> (m, k)>
#c = affine_map<(m, n, k) -> (m, n)>
func.func @vecmat(%a: memref<5xf32>, %b: memref<5x32xf32>, %c: memref<32xf32>) {
  linalg.vecmat ins(%a, %b : memref<5xf32>, memref<5x32xf32>) outs(%c : memref<32xf32>)
  return
}
func.func @swapped(%a: memref<16x5xf32>, %b: memref<5x32xf32>, %c: memref<16x32xf32>) {
  linalg.contract indexing_maps = [#b, #a, #c]
    ins(%b, %a : memref<5x32xf32>, memref<16x5xf32>) outs(%c : memref<16x32xf32>)
  return
}

// -----

// What does not fit stays: a right side along the wrong dimension, integers,
// mixed precision.
// CHECK-LABEL: func.func @stays(
// CHECK-COUNT-3: linalg.
#a = affine_map<(m, n, k) -> (m, k)>
#bt = affine_map<(m, n, k) -> (n, k)>
#c = affine_map<(m, n, k) -> (m, n)>
func.func @stays(%a: memref<4x5xf32>, %bt: memref<8x5xf32>, %b: memref<5x8xf32>, %c: memref<4x8xf32>,
                 %ai: memref<4x5xi32>, %bi: memref<5x8xi32>, %ci: memref<4x8xi32>, %cd: memref<4x8xf64>) {
  linalg.contract indexing_maps = [#a, #bt, #c]
    ins(%a, %bt : memref<4x5xf32>, memref<8x5xf32>) outs(%c : memref<4x8xf32>)
  linalg.matmul ins(%ai, %bi : memref<4x5xi32>, memref<5x8xi32>) outs(%ci : memref<4x8xi32>)
  linalg.matmul ins(%a, %b : memref<4x5xf32>, memref<5x8xf32>) outs(%cd : memref<4x8xf64>)
  return
}

// -----

// Sixteen rows of a single register, for as many accumulators; the seven rows
// that are left are one tile.
// CHECK-LABEL: func.func @narrow_tiles(
// CHECK: scf.for {{.*}} -> ({{(vector<16xf32>, ){15}vector<16xf32>}})
// CHECK: scf.for {{.*}} -> ({{(vector<16xf32>, ){6}vector<16xf32>}})
// CHECK-NOT: scf.for
// CHECK: return
func.func @narrow_tiles(%a: memref<23x5xf32>, %b: memref<5x10xf32>, %c: memref<23x10xf32>) {
  linalg.matmul ins(%a, %b : memref<23x5xf32>, memref<5x10xf32>) outs(%c : memref<23x10xf32>)
  return
}

// -----

// One row by eight registers.
// CHECK-LABEL: func.func @one_row(
// CHECK-COUNT-8: vector.load
// CHECK: scf.for {{.*}} -> ({{(vector<16xf32>, ){7}vector<16xf32>}})
// CHECK-COUNT-8: vector.load
// CHECK: scf.yield
func.func @one_row(%a: memref<1x5xf32>, %b: memref<5x128xf32>, %c: memref<1x128xf32>) {
  linalg.matmul ins(%a, %b : memref<1x5xf32>, memref<5x128xf32>) outs(%c : memref<1x128xf32>)
  return
}

// -----

// Zeros are made in registers. Minus zero is none, and memory that something
// looks at between is filled.
// CHECK-LABEL: func.func @zeros(
// CHECK-SAME: %[[C:[^:]*]]: memref<8x16xf32>
// CHECK-NOT: linalg.fill
// CHECK-NOT: vector.load %[[C]]
// CHECK: vector.store
// CHECK: return
// CHECK-LABEL: func.func @generic_zeros(
// CHECK-SAME: %[[C:[a-z0-9]*]]: memref<8x16xf32>
// CHECK-NOT: linalg.generic
// CHECK: memref.alloc
// CHECK-NOT: vector.load %[[C]]
// CHECK: return
// CHECK-LABEL: func.func @not_zeros(
// CHECK-COUNT-2: linalg.fill
// CHECK: linalg.generic
#scalar = affine_map<(d0, d1) -> ()>
#all = affine_map<(d0, d1) -> (d0, d1)>
func.func @zeros(%a: memref<8x5xf32>, %b: memref<5x16xf32>, %c: memref<8x16xf32>) {
  %zero = arith.constant 0.0 : f32
  linalg.fill ins(%zero : f32) outs(%c : memref<8x16xf32>)
  linalg.matmul ins(%a, %b : memref<8x5xf32>, memref<5x16xf32>) outs(%c : memref<8x16xf32>)
  return
}
func.func @generic_zeros(%a: memref<8x5xf32>, %b: memref<5x16xf32>, %c: memref<8x16xf32>) -> memref<4xf32> {
  %zero = arith.constant 0.0 : f32
  linalg.generic {indexing_maps = [#scalar, #all], iterator_types = ["parallel", "parallel"]}
      ins(%zero : f32) outs(%c : memref<8x16xf32>) {
  ^bb0(%in: f32, %out: f32):
    linalg.yield %in : f32
  }
  %other = memref.alloc() : memref<4xf32>
  linalg.matmul ins(%a, %b : memref<8x5xf32>, memref<5x16xf32>) outs(%c : memref<8x16xf32>)
  return %other : memref<4xf32>
}
func.func @not_zeros(%a: memref<8x5xf32>, %b: memref<5x16xf32>, %c: memref<8x16xf32>, %d: memref<8x16xf32>) {
  %minus = arith.constant -0.0 : f32
  %zero = arith.constant 0.0 : f32
  linalg.fill ins(%minus : f32) outs(%c : memref<8x16xf32>)
  linalg.matmul ins(%a, %b : memref<8x5xf32>, memref<5x16xf32>) outs(%c : memref<8x16xf32>)
  linalg.fill ins(%zero : f32) outs(%c : memref<8x16xf32>)
  memref.copy %c, %d : memref<8x16xf32> to memref<8x16xf32>
  linalg.matmul ins(%a, %b : memref<8x5xf32>, memref<5x16xf32>) outs(%c : memref<8x16xf32>)
  linalg.generic {indexing_maps = [#all, #all], iterator_types = ["parallel", "parallel"]}
      ins(%d : memref<8x16xf32>) outs(%c : memref<8x16xf32>) {
  ^bb0(%in: f32, %out: f32):
    linalg.yield %in : f32
  }
  linalg.matmul ins(%a, %b : memref<8x5xf32>, memref<5x16xf32>) outs(%c : memref<8x16xf32>)
  return
}

// -----

// A sum of nothing leaves what is there, or the zeros that it begins with; no
// rows leave nothing to do.
// CHECK-LABEL: func.func @no_sum(
// CHECK-SAME: %[[C:[^:]*]]: memref<4x16xf32>)
// CHECK: %[[FIRST:.*]] = vector.load %[[C]][%c0, %c0]
// CHECK-NOT: arith.addf
// CHECK: vector.store %[[FIRST]], %[[C]][%c0, %c0]
// CHECK-LABEL: func.func @zeros_alone(
// CHECK-SAME: %[[C:[^:]*]]: memref<2x16xf32>)
// CHECK: %[[ZERO:.*]] = arith.constant dense<0.0{{.*}}> : vector<16xf32>
// CHECK-NOT: vector.load
// CHECK-COUNT-2: vector.store %[[ZERO]], %[[C]]
// CHECK-LABEL: func.func @no_rows(
// CHECK-NEXT: return
func.func @no_sum(%a: memref<4x0xf32>, %b: memref<0x16xf32>, %c: memref<4x16xf32>) {
  linalg.matmul ins(%a, %b : memref<4x0xf32>, memref<0x16xf32>) outs(%c : memref<4x16xf32>)
  return
}
func.func @zeros_alone(%a: memref<2x0xf32>, %b: memref<0x16xf32>, %c: memref<2x16xf32>) {
  %zero = arith.constant 0.0 : f32
  linalg.fill ins(%zero : f32) outs(%c : memref<2x16xf32>)
  linalg.matmul ins(%a, %b : memref<2x0xf32>, memref<0x16xf32>) outs(%c : memref<2x16xf32>)
  return
}
func.func @no_rows(%a: memref<0x3xf32>, %b: memref<3x16xf32>, %c: memref<0x16xf32>) {
  linalg.matmul ins(%a, %b : memref<0x3xf32>, memref<3x16xf32>) outs(%c : memref<0x16xf32>)
  return
}

// -----

// Each of a batch has tiles of its own.
// CHECK-LABEL: func.func @batch(
// CHECK-SAME: %[[A:[^:]*]]: memref<2x4x3xf64>, %[[B:[^:]*]]: memref<2x3x8xf64>, %[[C:[^:]*]]: memref<2x4x8xf64>)
// CHECK: scf.for %[[I:[a-z0-9]+]] = %c0 to %c2
// CHECK-COUNT-4: vector.load %[[C]][%[[I]],
// CHECK: scf.for %[[K:[a-z0-9]+]] = %c0 to %c3 {{.*}} -> ({{(vector<8xf64>, ){3}vector<8xf64>}})
// CHECK: vector.load %[[B]][%[[I]], %[[K]], %c0]
// CHECK: memref.load %[[A]][%[[I]], %c0, %[[K]]]
// CHECK-COUNT-4: vector.store %{{.*}}, %[[C]][%[[I]],
func.func @batch(%a: memref<2x4x3xf64>, %b: memref<2x3x8xf64>, %c: memref<2x4x8xf64>) {
  linalg.batch_matmul ins(%a, %b : memref<2x4x3xf64>, memref<2x3x8xf64>) outs(%c : memref<2x4x8xf64>)
  return
}

// Numbers are read one by one of the left side, whose strides may be any; rows
// of the others are read as vectors, from wherever they begin.
// CHECK-LABEL: func.func @strided(
// CHECK-SAME: %[[A:[^:]*]]: memref<4x3xf32, strided<[?, ?], offset: ?>>, %[[B:[^:]*]]: memref<3x16xf32, strided<[40, 1], offset: 7>>, %[[C:[^:]*]]: memref<4x16xf32, strided<[16, 1], offset: ?>>)
// CHECK: scf.for %[[K:[a-z0-9]+]] =
// CHECK: vector.load %[[B]][%[[K]], %c0]
// CHECK: memref.load %[[A]][%c0, %[[K]]]
// CHECK: vector.store %{{.*}}, %[[C]]
func.func @strided(%a: memref<4x3xf32, strided<[?, ?], offset: ?>>, %b: memref<3x16xf32, strided<[40, 1], offset: 7>>, %c: memref<4x16xf32, strided<[16, 1], offset: ?>>) {
  linalg.matmul ins(%a, %b : memref<4x3xf32, strided<[?, ?], offset: ?>>, memref<3x16xf32, strided<[40, 1], offset: 7>>) outs(%c : memref<4x16xf32, strided<[16, 1], offset: ?>>)
  return
}

// These stay too: narrow floats, a right side with gaps in its rows, a result
// without rows, tensors.
// CHECK-LABEL: func.func @half(
// CHECK-NEXT: linalg.matmul
// CHECK-LABEL: func.func @strided_right(
// CHECK-NEXT: linalg.matmul
// CHECK-LABEL: func.func @matvec(
// CHECK-NEXT: linalg.matvec
// CHECK-LABEL: func.func @tensors(
// CHECK-NEXT: linalg.matmul
func.func @half(%a: memref<4x3xf16>, %b: memref<3x16xf16>, %c: memref<4x16xf16>) {
  linalg.matmul ins(%a, %b : memref<4x3xf16>, memref<3x16xf16>) outs(%c : memref<4x16xf16>)
  return
}
func.func @strided_right(%a: memref<4x3xf32>, %b: memref<3x16xf32, strided<[40, 2]>>, %c: memref<4x16xf32>) {
  linalg.matmul ins(%a, %b : memref<4x3xf32>, memref<3x16xf32, strided<[40, 2]>>) outs(%c : memref<4x16xf32>)
  return
}
func.func @matvec(%a: memref<4x16xf32>, %x: memref<16xf32>, %c: memref<4xf32>) {
  linalg.matvec ins(%a, %x : memref<4x16xf32>, memref<16xf32>) outs(%c : memref<4xf32>)
  return
}
func.func @tensors(%a: tensor<4x3xf32>, %b: tensor<3x16xf32>, %c: tensor<4x16xf32>) -> tensor<4x16xf32> {
  %0 = linalg.matmul ins(%a, %b : tensor<4x3xf32>, tensor<3x16xf32>) outs(%c : tensor<4x16xf32>) -> tensor<4x16xf32>
  return %0 : tensor<4x16xf32>
}
