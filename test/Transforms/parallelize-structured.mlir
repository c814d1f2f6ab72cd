// RUN: snn-opt %s --snn-parallelize-structured --canonicalize --split-input-file | FileCheck %s

// Steps of 16 samples each: two of them are a part.
// CHECK-LABEL: func.func @steps(
// CHECK-SAME: %[[X:.*]]: memref<500x16x512xf32>, %[[Y:.*]]: memref<500x16x512xf32>
// CHECK: scf.parallel (%[[T:.*]]) = (%c0) to (%c500) step (%c2) {
// CHECK-DAG: %[[XT:.*]] = memref.subview %[[X]][%[[T]], 0, 0] [2, 16, 512]
// CHECK-DAG: %[[YT:.*]] = memref.subview %[[Y]][%[[T]], 0, 0] [2, 16, 512]
// CHECK: linalg.generic {{.*}} ins(%[[XT]] : {{.*}}) outs(%[[YT]] :
// CHECK-NOT: linalg.generic
#id = affine_map<(t, b, n) -> (t, b, n)>
func.func @steps(%x: memref<500x16x512xf32>, %y: memref<500x16x512xf32>) {
  linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel", "parallel"]}
      ins(%x : memref<500x16x512xf32>) outs(%y : memref<500x16x512xf32>) {
  ^bb0(%a: f32, %out: f32):
    %0 = math.exp %a : f32
    linalg.yield %0 : f32
  }
  return
}

// -----

// A sum over steps is cut along what it leaves; the few samples in front of the
// neurons are too few, and those are cut in whole registers. Positions stay what
// they were.
// CHECK-LABEL: func.func @sum(
// CHECK-SAME: %[[X:.*]]: memref<500x2x513xf32>, %[[Y:.*]]: memref<2x513xf32>
// CHECK: scf.parallel (%[[N:.*]]) = (%c0) to (%c513) step (%c64) {
// CHECK: %[[SIZE:.*]] = affine.min
// CHECK: memref.subview %[[X]][0, 0, %[[N]]] [500, 2, %[[SIZE]]]
// CHECK: linalg.generic
// CHECK: %[[I:.*]] = linalg.index 1
// CHECK: affine.apply #{{.*}}(%[[N]])[%[[I]]]
#in = affine_map<(b, n, t) -> (t, b, n)>
#out = affine_map<(b, n, t) -> (b, n)>
func.func @sum(%x: memref<500x2x513xf32>, %y: memref<2x513xf32>) {
  linalg.generic {indexing_maps = [#in, #out], iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%x : memref<500x2x513xf32>) outs(%y : memref<2x513xf32>) {
  ^bb0(%a: f32, %out: f32):
    %n = linalg.index 1 : index
    %i = arith.index_cast %n : index to i32
    %f = arith.sitofp %i : i32 to f32
    %0 = arith.mulf %a, %f : f32
    %1 = arith.addf %out, %0 : f32
    linalg.yield %1 : f32
  }
  return
}

// -----

// Sizes that are not known choose, but not in a loop: that is a step.
// CHECK-LABEL: func.func @unknown(
// CHECK: %[[LARGE:.*]] = arith.cmpi uge, %{{.*}}, %c262144
// CHECK: scf.if %[[LARGE]] {
// CHECK: scf.parallel
// CHECK: linalg.negf
// CHECK: } else {
// CHECK-NEXT: linalg.negf
// CHECK: scf.for
// CHECK-NOT: scf.parallel
// CHECK: linalg.negf
func.func @unknown(%x: memref<?x512xf32>, %y: memref<?x512xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c9 = arith.constant 9 : index
  linalg.negf ins(%x : memref<?x512xf32>) outs(%y : memref<?x512xf32>)
  scf.for %t = %c0 to %c9 step %c1 {
    linalg.negf ins(%x : memref<?x512xf32>) outs(%y : memref<?x512xf32>)
  }
  return
}

// -----

// What is known to be large is cut in a loop too.
// CHECK-LABEL: func.func @large_step(
// CHECK: scf.for
// CHECK: scf.parallel
func.func @large_step(%x: memref<1024x512xf32>, %y: memref<1024x512xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c9 = arith.constant 9 : index
  scf.for %t = %c0 to %c9 step %c1 {
    linalg.negf ins(%x : memref<1024x512xf32>) outs(%y : memref<1024x512xf32>)
  }
  return
}

// -----

// A narrow contraction is cut along its rows. One that is packed has threads of
// its own, and the zeros that it begins with are its own.
// CHECK-LABEL: func.func @contractions(
// CHECK: scf.parallel
// CHECK: memref.subview {{.*}} to memref<{{[0-9?]+}}x128xf32,
// CHECK: linalg.matmul
// CHECK: linalg.fill
// CHECK-NEXT: linalg.matmul
// CHECK-NOT: scf.parallel
func.func @contractions(%a: memref<8000x128xf32>, %b: memref<128x10xf32>, %c: memref<8000x10xf32>,
                        %d: memref<8000x512xf32>, %e: memref<512x512xf32>, %f: memref<8000x512xf32>) {
  %zero = arith.constant 0.0 : f32
  linalg.matmul ins(%a, %b : memref<8000x128xf32>, memref<128x10xf32>) outs(%c : memref<8000x10xf32>)
  linalg.fill ins(%zero : f32) outs(%f : memref<8000x512xf32>)
  linalg.matmul ins(%d, %e : memref<8000x512xf32>, memref<512x512xf32>) outs(%f : memref<8000x512xf32>)
  return
}

// -----

// Small ops, sums into one element, products of spikes, and what is in a
// parallel loop stay whole.
// CHECK-LABEL: func.func @whole(
// CHECK-COUNT-1: scf.parallel
// CHECK-NOT: scf.parallel
// CHECK: return
#s = affine_map<(n) -> (n)>
#none = affine_map<(n) -> ()>
func.func @whole(%x: memref<100x512xf32>, %y: memref<4096000xf32>, %z: memref<f32>, %s: memref<8000x512xi1>, %w: memref<512x64xf32>,
                 %i: memref<8000x64xf32>, %u: memref<9x1024x512xf32>, %v: memref<0x1024xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c9 = arith.constant 9 : index
  linalg.negf ins(%x : memref<100x512xf32>) outs(%x : memref<100x512xf32>)
  linalg.negf ins(%v : memref<0x1024xf32>) outs(%v : memref<0x1024xf32>)
  linalg.generic {indexing_maps = [#s, #none], iterator_types = ["reduction"]}
      ins(%y : memref<4096000xf32>) outs(%z : memref<f32>) {
  ^bb0(%a: f32, %out: f32):
    %0 = arith.addf %out, %a : f32
    linalg.yield %0 : f32
  }
  snn.spike_matmul ins(%s, %w : memref<8000x512xi1>, memref<512x64xf32>) outs(%i : memref<8000x64xf32>)
  scf.parallel (%j) = (%c0) to (%c9) step (%c1) {
    %uj = memref.subview %u[%j, 0, 0] [1, 1024, 512] [1, 1, 1] : memref<9x1024x512xf32> to memref<1024x512xf32, strided<[512, 1], offset: ?>>
    linalg.negf ins(%uj : memref<1024x512xf32, strided<[512, 1], offset: ?>>) outs(%uj : memref<1024x512xf32, strided<[512, 1], offset: ?>>)
  }
  return
}

// -----

// What one sample alone makes large needs no choice, and is cut in a loop too.
// CHECK-LABEL: func.func @surely_large(
// CHECK-SAME: %[[X:[^:]*]]: memref<?x1024x512xf64>)
// CHECK-NOT: scf.if
// CHECK: scf.parallel (%[[I:.*]]) = (%c0) to (%{{.*}}) step (%c1) {
// CHECK: memref.subview %[[X]][%[[I]], 0, 0] [1, 1024, 512]
// CHECK-NOT: scf.if
// CHECK: scf.parallel (%{{.*}}) = (%c0) to (%{{.*}}) step (%c1) {
func.func @surely_large(%x: memref<?x1024x512xf64>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  scf.for %t = %c0 to %c1 step %c1 {
    linalg.negf ins(%x : memref<?x1024x512xf64>) outs(%x : memref<?x1024x512xf64>)
  }
  linalg.negf ins(%x : memref<?x1024x512xf64>) outs(%x : memref<?x1024x512xf64>)
  return
}

// -----

// Seven rows are too few, and neighbours are cut in whole registers: 2368 is 37
// of 64. If all loops are short, the first of them is cut.
// CHECK-LABEL: func.func @few(
// CHECK: scf.parallel (%[[J:.*]]) = (%c0) to (%c90001) step (%c2368) {
// CHECK: memref.subview %{{.*}}[0, %[[J]]] [7, %{{.*}}]
// CHECK-LABEL: func.func @fewer(
// CHECK: scf.parallel (%[[A:.*]]) = (%c0) to (%c3) step (%c1) {
// CHECK: memref.subview %{{.*}}[%[[A]], 0, 0] [1, 5, 90001]
// CHECK: memref.subview %{{.*}}[%[[A]], 0] [1, 5]
func.func @few(%x: memref<7x90001xbf16>) {
  linalg.negf ins(%x : memref<7x90001xbf16>) outs(%x : memref<7x90001xbf16>)
  return
}
func.func @fewer(%x: memref<3x5x90001xf32>, %y: memref<3x5xf32>) {
  linalg.generic {indexing_maps = [affine_map<(a, b, c) -> (a, b, c)>, affine_map<(a, b, c) -> (a, b)>], iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%x : memref<3x5x90001xf32>) outs(%y : memref<3x5xf32>) {
  ^bb0(%a: f32, %out: f32):
    %0 = arith.addf %out, %a : f32
    linalg.yield %0 : f32
  }
  return
}

// -----

// Two results, one of them transposed: a part of each.
// CHECK-LABEL: func.func @two(
// CHECK-SAME: %{{[^:]*}}: memref<2048x256xf32>, %[[Y:[^:]*]]: memref<2048x256xf32>, %[[Z:[^:]*]]: memref<256x2048xi1>)
// CHECK: scf.parallel (%[[I:.*]]) = (%c0) to (%c2048) step (%c64) {
// CHECK: memref.subview %[[Y]][%[[I]], 0] [64, 256]
// CHECK: memref.subview %[[Z]][0, %[[I]]] [256, 64]
func.func @two(%x: memref<2048x256xf32>, %y: memref<2048x256xf32>, %z: memref<256x2048xi1>) {
  linalg.generic {indexing_maps = [affine_map<(a, b) -> (a, b)>, affine_map<(a, b) -> (a, b)>, affine_map<(a, b) -> (b, a)>], iterator_types = ["parallel", "parallel"]}
      ins(%x : memref<2048x256xf32>) outs(%y, %z : memref<2048x256xf32>, memref<256x2048xi1>) {
  ^bb0(%a: f32, %b: f32, %c: i1):
    %0 = arith.negf %a : f32
    %1 = arith.cmpf ogt, %0, %a : f32
    linalg.yield %0, %1 : f32, i1
  }
  return
}

// -----

// Without an element, before it has buffers, and in the steps of a while loop.
// CHECK-LABEL: func.func @stay(
// CHECK-NOT: scf.parallel
// CHECK: return
func.func @stay(%x: memref<?x0xf32>, %t: tensor<1024x512xf32>, %n: memref<?x512xf32>, %steps: index) -> tensor<1024x512xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  linalg.negf ins(%x : memref<?x0xf32>) outs(%x : memref<?x0xf32>)
  %r = linalg.negf ins(%t : tensor<1024x512xf32>) outs(%t : tensor<1024x512xf32>) -> tensor<1024x512xf32>
  %c = scf.while (%i = %c0) : (index) -> index {
    %go = arith.cmpi slt, %i, %steps : index
    scf.condition(%go) %i : index
  } do {
  ^bb0(%i: index):
    linalg.negf ins(%n : memref<?x512xf32>) outs(%n : memref<?x512xf32>)
    %j = arith.addi %i, %c1 : index
    scf.yield %j : index
  }
  return %r : tensor<1024x512xf32>
}

// -----

// An op in no function stays whole.
// CHECK: memref.global
// CHECK-NOT: scf.parallel
// CHECK: linalg.fill
memref.global @x : memref<1024x1024xf32>
%x = memref.get_global @x : memref<1024x1024xf32>
%zero = arith.constant 0.0 : f32
linalg.fill ins(%zero : f32) outs(%x : memref<1024x1024xf32>)

// -----

// Where no loop has eight parts several are cut. Rows of a contraction stay together by sixteen: one row alone would
// fill no tile of registers.
// CHECK-LABEL: func.func @few(
// CHECK: scf.parallel (%{{.*}}, %{{.*}}) = (%c0, %c0) to (%c3, %c3) step (%c1, %c1) {
// CHECK-LABEL: func.func @rows(
// CHECK: scf.parallel (%{{.*}}) = (%c0) to (%c128) step (%c16) {
#x = affine_map<(ky, kx, c, f, n, y, x) -> (n, y + ky, x + kx, c)>
#dy = affine_map<(ky, kx, c, f, n, y, x) -> (n, y, x, f)>
#dk = affine_map<(ky, kx, c, f, n, y, x) -> (ky, kx, c, f)>
func.func @few(%x: memref<2x30x30x32xf32>, %dy: memref<2x28x28x64xf32>, %dk: memref<3x3x32x64xf32>) {
  linalg.generic {indexing_maps = [#x, #dy, #dk], iterator_types = ["parallel", "parallel", "parallel", "parallel", "reduction", "reduction", "reduction"]}
      ins(%x, %dy : memref<2x30x30x32xf32>, memref<2x28x28x64xf32>) outs(%dk : memref<3x3x32x64xf32>) {
  ^bb0(%a: f32, %b: f32, %out: f32):
    %p = arith.mulf %a, %b : f32
    %s = arith.addf %out, %p : f32
    linalg.yield %s : f32
  }
  return
}
func.func @rows(%a: memref<128x64xf32>, %b: memref<64x64xf32>, %c: memref<128x64xf32>) {
  linalg.matmul ins(%a, %b : memref<128x64xf32>, memref<64x64xf32>) outs(%c : memref<128x64xf32>)
  return
}
