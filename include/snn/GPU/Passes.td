//===- Passes.td - Passes on blocks and threads of a GPU -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_GPU_PASSES_TD
#define SNN_GPU_PASSES_TD

include "mlir/Pass/PassBase.td"

def LaunchBlocksPass : Pass<"snn-launch-blocks"> {
  let summary = "Makes launches of parallel loops and of whole-array ops";
  let description = [{
    A `scf.parallel` outside every other becomes a `gpu.launch` with a block for
    each iteration, and its body what a block does: structured ops on arrays, one
    after the other, and loops around them. There are as many threads as the
    widest op of the innermost loops has work for, at most 1024. A structured op
    on whole arrays becomes a launch of its own, marked `snn.spread`: its
    elements are shared among the threads of all blocks. Copies become
    `linalg.copy`, or `linalg.fill` where a constant of one number is copied.

    Before:

    ```mlir
    #id = affine_map<(d0) -> (d0)>
    func.func @double(%x: memref<64x128xf32>, %y: memref<64x128xf32>) {
      %c0 = arith.constant 0 : index
      %c1 = arith.constant 1 : index
      %c64 = arith.constant 64 : index
      scf.parallel (%i) = (%c0) to (%c64) step (%c1) {
        %row = memref.subview %x[%i, 0] [1, 128] [1, 1]
            : memref<64x128xf32> to memref<128xf32, strided<[1], offset: ?>>
        %out = memref.subview %y[%i, 0] [1, 128] [1, 1]
            : memref<64x128xf32> to memref<128xf32, strided<[1], offset: ?>>
        linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]}
            ins(%row : memref<128xf32, strided<[1], offset: ?>>)
            outs(%out : memref<128xf32, strided<[1], offset: ?>>) {
        ^bb0(%a: f32, %b: f32):
          %sum = arith.addf %a, %a : f32
          linalg.yield %sum : f32
        }
      }
      return
    }
    ```

    After:

    ```mlir
    #id = affine_map<(d0) -> (d0)>
    func.func @double(%x: memref<64x128xf32>, %y: memref<64x128xf32>) {
      %c1 = arith.constant 1 : index
      %c64 = arith.constant 64 : index
      %c128 = arith.constant 128 : index
      gpu.launch blocks(%i, %by, %bz) in (%gx = %c64, %gy = %c1, %gz = %c1)
                 threads(%t, %ty, %tz) in (%nx = %c128, %ny = %c1, %nz = %c1) {
        %row = memref.subview %x[%i, 0] [1, 128] [1, 1]
            : memref<64x128xf32> to memref<128xf32, strided<[1], offset: ?>>
        %out = memref.subview %y[%i, 0] [1, 128] [1, 1]
            : memref<64x128xf32> to memref<128xf32, strided<[1], offset: ?>>
        linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]}
            ins(%row : memref<128xf32, strided<[1], offset: ?>>)
            outs(%out : memref<128xf32, strided<[1], offset: ?>>) {
        ^bb0(%a: f32, %b: f32):
          %sum = arith.addf %a, %a : f32
          linalg.yield %sum : f32
        }
        gpu.terminator
      }
      return
    }
    ```
  }];
  let dependentDialects = [
    "::mlir::arith::ArithDialect", "::mlir::gpu::GPUDialect",
    "::mlir::linalg::LinalgDialect"
  ];
  let statistics = [
    Statistic<"numLaunches", "launches", "Number of launches made">
  ];
}

def PlaceBlockMemoryPass : Pass<"snn-place-block-memory"> {
  let summary = "Chooses the memory of a block's arrays";
  let description = [{
    What a block allocates, and what it only reads of the arrays around it, more
    often than once, has a place in the memory that its threads share as long as
    there is room, those first that are looked at most often for their size. An
    array from outside is copied there when the block starts. The block's other
    allocations become parts of one allocation for all blocks, which is made
    before the launch and freed after it.

    Before:

    ```mlir
    func.func @f(%y: memref<8x16xf32>) {
      %c1 = arith.constant 1 : index
      %c8 = arith.constant 8 : index
      %c32 = arith.constant 32 : index
      %zero = arith.constant 0.0 : f32
      gpu.launch blocks(%i, %by, %bz) in (%gx = %c8, %gy = %c1, %gz = %c1)
                 threads(%t, %ty, %tz) in (%nx = %c32, %ny = %c1, %nz = %c1) {
        %a = memref.alloc() : memref<1x16xf32>
        %row = memref.subview %y[%i, 0] [1, 16] [1, 1]
            : memref<8x16xf32> to memref<1x16xf32, strided<[16, 1], offset: ?>>
        linalg.fill ins(%zero : f32) outs(%a : memref<1x16xf32>)
        linalg.copy ins(%a : memref<1x16xf32>)
                    outs(%row : memref<1x16xf32, strided<[16, 1], offset: ?>>)
        memref.dealloc %a : memref<1x16xf32>
        gpu.terminator
      }
      return
    }
    ```

    After:

    ```mlir
    #shared = #gpu.address_space<workgroup>
    func.func @f(%y: memref<8x16xf32>) {
      %c1 = arith.constant 1 : index
      %c8 = arith.constant 8 : index
      %c32 = arith.constant 32 : index
      %bytes = arith.constant 64 : i32
      %zero = arith.constant 0.0 : f32
      gpu.launch blocks(%i, %by, %bz) in (%gx = %c8, %gy = %c1, %gz = %c1)
                 threads(%t, %ty, %tz) in (%nx = %c32, %ny = %c1, %nz = %c1)
                 dynamic_shared_memory_size %bytes {
        %arena = gpu.dynamic_shared_memory : memref<?xi8, #shared>
        %c0 = arith.constant 0 : index
        %a = memref.view %arena[%c0][] : memref<?xi8, #shared> to memref<1x16xf32, #shared>
        %row = memref.subview %y[%i, 0] [1, 16] [1, 1]
            : memref<8x16xf32> to memref<1x16xf32, strided<[16, 1], offset: ?>>
        linalg.fill ins(%zero : f32) outs(%a : memref<1x16xf32, #shared>)
        linalg.copy ins(%a : memref<1x16xf32, #shared>)
                    outs(%row : memref<1x16xf32, strided<[16, 1], offset: ?>>)
        gpu.terminator
      }
      return
    }
    ```
  }];
  let dependentDialects = [
    "::mlir::arith::ArithDialect", "::mlir::gpu::GPUDialect",
    "::mlir::linalg::LinalgDialect", "::mlir::memref::MemRefDialect"
  ];
  let options = [
    // sm_80 lets a block have 163 KiB, sm_90 227.
    Option<"sharedBytes", "shared-bytes", "int64_t", "163 * 1024",
           "Bytes that a block may have of the memory its threads share">
  ];
  let statistics = [
    Statistic<"numShared", "shared", "Number of arrays in shared memory">,
    Statistic<"numGlobal", "global", "Number of a block's arrays elsewhere">
  ];
}

def DistributeThreadsPass : Pass<"snn-distribute-threads"> {
  let summary = "Shares the ops of a block among its threads";
  let description = [{
    Each structured op in a `gpu.launch` becomes a `scf.forall` over the threads
    of the block, in which a thread computes the elements that belong to it: one
    after the other those whose number is its own modulo the number of threads.
    Sums stay in their thread. Of a `snn.spike_matmul` all threads walk the set
    spikes together, each with columns of its own. Everything else is done by
    every thread alike, but for stores of one number, which the first does.

    A `gpu.barrier` stands before what could meet memory that another thread has
    written or still reads, and nowhere else: between two ops in which an element
    belongs to the same thread there is none. Arrays that are allocated apart or
    are arguments of a function are taken to be apart in memory.

    Before:

    ```mlir
    func.func @f(%x: memref<32xf32>) {
      %c1 = arith.constant 1 : index
      %c32 = arith.constant 32 : index
      %zero = arith.constant 0.0 : f32
      gpu.launch blocks(%i, %by, %bz) in (%gx = %c1, %gy = %c1, %gz = %c1)
                 threads(%t, %ty, %tz) in (%nx = %c32, %ny = %c1, %nz = %c1) {
        linalg.fill ins(%zero : f32) outs(%x : memref<32xf32>)
        gpu.terminator
      }
      return
    }
    ```

    After:

    ```mlir
    func.func @f(%x: memref<32xf32>) {
      %c1 = arith.constant 1 : index
      %c32 = arith.constant 32 : index
      %zero = arith.constant 0.0 : f32
      gpu.launch blocks(%i, %by, %bz) in (%gx = %c1, %gy = %c1, %gz = %c1)
                 threads(%t, %ty, %tz) in (%nx = %c32, %ny = %c1, %nz = %c1) {
        scf.forall (%thread) in (32) {
          memref.store %zero, %x[%thread] : memref<32xf32>
        } {mapping = [#gpu.thread<linear_dim_0>]}
        gpu.terminator
      }
      return
    }
    ```
  }];
  let dependentDialects = [
    "::mlir::affine::AffineDialect", "::mlir::arith::ArithDialect",
    "::mlir::gpu::GPUDialect", "::mlir::math::MathDialect",
    "::mlir::memref::MemRefDialect", "::mlir::scf::SCFDialect",
    "::mlir::vector::VectorDialect"
  ];
  let statistics = [
    Statistic<"numDistributed", "distributed", "Number of ops distributed">,
    Statistic<"numBarriers", "barriers", "Number of barriers">
  ];
}

def ScalarMathToVectorsPass : Pass<"snn-scalar-math-to-vectors"> {
  let summary = "Makes functions of numbers in a launch functions of vectors";
  let description = [{
    There is no C library on a GPU. As functions of vectors of one element,
    `snn-expand-vector-math` takes what no instruction computes, and a GPU and a
    CPU round alike.

    Before:

    ```mlir
    func.func @f(%x: f32, %y: memref<f32>) {
      %c1 = arith.constant 1 : index
      gpu.launch blocks(%i, %by, %bz) in (%gx = %c1, %gy = %c1, %gz = %c1)
                 threads(%t, %ty, %tz) in (%nx = %c1, %ny = %c1, %nz = %c1) {
        %e = math.exp %x : f32
        memref.store %e, %y[] : memref<f32>
        gpu.terminator
      }
      return
    }
    ```

    After:

    ```mlir
    func.func @f(%x: f32, %y: memref<f32>) {
      %c1 = arith.constant 1 : index
      gpu.launch blocks(%i, %by, %bz) in (%gx = %c1, %gy = %c1, %gz = %c1)
                 threads(%t, %ty, %tz) in (%nx = %c1, %ny = %c1, %nz = %c1) {
        %v = vector.broadcast %x : f32 to vector<1xf32>
        %w = math.exp %v : vector<1xf32>
        %e = vector.extract %w[0] : f32 from vector<1xf32>
        memref.store %e, %y[] : memref<f32>
        gpu.terminator
      }
      return
    }
    ```
  }];
  let dependentDialects = ["::mlir::vector::VectorDialect"];
  let statistics = [
    Statistic<"numFunctions", "functions", "Number of functions made vectors">
  ];
}

def MoveToDevicePass : Pass<"snn-move-to-device", "::mlir::ModuleOp"> {
  let summary = "Puts the arrays of a program into the memory of a GPU";
  let description = [{
    Allocations outside launches become `gpu.alloc`. The arrays that a public
    function takes, and constant ones, are copied to the device when it starts;
    what it returns is copied back. Single elements that the program around the
    launches reads or writes go through memory of the host one by one.

    Before:

    ```mlir
    func.func @f(%x: memref<4xf32>) -> memref<4xf32> {
      %y = memref.alloc() : memref<4xf32>
      return %y : memref<4xf32>
    }
    ```

    After:

    ```mlir
    func.func @f(%x: memref<4xf32>) -> memref<4xf32> {
      %y = gpu.alloc () : memref<4xf32>
      %result = memref.alloc() : memref<4xf32>
      gpu.memcpy %result, %y : memref<4xf32>, memref<4xf32>
      gpu.dealloc %y : memref<4xf32>
      return %result : memref<4xf32>
    }
    ```
  }];
  let dependentDialects = [
    "::mlir::gpu::GPUDialect", "::mlir::memref::MemRefDialect"
  ];
}

def SimulateGPUPass : Pass<"snn-simulate-gpu"> {
  let summary = "Runs the launches of a program on the CPU";
  let description = [{
    Each `gpu.launch` becomes a loop over its blocks, and each `scf.forall` over
    threads a loop over them, the last thread first. Loops that no barrier
    separates become one, so that a thread does all it does between two barriers
    before the next one starts: a missing barrier gives wrong results and not
    luck. All blocks find in shared memory what the last one left there.

    Before:

    ```mlir
    func.func @f(%x: memref<32xf32>) {
      %c1 = arith.constant 1 : index
      %c32 = arith.constant 32 : index
      %zero = arith.constant 0.0 : f32
      gpu.launch blocks(%i, %by, %bz) in (%gx = %c1, %gy = %c1, %gz = %c1)
                 threads(%t, %ty, %tz) in (%nx = %c32, %ny = %c1, %nz = %c1) {
        scf.forall (%thread) in (32) {
          memref.store %zero, %x[%thread] : memref<32xf32>
        } {mapping = [#gpu.thread<linear_dim_0>]}
        gpu.terminator
      }
      return
    }
    ```

    After:

    ```mlir
    func.func @f(%x: memref<32xf32>) {
      %c0 = arith.constant 0 : index
      %c1 = arith.constant 1 : index
      %c32 = arith.constant 32 : index
      %zero = arith.constant 0.0 : f32
      scf.for %block = %c0 to %c1 step %c1 {
        scf.for %done = %c0 to %c32 step %c1 {
          %more = arith.addi %done, %c1 : index
          %thread = arith.subi %c32, %more : index
          memref.store %zero, %x[%thread] : memref<32xf32>
        }
      }
      return
    }
    ```
  }];
  let dependentDialects = [
    "::mlir::arith::ArithDialect", "::mlir::memref::MemRefDialect",
    "::mlir::scf::SCFDialect"
  ];
  let statistics = [
    Statistic<"numLaunches", "launches", "Number of launches simulated">
  ];
}

def MapThreadsPass : Pass<"snn-map-threads"> {
  let summary = "Makes loops over the threads of a block those threads";
  let description = [{
    The body of each `scf.forall` over threads in a `gpu.launch` stands there once,
    for the thread that runs it. The launches are named, so that
    `gpu-kernel-outlining` puts their kernels into one module, `@snn_kernels`.

    Before:

    ```mlir
    func.func @f(%x: memref<32xf32>) {
      %c1 = arith.constant 1 : index
      %c32 = arith.constant 32 : index
      %zero = arith.constant 0.0 : f32
      gpu.launch blocks(%i, %by, %bz) in (%gx = %c1, %gy = %c1, %gz = %c1)
                 threads(%t, %ty, %tz) in (%nx = %c32, %ny = %c1, %nz = %c1) {
        scf.forall (%thread) in (32) {
          memref.store %zero, %x[%thread] : memref<32xf32>
        } {mapping = [#gpu.thread<linear_dim_0>]}
        gpu.terminator
      }
      return
    }
    ```

    After:

    ```mlir
    func.func @f(%x: memref<32xf32>) {
      %c1 = arith.constant 1 : index
      %c32 = arith.constant 32 : index
      %zero = arith.constant 0.0 : f32
      gpu.launch blocks(%i, %by, %bz) in (%gx = %c1, %gy = %c1, %gz = %c1)
                 threads(%t, %ty, %tz) in (%nx = %c32, %ny = %c1, %nz = %c1)
                 module(@snn_kernels) function(@f_0) {
        memref.store %zero, %x[%t] : memref<32xf32>
        gpu.terminator
      }
      return
    }
    ```
  }];
}

def LoadEarlyPass : Pass<"snn-load-early"> {
  let summary = "Loads a step's inputs before its barriers";
  let description = [{
    A load from the memory of a GPU takes as long as a hundred instructions, and a
    thread that waits for others at a barrier could wait for both at once. In
    loops with barriers, loads of arrays that the launch never writes come first.

    Before:

    ```mlir
    func.func @f(%x: memref<9x32xf32>, %y: memref<32xf32>) {
      %c0 = arith.constant 0 : index
      %c1 = arith.constant 1 : index
      %c9 = arith.constant 9 : index
      %c32 = arith.constant 32 : index
      gpu.launch blocks(%i, %by, %bz) in (%gx = %c1, %gy = %c1, %gz = %c1)
                 threads(%t, %ty, %tz) in (%nx = %c32, %ny = %c1, %nz = %c1) {
        scf.for %k = %c0 to %c9 step %c1 {
          gpu.barrier
          %v = memref.load %x[%k, %t] : memref<9x32xf32>
          memref.store %v, %y[%t] : memref<32xf32>
        }
        gpu.terminator
      }
      return
    }
    ```

    After:

    ```mlir
    func.func @f(%x: memref<9x32xf32>, %y: memref<32xf32>) {
      %c0 = arith.constant 0 : index
      %c1 = arith.constant 1 : index
      %c9 = arith.constant 9 : index
      %c32 = arith.constant 32 : index
      gpu.launch blocks(%i, %by, %bz) in (%gx = %c1, %gy = %c1, %gz = %c1)
                 threads(%t, %ty, %tz) in (%nx = %c32, %ny = %c1, %nz = %c1) {
        scf.for %k = %c0 to %c9 step %c1 {
          %v = memref.load %x[%k, %t] : memref<9x32xf32>
          gpu.barrier
          memref.store %v, %y[%t] : memref<32xf32>
        }
        gpu.terminator
      }
      return
    }
    ```
  }];
  let statistics = [
    Statistic<"numMoved", "moved", "Number of loads moved">
  ];
}

def MathToIntrinsicsPass
    : Pass<"snn-math-to-intrinsics", "::mlir::gpu::GPUModuleOp"> {
  let summary = "Makes functions in a kernel instructions";
  let description = [{
    Functions that instructions compute become intrinsics of LLVM; upstream's
    conversion would call NVIDIA's library, which is not linked. Functions that
    neither instructions nor `snn-expand-vector-math` compute are errors: sines,
    cosines and tangents, whose expansion leaves large arguments to a library, and
    `arith.remf`.

    Before:

    ```mlir
    gpu.module @kernels {
      func.func @root(%x: f32) -> f32 {
        %y = math.sqrt %x : f32
        return %y : f32
      }
    }
    ```

    After:

    ```mlir
    gpu.module @kernels {
      func.func @root(%x: f32) -> f32 {
        %y = llvm.call_intrinsic "llvm.sqrt"(%x) : (f32) -> f32
        return %y : f32
      }
    }
    ```
  }];
  let dependentDialects = [
    "::mlir::LLVM::LLVMDialect", "::mlir::arith::ArithDialect"
  ];
}

def DeclareSharedMemoryPass
    : Pass<"snn-declare-shared-memory", "::mlir::gpu::GPUModuleOp"> {
  let summary = "Makes shared memory of a size from the launch a declaration";
  let description = [{
    `convert-gpu-to-nvvm` defines an empty array in a kernel's module where the
    memory begins that a launch gives the threads of a block. In PTX a definition
    is an array of a byte; a declaration stands for the memory of the launch.

    Before:

    ```mlir
    gpu.module @kernels {
      llvm.mlir.global internal @memory() {addr_space = 3 : i32} : !llvm.array<0 x i8>
    }
    ```

    After:

    ```mlir
    gpu.module @kernels {
      llvm.mlir.global external @memory() {addr_space = 3 : i32} : !llvm.array<0 x i8>
    }
    ```
  }];
  let dependentDialects = ["::mlir::LLVM::LLVMDialect"];
}

def GPUToRuntimePass : Pass<"snn-gpu-to-runtime", "::mlir::ModuleOp"> {
  let summary = "Makes launches and device memory calls of the runtime";
  let description = [{
    `gpu.launch_func` becomes a call of `snnDeviceLaunch`, and what allocates,
    frees and copies memory of the device calls of `snnDeviceAlloc`,
    `snnDeviceFree` and `snnDeviceCopy`. The text of a `gpu.binary`, which is PTX,
    becomes a constant of the program; one that calls functions that are not in
    it is an error, since no library is linked.

    Before:

    ```mlir
    func.func @f() {
      %x = gpu.alloc () : memref<4xf32>
      gpu.dealloc %x : memref<4xf32>
      return
    }
    ```

    After:

    ```mlir
    llvm.func @snnDeviceAlloc(i64) -> !llvm.ptr
    llvm.func @snnDeviceFree(!llvm.ptr)
    func.func @f() {
      %null = llvm.mlir.zero : !llvm.ptr
      %end = llvm.getelementptr %null[4] : (!llvm.ptr) -> !llvm.ptr, f32
      %bytes = llvm.ptrtoint %end : !llvm.ptr to i64
      %x = llvm.call @snnDeviceAlloc(%bytes) : (i64) -> !llvm.ptr
      llvm.call @snnDeviceFree(%x) : (!llvm.ptr) -> ()
      return
    }
    ```
  }];
  let dependentDialects = ["::mlir::LLVM::LLVMDialect"];
}

#endif // SNN_GPU_PASSES_TD
