// Tiles of a batch run through all of time, each on one thread: the results lie
// where they belong, and the number of threads changes no bit.

// RUN: snn-opt %s --snn-cpu-pipeline --mlir-print-ir-after=snn-serialize-inner-loops -o /dev/null 2>&1 | FileCheck %s --check-prefix=LOOPS
// LOOPS-LABEL: func.func @run(
// LOOPS: %[[STACK:.*]] = memref.alloc() {{.*}} : memref<6x40x128xf32>
// LOOPS: scf.parallel (%[[ROW:.*]]) =
// LOOPS: %[[MINE:.*]] = memref.subview %[[STACK]][0, %[[ROW]], 0]
// LOOPS: %[[STATE:.*]] = memref.alloc() {{.*}} : memref<8x128xf32>
// The time loop carries no buffer: its state is written in place.
// LOOPS: scf.for %[[T:[a-z0-9]+]] = {{[^(]*}} {
// LOOPS-NOT: memref.alloc
// LOOPS: linalg.matmul ins(%[[STATE]]
// LOOPS-NOT: memref.alloc
// A step writes its state and its place in the stack at once; nothing copies the stack.
// LOOPS: %[[SLOT:.*]] = memref.subview %[[MINE]][%[[T]], 0, 0]
// LOOPS: linalg.generic {{.*}} outs(%[[STATE]], %[[SLOT]]
// LOOPS-NOT: memref.copy %[[STATE]], %[[SLOT]]
// LOOPS-NOT: memref<6x8x128xf32{{.*}}> to
// LOOPS: return

// RUN: snn-opt %s --snn-cpu-pipeline | FileCheck %s --check-prefix=OPENMP
// OPENMP-LABEL: llvm.func internal @run_flushing(
// OPENMP: omp.parallel
// OPENMP: omp.wsloop
// OPENMP-NEXT: omp.loop_nest
// OPENMP-NOT: omp.parallel

// RUN: %make-npz %t.in.npz "arg0=f32(rng.normal(size=(6,40,128)))" \
// RUN:   "arg1=f32(rng.normal(size=(128,128))/11)" "arg2=f32(rng.normal(size=(40,128)))"
// RUN: snn-run call %s --entry=run --in=%t.in.npz --out=%t.1.npz --threads=1
// RUN: snn-run call %s --entry=run --in=%t.in.npz --out=%t.2.npz --threads=2
// RUN: snn-run call %s --entry=run --in=%t.in.npz --out=%t.5.npz --threads=5
// RUN: %python %S/Inputs/threads.py %t.in.npz %t.1.npz %t.2.npz %t.5.npz
func.func @run(%x: tensor<6x40x128xf32>, %w: tensor<128x128xf32>, %s0: tensor<40x128xf32>)
    -> (tensor<6x40x128xf32>, tensor<40x128xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c6 = arith.constant 6 : index
  %decay = arith.constant 0.5 : f32
  %stack = tensor.empty() : tensor<6x40x128xf32>
  %ends = tensor.empty() : tensor<40x128xf32>
  %r:2 = scf.forall (%row) = (0) to (40) step (8)
      shared_outs(%out = %stack, %last = %ends) -> (tensor<6x40x128xf32>, tensor<40x128xf32>) {
    %tile = tensor.extract_slice %s0[%row, 0] [8, 128] [1, 1] : tensor<40x128xf32> to tensor<8x128xf32>
    %mine = tensor.extract_slice %out[0, %row, 0] [6, 8, 128] [1, 1, 1] : tensor<6x40x128xf32> to tensor<6x8x128xf32>
    %t:2 = scf.for %t = %c0 to %c6 step %c1 iter_args(%s = %tile, %o = %mine)
        -> (tensor<8x128xf32>, tensor<6x8x128xf32>) {
      %x_t = tensor.extract_slice %x[%t, %row, 0] [1, 8, 128] [1, 1, 1] : tensor<6x40x128xf32> to tensor<8x128xf32>
      %sum = linalg.matmul ins(%s, %w : tensor<8x128xf32>, tensor<128x128xf32>)
        outs(%x_t : tensor<8x128xf32>) -> tensor<8x128xf32>
      %half = tensor.splat %decay : tensor<8x128xf32>
      %n = arith.mulf %sum, %half : tensor<8x128xf32>
      %grown = tensor.insert_slice %n into %o[%t, 0, 0] [1, 8, 128] [1, 1, 1] : tensor<8x128xf32> into tensor<6x8x128xf32>
      scf.yield %n, %grown : tensor<8x128xf32>, tensor<6x8x128xf32>
    }
    scf.forall.in_parallel {
      tensor.parallel_insert_slice %t#1 into %out[0, %row, 0] [6, 8, 128] [1, 1, 1] : tensor<6x8x128xf32> into tensor<6x40x128xf32>
      tensor.parallel_insert_slice %t#0 into %last[%row, 0] [8, 128] [1, 1] : tensor<8x128xf32> into tensor<40x128xf32>
    }
  }
  return %r#0, %r#1 : tensor<6x40x128xf32>, tensor<40x128xf32>
}
