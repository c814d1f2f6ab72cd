//===- Passes.td - Passes between dialects -*- tablegen -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_CONVERSION_PASSES_TD
#define SNN_CONVERSION_PASSES_TD

include "mlir/Pass/PassBase.td"

def ConvertSNNToSCFPass : Pass<"convert-snn-to-scf"> {
  let summary = "Lowers time loops to scf.for on tensors";
  let description = [{
    A scan becomes an `scf.for` over its steps. The stacks are iteration
    arguments that start uninitialized; each step writes one slice, so after
    bufferization there is one buffer for each and no copy of it. Sizes of a
    stack that types do not tell are computed before the loop; a scan that
    stacks values whose sizes only its body knows is an error.

    Before:

    ```mlir
    func.func @sums(%x: tensor<8xf32>, %s0: f32) -> tensor<8xf32> {
      %last, %sums = snn.scan %t over(%xt in %x : tensor<8xf32>)
          carry(%s = %s0 : f32) stack(tensor<8xf32>) {
        %next = arith.addf %s, %xt : f32
        snn.yield carry(%next : f32) stack(%next : f32)
      }
      return %sums : tensor<8xf32>
    }
    ```

    After:

    ```mlir
    func.func @sums(%x: tensor<8xf32>, %s0: f32) -> tensor<8xf32> {
      %c0 = arith.constant 0 : index
      %c8 = arith.constant 8 : index
      %c1 = arith.constant 1 : index
      %empty = tensor.empty() : tensor<8xf32>
      %last, %sums = scf.for %t = %c0 to %c8 step %c1
          iter_args(%s = %s0, %stack = %empty) -> (f32, tensor<8xf32>) {
        %xt = tensor.extract %x[%t] : tensor<8xf32>
        %next = arith.addf %s, %xt : f32
        %written = tensor.insert %next into %stack[%t] : tensor<8xf32>
        scf.yield %next, %written : f32, tensor<8xf32>
      }
      return %sums : tensor<8xf32>
    }
    ```
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect",
    "::mlir::cf::ControlFlowDialect", "::mlir::scf::SCFDialect", "::mlir::tensor::TensorDialect"];
}

#endif // SNN_CONVERSION_PASSES_TD
