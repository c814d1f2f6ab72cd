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

#endif // SNN_TRANSFORMS_PASSES_TD
