//===- Passes.td - Passes on the snn dialect -*- tablegen -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_DIALECT_SNN_TRANSFORMS_PASSES_TD
#define SNN_DIALECT_SNN_TRANSFORMS_PASSES_TD

include "mlir/Pass/PassBase.td"

def ReportFusionPass : Pass<"snn-report-fusion", "::mlir::ModuleOp"> {
  let summary = "Writes what fusion left of each function";
  let description = [{
    For each function on tensors: `kernels`, the ops that become loop nests of
    their own; `calls` that are left; `bytes_written` by both in one call, a
    loop's body counted once for each step; `tape_bytes_per_step`, what a loop
    writes for the loop that undoes it; and `blocked`, for each pair of nests
    that stay apart and for each call, the op that keeps them so, its location
    and the reason. The program is not changed.

    Example:

    ```mlir
    func.func @f(%x: tensor<8xf32>) -> tensor<8xf32> {
      %y = math.exp %x : tensor<8xf32>
      %z = arith.addf %y, %y : tensor<8xf32>
      return %z : tensor<8xf32>
    }
    ```

    gives

    ```
    @f: 2 loop nests, 0 calls, 64 bytes written, 0 bytes taped per step
      blocked 1x by arith.addf: elementwise like its producer, but not fused
    ```
  }];
  let options = [
    Option<"format", "format", "std::string", /*default=*/"\"text\"",
           "'text', with causes counted, or 'json', with each place">,
    Option<"output", "output", "std::string", /*default=*/"\"-\"",
           "The file to write; '-' is standard output">
  ];
}

#endif // SNN_DIALECT_SNN_TRANSFORMS_PASSES_TD
