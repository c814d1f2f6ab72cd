// RUN: snn-opt %s --split-input-file --snn-lower-spike-matmul=dense-above=100 --canonicalize --cse | FileCheck %s

// Sums over the bits: a row of sums in registers, whole registers without
// masks, one shift to the next spike. Both words in one loop.
// CHECK-LABEL: func.func @sums(
// CHECK-SAME: %[[S:[^:]*]]: memref<16x128xi1>, %[[W:[^:]*]]: memref<128x48xf32>, %[[C:[^:]*]]: memref<16x48xf32>)
// CHECK-NOT: mask
// CHECK: %[[B:.*]] = builtin.unrealized_conversion_cast %[[S]] : memref<16x128xi1> to memref<16x128xi8>
// CHECK: scf.for %[[M:.*]] = %{{.*}} to %c16 step %c1
// CHECK-COUNT-3: vector.load %[[C]][%[[M]], %{{.*}}] : memref<16x48xf32>, vector<16xf32>
// CHECK: scf.for %[[K:.*]] = %{{.*}} to %c128 step %c64 iter_args({{.*}}) -> (vector<16xf32>, vector<16xf32>, vector<16xf32>)
// CHECK: %[[BYTES:.*]] = vector.load %[[B]][%[[M]], %[[K]]] : memref<16x128xi8>, vector<64xi8>
// CHECK: %[[FIRES:.*]] = arith.cmpi ne, %[[BYTES]]
// CHECK: %[[PACKED:.*]] = vector.bitcast %[[FIRES]] : vector<64xi1> to vector<1xi64>
// CHECK: %[[WORD:.*]] = vector.extract %[[PACKED]][0]
// CHECK: scf.while (%[[BITS:.*]] = %[[WORD]], {{.*}}) : (i64, vector<16xf32>, vector<16xf32>, vector<16xf32>)
// CHECK: %[[SOME:.*]] = arith.cmpi ne, %[[BITS]], %c0_i64
// CHECK: scf.condition(%[[SOME]])
// CHECK: ^bb0(%[[NOW:[^:]*]]: i64, %[[SUM:[^:]*]]: vector<16xf32>,
// CHECK: %[[BIT:.*]] = math.cttz %[[NOW]]
// CHECK: %[[OFFSET:.*]] = arith.index_castui %[[BIT]]
// CHECK: %[[LESS:.*]] = arith.subi %[[NOW]], %c1_i64
// CHECK: %[[REST:.*]] = arith.andi %[[NOW]], %[[LESS]]
// CHECK: %[[AT:.*]] = arith.addi %[[K]], %[[OFFSET]]
// CHECK: %[[ROW:.*]] = vector.load %[[W]][%[[AT]], %c0]
// CHECK-COUNT-2: vector.load %[[W]][%[[AT]],
// CHECK-NOT: vector.load
// CHECK: arith.addf %[[SUM]], %[[ROW]]
// CHECK: scf.yield %[[REST]],
// CHECK-COUNT-3: vector.store %{{.*}}, %[[C]][%[[M]],
// CHECK-NOT: snn.spike_matmul
func.func @sums(%s: memref<16x128xi1>, %w: memref<128x48xf32>, %c: memref<16x48xf32>) {
  snn.spike_matmul ins(%s, %w : memref<16x128xi1>, memref<128x48xf32>) outs(%c : memref<16x48xf32>)
  return
}

// -----

// Ten columns are two vectors of eight that overlap, twenty two of sixteen; six
// spikes are read under a mask. No store has one.
// CHECK-LABEL: func.func @narrow(
// CHECK-SAME: %[[S:[^:]*]]: memref<4x6xi1>, %[[W:[^:]*]]: memref<6x10xf32>, %[[C:[^:]*]]: memref<4x10xf32>
// CHECK: scf.for
// CHECK: vector.load %[[C]][%{{.*}}, %c0] : memref<4x10xf32>, vector<8xf32>
// CHECK: vector.load %[[C]][%{{.*}}, %c2] : memref<4x10xf32>, vector<8xf32>
// CHECK: %[[MASK:.*]] = vector.constant_mask [6] : vector<64xi1>
// CHECK: vector.maskedload %{{.*}}[%{{.*}}, %c0], %[[MASK]], %{{.*}} : memref<4x6xi8>
// CHECK: vector.load %[[W]][%[[K:.*]], %c0] : memref<6x10xf32>, vector<8xf32>
// CHECK: vector.load %[[W]][%[[K]], %c2] : memref<6x10xf32>, vector<8xf32>
// CHECK-NOT: maskedstore
// CHECK: scf.for
// CHECK: vector.load %{{.*}}[%{{.*}}, %c0] : memref<4x20xf32>, vector<16xf32>
// CHECK: vector.load %{{.*}}[%{{.*}}, %c4] : memref<4x20xf32>, vector<16xf32>
// CHECK-NOT: maskedstore
func.func @narrow(%s: memref<4x6xi1>, %w: memref<6x10xf32>, %c: memref<4x10xf32>, %v: memref<6x20xf32>, %d: memref<4x20xf32>) {
  snn.spike_matmul ins(%s, %w : memref<4x6xi1>, memref<6x10xf32>) outs(%c : memref<4x10xf32>)
  snn.spike_matmul ins(%s, %v : memref<4x6xi1>, memref<6x20xf32>) outs(%d : memref<4x20xf32>)
  return
}

// -----

// One column; words that are whole and one that is not, under a mask.
// CHECK-LABEL: func.func @odd(
// CHECK: vector.load %{{.*}} : memref<3x1xf64>, vector<1xf64>
// CHECK: vector.load %{{.*}} : memref<3x70xi8>, vector<64xi8>
// CHECK: scf.while
// CHECK: vector.load %{{.*}} : memref<70x1xf64>, vector<1xf64>
// CHECK: %[[MASK:.*]] = vector.constant_mask [6] : vector<64xi1>
// CHECK: vector.maskedload %{{.*}}[%{{.*}}, %c64], %[[MASK]]
// CHECK: scf.while
// CHECK: vector.load %{{.*}} : memref<70x1xf64>, vector<1xf64>
func.func @odd(%s: memref<3x70xi1>, %w: memref<70x1xf64>, %c: memref<3x1xf64>) {
  snn.spike_matmul ins(%s, %w : memref<3x70xi1>, memref<70x1xf64>) outs(%c : memref<3x1xf64>)
  return
}

// -----

// Wide rows in blocks of sixteen registers, the rest in another.
// CHECK-LABEL: func.func @blocks(
// CHECK: scf.for %[[N:.*]] = %c0 to %c512 step %c256
// CHECK-NEXT: scf.for
// CHECK-COUNT-16: vector.load %{{.*}} : memref<4x528xf32>, vector<16xf32>
// CHECK: scf.for
// CHECK: vector.load %{{.*}}[%{{.*}}, %c512] : memref<4x528xf32>, vector<16xf32>
// CHECK-NOT: vector.load %{{.*}} : memref<4x528xf32>
func.func @blocks(%s: memref<4x64xi1>, %w: memref<64x528xf32>, %c: memref<4x528xf32>) {
  snn.spike_matmul ins(%s, %w : memref<4x64xi1>, memref<64x528xf32>) outs(%c : memref<4x528xf32>)
  return
}

// -----

// Zeros are made in registers. Minus zero is none, and memory that something
// looks at between is filled.
// CHECK-LABEL: func.func @zeros(
// CHECK-SAME: %[[C:[^:]*]]: memref<4x16xf32>)
// CHECK-NOT: linalg.fill
// CHECK-NOT: vector.load %[[C]]
// CHECK: vector.store %{{.*}}, %[[C]]
// CHECK-LABEL: func.func @not_zeros(
// CHECK-COUNT-2: linalg.fill
func.func @zeros(%s: memref<4x64xi1>, %w: memref<64x16xf32>, %c: memref<4x16xf32>) {
  %zero = arith.constant 0.0 : f32
  linalg.fill ins(%zero : f32) outs(%c : memref<4x16xf32>)
  snn.spike_matmul ins(%s, %w : memref<4x64xi1>, memref<64x16xf32>) outs(%c : memref<4x16xf32>)
  return
}
func.func @not_zeros(%s: memref<4x64xi1>, %w: memref<64x16xf32>, %c: memref<4x16xf32>, %d: memref<4x16xf32>) {
  %minus = arith.constant -0.0 : f32
  %zero = arith.constant 0.0 : f32
  linalg.fill ins(%minus : f32) outs(%c : memref<4x16xf32>)
  snn.spike_matmul ins(%s, %w : memref<4x64xi1>, memref<64x16xf32>) outs(%c : memref<4x16xf32>)
  linalg.fill ins(%zero : f32) outs(%c : memref<4x16xf32>)
  memref.copy %c, %d : memref<4x16xf32> to memref<4x16xf32>
  snn.spike_matmul ins(%s, %w : memref<4x64xi1>, memref<64x16xf32>) outs(%c : memref<4x16xf32>)
  return
}

// -----

// The gradient of narrow weights: a row of cotangents in registers, in vectors
// that do not overlap; zeros of the sums stay where they are.
// CHECK-LABEL: func.func @scattered(
// CHECK-SAME: %[[S:[^:]*]]: memref<16x64xi1>, %[[D:[^:]*]]: memref<16x10xf32>, %[[C:[^:]*]]: memref<64x10xf32>)
// CHECK: linalg.fill
// CHECK: scf.for %[[M:.*]] = %c0 to %c16 step %c1
// CHECK-DAG: %[[D0:.*]] = vector.load %[[D]][%[[M]], %c0] : memref<16x10xf32>, vector<8xf32>
// CHECK-DAG: %[[D1:.*]] = vector.load %[[D]][%[[M]], %c8] : memref<16x10xf32>, vector<2xf32>
// CHECK: scf.while (%{{.*}} = %{{.*}}) : (i64) -> i64
// CHECK: %[[K:.*]] = arith.index_castui
// CHECK: %[[C0:.*]] = vector.load %[[C]][%[[K]], %c0] : memref<64x10xf32>, vector<8xf32>
// CHECK: %[[C1:.*]] = vector.load %[[C]][%[[K]], %c8] : memref<64x10xf32>, vector<2xf32>
// CHECK: %[[N0:.*]] = arith.addf %[[C0]], %[[D0]]
// CHECK: %[[N1:.*]] = arith.addf %[[C1]], %[[D1]]
// CHECK: vector.store %[[N0]], %[[C]][%[[K]], %c0]
// CHECK: vector.store %[[N1]], %[[C]][%[[K]], %c8]
#s = affine_map<(k, n, m) -> (m, k)>
#d = affine_map<(k, n, m) -> (m, n)>
#c = affine_map<(k, n, m) -> (k, n)>
func.func @scattered(%s: memref<16x64xi1>, %d: memref<16x10xf32>, %c: memref<64x10xf32>) {
  %zero = arith.constant 0.0 : f32
  linalg.fill ins(%zero : f32) outs(%c : memref<64x10xf32>)
  snn.spike_matmul indexing_maps = [#s, #d, #c] ins(%s, %d : memref<16x64xi1>, memref<16x10xf32>) outs(%c : memref<64x10xf32>)
  return
}

// -----

// The gradient of wide weights: a word of 16 samples for each neuron first, then
// a row of sums in registers for each neuron that has one.
// CHECK-LABEL: func.func @collected(
// CHECK-SAME: %[[S:[^:]*]]: memref<16x64xi1>, %[[D:[^:]*]]: memref<16x64xf32>, %[[C:[^:]*]]: memref<64x64xf32>)
// CHECK: %[[STACK:.*]] = memref.alloca() {alignment = 64 : i64} : memref<64xi16>
// CHECK: %[[WORDS:.*]] = scf.for %[[M:.*]] = %c0 to %c16 step %c1 iter_args(%[[SOFAR:.*]] = %{{.*}}) -> (vector<64xi16>)
// CHECK: %[[FIRES:.*]] = arith.cmpi ne, %{{.*}} : vector<64xi8>
// CHECK: %[[FLAG:.*]] = arith.shli %c1_i16, %{{.*}} : i16
// CHECK: %[[FLAGS:.*]] = vector.broadcast %[[FLAG]]
// CHECK: %[[MINE:.*]] = arith.select %[[FIRES]], %[[FLAGS]], %{{.*}} : vector<64xi1>, vector<64xi16>
// CHECK: arith.addi %[[SOFAR]], %[[MINE]]
// CHECK: vector.store %[[WORDS]], %[[STACK]][%c0]
// CHECK: arith.cmpi ne, %[[WORDS]]
// CHECK: scf.while
// CHECK: %[[K:.*]] = arith.index_castui
// CHECK: %[[SHORT:.*]] = memref.load %[[STACK]][%[[K]]]
// CHECK: %[[WORD:.*]] = arith.extui %[[SHORT]] : i16 to i64
// CHECK-COUNT-4: vector.load %[[C]][%[[K]],
// CHECK: scf.while (%{{.*}} = %[[WORD]],
// CHECK-COUNT-4: vector.load %[[D]][
// CHECK-NOT: vector.store
// CHECK: scf.yield
// CHECK-COUNT-4: vector.store %{{.*}}, %[[C]][%[[K]],
#s = affine_map<(k, n, m) -> (m, k)>
#d = affine_map<(k, n, m) -> (m, n)>
#c = affine_map<(k, n, m) -> (k, n)>
func.func @collected(%s: memref<16x64xi1>, %d: memref<16x64xf32>, %c: memref<64x64xf32>) {
  snn.spike_matmul indexing_maps = [#s, #d, #c] ins(%s, %d : memref<16x64xi1>, memref<16x64xf32>) outs(%c : memref<64x64xf32>)
  return
}

// -----

// Words of 32 samples where there are more; few samples are not collected, and
// without a sum over samples there is nothing to collect.
// CHECK-LABEL: func.func @samples(
// CHECK: memref.alloca() {alignment = 64 : i64} : memref<64xi32>
// CHECK-NOT: alloca
// CHECK: scf.for %[[FIRST:.*]] = %c0 to %c40 step %c32
// CHECK: %[[LEFT:.*]] = arith.subi %c40, %[[FIRST]]
// CHECK: %[[COUNT:.*]] = arith.minui %[[LEFT]], %c32
// CHECK: scf.for %{{.*}} = %c0 to %[[COUNT]] step %c1 iter_args({{.*}}) -> (vector<64xi32>)
// CHECK: scf.for %{{.*}} = %c0 to %c2 step %c1
// CHECK: scf.while
// CHECK: scf.while
#s = affine_map<(k, n, m) -> (m, k)>
#d = affine_map<(k, n, m) -> (m, n)>
#c = affine_map<(k, n, m) -> (k, n)>
#k = affine_map<(k, n) -> (k)>
#n = affine_map<(k, n) -> (n)>
#kn = affine_map<(k, n) -> (k, n)>
func.func @samples(%s: memref<40x64xi1>, %d: memref<40x64xf32>, %t: memref<2x64xi1>, %e: memref<2x64xf32>,
                   %u: memref<64xi1>, %f: memref<64xf32>, %c: memref<64x64xf32>) {
  snn.spike_matmul indexing_maps = [#s, #d, #c] ins(%s, %d : memref<40x64xi1>, memref<40x64xf32>) outs(%c : memref<64x64xf32>)
  snn.spike_matmul indexing_maps = [#s, #d, #c] ins(%t, %e : memref<2x64xi1>, memref<2x64xf32>) outs(%c : memref<64x64xf32>)
  snn.spike_matmul indexing_maps = [#k, #n, #kn] ins(%u, %f : memref<64xi1>, memref<64xf32>) outs(%c : memref<64x64xf32>)
  return
}

// -----

// Spikes the other way round: which one sums over its bits is the other one.
// CHECK-LABEL: func.func @transposed(
// CHECK: memref.alloca
// CHECK: vector.store
// CHECK-NOT: linalg.generic
#a = affine_map<(m, n, k) -> (k, m)>
#b = affine_map<(m, n, k) -> (k, n)>
#c = affine_map<(m, n, k) -> (m, n)>
func.func @transposed(%s: memref<16x64xi1>, %w: memref<16x64xf32>, %c: memref<64x64xf32>) {
  snn.spike_matmul indexing_maps = [#a, #b, #c] ins(%s, %w : memref<16x64xi1>, memref<16x64xf32>) outs(%c : memref<64x64xf32>)
  return
}

// -----

// Batches of weights of their own, and two loops that are summed over: the sums
// stay in registers through both.
// CHECK-LABEL: func.func @batches(
// CHECK-SAME: %{{.*}}: memref<2x3x64xi1>, %[[W:[^:]*]]: memref<2x64x16xf32>
// CHECK: scf.for %[[B:.*]] = %c0 to %c2 step %c1
// CHECK-NEXT: scf.for %{{.*}} = %c0 to %c3 step %c1
// CHECK: vector.load %[[W]][%[[B]],
// CHECK-LABEL: func.func @two_sums(
// CHECK-SAME: %{{.*}}: memref<3x2x64xi1>, %[[W:[^:]*]]: memref<2x64x16xf32>, %[[C:[^:]*]]: memref<3x16xf32>)
// CHECK: scf.for %[[M:.*]] = %c0 to %c3 step %c1
// CHECK-NEXT: vector.load %[[C]][%[[M]], %c0]
// CHECK: %[[SUM:.*]] = scf.for %[[B:.*]] = %c0 to %c2 step %c1 iter_args({{.*}}) -> (vector<16xf32>)
// CHECK: scf.while
// CHECK: vector.store %[[SUM]], %[[C]][%[[M]], %c0]
func.func @batches(%s: memref<2x3x64xi1>, %w: memref<2x64x16xf32>, %c: memref<2x3x16xf32>) {
  snn.spike_matmul indexing_maps = [affine_map<(b, m, n, k) -> (b, m, k)>, affine_map<(b, m, n, k) -> (b, k, n)>, affine_map<(b, m, n, k) -> (b, m, n)>]
    ins(%s, %w : memref<2x3x64xi1>, memref<2x64x16xf32>) outs(%c : memref<2x3x16xf32>)
  return
}
func.func @two_sums(%s: memref<3x2x64xi1>, %w: memref<2x64x16xf32>, %c: memref<3x16xf32>) {
  snn.spike_matmul indexing_maps = [affine_map<(b, m, n, k) -> (m, b, k)>, affine_map<(b, m, n, k) -> (b, k, n)>, affine_map<(b, m, n, k) -> (m, n)>]
    ins(%s, %w : memref<3x2x64xi1>, memref<2x64x16xf32>) outs(%c : memref<3x16xf32>)
  return
}

// -----

// Narrow weights are widened, bytes are spikes as they are, rows may be apart.
// CHECK-LABEL: func.func @widened(
// CHECK-SAME: %[[S:[^:]*]]: memref<4x64xi8, strided<[80, 1], offset: ?>>, %[[W:[^:]*]]: memref<64x16xbf16>
// CHECK-NOT: unrealized_conversion_cast
// CHECK: vector.load %[[S]]
// CHECK: %[[NARROW:.*]] = vector.load %[[W]]{{.*}} vector<16xbf16>
// CHECK: %[[WIDE:.*]] = arith.extf %[[NARROW]] : vector<16xbf16> to vector<16xf32>
// CHECK: arith.addf %{{.*}}, %[[WIDE]]
func.func @widened(%s: memref<4x64xi8, strided<[80, 1], offset: ?>>, %w: memref<64x16xbf16>, %c: memref<4x16xf32>) {
  snn.spike_matmul ins(%s, %w : memref<4x64xi8, strided<[80, 1], offset: ?>>, memref<64x16xbf16>) outs(%c : memref<4x16xf32>)
  return
}

// -----

// Sizes that are not known: blocks of eight registers, of two, and the rest of
// two under masks; rest of a word under a mask.
// CHECK-LABEL: func.func @unknown(
// CHECK: scf.for %{{.*}} = %c0 to %[[WHOLE:.*]] step %c128
// CHECK: scf.for {{.*}} -> ({{(vector<16xf32>, ){7}vector<16xf32>}})
// CHECK: vector.create_mask %{{.*}} : vector<64xi1>
// CHECK: scf.for %{{.*}} = %[[WHOLE]] to %[[PAIRS:.*]] step %c32
// CHECK: scf.for {{.*}} -> (vector<16xf32>, vector<16xf32>)
// CHECK: scf.for %[[N:.*]] = %[[PAIRS]] to %{{.*}} step %c32
// CHECK: %[[LEFT:.*]] = arith.subi %{{.*}}, %[[N]]
// CHECK: %[[M0:.*]] = vector.create_mask %[[LEFT]] : vector<16xi1>
// CHECK: %[[LESS:.*]] = arith.subi %[[LEFT]], %c16
// CHECK: %[[M1:.*]] = vector.create_mask %[[LESS]] : vector<16xi1>
// CHECK: vector.maskedload %{{.*}}, %[[M0]],
// CHECK: vector.maskedload %{{.*}}, %[[M1]],
// CHECK: vector.maskedstore %{{.*}}, %[[M0]],
// CHECK: vector.maskedstore %{{.*}}, %[[M1]],
func.func @unknown(%i: index, %n: index, %s: memref<?x?xi1>, %w: memref<?x?xf32>, %c: memref<?x?xf32>) {
  scf.parallel (%t) = (%i) to (%n) step (%i) {
    snn.spike_matmul ins(%s, %w : memref<?x?xi1>, memref<?x?xf32>) outs(%c : memref<?x?xf32>)
  }
  return
}

// -----

// Stack memory belongs to an iteration of a parallel loop, not to one of a
// sequential loop in it.
// CHECK-LABEL: func.func @stack(
// CHECK-NOT: memref.alloca
// CHECK: scf.parallel
// CHECK-NEXT: memref.alloca()
// CHECK: scf.for
// CHECK-NOT: memref.alloca
#s = affine_map<(k, n, m) -> (m, k)>
#d = affine_map<(k, n, m) -> (m, n)>
#c = affine_map<(k, n, m) -> (k, n)>
func.func @stack(%n: index, %s: memref<16x64xi1>, %d: memref<16x64xf32>, %c: memref<64x64xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  scf.parallel (%i) = (%c0) to (%n) step (%c1) {
    scf.for %t = %c0 to %n step %c1 {
      snn.spike_matmul indexing_maps = [#s, #d, #c] ins(%s, %d : memref<16x64xi1>, memref<16x64xf32>) outs(%c : memref<64x64xf32>)
    }
  }
  return
}

// -----

// What does not fit becomes a generic op: weights or sums along another
// dimension, each spike with its weight and sum, no dimension at all, f16 sums,
// strides.
// CHECK-LABEL: func.func @generic(
// CHECK-NOT: scf.while
// CHECK-COUNT-6: arith.select
// CHECK-NOT: snn.spike_matmul
#s = affine_map<(m, n, k) -> (m, k)>
#w = affine_map<(m, n, k) -> (k, n)>
#wt = affine_map<(m, n, k) -> (n, k)>
#c = affine_map<(m, n, k) -> (m, n)>
#ct = affine_map<(m, n, k) -> (n, m)>
#k = affine_map<(k, n) -> (k)>
#kn = affine_map<(k, n) -> (k, n)>
#one = affine_map<(k) -> (k)>
#no = affine_map<(k) -> ()>
func.func @generic(%s: memref<4x5xi1>, %w: memref<5x8xf32>, %wt: memref<8x5xf32>, %c: memref<4x8xf32>, %ct: memref<8x4xf32>,
                   %u: memref<5xi1>, %d: memref<5x8xf32>, %v: memref<5xf32>, %sum: memref<f32>,
                   %wh: memref<5x8xf16>, %ch: memref<4x8xf16>, %apart: memref<4x8xf32, strided<[64, 8]>>) {
  snn.spike_matmul indexing_maps = [#s, #wt, #c] ins(%s, %wt : memref<4x5xi1>, memref<8x5xf32>) outs(%c : memref<4x8xf32>)
  snn.spike_matmul indexing_maps = [#s, #w, #ct] ins(%s, %w : memref<4x5xi1>, memref<5x8xf32>) outs(%ct : memref<8x4xf32>)
  snn.spike_matmul indexing_maps = [#k, #kn, #kn] ins(%u, %w : memref<5xi1>, memref<5x8xf32>) outs(%d : memref<5x8xf32>)
  snn.spike_matmul indexing_maps = [#one, #one, #no] ins(%u, %v : memref<5xi1>, memref<5xf32>) outs(%sum : memref<f32>)
  snn.spike_matmul ins(%s, %wh : memref<4x5xi1>, memref<5x8xf16>) outs(%ch : memref<4x8xf16>)
  snn.spike_matmul ins(%s, %w : memref<4x5xi1>, memref<5x8xf32>) outs(%apart : memref<4x8xf32, strided<[64, 8]>>)
  return
}

// -----

// Tensors are left for bufferization.
// CHECK-LABEL: func.func @tensors(
// CHECK: snn.spike_matmul
func.func @tensors(%s: tensor<4x5xi1>, %w: tensor<5x8xf32>, %c: tensor<4x8xf32>) -> tensor<4x8xf32> {
  %y = snn.spike_matmul ins(%s, %w : tensor<4x5xi1>, tensor<5x8xf32>) outs(%c : tensor<4x8xf32>) -> tensor<4x8xf32>
  return %y : tensor<4x8xf32>
}
