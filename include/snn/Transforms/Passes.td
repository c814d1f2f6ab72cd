//===- Passes.td - Passes on tensors and memory -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_TRANSFORMS_PASSES_TD
#define SNN_TRANSFORMS_PASSES_TD

include "mlir/Pass/PassBase.td"

def ExposeEntriesPass : Pass<"snn-expose-entries", "::mlir::ModuleOp"> {
  let summary = "Gives public functions the interface that callers rely on";
  let description = [{
    Asks for a C interface of every public function with a body and marks its
    tensors as read-only: a caller's array is an input, whatever the buffer that
    bufferization would like to reuse.

    Before:

    ```mlir
    func.func @step(%v: tensor<4xf32>) -> tensor<4xf32> {
      return %v : tensor<4xf32>
    }
    ```

    After:

    ```mlir
    func.func @step(%v: tensor<4xf32> {bufferization.writable = false})
        -> tensor<4xf32> attributes {llvm.emit_c_interface} {
      return %v : tensor<4xf32>
    }
    ```
  }];
}

def RefuseUnknownOpsPass : Pass<"snn-refuse-unknown-ops"> {
  let summary = "Refuses ops of dialects that are not registered";
  let description = [{
    An op that nothing is known of can be carried through passes on tensors, and
    cannot be compiled. Upstream's inliner does not expect one that has regions,
    which might be a symbol table. So the pipeline begins here, with an error
    that names the first such op.

    Before:

    ```mlir
    func.func @step(%v: tensor<4xf32>) -> tensor<4xf32> {
      return %v : tensor<4xf32>
    }
    ```

    After:

    ```mlir
    func.func @step(%v: tensor<4xf32>) -> tensor<4xf32> {
      return %v : tensor<4xf32>
    }
    ```
  }];
}

def RaiseWhilesPass : Pass<"snn-raise-whiles"> {
  let summary = "Turns counted scf.while into scf.for";
  let description = [{
    Exporters that know no counted loop (StableHLO among them) write an
    `scf.while` that compares a signed counter and adds to it, the counter
    perhaps in a tensor of rank 0. A reverse sweep needs to know how many steps
    there are, so such a loop becomes an `scf.for`, by upstream's pattern, and
    counts in the index type. Loops whose condition is another stay what they
    are: they run, and no derivative flows through them.

    Before:

    ```mlir
    func.func @f(%x: tensor<4xf32>, %n: i32) -> tensor<4xf32> {
      %start = arith.constant dense<0> : tensor<i32>
      %one = arith.constant dense<1> : tensor<i32>
      %r:2 = scf.while (%t = %start, %v = %x) : (tensor<i32>, tensor<4xf32>) -> (tensor<i32>, tensor<4xf32>) {
        %i = tensor.extract %t[] : tensor<i32>
        %more = arith.cmpi slt, %i, %n : i32
        scf.condition(%more) %t, %v : tensor<i32>, tensor<4xf32>
      } do {
      ^bb0(%t: tensor<i32>, %v: tensor<4xf32>):
        %u = math.exp %v : tensor<4xf32>
        %next = arith.addi %t, %one : tensor<i32>
        scf.yield %next, %u : tensor<i32>, tensor<4xf32>
      }
      return %r#1 : tensor<4xf32>
    }
    ```

    After:

    ```mlir
    func.func @f(%x: tensor<4xf32>, %n: i32) -> tensor<4xf32> {
      %c0 = arith.constant 0 : index
      %c1 = arith.constant 1 : index
      %last = arith.index_cast %n : i32 to index
      %r = scf.for %i = %c0 to %last step %c1 iter_args(%v = %x) -> (tensor<4xf32>) {
        %u = math.exp %v : tensor<4xf32>
        scf.yield %u : tensor<4xf32>
      }
      return %r : tensor<4xf32>
    }
    ```
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect",
    "::mlir::scf::SCFDialect", "::mlir::tensor::TensorDialect"];
  let statistics = [
    Statistic<"numRaised", "raised", "Number of loops raised">
  ];
}

def LowerStridedCopiesPass : Pass<"snn-lower-strided-copies"> {
  let summary = "Turns copies of strided buffers into structured ops";
  let description = [{
    LLVM's lowering makes a `memcpy` of the copy of a contiguous buffer and a
    call into a support library of any other, element by element. This pass
    makes the others `linalg.generic` ops, which become loops of their own.

    Before:

    ```mlir
    func.func @f(%a: memref<4x8xf32, strided<[16, 1]>>, %b: memref<4x8xf32>) {
      memref.copy %a, %b : memref<4x8xf32, strided<[16, 1]>> to memref<4x8xf32>
      return
    }
    ```

    After:

    ```mlir
    #id = affine_map<(d0, d1) -> (d0, d1)>
    func.func @f(%a: memref<4x8xf32, strided<[16, 1]>>, %b: memref<4x8xf32>) {
      linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
          ins(%a : memref<4x8xf32, strided<[16, 1]>>) outs(%b : memref<4x8xf32>) {
      ^bb0(%in: f32, %out: f32):
        linalg.yield %in : f32
      }
      return
    }
    ```
  }];
  let dependentDialects = ["::mlir::linalg::LinalgDialect"];
}

def GeneralizeStructuredPass : Pass<"snn-generalize-structured"> {
  let summary = "Makes named structured ops generic, contractions excepted";
  let description = [{
    Upstream's elementwise fusion looks at `linalg.generic` alone. Contractions
    keep their form: with an elementwise producer fused into it, a contraction
    would be none any more. An op that is several in one, such as
    `linalg.softmax`, is decomposed first.

    Before:

    ```mlir
    func.func @f(%x: tensor<4xf32>, %e: tensor<8x4xf32>) -> tensor<8x4xf32> {
      %y = linalg.broadcast ins(%x : tensor<4xf32>) outs(%e : tensor<8x4xf32>) dimensions = [0]
      return %y : tensor<8x4xf32>
    }
    ```

    After:

    ```mlir
    #row = affine_map<(d0, d1) -> (d1)>
    #id = affine_map<(d0, d1) -> (d0, d1)>
    func.func @f(%x: tensor<4xf32>, %e: tensor<8x4xf32>) -> tensor<8x4xf32> {
      %y = linalg.generic {indexing_maps = [#row, #id], iterator_types = ["parallel", "parallel"]}
          ins(%x : tensor<4xf32>) outs(%e : tensor<8x4xf32>) {
      ^bb0(%in: f32, %out: f32):
        linalg.yield %in : f32
      } -> tensor<8x4xf32>
      return %y : tensor<8x4xf32>
    }
    ```
  }];
}

def TransposeOperandsPass : Pass<"snn-transpose-operands"> {
  let summary = "Lays operands of contractions out along the result's columns";
  let description = [{
    The inner loop of a contraction goes along the last dimension of its result,
    so it wants the operand that has this dimension to have it last. Where it
    has not, as in the product with a transposed weight matrix that reverse mode
    makes, the operand is transposed first; `snn.spike_matmul` is a contraction
    too, and so are convolutions and their derivatives. For a weight that does not
    change in a loop, `loop-invariant-code-motion` then does so once. Products of a matrix and a vector read each element once
    and stay as they are, those of spikes and a weight that does not change in a
    loop excepted.

    Before:

    ```mlir
    #a = affine_map<(m, n, k) -> (m, k)>
    #bt = affine_map<(m, n, k) -> (n, k)>
    #c = affine_map<(m, n, k) -> (m, n)>
    func.func @f(%a: tensor<4x8xf32>, %w: tensor<16x8xf32>, %z: tensor<4x16xf32>) -> tensor<4x16xf32> {
      %c = linalg.contract indexing_maps = [#a, #bt, #c]
        ins(%a, %w : tensor<4x8xf32>, tensor<16x8xf32>) outs(%z : tensor<4x16xf32>) -> tensor<4x16xf32>
      return %c : tensor<4x16xf32>
    }
    ```

    After:

    ```mlir
    #a = affine_map<(m, n, k) -> (m, k)>
    #b = affine_map<(m, n, k) -> (k, n)>
    #c = affine_map<(m, n, k) -> (m, n)>
    func.func @f(%a: tensor<4x8xf32>, %w: tensor<16x8xf32>, %z: tensor<4x16xf32>) -> tensor<4x16xf32> {
      %e = tensor.empty() : tensor<8x16xf32>
      %t = linalg.transpose ins(%w : tensor<16x8xf32>) outs(%e : tensor<8x16xf32>) permutation = [1, 0]
      %c = linalg.contract indexing_maps = [#a, #b, #c]
        ins(%a, %t : tensor<4x8xf32>, tensor<8x16xf32>) outs(%z : tensor<4x16xf32>) -> tensor<4x16xf32>
      return %c : tensor<4x16xf32>
    }
    ```
  }];
  let dependentDialects = ["::mlir::linalg::LinalgDialect",
    "::mlir::tensor::TensorDialect"];
}

def TransposeSumsPass : Pass<"snn-transpose-sums"> {
  let summary = "Lays sums of products out along rows of weights";
  let description = [{
    A walk over spikes adds whole rows of weights, so sums should lie along those.
    The gradient of weights that are stored with a row per output lies along the
    spikes instead. A loop that carries such a sum, and uses it for nothing but
    to add products, carries it transposed: it is transposed before the loop and
    back after it. Outside of loops a sum that begins with a constant is computed
    transposed. All other sums stay: they would be transposed in every step.

    Convolutions whose sums lie along windows with gaps, of a stride, or with
    fewer than eight places, as the gradient of a kernel does, are computed along
    their longest loop of one input alone, most often channels, wherever they
    stand: they do more for each sum than a transposition does.

    Before:

    ```mlir
    #s = affine_map<(n, k, m) -> (m, k)>
    #d = affine_map<(n, k, m) -> (m, n)>
    #c = affine_map<(n, k, m) -> (n, k)>
    func.func @f(%steps: index, %s: tensor<4x8xi1>, %d: tensor<4x16xf32>, %dw: tensor<16x8xf32>) -> tensor<16x8xf32> {
      %c0 = arith.constant 0 : index
      %c1 = arith.constant 1 : index
      %r = scf.for %t = %c0 to %steps step %c1 iter_args(%sum = %dw) -> (tensor<16x8xf32>) {
        %next = snn.spike_matmul indexing_maps = [#s, #d, #c]
          ins(%s, %d : tensor<4x8xi1>, tensor<4x16xf32>) outs(%sum : tensor<16x8xf32>) -> tensor<16x8xf32>
        scf.yield %next : tensor<16x8xf32>
      }
      return %r : tensor<16x8xf32>
    }
    ```

    After:

    ```mlir
    #s = affine_map<(n, k, m) -> (m, k)>
    #d = affine_map<(n, k, m) -> (m, n)>
    #c = affine_map<(n, k, m) -> (k, n)>
    func.func @f(%steps: index, %s: tensor<4x8xi1>, %d: tensor<4x16xf32>, %dw: tensor<16x8xf32>) -> tensor<16x8xf32> {
      %c0 = arith.constant 0 : index
      %c1 = arith.constant 1 : index
      %e = tensor.empty() : tensor<8x16xf32>
      %there = linalg.transpose ins(%dw : tensor<16x8xf32>) outs(%e : tensor<8x16xf32>) permutation = [1, 0]
      %r = scf.for %t = %c0 to %steps step %c1 iter_args(%sum = %there) -> (tensor<8x16xf32>) {
        %next = snn.spike_matmul indexing_maps = [#s, #d, #c]
          ins(%s, %d : tensor<4x8xi1>, tensor<4x16xf32>) outs(%sum : tensor<8x16xf32>) -> tensor<8x16xf32>
        scf.yield %next : tensor<8x16xf32>
      }
      %f = tensor.empty() : tensor<16x8xf32>
      %back = linalg.transpose ins(%r : tensor<8x16xf32>) outs(%f : tensor<16x8xf32>) permutation = [1, 0]
      return %back : tensor<16x8xf32>
    }
    ```
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect",
    "::mlir::linalg::LinalgDialect", "::mlir::tensor::TensorDialect"];
  let statistics = [
    Statistic<"numReordered", "reordered", "Number of products whose sums are reordered">
  ];
}

def LowerContractionsPass : Pass<"snn-lower-contractions"> {
  let summary = "Lowers contractions of buffers to register-tiled loops";
  let description = [{
    A tile of the result of 8 rows by 2 registers, or of as many accumulators in
    another shape where the result is narrow or low, stays in registers through
    the whole reduction; the rows that are left are a tile too if it is known how
    many there are, the columns that are left take registers of which the last
    one has a mask. Zeros that the result is filled with right before are
    constants in registers instead. f32 and f64, static and dynamic sizes,
    any number of batch and reduction dimensions. The dimension along which the
    result's elements are neighbours has to be the same of one operand and
    absent from the other (`snn-transpose-operands`); other contractions are
    left for loops of scalars.

    Convolutions and their derivatives are contractions whose operands are read
    or written in windows, `y * stride + ky * dilation`. They take the same tiles
    and copy no windows: the operand that is read one number at a time may lie in
    any way, the other two have neighbours along one loop. A result whose windows
    overlap is added to a tile at a time.

    Contractions of 2^24 products and more, with 32 rows and more, are taken in
    blocks besides: the right side is copied a block of 256 steps of the
    reduction at a time, and threads take blocks of 128 rows of the result, of
    which they copy the left side. Each element adds its products in one order,
    whatever the number of threads. Where sizes are not known there are both
    forms and a choice; inside a parallel loop there are no threads to be had.

    Example:

    ```mlir
    func.func @f(%a: memref<16x5xf32>, %b: memref<5x32xf32>, %c: memref<16x32xf32>) {
      linalg.matmul ins(%a, %b : memref<16x5xf32>, memref<5x32xf32>) outs(%c : memref<16x32xf32>)
      return
    }
    ```

    becomes a loop over two tiles of rows, in which a loop over the five steps
    of the reduction carries 16 vectors of 16 elements.
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect",
    "::mlir::memref::MemRefDialect", "::mlir::scf::SCFDialect",
    "::mlir::vector::VectorDialect"];
  let statistics = [
    Statistic<"numLowered", "contractions", "Number of contractions lowered">,
    Statistic<"numPacked", "packed",
              "Number of those that are packed, always or for some sizes">
  ];
}

def LowerSpikeMatmulPass : Pass<"snn-lower-spike-matmul"> {
  let summary = "Lowers snn.spike_matmul on buffers to walks over spikes";
  let description = [{
    64 bytes of spikes are read at once and become the bits of one integer, of
    which a loop takes the set ones, the lowest first. What happens for one
    depends on where the sums are:

    - of a loop that is summed over: the row of weights of each spike is added to
      a row of sums in up to 16 registers (`c[m] += w[k]` for `s[m, k]`)
    - of a loop that the sums have, as in the gradient of weights (`c[k] += d[m]`
      for `s[m, k]`): if rows take up to 3 registers, a row of weights stays there
      and is added to the sums of each of its spikes. If they take more, the
      spikes of up to 32 rows `m` are collected in one word for each `k` first,
      so that the sums are loaded and stored once for all of them.

    For both the last dimension of weights and sums has to be one that the spikes
    do not have (`snn-transpose-operands`), inner strides have to be 1, and sums
    f32 or f64; weights may be narrower. All else becomes `linalg.generic`. Sizes
    are static or dynamic; masks are used for unknown sizes, and for spikes in
    words that are not whole. Zeros that sums of the first kind are filled with
    right before are constants in registers.

    Where an elementwise op alone reads sums of the first kind that begin with
    zeros, comes next, and writes nothing that sums of later rows are of, both go
    two rows at a time: the sums of these are on the stack at constant places, so
    that LLVM keeps them in registers. Rows of sums then fill registers, and two
    take half of those at most.

    Threads share a product with more than 128 Ki spikes that is in no parallel
    loop: 64 rows of sums a time, or those of 64 spikes along `k` and 8 registers.

    Sums of the first kind over 8 registers of columns and more are switched at
    run time: if more than `dense-above` percent of the spikes in a sample of the
    rows are set, and all weights are finite, spikes become floats and multiply
    (`linalg.matmul`, for `snn-lower-contractions`).

    Before:

    ```mlir
    func.func @f(%s: memref<4x64xi1>, %w: memref<64x16xf32>, %c: memref<4x16xf32>) {
      snn.spike_matmul ins(%s, %w : memref<4x64xi1>, memref<64x16xf32>) outs(%c : memref<4x16xf32>)
      return
    }
    ```

    After:

    ```mlir
    func.func @f(%s: memref<4x64xi1>, %w: memref<64x16xf32>, %c: memref<4x16xf32>) {
      %c0 = arith.constant 0 : index
      %c1 = arith.constant 1 : index
      %c4 = arith.constant 4 : index
      %zero = arith.constant 0 : i64
      %one = arith.constant 1 : i64
      %none = arith.constant dense<0> : vector<64xi8>
      %bytes = builtin.unrealized_conversion_cast %s : memref<4x64xi1> to memref<4x64xi8>
      scf.for %m = %c0 to %c4 step %c1 {
        %sum = vector.load %c[%m, %c0] : memref<4x16xf32>, vector<16xf32>
        %row = vector.load %bytes[%m, %c0] : memref<4x64xi8>, vector<64xi8>
        %fires = arith.cmpi ne, %row, %none : vector<64xi8>
        %packed = vector.bitcast %fires : vector<64xi1> to vector<1xi64>
        %word = vector.extract %packed[0] : i64 from vector<1xi64>
        %r:2 = scf.while (%bits = %word, %now = %sum) : (i64, vector<16xf32>) -> (i64, vector<16xf32>) {
          %some = arith.cmpi ne, %bits, %zero : i64
          scf.condition(%some) %bits, %now : i64, vector<16xf32>
        } do {
        ^bb0(%bits: i64, %now: vector<16xf32>):
          %bit = math.cttz %bits : i64
          %k = arith.index_castui %bit : i64 to index
          %less = arith.subi %bits, %one : i64
          %rest = arith.andi %bits, %less : i64
          %weights = vector.load %w[%k, %c0] : memref<64x16xf32>, vector<16xf32>
          %next = arith.addf %now, %weights : vector<16xf32>
          scf.yield %rest, %next : i64, vector<16xf32>
        }
        vector.store %r#1, %c[%m, %c0] : memref<4x16xf32>, vector<16xf32>
      }
      return
    }
    ```
  }];
  let dependentDialects = ["::mlir::affine::AffineDialect",
    "::mlir::arith::ArithDialect", "::mlir::linalg::LinalgDialect",
    "::mlir::math::MathDialect", "::mlir::memref::MemRefDialect",
    "::mlir::scf::SCFDialect", "::mlir::vector::VectorDialect"];
  // Walks took, in ns a row at rates of 50 and 75 %, 254 and 440 for 16 rows of
  // 128 spikes and 128 columns, 1176 and 1741 for 8 of 256 and 256, 4875 and
  // 7199 for 16 of 512 and 512. Dense products took 314, 1516 and 5360, the
  // conversion and the look at the weights included (Zen 4, which has one unit
  // for products of 512 bits; where there are two, less is right).
  let options = [
    Option<"denseAbove", "dense-above", "unsigned", "60",
      "The percentage of spikes above which a dense product is computed if there are 8 rows and 8 registers of columns; 100 for never">
  ];
  let statistics = [
    Statistic<"numLowered", "walks", "Number of ops that became walks">,
    Statistic<"numShared", "shared", "Number of ops that threads share">,
    Statistic<"numGeneric", "generic", "Number of ops that became generic ones">
  ];
}

def VectorizeStructuredPass : Pass<"snn-vectorize-structured"> {
  let summary = "Lowers structured ops on buffers to vector loops";
  let description = [{
    A structured op whose body is elementwise, and whose accesses go along
    neighbours (or stand still) in one of its parallel dimensions, becomes a
    vector loop over that dimension, inside loops over the others; what the
    vector length does not divide is done under a mask. Reductions over other
    dimensions load and store their result. A buffer of `i1` is read and written
    as bytes of 0 and 1, which is what it is in memory. Ops on narrow floats,
    with `linalg.index` or with other accesses are left for loops of scalars.

    Before:

    ```mlir
    func.func @f(%x: memref<32xf32>, %y: memref<32xf32>) {
      linalg.map { math.absf } ins(%x : memref<32xf32>) outs(%y : memref<32xf32>)
      return
    }
    ```

    After:

    ```mlir
    func.func @f(%x: memref<32xf32>, %y: memref<32xf32>) {
      %c0 = arith.constant 0 : index
      %c16 = arith.constant 16 : index
      %c32 = arith.constant 32 : index
      scf.for %i = %c0 to %c32 step %c16 {
        %v = vector.load %x[%i] : memref<32xf32>, vector<16xf32>
        %a = math.absf %v : vector<16xf32>
        vector.store %a, %y[%i] : memref<32xf32>, vector<16xf32>
      }
      return
    }
    ```
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect",
    "::mlir::memref::MemRefDialect", "::mlir::scf::SCFDialect",
    "::mlir::vector::VectorDialect"];
  let statistics = [
    Statistic<"numVectorized", "ops", "Number of ops vectorized">
  ];
}

def PackBitsPass : Pass<"snn-pack-bits"> {
  let summary = "Gives buffers of i1 a bit per element";
  let description = [{
    In memory an `i1` takes a byte. Where all that a function does with a buffer
    of `i1` is to load and store vectors, to load elements, to copy it and to
    take parts of it, the buffer becomes one of bytes that hold eight elements
    each, the first one lowest. So a tape of spikes costs a bit for each, and a
    walk over spikes reads words instead of comparing bytes.

    Rows are padded to words: of 64 bits, or to the least integer that holds a
    row of less. No two rows share a byte, and what threads write lies in
    different words. A masked store writes the bits beside it as they were.

    A buffer stays as it is where the function returns it or passes it on, where
    elements are stored alone, where vectors begin inside of a byte, and where
    rows that are padded are seen as one. `numBytes` counts these. Copies between
    one kind of buffer and the other become loops.

    Before:

    ```mlir
    func.func @f(%fires: vector<16xi1>) -> i1 {
      %c0 = arith.constant 0 : index
      %z = memref.alloc() : memref<8x16xi1>
      %bytes = builtin.unrealized_conversion_cast %z : memref<8x16xi1> to memref<8x16xi8>
      %wide = arith.extui %fires : vector<16xi1> to vector<16xi8>
      vector.store %wide, %bytes[%c0, %c0] : memref<8x16xi8>, vector<16xi8>
      %first = memref.load %z[%c0, %c0] : memref<8x16xi1>
      memref.dealloc %z : memref<8x16xi1>
      return %first : i1
    }
    ```

    After:

    ```mlir
    func.func @f(%fires: vector<16xi1>) -> i1 {
      %c0 = arith.constant 0 : index
      %z = memref.alloc() : memref<8x2xi8>
      %word = vector.bitcast %fires : vector<16xi1> to vector<2xi8>
      vector.store %word, %z[%c0, %c0] : memref<8x2xi8>, vector<2xi8>
      %byte = memref.load %z[%c0, %c0] : memref<8x2xi8>
      %first = arith.trunci %byte : i8 to i1
      memref.dealloc %z : memref<8x2xi8>
      return %first : i1
    }
    ```
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect",
    "::mlir::memref::MemRefDialect", "::mlir::scf::SCFDialect",
    "::mlir::vector::VectorDialect"];
  let statistics = [
    Statistic<"numPacked", "packed", "Number of buffers with a bit per element">,
    Statistic<"numBytes", "bytes", "Number of buffers left with a byte per element">
  ];
}

def StreamStoresPass : Pass<"snn-stream-stores"> {
  let summary = "Writes what no cache holds past the caches";
  let description = [{
    A store to a line that is in no cache reads the line first. Where a function
    writes a buffer that is larger than the last cache, such as a raster of
    spikes of all steps, that doubles the traffic and drives out what is read
    again. This pass marks such stores as `nontemporal`: those that fill a
    register, at a multiple of its size, in a loop that does not read the buffer.
    A fence behind the loop makes them visible to other threads.

    Buffers of `least-bytes` and more are written so, of sizes that are known.
    Masked stores, views that may begin beside a register and buffers that are
    passed on stay as they are. For x86.

    Before:

    ```mlir
    func.func @f(%x: vector<16xf32>) -> memref<1048576x16xf32> {
      %c0 = arith.constant 0 : index
      %c1 = arith.constant 1 : index
      %rows = arith.constant 1048576 : index
      %y = memref.alloc() {alignment = 64 : i64} : memref<1048576x16xf32>
      scf.for %i = %c0 to %rows step %c1 {
        vector.store %x, %y[%i, %c0] : memref<1048576x16xf32>, vector<16xf32>
      }
      return %y : memref<1048576x16xf32>
    }
    ```

    After:

    ```mlir
    func.func @f(%x: vector<16xf32>) -> memref<1048576x16xf32> {
      %c0 = arith.constant 0 : index
      %c1 = arith.constant 1 : index
      %rows = arith.constant 1048576 : index
      %y = memref.alloc() {alignment = 64 : i64} : memref<1048576x16xf32>
      scf.for %i = %c0 to %rows step %c1 {
        vector.store %x, %y[%i, %c0] {nontemporal = true, alignment = 64 : i64}
          : memref<1048576x16xf32>, vector<16xf32>
      }
      llvm.call_intrinsic "llvm.x86.sse.sfence"() : () -> ()
      return %y : memref<1048576x16xf32>
    }
    ```
  }];
  let dependentDialects = ["::mlir::LLVM::LLVMDialect"];
  let options = [
    Option<"leastBytes", "least-bytes", "uint64_t", "33554432",
      "Bytes of the least buffer that is written past the caches">
  ];
}

def CollapseRowsPass : Pass<"snn-collapse-rows"> {
  let summary = "Walks short rows that follow each other as one";
  let description = [{
    A vector loop over a row that is no multiple of a register ends in a register
    of which a part is masked, once for each row; a readout of ten classes is all
    masks. Where the rows of all operands follow each other in memory, the loops
    over rows and columns become one loop.

    Before:

    ```mlir
    #id = affine_map<(d0, d1) -> (d0, d1)>
    func.func @f(%x: memref<16x10xf32>, %y: memref<16x10xf32>) {
      linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
          ins(%x : memref<16x10xf32>) outs(%y : memref<16x10xf32>) {
      ^bb0(%in: f32, %out: f32):
        %0 = arith.negf %in : f32
        linalg.yield %0 : f32
      }
      return
    }
    ```

    After:

    ```mlir
    #id = affine_map<(d0) -> (d0)>
    func.func @f(%x: memref<16x10xf32>, %y: memref<16x10xf32>) {
      %u = memref.collapse_shape %x [[0, 1]] : memref<16x10xf32> into memref<160xf32>
      %v = memref.collapse_shape %y [[0, 1]] : memref<16x10xf32> into memref<160xf32>
      linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]}
          ins(%u : memref<160xf32>) outs(%v : memref<160xf32>) {
      ^bb0(%in: f32, %out: f32):
        %0 = arith.negf %in : f32
        linalg.yield %0 : f32
      }
      return
    }
    ```
  }];
  let dependentDialects = ["::mlir::memref::MemRefDialect"];
  let statistics = [
    Statistic<"numCollapsed", "ops", "Number of ops with longer rows">
  ];
}

def AttachCPUPass : Pass<"snn-attach-cpu", "::mlir::ModuleOp"> {
  let summary = "Says what machine a module is for";
  let description = [{
    Later passes write loops for its vector registers, and whoever makes machine
    code of the module makes it for that machine. A module without this is for
    a machine with AVX-512. `native` is the machine that the pass runs on.

    Example: `snn-attach-cpu="cpu=x86-64-v3"` makes

    ```mlir
    module {
    }
    ```

    into

    ```mlir
    module attributes {dlti.target_system_spec = #dlti.target_system_spec<
      "CPU" = #dlti.target_device_spec<"name" = "x86-64-v3",
        "max_vector_op_width" = 256 : i64, "vector_registers" = 16 : i64,
        "fma" = true>>} {
    }
    ```
  }];
  let options = [
    Option<"cpu", "cpu", "std::string", "",
           "native or LLVM's name of an x86 machine of 64 bits; by default what "
           "the module says already, or native">
  ];
  let dependentDialects = ["::mlir::DLTIDialect"];
}

def ExpandVectorMathPass : Pass<"snn-expand-vector-math"> {
  let summary = "Expands functions of vectors of floats into arithmetic";
  let description = [{
    The functions of the `math` dialect on vectors become arithmetic on all
    lanes; LLVM would call the C library for each lane. docs/Numerics.md says how
    far they are from the true value. f16 and bf16 are computed in f32 and
    rounded once. Fused multiply-adds are used if the module is for a machine
    with them (`snn-attach-cpu`). Scalars stay calls, and so do `sin`, `cos` and `tan` beyond
    2^20, where a quarter of the circle is not found in two products: a vector
    that holds such a number takes a branch that calls lane by lane. `sqrt` and
    `rsqrt` are instructions already; `fpowi` has one exponent for all lanes in
    LLVM and never gets here as a vector.

    Example:

    ```mlir
    func.func @f(%x: vector<16xf32>) -> vector<16xf32> {
      %y = math.exp2 %x : vector<16xf32>
      return %y : vector<16xf32>
    }
    ```

    becomes, but for the polynomial's other terms, what is no normal number and
    what is too large,

    ```mlir
    func.func @f(%x: vector<16xf32>) -> vector<16xf32> {
      %shift = arith.constant dense<12582912.0> : vector<16xf32>
      %one = arith.constant dense<1.0> : vector<16xf32>
      %a = arith.constant dense<0.693147182> : vector<16xf32>
      %shifted = arith.addf %x, %shift : vector<16xf32>
      %n = arith.subf %shifted, %shift : vector<16xf32>
      %r = arith.subf %x, %n : vector<16xf32>
      %p = math.fma %a, %r, %one : vector<16xf32>
      %bits = arith.bitcast %p : vector<16xf32> to vector<16xi32>
      %low = arith.bitcast %shifted : vector<16xf32> to vector<16xi32>
      %c23 = arith.constant dense<23> : vector<16xi32>
      %exponent = arith.shli %low, %c23 : vector<16xi32>
      %scaled = arith.addi %bits, %exponent : vector<16xi32>
      %y = arith.bitcast %scaled : vector<16xi32> to vector<16xf32>
      return %y : vector<16xf32>
    }
    ```
  }];
  let options = [
    Option<"subnormals", "subnormals", "bool", "true",
           "Give subnormal results too; else zero will do for them">
  ];
  let statistics = [
    Statistic<"numExpanded", "num-expanded", "Functions expanded">
  ];
  let dependentDialects = ["::mlir::arith::ArithDialect",
    "::mlir::math::MathDialect", "::mlir::scf::SCFDialect",
    "::mlir::vector::VectorDialect"];
}

def SerializeInnerLoopsPass : Pass<"snn-serialize-inner-loops"> {
  let summary = "Leaves one level of parallel loops, none of them reducing";
  let description = [{
    `scf.forall` on buffers becomes `scf.parallel`. Inside another parallel loop
    it becomes `scf.for`, as `scf.parallel` does there: one level of threads is
    what a CPU has. A loop that reduces becomes sequential too, since threads
    would add in an order of their own and results would depend on their number.

    Before:

    ```mlir
    func.func @f(%x: memref<64x128xf32>, %zero: f32) {
      scf.forall (%i) in (64) {
        scf.forall (%j) in (128) {
          memref.store %zero, %x[%i, %j] : memref<64x128xf32>
        }
      }
      return
    }
    ```

    After:

    ```mlir
    func.func @f(%x: memref<64x128xf32>, %zero: f32) {
      %c0 = arith.constant 0 : index
      %c1 = arith.constant 1 : index
      %c64 = arith.constant 64 : index
      %c128 = arith.constant 128 : index
      scf.parallel (%i) = (%c0) to (%c64) step (%c1) {
        scf.for %j = %c0 to %c128 step %c1 {
          memref.store %zero, %x[%i, %j] : memref<64x128xf32>
        }
      }
      return
    }
    ```
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect",
    "::mlir::scf::SCFDialect"];
}

def ParallelizeStructuredPass : Pass<"snn-parallelize-structured"> {
  let summary = "Lets threads share large structured ops outside of parallel loops";
  let description = [{
    An op on buffers that visits 2^18 elements and more is cut along the
    outermost dimension of its results that has eight parts, or along several
    that have as many together, and the parts are iterations of an
    `scf.parallel`. Neighbours stay together by 64 and rows of a contraction by
    16, which fill registers. Where sizes are not known the op stays whole
    if it turns out small; in a loop it is taken to be small. Each element of a
    result is computed in one part, as before. Contractions that
    `snn-lower-contractions` packs and products of spikes have threads of their
    own; a sum into a single element is one thread's.

    Before:

    ```mlir
    func.func @f(%x: memref<500x16384xf32>, %y: memref<500x16384xf32>) {
      linalg.negf ins(%x : memref<500x16384xf32>) outs(%y : memref<500x16384xf32>)
      return
    }
    ```

    After:

    ```mlir
    func.func @f(%x: memref<500x16384xf32>, %y: memref<500x16384xf32>) {
      %c0 = arith.constant 0 : index
      %c1 = arith.constant 1 : index
      %c500 = arith.constant 500 : index
      scf.parallel (%i) = (%c0) to (%c500) step (%c1) {
        %xi = memref.subview %x[%i, 0] [1, 16384] [1, 1]
          : memref<500x16384xf32> to memref<1x16384xf32, strided<[16384, 1], offset: ?>>
        %yi = memref.subview %y[%i, 0] [1, 16384] [1, 1]
          : memref<500x16384xf32> to memref<1x16384xf32, strided<[16384, 1], offset: ?>>
        linalg.negf ins(%xi : memref<1x16384xf32, strided<[16384, 1], offset: ?>>)
          outs(%yi : memref<1x16384xf32, strided<[16384, 1], offset: ?>>)
      }
      return
    }
    ```
  }];
  let dependentDialects = ["::mlir::affine::AffineDialect",
    "::mlir::arith::ArithDialect", "::mlir::memref::MemRefDialect",
    "::mlir::scf::SCFDialect"];
  let statistics = [
    Statistic<"numParallel", "ops", "Number of ops that threads share">
  ];
}

def ResolveExpansionsPass : Pass<"snn-resolve-expansions"> {
  let summary = "Writes expansions into several unknown sizes as casts";
  let description = [{
    Upstream's `expand-strided-metadata` takes it that of the dimensions that one
    becomes all but one are static. Where they are not, as where steps and
    samples part again after a product of both, the strides are computed from
    the sizes that the op is given.

    Before:

    ```mlir
    func.func @f(%x: memref<?x4xf32>, %t: index, %b: index) -> memref<?x?x4xf32> {
      %y = memref.expand_shape %x [[0, 1], [2]] output_shape [%t, %b, 4] : memref<?x4xf32> into memref<?x?x4xf32>
      return %y : memref<?x?x4xf32>
    }
    ```

    After:

    ```mlir
    func.func @f(%x: memref<?x4xf32>, %t: index, %b: index) -> memref<?x?x4xf32> {
      %c4 = arith.constant 4 : index
      %base, %offset, %sizes:2, %strides:2 = memref.extract_strided_metadata %x
        : memref<?x4xf32> -> memref<f32>, index, index, index, index, index
      %stride = arith.muli %b, %c4 : index
      %y = memref.reinterpret_cast %base to offset: [0], sizes: [%t, %b, 4], strides: [%stride, 4, 1]
        : memref<f32> to memref<?x?x4xf32>
      return %y : memref<?x?x4xf32>
    }
    ```
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect",
    "::mlir::memref::MemRefDialect"];
}

def HoistThreadStackPass : Pass<"snn-hoist-thread-stack"> {
  let summary = "Moves stack memory from the iterations of a loop to its threads";
  let description = [{
    `convert-scf-to-openmp` wraps each iteration in a scope for stack memory,
    which can hold no control flow once `scf` is lowered. An iteration of a
    thread can use the memory of the one before, as no iteration reads what
    another left: the memory is the thread's, and the scope goes away. Its size
    has to be known before the loop.

    Before:

    ```mlir
    func.func @f(%n: index) {
      %c0 = arith.constant 0 : index
      %c1 = arith.constant 1 : index
      omp.parallel {
        omp.wsloop {
          omp.loop_nest (%i) : index = (%c0) to (%n) step (%c1) {
            memref.alloca_scope {
              %tile = memref.alloca() : memref<8x128xf32>
              "test.use"(%tile) : (memref<8x128xf32>) -> ()
            }
            omp.yield
          }
        }
        omp.terminator
      }
      return
    }
    ```

    After:

    ```mlir
    func.func @f(%n: index) {
      %c0 = arith.constant 0 : index
      %c1 = arith.constant 1 : index
      omp.parallel {
        %tile = memref.alloca() : memref<8x128xf32>
        omp.wsloop {
          omp.loop_nest (%i) : index = (%c0) to (%n) step (%c1) {
            "test.use"(%tile) : (memref<8x128xf32>) -> ()
            omp.yield
          }
        }
        omp.terminator
      }
      return
    }
    ```
  }];
}

def FlushSubnormalsPass : Pass<"snn-flush-subnormals", "::mlir::ModuleOp"> {
  let summary = "Lets kernels take subnormal numbers for zero";
  let description = [{
    Arithmetic on subnormals takes a hundred cycles and more on x86, and the
    tails of a Gaussian surrogate are full of them. Public functions set the
    bits flush-to-zero and denormals-are-zero of MXCSR on entry and restore the
    register on return; so does each thread of a parallel region. The body of
    the function moves into one that is not inlined, out of which LLVM moves no
    arithmetic. For x86 alone; to run after `convert-scf-to-openmp`.

    Before:

    ```mlir
    func.func @f(%a: f32, %b: f32) -> f32 {
      %c = arith.mulf %a, %b : f32
      return %c : f32
    }
    ```

    After:

    ```mlir
    func.func private @f_flushing(%a: f32, %b: f32) -> f32
        attributes {llvm.linkage = #llvm.linkage<internal>, no_inline, passthrough = ["noinline"]} {
      %c = arith.mulf %a, %b : f32
      return %c : f32
    }
    func.func @f(%a: f32, %b: f32) -> f32 {
      %one = llvm.mlir.constant(1 : i32) : i32
      %saved = llvm.alloca %one x i32 : (i32) -> !llvm.ptr
      %flushing = llvm.alloca %one x i32 : (i32) -> !llvm.ptr
      llvm.call_intrinsic "llvm.x86.sse.stmxcsr"(%saved) : (!llvm.ptr) -> ()
      %before = llvm.load %saved : !llvm.ptr -> i32
      %mask = llvm.mlir.constant(32832 : i32) : i32
      %bits = llvm.or %before, %mask : i32
      llvm.store %bits, %flushing : i32, !llvm.ptr
      llvm.call_intrinsic "llvm.x86.sse.ldmxcsr"(%flushing) : (!llvm.ptr) -> ()
      %c = call @f_flushing(%a, %b) : (f32, f32) -> f32
      llvm.call_intrinsic "llvm.x86.sse.ldmxcsr"(%saved) : (!llvm.ptr) -> ()
      return %c : f32
    }
    ```
  }];
  let dependentDialects = ["::mlir::LLVM::LLVMDialect"];
}

def FormMultiplyAddsPass : Pass<"snn-form-multiply-adds"> {
  let summary = "Rounds a product and the sum that takes it once";
  let description = [{
    An addition or subtraction in the LLVM dialect that takes a product of its
    block, in f32 or f64, becomes `llvm.intr.fmuladd`: one instruction where the
    machine has it, and the two that it was otherwise. What else uses the
    product does not matter, so the same arithmetic rounds the same whether its
    intermediate values are kept or not; LLVM's own fusion, under the flag
    `contract`, depends on it. The difference of two equal products stays zero.

    Before:

    ```mlir
    llvm.func @f(%a: f32, %b: f32, %c: f32) -> f32 {
      %0 = llvm.fmul %a, %b : f32
      %1 = llvm.fadd %0, %c : f32
      llvm.return %1 : f32
    }
    ```

    After:

    ```mlir
    llvm.func @f(%a: f32, %b: f32, %c: f32) -> f32 {
      %1 = llvm.intr.fmuladd(%a, %b, %c) : (f32, f32, f32) -> f32
      llvm.return %1 : f32
    }
    ```
  }];
  let dependentDialects = ["::mlir::LLVM::LLVMDialect"];
  let statistics = [
    Statistic<"numFused", "fused", "Number of sums that took a product in">
  ];
}

def LowerGatherPass : Pass<"snn-lower-gather"> {
  let summary = "Turns tensor.gather and tensor.scatter into loops over slices";
  let description = [{
    Neither op can be bufferized. Each becomes a loop over its coordinates that
    moves one slice per step: `tensor.extract_slice` and `tensor.insert_slice`.

    Before:

    ```mlir
    func.func @f(%x: tensor<9x4xf32>, %i: tensor<5x1xindex>) -> tensor<5x4xf32> {
      %y = tensor.gather %x[%i] gather_dims([0])
        : (tensor<9x4xf32>, tensor<5x1xindex>) -> tensor<5x4xf32>
      return %y : tensor<5x4xf32>
    }
    ```

    After:

    ```mlir
    func.func @f(%x: tensor<9x4xf32>, %i: tensor<5x1xindex>) -> tensor<5x4xf32> {
      %c0 = arith.constant 0 : index
      %c1 = arith.constant 1 : index
      %c5 = arith.constant 5 : index
      %e = tensor.empty() : tensor<5x4xf32>
      %y = scf.for %t = %c0 to %c5 step %c1 iter_args(%s = %e) -> (tensor<5x4xf32>) {
        %k = tensor.extract %i[%t, %c0] : tensor<5x1xindex>
        %r = tensor.extract_slice %x[%k, 0] [1, 4] [1, 1] : tensor<9x4xf32> to tensor<4xf32>
        %n = tensor.insert_slice %r into %s[%t, 0] [1, 4] [1, 1] : tensor<4xf32> into tensor<5x4xf32>
        scf.yield %n : tensor<5x4xf32>
      }
      return %y : tensor<5x4xf32>
    }
    ```
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect",
    "::mlir::scf::SCFDialect", "::mlir::tensor::TensorDialect"];
}

def CheckSizesPass : Pass<"snn-check-sizes", "::mlir::ModuleOp"> {
  let summary = "Asserts that the arguments of a function fit together";
  let description = [{
    Ops take sizes for granted that a type does not tell: a sum takes two
    dynamic shapes to be equal, a loop over the first sequence takes the second
    to be as long. Where such a size is one of a function's argument, the
    function asserts it before anything else, once and not in each step. Sizes
    that are known to agree need no assertion; of ops in branches, which may not
    run, nothing is asserted. Functions that others call are left alone.

    Before:

    ```mlir
    func.func @f(%x: tensor<?xf32>, %y: tensor<?xf32>) -> tensor<?xf32> {
      %z = arith.addf %x, %y : tensor<?xf32>
      return %z : tensor<?xf32>
    }
    ```

    After:

    ```mlir
    func.func @f(%x: tensor<?xf32>, %y: tensor<?xf32>) -> tensor<?xf32> {
      %c0 = arith.constant 0 : index
      %n = tensor.dim %x, %c0 : tensor<?xf32>
      %m = tensor.dim %y, %c0 : tensor<?xf32>
      %holds = arith.cmpi eq, %n, %m : index
      cf.assert %holds, "'arith.addf' expects size 0 of argument #0 to be equal to size 0 of argument #1, found that it is not"
      %z = arith.addf %x, %y : tensor<?xf32>
      return %z : tensor<?xf32>
    }
    ```
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect",
    "::mlir::cf::ControlFlowDialect", "::mlir::tensor::TensorDialect"];
  let statistics = [
    Statistic<"numAssertions", "assertions", "Number of assertions">
  ];
}

def LowerPackPass : Pass<"snn-lower-pack"> {
  let summary = "Takes packed layouts apart";
  let description = [{
    `linalg.pack` and `linalg.unpack` become pads, changes of shape, transposes
    and slices, which have derivatives and are lowered further on.

    Before:

    ```mlir
    func.func @f(%x: tensor<4x6xf32>, %y: tensor<2x2x2x3xf32>) -> tensor<2x2x2x3xf32> {
      %p = linalg.pack %x inner_dims_pos = [0, 1] inner_tiles = [2, 3] into %y
        : tensor<4x6xf32> -> tensor<2x2x2x3xf32>
      return %p : tensor<2x2x2x3xf32>
    }
    ```

    After:

    ```mlir
    func.func @f(%x: tensor<4x6xf32>, %y: tensor<2x2x2x3xf32>) -> tensor<2x2x2x3xf32> {
      %e = tensor.expand_shape %x [[0, 1], [2, 3]] output_shape [2, 2, 2, 3]
        : tensor<4x6xf32> into tensor<2x2x2x3xf32>
      %p = linalg.transpose ins(%e : tensor<2x2x2x3xf32>) outs(%y : tensor<2x2x2x3xf32>)
        permutation = [0, 2, 1, 3]
      return %p : tensor<2x2x2x3xf32>
    }
    ```
  }];
  let dependentDialects = ["::mlir::affine::AffineDialect",
    "::mlir::arith::ArithDialect", "::mlir::linalg::LinalgDialect",
    "::mlir::tensor::TensorDialect"];
  let statistics = [
    Statistic<"numLowered", "lowered", "Number of layouts taken apart">
  ];
}

def LowerAssertionsPass : Pass<"snn-lower-assertions", "::mlir::ModuleOp"> {
  let summary = "Makes assertions errors of the call that they fail in";
  let description = [{
    `cf.assert` becomes a call of the runtime's `snnFail`, which ends the call
    of the compiled function and gives its caller the message, behind the place
    of the op if that is known. Upstream's lowering ends the process. On a thread
    that is not the caller's, where there is nothing to go back to, the process
    ends here as well.

    Before:

    ```mlir
    func.func @f(%x: tensor<?xf32>) -> tensor<?xf32> {
      %c0 = arith.constant 0 : index
      %n = tensor.dim %x, %c0 : tensor<?xf32>
      %some = arith.cmpi ne, %n, %c0 : index
      cf.assert %some, "expected an element" loc("net.mlir":5:3)
      return %x : tensor<?xf32>
    }
    ```

    After:

    ```mlir
    llvm.func @snnFail(!llvm.ptr)
    llvm.mlir.global internal constant @snn_assertion_0("net.mlir:5:3: expected an element\00") {addr_space = 0 : i32}
    func.func @f(%x: tensor<?xf32>) -> tensor<?xf32> {
      %c0 = arith.constant 0 : index
      %n = tensor.dim %x, %c0 : tensor<?xf32>
      %some = arith.cmpi ne, %n, %c0 : index
      %true = arith.constant true
      %none = arith.xori %some, %true : i1
      scf.if %none {
        %0 = llvm.mlir.addressof @snn_assertion_0 : !llvm.ptr
        %message = llvm.getelementptr %0[0, 0] : (!llvm.ptr) -> !llvm.ptr, !llvm.array<34 x i8>
        llvm.call @snnFail(%message) : (!llvm.ptr) -> ()
      }
      return %x : tensor<?xf32>
    }
    ```
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect",
    "::mlir::LLVM::LLVMDialect", "::mlir::scf::SCFDialect"];
}

def LowerClampPass : Pass<"snn-lower-clamp"> {
  let summary = "Turns math.clampf into a maximum and a minimum";
  let description = [{
    `clampf(x, low, high)` is `min(max(x, low), high)`. Upstream has no lowering
    of it to LLVM, and its expansion takes the minimum with the lower bound,
    which is not the op that is meant.

    Before:

    ```mlir
    func.func @f(%x: f32, %low: f32, %high: f32) -> f32 {
      %y = math.clampf %x to [%low, %high] : f32
      return %y : f32
    }
    ```

    After:

    ```mlir
    func.func @f(%x: f32, %low: f32, %high: f32) -> f32 {
      %m = arith.maximumf %x, %low : f32
      %y = arith.minimumf %m, %high : f32
      return %y : f32
    }
    ```
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect"];
}

def ExpandSmallContractionsPass : Pass<"snn-expand-small-contractions"> {
  let summary = "Writes sums of few products out as elementwise arithmetic";
  let description = [{
    A contraction that is known to add up at most four products per element,
    such as the input synapses of a network that sees one pixel per step,
    becomes one elementwise op on slices of its operands, which can join the
    neurons that read it. If another contraction adds to the result, the short
    sum is added after it, not before.

    Before:

    ```mlir
    func.func @f(%x: tensor<4x1xf32>, %w: tensor<1x8xf32>, %c: tensor<4x8xf32>) -> tensor<4x8xf32> {
      %y = linalg.matmul ins(%x, %w : tensor<4x1xf32>, tensor<1x8xf32>) outs(%c : tensor<4x8xf32>) -> tensor<4x8xf32>
      return %y : tensor<4x8xf32>
    }
    ```

    After:

    ```mlir
    #column = affine_map<(d0, d1) -> (d0)>
    #row = affine_map<(d0, d1) -> (d1)>
    #id = affine_map<(d0, d1) -> (d0, d1)>
    func.func @f(%x: tensor<4x1xf32>, %w: tensor<1x8xf32>, %c: tensor<4x8xf32>) -> tensor<4x8xf32> {
      %a = tensor.extract_slice %x[0, 0] [4, 1] [1, 1] : tensor<4x1xf32> to tensor<4xf32>
      %b = tensor.extract_slice %w[0, 0] [1, 8] [1, 1] : tensor<1x8xf32> to tensor<8xf32>
      %y = linalg.generic {indexing_maps = [#column, #row, #id], iterator_types = ["parallel", "parallel"]}
          ins(%a, %b : tensor<4xf32>, tensor<8xf32>) outs(%c : tensor<4x8xf32>) {
      ^bb0(%in: f32, %in_0: f32, %out: f32):
        %0 = arith.mulf %in, %in_0 : f32
        %1 = arith.addf %out, %0 : f32
        linalg.yield %1 : f32
      } -> tensor<4x8xf32>
      return %y : tensor<4x8xf32>
    }
    ```
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect",
    "::mlir::linalg::LinalgDialect", "::mlir::tensor::TensorDialect"];
  let statistics = [
    Statistic<"numExpanded", "contractions", "Number of contractions expanded">
  ];
}

def SplitConcatsPass : Pass<"snn-split-concats"> {
  let summary = "Splits products with joined tensors into sums of products";
  let description = [{
    A layer whose inputs and recurrent spikes are joined before one product has
    the same sum as one with a product for each, in the same order. Apart, the
    inputs' product can leave the time loop, and nothing is copied to join. The
    slices of a weight that does not change in a loop are taken before it.

    Before:

    ```mlir
    func.func @f(%x: tensor<4x2xf32>, %z: tensor<4x8xf32>, %w: tensor<10x8xf32>, %c: tensor<4x8xf32>) -> tensor<4x8xf32> {
      %j = tensor.concat dim(1) %x, %z : (tensor<4x2xf32>, tensor<4x8xf32>) -> tensor<4x10xf32>
      %y = linalg.matmul ins(%j, %w : tensor<4x10xf32>, tensor<10x8xf32>) outs(%c : tensor<4x8xf32>) -> tensor<4x8xf32>
      return %y : tensor<4x8xf32>
    }
    ```

    After:

    ```mlir
    #a = affine_map<(m, n, k) -> (m, k)>
    #b = affine_map<(m, n, k) -> (k, n)>
    #c = affine_map<(m, n, k) -> (m, n)>
    func.func @f(%x: tensor<4x2xf32>, %z: tensor<4x8xf32>, %w: tensor<10x8xf32>, %c: tensor<4x8xf32>) -> tensor<4x8xf32> {
      %u = tensor.extract_slice %w[0, 0] [2, 8] [1, 1] : tensor<10x8xf32> to tensor<2x8xf32>
      %i = linalg.contract indexing_maps = [#a, #b, #c]
        ins(%x, %u : tensor<4x2xf32>, tensor<2x8xf32>) outs(%c : tensor<4x8xf32>) -> tensor<4x8xf32>
      %v = tensor.extract_slice %w[2, 0] [8, 8] [1, 1] : tensor<10x8xf32> to tensor<8x8xf32>
      %y = linalg.contract indexing_maps = [#a, #b, #c]
        ins(%z, %v : tensor<4x8xf32>, tensor<8x8xf32>) outs(%i : tensor<4x8xf32>) -> tensor<4x8xf32>
      return %y : tensor<4x8xf32>
    }
    ```
  }];
  let dependentDialects = ["::mlir::linalg::LinalgDialect",
    "::mlir::tensor::TensorDialect"];
}

def SinkBroadcastsPass : Pass<"snn-sink-broadcasts"> {
  let summary = "Reads repeated values where they are smallest";
  let description = [{
    In elementwise `linalg.generic` ops an operand that is one constant becomes
    that constant in the body, and one that repeats a smaller tensor (a
    parameter per neuron, for every sample) is read from the smaller tensor. An
    op all of whose inputs repeat along a loop is computed once without the loop
    and its result repeated. What is the same for every sample and every step is
    then computed once per call, and a step reads one row of it. Rows that are
    shorter than a register stay repeated, since `snn-collapse-rows` walks such
    rows as one.

    Before:

    ```mlir
    #id = affine_map<(d0, d1) -> (d0, d1)>
    #row = affine_map<(d0, d1) -> (d1)>
    func.func @f(%rho: tensor<32xf32>, %e: tensor<4x32xf32>) -> tensor<4x32xf32> {
      %one = arith.constant dense<1.0> : tensor<4x32xf32>
      %r = linalg.generic {indexing_maps = [#row, #id], iterator_types = ["parallel", "parallel"]}
          ins(%rho : tensor<32xf32>) outs(%e : tensor<4x32xf32>) {
      ^bb0(%in: f32, %out: f32):
        linalg.yield %in : f32
      } -> tensor<4x32xf32>
      %y = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel", "parallel"]}
          ins(%one, %r : tensor<4x32xf32>, tensor<4x32xf32>) outs(%e : tensor<4x32xf32>) {
      ^bb0(%in: f32, %in_0: f32, %out: f32):
        %0 = arith.subf %in, %in_0 : f32
        linalg.yield %0 : f32
      } -> tensor<4x32xf32>
      return %y : tensor<4x32xf32>
    }
    ```

    After (and dead code removed):

    ```mlir
    #id = affine_map<(d0, d1) -> (d0, d1)>
    #row = affine_map<(d0, d1) -> (d1)>
    #vector = affine_map<(d0) -> (d0)>
    func.func @f(%rho: tensor<32xf32>, %e: tensor<4x32xf32>) -> tensor<4x32xf32> {
      %v = tensor.empty() : tensor<32xf32>
      %r = linalg.generic {indexing_maps = [#vector, #vector], iterator_types = ["parallel"]}
          ins(%rho : tensor<32xf32>) outs(%v : tensor<32xf32>) {
      ^bb0(%in: f32, %out: f32):
        %one = arith.constant 1.0 : f32
        %0 = arith.subf %one, %in : f32
        linalg.yield %0 : f32
      } -> tensor<32xf32>
      %y = linalg.generic {indexing_maps = [#row, #id], iterator_types = ["parallel", "parallel"]}
          ins(%r : tensor<32xf32>) outs(%e : tensor<4x32xf32>) {
      ^bb0(%in: f32, %out: f32):
        linalg.yield %in : f32
      } -> tensor<4x32xf32>
      return %y : tensor<4x32xf32>
    }
    ```
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect",
    "::mlir::linalg::LinalgDialect", "::mlir::tensor::TensorDialect"];
}

def FuseTimePass : Pass<"snn-fuse-time"> {
  let summary = "Lets tiles of samples go through all time steps";
  let description = [{
    A time loop over matrices (samples by neurons) walks through all of its
    state in every step. If the samples do not meet, a few of them can go through
    all steps, with their state in the nearest cache, and then the next few: the
    loop over time becomes a parallel loop over tiles of samples with the loop
    over time inside. Loops that feed each other, forward and backward, share one
    tile, so what the one keeps for the other is kept for a tile and not for the
    batch.

    Nothing is known of neurons or networks. Dimensions that ops walk along
    together are an axis; the pass takes the axis along which most of what the
    loops do separates, which is that of the samples in a network. What each tile
    has of a value is a slice, the value itself, or an addend of it: a sum over
    the samples, such as a weight's gradient, is added up per tile and then over
    the tiles, in their order. Where a sum or all slices are needed before the
    tiles can go on (a normalization over the batch, say) one parallel loop ends
    and another begins; a time loop that needs such a sum in every step stays
    whole.

    Before:

    ```mlir
    func.func @f(%n: index, %v: tensor<64x8xf32>) -> tensor<64x8xf32> {
      %c0 = arith.constant 0 : index
      %c1 = arith.constant 1 : index
      %r = scf.for %t = %c0 to %n step %c1 iter_args(%u = %v) -> (tensor<64x8xf32>) {
        %w = linalg.negf ins(%u : tensor<64x8xf32>) outs(%u : tensor<64x8xf32>) -> tensor<64x8xf32>
        scf.yield %w : tensor<64x8xf32>
      }
      return %r : tensor<64x8xf32>
    }
    ```

    After:

    ```mlir
    func.func @f(%n: index, %v: tensor<64x8xf32>) -> tensor<64x8xf32> {
      %c0 = arith.constant 0 : index
      %c1 = arith.constant 1 : index
      %e = tensor.empty() : tensor<64x8xf32>
      %r = scf.forall (%i) in (4) shared_outs(%o = %e) -> (tensor<64x8xf32>) {
        %row = affine.apply affine_map<(d0) -> (d0 * 16)>(%i)
        %tile = tensor.extract_slice %v[%row, 0] [16, 8] [1, 1] : tensor<64x8xf32> to tensor<16x8xf32>
        %s = scf.for %t = %c0 to %n step %c1 iter_args(%u = %tile) -> (tensor<16x8xf32>) {
          %w = linalg.negf ins(%u : tensor<16x8xf32>) outs(%u : tensor<16x8xf32>) -> tensor<16x8xf32>
          scf.yield %w : tensor<16x8xf32>
        }
        scf.forall.in_parallel {
          tensor.parallel_insert_slice %s into %o[%row, 0] [16, 8] [1, 1] : tensor<16x8xf32> into tensor<64x8xf32>
        }
      }
      return %r : tensor<64x8xf32>
    }
    ```
  }];
  let dependentDialects = ["::mlir::affine::AffineDialect",
    "::mlir::arith::ArithDialect", "::mlir::linalg::LinalgDialect",
    "::mlir::scf::SCFDialect", "::mlir::tensor::TensorDialect"];
  let options = [
    Option<"rows", "rows", "int64_t", "0",
      "Samples of a tile; 0 for as many as suit the batch">
  ];
  let statistics = [
    Statistic<"numFunctions", "functions", "Number of functions tiled">,
    Statistic<"numLoops", "loops", "Number of time loops inside tiles">
  ];
}

def FuseStepPass : Pass<"snn-fuse-step"> {
  let summary = "Makes one body of the elementwise ops of a step";
  let description = [{
    In each block, elementwise `linalg.generic` ops over equal domains become one
    op with several results: each tensor is read once, what no other op needs is
    never written. Upstream's fusion joins a producer with its only user; this
    joins producers with any number of users, ops that read the same tensor, and
    in the body of a loop all that can be joined.

    Two ops stay apart if their domains differ, if one reads the other's elements
    at other positions, or if a third op needs a result of the one and gives to
    the other, so that no order of one fused op and the third exists. The other
    ops of the block move only where that is needed, and never past what they
    depend on or past each other's effects.

    A value that a loop carries and copies, into a stack of all steps or to
    another carried position, is written there by the same body, since it is
    read anyway.

    Before:

    ```mlir
    #id = affine_map<(d0) -> (d0)>
    func.func @f(%v: tensor<8xf32>, %i: tensor<8xf32>) -> (tensor<8xf32>, tensor<8xf32>) {
      %e = tensor.empty() : tensor<8xf32>
      %u = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel"]}
          ins(%v, %i : tensor<8xf32>, tensor<8xf32>) outs(%e : tensor<8xf32>) {
      ^bb0(%a: f32, %b: f32, %out: f32):
        %0 = arith.addf %a, %b : f32
        linalg.yield %0 : f32
      } -> tensor<8xf32>
      %w = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel"]}
          ins(%u, %v : tensor<8xf32>, tensor<8xf32>) outs(%e : tensor<8xf32>) {
      ^bb0(%a: f32, %b: f32, %out: f32):
        %0 = arith.mulf %a, %b : f32
        linalg.yield %0 : f32
      } -> tensor<8xf32>
      return %u, %w : tensor<8xf32>, tensor<8xf32>
    }
    ```

    After:

    ```mlir
    #id = affine_map<(d0) -> (d0)>
    func.func @f(%v: tensor<8xf32>, %i: tensor<8xf32>) -> (tensor<8xf32>, tensor<8xf32>) {
      %e = tensor.empty() : tensor<8xf32>
      %f:2 = linalg.generic {indexing_maps = [#id, #id, #id, #id], iterator_types = ["parallel"]}
          ins(%v, %i : tensor<8xf32>, tensor<8xf32>) outs(%e, %e : tensor<8xf32>, tensor<8xf32>) {
      ^bb0(%a: f32, %b: f32, %out: f32, %out_0: f32):
        %0 = arith.addf %a, %b : f32
        %1 = arith.mulf %0, %a : f32
        linalg.yield %0, %1 : f32, f32
      } -> (tensor<8xf32>, tensor<8xf32>)
      return %f#0, %f#1 : tensor<8xf32>, tensor<8xf32>
    }
    ```
  }];
  let dependentDialects = ["::mlir::linalg::LinalgDialect",
    "::mlir::tensor::TensorDialect"];
  let statistics = [
    Statistic<"numFused", "fused-ops", "Number of ops that joined another">,
    Statistic<"numBodies", "bodies", "Number of ops that they became">
  ];
}

def SeparateEmptiesPass : Pass<"snn-separate-empties"> {
  let summary = "Gives all that loops carry memory of its own";
  let description = [{
    A loop that carries two stacks of the same size begins both with the same
    `tensor.empty`, once common subexpressions are one. Bufferization takes its
    contents for undefined, thus sees no harm in one buffer for both, and where
    a slice of one is also the next value of a third that it carries, another
    stack's slice overwrites it. So each init of a loop becomes a `tensor.empty`
    that nothing else uses.

    Before:

    ```mlir
    func.func @f(%n: index, %v: f32) -> (tensor<8xf32>, tensor<8xf32>) {
      %c0 = arith.constant 0 : index
      %c1 = arith.constant 1 : index
      %e = tensor.empty() : tensor<8xf32>
      %r:2 = scf.for %t = %c0 to %n step %c1 iter_args(%a = %e, %b = %e) -> (tensor<8xf32>, tensor<8xf32>) {
        %c = tensor.insert %v into %a[%t] : tensor<8xf32>
        %d = tensor.insert %v into %b[%t] : tensor<8xf32>
        scf.yield %c, %d : tensor<8xf32>, tensor<8xf32>
      }
      return %r#0, %r#1 : tensor<8xf32>, tensor<8xf32>
    }
    ```

    After:

    ```mlir
    func.func @f(%n: index, %v: f32) -> (tensor<8xf32>, tensor<8xf32>) {
      %c0 = arith.constant 0 : index
      %c1 = arith.constant 1 : index
      %e = tensor.empty() : tensor<8xf32>
      %o = tensor.empty() : tensor<8xf32>
      %r:2 = scf.for %t = %c0 to %n step %c1 iter_args(%a = %o, %b = %e) -> (tensor<8xf32>, tensor<8xf32>) {
        %c = tensor.insert %v into %a[%t] : tensor<8xf32>
        %d = tensor.insert %v into %b[%t] : tensor<8xf32>
        scf.yield %c, %d : tensor<8xf32>, tensor<8xf32>
      }
      return %r#0, %r#1 : tensor<8xf32>, tensor<8xf32>
    }
    ```
  }];
  let dependentDialects = ["tensor::TensorDialect"];
  let statistics = [
    Statistic<"numSeparated", "separated", "Number of inits that shared memory">
  ];
}

def PlaceDestinationsPass : Pass<"snn-place-destinations"> {
  let summary = "Lets loops update what they carry in place";
  let description = [{
    A structured op in a loop that makes the next value of a carried tensor gets
    the tensor's old value as its destination, if nothing reads the old value
    later than the op itself does, element by element. Bufferization then needs
    no second buffer and no copy. Where something does read the old value later,
    the new one is copied over it at the end of the step. A sum in a loop that begins with a constant
    gets memory that is filled where the sum begins.

    Before:

    ```mlir
    #id = affine_map<(d0) -> (d0)>
    func.func @f(%n: index, %v: tensor<8xf32>) -> tensor<8xf32> {
      %c0 = arith.constant 0 : index
      %c1 = arith.constant 1 : index
      %e = tensor.empty() : tensor<8xf32>
      %r = scf.for %t = %c0 to %n step %c1 iter_args(%u = %v) -> (tensor<8xf32>) {
        %w = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]}
            ins(%u : tensor<8xf32>) outs(%e : tensor<8xf32>) {
        ^bb0(%a: f32, %out: f32):
          %0 = arith.negf %a : f32
          linalg.yield %0 : f32
        } -> tensor<8xf32>
        scf.yield %w : tensor<8xf32>
      }
      return %r : tensor<8xf32>
    }
    ```

    After:

    ```mlir
    #id = affine_map<(d0) -> (d0)>
    func.func @f(%n: index, %v: tensor<8xf32>) -> tensor<8xf32> {
      %c0 = arith.constant 0 : index
      %c1 = arith.constant 1 : index
      %r = scf.for %t = %c0 to %n step %c1 iter_args(%u = %v) -> (tensor<8xf32>) {
        %w = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]}
            ins(%u : tensor<8xf32>) outs(%u : tensor<8xf32>) {
        ^bb0(%a: f32, %out: f32):
          %0 = arith.negf %a : f32
          linalg.yield %0 : f32
        } -> tensor<8xf32>
        scf.yield %w : tensor<8xf32>
      }
      return %r : tensor<8xf32>
    }
    ```
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect",
    "::mlir::linalg::LinalgDialect", "::mlir::tensor::TensorDialect"];
  let statistics = [
    Statistic<"numInPlace", "in-place", "Number of values updated in place">
  ];
}

#endif // SNN_TRANSFORMS_PASSES_TD
