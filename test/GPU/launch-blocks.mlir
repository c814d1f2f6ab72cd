// RUN: snn-opt %s --snn-launch-blocks --canonicalize --split-input-file --verify-diagnostics | FileCheck %s

// The number of a block is taken apart into the loops' variables; the innermost loop has 40 elements, in 64 threads.
// CHECK-LABEL: func.func @tiles(
// CHECK-SAME: %[[X:[^:]*]]: memref<12x5x40xf32>, %[[N:[^:]*]]: index
// CHECK-DAG: %[[C5:.*]] = arith.constant 5 : index
// CHECK-DAG: %[[C20:.*]] = arith.constant 20 : index
// CHECK-DAG: %[[C64:.*]] = arith.constant 64 : index
// CHECK-NOT: scf.parallel
// CHECK: gpu.launch blocks(%[[B:.*]], %{{.*}}, %{{.*}}) in (%{{.*}} = %[[C20]], {{.*}} threads({{.*}}) in (%{{.*}} = %[[C64]],
// CHECK: %[[J:.*]] = arith.remui %[[B]], %[[C5]]
// CHECK: %[[Q:.*]] = arith.divui %[[B]], %[[C5]]
// CHECK: %[[I:.*]] = arith.muli %[[Q]], %{{.*}}
// CHECK: memref.subview %[[X]][%[[I]], %[[J]], 0]
// CHECK: scf.for
// CHECK: linalg.fill
// CHECK-NOT: snn.spread
// CHECK: return
func.func @tiles(%x: memref<12x5x40xf32>, %n: index, %v: f32) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %c5 = arith.constant 5 : index
  %c12 = arith.constant 12 : index
  scf.parallel (%i, %j) = (%c0, %c0) to (%c12, %c5) step (%c3, %c1) {
    %row = memref.subview %x[%i, %j, 0] [1, 1, 40] [1, 1, 1]
        : memref<12x5x40xf32> to memref<40xf32, strided<[1], offset: ?>>
    scf.for %k = %c0 to %n step %c1 {
      linalg.fill ins(%v : f32) outs(%row : memref<40xf32, strided<[1], offset: ?>>)
    }
    scf.reduce
  }
  return
}

// -----

// A product has as many threads as columns, an array without known size a usual number.
// CHECK-LABEL: func.func @widths(
// CHECK-DAG: %[[C96:.*]] = arith.constant 96 : index
// CHECK-DAG: %[[C256:.*]] = arith.constant 256 : index
// CHECK: threads({{.*}}) in (%{{.*}} = %[[C96]],
// CHECK: threads({{.*}}) in (%{{.*}} = %[[C256]],
func.func @widths(%a: memref<16x8xf32>, %b: memref<8x70xf32>, %c: memref<16x70xf32>, %d: memref<?xf32>, %v: f32) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  scf.parallel (%i) = (%c0) to (%c2) step (%c1) {
    linalg.matmul ins(%a, %b : memref<16x8xf32>, memref<8x70xf32>) outs(%c : memref<16x70xf32>)
    scf.reduce
  }
  scf.parallel (%i) = (%c0) to (%c2) step (%c1) {
    linalg.fill ins(%v : f32) outs(%d : memref<?xf32>)
    scf.reduce
  }
  return
}

// -----

// Ops on whole arrays are launched one by one, where they are: also in loops of the host.
// CHECK-LABEL: func.func @whole(
// CHECK-SAME: %[[X:[^:]*]]: memref<1000xf32>, %[[Y:[^:]*]]: memref<1000xf32>
// CHECK-DAG: %[[C4:.*]] = arith.constant 4 : index
// CHECK: scf.for
// CHECK-NEXT: gpu.launch blocks({{.*}}) in (%{{.*}} = %[[C4]],
// CHECK-NEXT: linalg.copy ins(%[[X]] : memref<1000xf32>) outs(%[[Y]] : memref<1000xf32>)
// CHECK-NEXT: gpu.terminator
// CHECK-NEXT: } {snn.spread}
func.func @whole(%x: memref<1000xf32>, %y: memref<1000xf32>, %n: index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  scf.for %i = %c0 to %n step %c1 {
    memref.copy %x, %y : memref<1000xf32> to memref<1000xf32>
  }
  return
}

// -----

// A constant of one number is no array; one of several is copied.
memref.global "private" constant @twos : memref<8xf32> = dense<2.0>
memref.global "private" constant @some : memref<2xf32> = dense<[1.0, 2.0]>
// CHECK-LABEL: func.func @constants(
// CHECK-DAG: %[[TWO:.*]] = arith.constant 2.000000e+00 : f32
// CHECK-DAG: %[[SOME:.*]] = memref.get_global @some
// CHECK: linalg.fill ins(%[[TWO]] : f32)
// CHECK: linalg.copy ins(%[[SOME]] : memref<2xf32>)
func.func @constants(%x: memref<8xf32>, %y: memref<2xf32>) {
  %twos = memref.get_global @twos : memref<8xf32>
  %some = memref.get_global @some : memref<2xf32>
  memref.copy %twos, %x : memref<8xf32> to memref<8xf32>
  memref.copy %some, %y : memref<2xf32> to memref<2xf32>
  return
}

// -----

func.func @sum(%x: memref<8xf32>, %zero: f32) -> f32 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c8 = arith.constant 8 : index
  // expected-error@+1 {{expected a parallel loop over buffers, found one with results}}
  %sum = scf.parallel (%i) = (%c0) to (%c8) step (%c1) init (%zero) -> f32 {
    %v = memref.load %x[%i] : memref<8xf32>
    scf.reduce(%v : f32) {
    ^bb0(%a: f32, %b: f32):
      %c = arith.addf %a, %b : f32
      scf.reduce.return %c : f32
    }
  }
  return %sum : f32
}
