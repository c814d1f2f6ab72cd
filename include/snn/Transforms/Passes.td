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
    makes, the operand is transposed first. For a weight that does not change in
    a loop, `loop-invariant-code-motion` then does so once. Products of a matrix
    and a vector read each element once and stay as they are.

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

def LowerContractionsPass : Pass<"snn-lower-contractions"> {
  let summary = "Lowers contractions of buffers to register-tiled loops";
  let description = [{
    A tile of the result of 8 rows by 2 registers stays in registers through the
    whole reduction; the rows that are left go one by one, the columns that are
    left in one register under a mask. f32 and f64, static and dynamic sizes,
    any number of batch and reduction dimensions. The dimension along which the
    result's elements are neighbours has to be the same of one operand and
    absent from the other (`snn-transpose-operands`); other contractions are
    left for loops of scalars.

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
    Statistic<"numLowered", "contractions", "Number of contractions lowered">
  ];
}

def VectorizeStructuredPass : Pass<"snn-vectorize-structured"> {
  let summary = "Lowers structured ops on buffers to vector loops";
  let description = [{
    A structured op whose body is elementwise, and whose accesses go along
    neighbours (or stand still) in one of its parallel dimensions, becomes a
    vector loop over that dimension, inside loops over the others; what the
    vector length does not divide is done under a mask. Reductions over other
    dimensions load and store their result. Ops on `i1` and narrow floats, with
    `linalg.index` or with other accesses are left for loops of scalars.

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

def ExpandVectorMathPass : Pass<"snn-expand-vector-math"> {
  let summary = "Expands transcendental functions of f32 vectors";
  let description = [{
    `exp`, `expm1`, `log`, `log1p`, `tanh` and `erf` of f32 vectors become
    upstream's polynomials; LLVM would call the C library for each lane. Scalars
    and f64 stay calls.

    Example:

    ```mlir
    func.func @f(%x: vector<16xf32>) -> vector<16xf32> {
      %y = math.exp %x : vector<16xf32>
      return %y : vector<16xf32>
    }
    ```

    becomes some thirty vector operations, at less than one unit in the last
    place in [-80, 80].
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect",
    "::mlir::vector::VectorDialect"];
}

def AllowContractionPass : Pass<"snn-allow-contraction"> {
  let summary = "Lets a multiplication and an addition become one";
  let description = [{
    Adds the fast-math flag `contract` to additions, subtractions and
    multiplications of floats. LLVM fuses none without it; every other flag
    stays as it is.

    Before:

    ```mlir
    func.func @f(%a: f32, %b: f32, %c: f32) -> f32 {
      %0 = arith.mulf %a, %b : f32
      %1 = arith.addf %0, %c : f32
      return %1 : f32
    }
    ```

    After:

    ```mlir
    func.func @f(%a: f32, %b: f32, %c: f32) -> f32 {
      %0 = arith.mulf %a, %b fastmath<contract> : f32
      %1 = arith.addf %0, %c fastmath<contract> : f32
      return %1 : f32
    }
    ```
  }];
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

#endif // SNN_TRANSFORMS_PASSES_TD
