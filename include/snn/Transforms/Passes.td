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

#endif // SNN_TRANSFORMS_PASSES_TD
