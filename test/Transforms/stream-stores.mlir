// RUN: snn-opt %s --snn-stream-stores=least-bytes=4096 | FileCheck %s
// RUN: snn-opt %s --snn-stream-stores | FileCheck %s --check-prefix=SMALL
// RUN: snn-opt %s --snn-stream-stores=least-bytes=0 | FileCheck %s --check-prefix=ANY
// RUN: snn-opt %s --snn-attach-cpu=cpu=x86-64-v3 --snn-stream-stores=least-bytes=4096 | FileCheck %s --check-prefix=AVX2

// None of these is as large as a cache.
// SMALL-NOT: nontemporal
// SMALL-NOT: sfence

// Tiles write their rows of each step; behind all steps of a tile is a fence.
// Registers of 32 bytes are what AVX2 has.
// CHECK-LABEL: func.func @raster(
// CHECK: scf.parallel
// CHECK: scf.for
// CHECK: scf.for
// CHECK: vector.store %{{.*}}, %{{.*}} {alignment = 64 : i64, nontemporal = true}
// CHECK: vector.store %{{.*}} : memref<8x64xf32, {{.*}}>, vector<8xf32>
// CHECK: }
// CHECK-NEXT: }
// CHECK-NEXT: llvm.call_intrinsic "llvm.x86.sse.sfence"() : () -> ()
// CHECK-NEXT: scf.reduce
// CHECK-NOT: sfence
// AVX2-LABEL: func.func @raster(
// AVX2: vector.store %{{.*}} : memref<8x64xf32, {{.*}}>, vector<16xf32>
// AVX2: vector.store %{{.*}}, %{{.*}} {alignment = 32 : i64, nontemporal = true}
func.func @raster(%x: vector<16xf32>, %h: vector<8xf32>) -> memref<10x16x64xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c8 = arith.constant 8 : index
  %c10 = arith.constant 10 : index
  %c16 = arith.constant 16 : index
  %c64 = arith.constant 64 : index
  %y = memref.alloc() {alignment = 64 : i64} : memref<10x16x64xf32>
  scf.parallel (%m) = (%c0) to (%c16) step (%c8) {
    %mine = memref.subview %y[0, %m, 0] [10, 8, 64] [1, 1, 1] : memref<10x16x64xf32> to memref<10x8x64xf32, strided<[1024, 64, 1], offset: ?>>
    scf.for %t = %c0 to %c10 step %c1 {
      %slot = memref.subview %mine[%t, 0, 0] [1, 8, 64] [1, 1, 1] : memref<10x8x64xf32, strided<[1024, 64, 1], offset: ?>> to memref<8x64xf32, strided<[64, 1], offset: ?>>
      scf.for %c = %c0 to %c64 step %c16 {
        vector.store %x, %slot[%c1, %c] : memref<8x64xf32, strided<[64, 1], offset: ?>>, vector<16xf32>
        vector.store %h, %slot[%c1, %c] : memref<8x64xf32, strided<[64, 1], offset: ?>>, vector<8xf32>
      }
    }
  }
  return %y : memref<10x16x64xf32>
}

// What another loop reads later is written so, and freed.
// CHECK-LABEL: func.func @tape(
// CHECK: scf.for
// CHECK: vector.store {{.*}}nontemporal = true}
// CHECK-NEXT: }
// CHECK-NEXT: llvm.call_intrinsic "llvm.x86.sse.sfence"
// CHECK: scf.for
func.func @tape(%x: vector<16xf32>) -> vector<16xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c64 = arith.constant 64 : index
  %y = memref.alloc() {alignment = 64 : i64} : memref<64x16xf32>
  scf.for %t = %c0 to %c64 step %c1 {
    vector.store %x, %y[%t, %c0] : memref<64x16xf32>, vector<16xf32>
  }
  %sum = scf.for %t = %c0 to %c64 step %c1 iter_args(%s = %x) -> (vector<16xf32>) {
    %row = vector.load %y[%t, %c0] : memref<64x16xf32>, vector<16xf32>
    %next = arith.addf %s, %row : vector<16xf32>
    scf.yield %next : vector<16xf32>
  }
  memref.dealloc %y : memref<64x16xf32>
  return %sum : vector<16xf32>
}

// From here on nothing is: read in the same loop, rows that no register
// divides, a buffer or a view of unknown alignment, a part of a register, no
// loop, too small, of unknown size, handed on.
// CHECK-NOT: nontemporal
// CHECK-NOT: sfence
// CHECK-LABEL: func.func @read(
func.func @read(%x: vector<16xf32>) -> memref<64x16xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c64 = arith.constant 64 : index
  %y = memref.alloc() {alignment = 64 : i64} : memref<64x16xf32>
  scf.for %t = %c0 to %c64 step %c1 {
    scf.for %s = %c0 to %t step %c1 {
      %row = vector.load %y[%s, %c0] : memref<64x16xf32>, vector<16xf32>
      %next = arith.addf %x, %row : vector<16xf32>
      vector.store %next, %y[%t, %c0] : memref<64x16xf32>, vector<16xf32>
    }
  }
  return %y : memref<64x16xf32>
}

func.func @rows(%x: vector<16xf32>) -> memref<64x20xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c64 = arith.constant 64 : index
  %y = memref.alloc() {alignment = 64 : i64} : memref<64x20xf32>
  scf.for %t = %c0 to %c64 step %c1 {
    vector.store %x, %y[%t, %c0] : memref<64x20xf32>, vector<16xf32>
  }
  return %y : memref<64x20xf32>
}

func.func @unaligned(%x: vector<16xf32>, %i: index) -> (memref<64x32xf32>, memref<64x32xf32>, memref<64x32xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c64 = arith.constant 64 : index
  %y = memref.alloc() {alignment = 16 : i64} : memref<64x32xf32>
  %z = memref.alloc() {alignment = 64 : i64} : memref<64x32xf32>
  %v = memref.alloc() {alignment = 64 : i64} : memref<64x32xf32>
  %part = memref.subview %v[0, 8] [64, 16] [1, 1] : memref<64x32xf32> to memref<64x16xf32, strided<[32, 1], offset: 8>>
  scf.for %t = %c0 to %c64 step %c1 {
    vector.store %x, %y[%t, %c0] : memref<64x32xf32>, vector<16xf32>
    vector.store %x, %z[%t, %i] : memref<64x32xf32>, vector<16xf32>
    vector.store %x, %part[%t, %c0] : memref<64x16xf32, strided<[32, 1], offset: 8>>, vector<16xf32>
  }
  return %y, %z, %v : memref<64x32xf32>, memref<64x32xf32>, memref<64x32xf32>
}

func.func @masked(%x: vector<16xf32>, %m: vector<16xi1>) -> memref<64x16xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c64 = arith.constant 64 : index
  %y = memref.alloc() {alignment = 64 : i64} : memref<64x16xf32>
  vector.store %x, %y[%c0, %c0] : memref<64x16xf32>, vector<16xf32>
  scf.for %t = %c0 to %c64 step %c1 {
    vector.maskedstore %y[%t, %c0], %m, %x : memref<64x16xf32>, vector<16xi1>, vector<16xf32>
  }
  return %y : memref<64x16xf32>
}

func.func private @other(memref<64x16xf32>)
func.func @sizes(%x: vector<16xf32>, %n: index) -> (memref<63x16xf32>, memref<?x16xf32>, memref<64x16xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c63 = arith.constant 63 : index
  %y = memref.alloc() {alignment = 64 : i64} : memref<63x16xf32>
  %z = memref.alloc(%n) {alignment = 64 : i64} : memref<?x16xf32>
  %v = memref.alloc() {alignment = 64 : i64} : memref<64x16xf32>
  scf.for %t = %c0 to %c63 step %c1 {
    vector.store %x, %y[%t, %c0] : memref<63x16xf32>, vector<16xf32>
    vector.store %x, %z[%t, %c0] : memref<?x16xf32>, vector<16xf32>
    vector.store %x, %v[%t, %c0] : memref<64x16xf32>, vector<16xf32>
    func.call @other(%v) : (memref<64x16xf32>) -> ()
  }
  return %y, %z, %v : memref<63x16xf32>, memref<?x16xf32>, memref<64x16xf32>
}

// What an index takes is not known, however small a buffer may be.
// ANY-LABEL: func.func @indices(
// ANY-NOT: nontemporal
func.func @indices(%x: vector<8xindex>) -> memref<64x8xindex> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c64 = arith.constant 64 : index
  %y = memref.alloc() {alignment = 64 : i64} : memref<64x8xindex>
  scf.for %t = %c0 to %c64 step %c1 {
    vector.store %x, %y[%t, %c0] : memref<64x8xindex>, vector<8xindex>
  }
  return %y : memref<64x8xindex>
}
