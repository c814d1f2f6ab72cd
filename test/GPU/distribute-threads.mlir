// RUN: snn-opt %s --snn-distribute-threads --canonicalize --cse --split-input-file | FileCheck %s

// A thread for each of 40 columns; rows of threads that have none are left out. Zeros, sums and their use belong to the
// same thread, so that nothing waits but for the spikes.
// CHECK-LABEL: func.func @step(
// CHECK-SAME: %[[S:[^:]*]]: memref<1x128xi1>, %[[W:[^:]*]]: memref<128x40xf32>, %[[Y:[^:]*]]: memref<1x40xf32>, %[[Z:[^:]*]]: memref<1x40xf32>, %[[O:[^:]*]]: memref<1x128xi1>
// CHECK-NOT: gpu.barrier
// CHECK: scf.for
// CHECK-NEXT: scf.forall (%[[T:.*]]) in (64) {
// CHECK-NEXT: %[[HAS:.*]] = arith.cmpi ult, %[[T]], %{{.*}}
// CHECK-NEXT: scf.if %[[HAS]] {
// CHECK-NEXT: memref.store %{{.*}}, %[[Y]][%{{.*}}, %[[T]]]
// CHECK: {mapping = [#gpu.thread<linear_dim_0>]}
// CHECK-NOT: gpu.barrier
// CHECK: scf.forall (%[[T:.*]]) in (64) {
// CHECK: %[[FIRST:.*]] = memref.load %[[Y]]
// CHECK: %[[BYTES:.*]] = builtin.unrealized_conversion_cast %[[S]] : memref<1x128xi1> to memref<1x128xi8>
// CHECK-COUNT-8: vector.load %[[BYTES]]{{.*}} {alignment = 16 : i64} : memref<1x128xi8>, vector<16xi8>
// CHECK-NOT: vector.load
// CHECK: scf.while (%{{.*}} = %{{.*}}, %{{.*}} = %[[FIRST]])
// CHECK: %[[BIT:.*]] = math.cttz
// CHECK: %[[ROW:.*]] = arith.index_castui %[[BIT]]
// CHECK-COUNT-3: math.cttz
// CHECK: %[[W0:.*]] = memref.load %[[W]][%[[ROW]], %[[T]]]
// CHECK-COUNT-3: memref.load %[[W]]
// CHECK: %[[SUM:.*]] = arith.addf %{{.*}}, %[[W0]]
// CHECK: %[[NEXT:.*]] = arith.addf %[[SUM]], %{{.*}}
// CHECK-NEXT: arith.select %{{.*}}, %[[NEXT]], %[[SUM]]
// CHECK-COUNT-3: scf.while
// CHECK-NOT: gpu.barrier
// CHECK: scf.forall (%[[T:.*]]) in (64) {
// CHECK: memref.load %[[Y]][%{{.*}}, %[[T]]]
// CHECK: memref.store %{{.*}}, %[[Z]][%{{.*}}, %[[T]]]
// What all threads have read is written after a barrier, and read by all after another.
// CHECK: gpu.barrier
// CHECK-NEXT: scf.forall
// CHECK: memref.store %{{.*}}, %[[S]]
// CHECK-NOT: gpu.barrier
// CHECK: return
#id = affine_map<(d0, d1) -> (d0, d1)>
func.func @step(%s: memref<1x128xi1>, %w: memref<128x40xf32>, %y: memref<1x40xf32>, %z: memref<1x40xf32>,
    %o: memref<1x128xi1>, %n: index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c64 = arith.constant 64 : index
  %zero = arith.constant 0.0 : f32
  gpu.launch blocks(%i, %by, %bz) in (%gx = %c1, %gy = %c1, %gz = %c1)
             threads(%t, %ty, %tz) in (%nx = %c64, %ny = %c1, %nz = %c1) {
    scf.for %k = %c0 to %n step %c1 {
      linalg.fill ins(%zero : f32) outs(%y : memref<1x40xf32>)
      snn.spike_matmul ins(%s, %w : memref<1x128xi1>, memref<128x40xf32>) outs(%y : memref<1x40xf32>)
      linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
          ins(%y : memref<1x40xf32>) outs(%z : memref<1x40xf32>) {
      ^bb0(%a: f32, %b: f32):
        %c = arith.addf %a, %b : f32
        linalg.yield %c : f32
      }
    }
    linalg.copy ins(%o : memref<1x128xi1>) outs(%s : memref<1x128xi1>)
    gpu.terminator
  }
  return
}

// -----

// The weight gradient: all threads take the rows of set spikes together, each adds in columns of its own.
// CHECK-LABEL: func.func @outer(
// CHECK-SAME: %[[S:[^:]*]]: memref<1x64xi1>, %[[G:[^:]*]]: memref<1x32xf32>, %[[DW:[^:]*]]: memref<64x32xf32>
// CHECK: scf.forall (%[[T:.*]]) in (32) {
// CHECK-NEXT: %[[D:.*]] = memref.load %[[G]][%{{.*}}, %[[T]]]
// CHECK-NOT: scf.if
// CHECK-COUNT-4: vector.load %{{.*}} {alignment = 16 : i64}
// CHECK: scf.while
// CHECK: %[[I:.*]] = arith.index_castui
// CHECK: %[[OLD:.*]] = memref.load %[[DW]][%[[I]], %[[T]]]
// CHECK: %[[NEW:.*]] = arith.addf %[[OLD]], %[[D]]
// CHECK: memref.store %[[NEW]], %[[DW]][%[[I]], %[[T]]]
// CHECK-COUNT-3: scf.if
func.func @outer(%s: memref<1x64xi1>, %g: memref<1x32xf32>, %dw: memref<64x32xf32>) {
  %c1 = arith.constant 1 : index
  %c32 = arith.constant 32 : index
  gpu.launch blocks(%i, %by, %bz) in (%gx = %c1, %gy = %c1, %gz = %c1)
             threads(%t, %ty, %tz) in (%nx = %c32, %ny = %c1, %nz = %c1) {
    snn.spike_matmul indexing_maps = [affine_map<(d0, d1, d2) -> (d2, d0)>, affine_map<(d0, d1, d2) -> (d2, d1)>,
                                      affine_map<(d0, d1, d2) -> (d0, d1)>]
      ins(%s, %g : memref<1x64xi1>, memref<1x32xf32>) outs(%dw : memref<64x32xf32>)
    gpu.terminator
  }
  return
}

// -----

// Rows that do not start at a multiple of four bytes, and bytes of any value, are looked at one by one.
// CHECK-LABEL: func.func @odd(
// CHECK-SAME: %[[S:[^:]*]]: memref<1x7xi1>, %[[B:[^:]*]]: memref<1x64xi8>
// CHECK-NOT: vector.load
// CHECK: %[[SPIKE:.*]] = memref.load %[[S]]
// CHECK: scf.if %[[SPIKE]]
// CHECK: %[[BYTE:.*]] = memref.load %[[B]]
// CHECK: arith.cmpi ne, %[[BYTE]]
// CHECK-NOT: vector.load
// CHECK: return
func.func @odd(%s: memref<1x7xi1>, %b: memref<1x64xi8>, %w: memref<7x32xf32>, %v: memref<64x32xf32>,
    %y: memref<1x32xf32>) {
  %c1 = arith.constant 1 : index
  %c32 = arith.constant 32 : index
  gpu.launch blocks(%i, %by, %bz) in (%gx = %c1, %gy = %c1, %gz = %c1)
             threads(%t, %ty, %tz) in (%nx = %c32, %ny = %c1, %nz = %c1) {
    snn.spike_matmul ins(%s, %w : memref<1x7xi1>, memref<7x32xf32>) outs(%y : memref<1x32xf32>)
    snn.spike_matmul ins(%b, %v : memref<1x64xi8>, memref<64x32xf32>) outs(%y : memref<1x32xf32>)
    gpu.terminator
  }
  return
}

// -----

// Many rows: each result has a thread of its own and no walk is shared.
// CHECK-LABEL: func.func @rows(
// CHECK: scf.forall (%{{.*}}) in (32) {
// CHECK-NOT: scf.while
// CHECK: arith.select
// CHECK: return
func.func @rows(%s: memref<64x8xi1>, %w: memref<8x4xf32>, %y: memref<64x4xf32>) {
  %c1 = arith.constant 1 : index
  %c32 = arith.constant 32 : index
  gpu.launch blocks(%i, %by, %bz) in (%gx = %c1, %gy = %c1, %gz = %c1)
             threads(%t, %ty, %tz) in (%nx = %c32, %ny = %c1, %nz = %c1) {
    snn.spike_matmul ins(%s, %w : memref<64x8xi1>, memref<8x4xf32>) outs(%y : memref<64x4xf32>)
    gpu.terminator
  }
  return
}

// -----

// All blocks share the elements of a whole array, of any size. A sum stays in its thread, also over no element.
// CHECK-LABEL: func.func @spread(
// CHECK-SAME: %[[X:[^:]*]]: memref<?x?xf32>, %[[Y:[^:]*]]: memref<?xf32>
// CHECK: gpu.launch blocks(%[[BLOCK:[a-z0-9]+]], %{{[a-z0-9]+}}, %{{[a-z0-9]+}}) in (%[[GRID:[a-z0-9]+]] = %{{[a-z0-9]+}},
// CHECK: scf.forall (%[[T:.*]]) in (256) {
// CHECK: %[[FIRST:.*]] = arith.muli %[[BLOCK]], %{{.*}}
// CHECK: %[[ID:.*]] = arith.addi %[[FIRST]], %[[T]]
// CHECK: %[[COUNT:.*]] = arith.muli %[[GRID]], %{{.*}}
// CHECK: scf.for %[[I:.*]] = %[[ID]] to %{{.*}} step %[[COUNT]] {
// CHECK: %[[OLD:.*]] = memref.load %[[Y]][%[[I]]]
// CHECK: %[[SUM:.*]] = scf.for {{.*}} iter_args(%{{.*}} = %[[OLD]])
// CHECK: memref.load %[[X]][%[[I]], %{{.*}}]
// CHECK: memref.store %[[SUM]], %[[Y]][%[[I]]]
func.func @spread(%x: memref<?x?xf32>, %y: memref<?xf32>, %blocks: index) {
  %c1 = arith.constant 1 : index
  %c256 = arith.constant 256 : index
  gpu.launch blocks(%i, %by, %bz) in (%gx = %blocks, %gy = %c1, %gz = %c1)
             threads(%t, %ty, %tz) in (%nx = %c256, %ny = %c1, %nz = %c1) {
    linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0)>],
                    iterator_types = ["parallel", "reduction"]}
        ins(%x : memref<?x?xf32>) outs(%y : memref<?xf32>) {
    ^bb0(%a: f32, %b: f32):
      %c = arith.addf %a, %b : f32
      linalg.yield %c : f32
    }
    gpu.terminator
  } {snn.spread}
  return
}

// -----

// One number: all threads read it alike, the first writes it, and they meet in between.
// CHECK-LABEL: func.func @number(
// CHECK-SAME: %[[N:[^:]*]]: memref<i32>
// CHECK: %[[OLD:.*]] = memref.load %[[N]][]
// CHECK: gpu.barrier
// CHECK-NEXT: scf.forall (%[[T:.*]]) in (32) {
// CHECK-NEXT: %[[FIRST:.*]] = arith.cmpi eq, %[[T]], %{{.*}}
// CHECK-NEXT: scf.if %[[FIRST]] {
// CHECK-NEXT: memref.store %{{.*}}, %[[N]][]
// CHECK: gpu.barrier
// CHECK-NEXT: memref.load %[[N]][]
func.func @number(%n: memref<i32>, %y: memref<i32>) {
  %c1 = arith.constant 1 : index
  %c32 = arith.constant 32 : index
  gpu.launch blocks(%i, %by, %bz) in (%gx = %c1, %gy = %c1, %gz = %c1)
             threads(%t, %ty, %tz) in (%nx = %c32, %ny = %c1, %nz = %c1) {
    %old = memref.load %n[] : memref<i32>
    %new = arith.addi %old, %old : i32
    memref.store %new, %n[] : memref<i32>
    %again = memref.load %n[] : memref<i32>
    memref.store %again, %y[] : memref<i32>
    gpu.terminator
  }
  return
}

// -----

// Each round reads what threads wrote at other places in the last one: two barriers, and one before the loop for what
// was written before it.
// CHECK-LABEL: func.func @rounds(
// CHECK: scf.forall
// CHECK: gpu.barrier
// CHECK-NEXT: scf.for
// CHECK-NEXT: gpu.barrier
// CHECK-NEXT: scf.forall
// CHECK: gpu.barrier
// CHECK-NEXT: scf.forall
// CHECK-NOT: gpu.barrier
// CHECK: return
func.func @rounds(%a: memref<8x8xf32>, %b: memref<8x8xf32>, %n: index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c64 = arith.constant 64 : index
  %one = arith.constant 1.0 : f32
  gpu.launch blocks(%i, %by, %bz) in (%gx = %c1, %gy = %c1, %gz = %c1)
             threads(%t, %ty, %tz) in (%nx = %c64, %ny = %c1, %nz = %c1) {
    linalg.fill ins(%one : f32) outs(%a : memref<8x8xf32>)
    scf.for %k = %c0 to %n step %c1 {
      linalg.transpose ins(%a : memref<8x8xf32>) outs(%b : memref<8x8xf32>) permutation = [1, 0]
      linalg.copy ins(%b : memref<8x8xf32>) outs(%a : memref<8x8xf32>)
    }
    gpu.terminator
  }
  return
}

// -----

// An output with an element for each term of a sum: the sum so far is in memory, and both are written in each round.
// CHECK-LABEL: func.func @terms(
// CHECK-SAME: %[[X:[^:]*]]: memref<32x4xf32>, %[[Y:[^:]*]]: memref<32xf32>, %[[Z:[^:]*]]: memref<32x4xf32>
// CHECK: scf.forall (%[[T:.*]]) in (32) {
// CHECK-NOT: memref.load
// CHECK: scf.for %[[J:.*]] = %{{[^ ]*}} to %{{[^ ]*}} step %{{[^ ]*}} {
// CHECK-DAG: %[[TERM:.*]] = memref.load %[[X]][%[[T]], %[[J]]]
// CHECK-DAG: %[[OLD:.*]] = memref.load %[[Y]][%[[T]]]
// CHECK: %[[NEW:.*]] = arith.addf %[[TERM]], %[[OLD]]
// CHECK-DAG: memref.store %[[NEW]], %[[Y]][%[[T]]]
// CHECK-DAG: memref.store %[[NEW]], %[[Z]][%[[T]], %[[J]]]
// CHECK: return
func.func @terms(%x: memref<32x4xf32>, %y: memref<32xf32>, %z: memref<32x4xf32>) {
  %c1 = arith.constant 1 : index
  %c32 = arith.constant 32 : index
  gpu.launch blocks(%i, %by, %bz) in (%gx = %c1, %gy = %c1, %gz = %c1)
             threads(%t, %ty, %tz) in (%nx = %c32, %ny = %c1, %nz = %c1) {
    linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0)>,
                                     affine_map<(d0, d1) -> (d0, d1)>],
                    iterator_types = ["parallel", "reduction"]}
        ins(%x : memref<32x4xf32>) outs(%y, %z : memref<32xf32>, memref<32x4xf32>) {
    ^bb0(%a: f32, %b: f32, %c: f32):
      %sum = arith.addf %a, %b : f32
      linalg.yield %sum, %sum : f32, f32
    }
    gpu.terminator
  }
  return
}
