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

def DecomposeNeuronsPass : Pass<"snn-decompose-neurons"> {
  let summary = "Turns neuron steps into arithmetic and snn.spike";
  let description = [{
    Each neuron op becomes the equation in its description, term by term: `arith`
    and `math` on its states, `linalg.broadcast` of parameters per neuron,
    `linalg.fill` of shared ones, `linalg` products for recurrent weights, and
    `snn.spike` for the threshold. What the user wrote by hand and what a named
    neuron stands for are then the same to every later pass.

    Before:

    ```mlir
    func.func @step(%i: tensor<4xf32>, %u: tensor<4xf32>, %alpha: tensor<4xf32>) -> (tensor<4xf32>, tensor<4xf32>) {
      %z, %next = snn.lif %i, %u decay(%alpha : tensor<4xf32>) reset none
        surrogate(#snn.gaussian) : tensor<4xf32>
      return %z, %next : tensor<4xf32>, tensor<4xf32>
    }
    ```

    After:

    ```mlir
    func.func @step(%i: tensor<4xf32>, %u: tensor<4xf32>, %alpha: tensor<4xf32>) -> (tensor<4xf32>, tensor<4xf32>) {
      %theta = arith.constant dense<1.0> : tensor<4xf32>
      %kept = arith.mulf %alpha, %u : tensor<4xf32>
      %next = arith.addf %kept, %i : tensor<4xf32>
      %v = arith.subf %next, %theta : tensor<4xf32>
      %z = snn.spike %v surrogate(#snn.gaussian) : tensor<4xf32>
      return %z, %next : tensor<4xf32>, tensor<4xf32>
    }
    ```
  }];
  let dependentDialects = ["::mlir::ad::ADDialect", "::mlir::arith::ArithDialect",
    "::mlir::linalg::LinalgDialect", "::mlir::math::MathDialect",
    "::mlir::tensor::TensorDialect", "SNNDialect"];
}

def ExpandFGIPass : Pass<"snn-expand-fgi"> {
  let summary = "Turns snn.spike into forward gradient injection";
  let description = [{
    Writes each threshold as the arithmetic of forward gradient injection (arXiv
    2406.00177), `h = v * sg(g'(v)); z = (h - sg(h)) + sg(f(v))`. The
    parentheses matter: h - h is 0 for every finite h and z is exactly f(v),
    while h + (f(v) - h) rounds.

    Before:

    ```mlir
    func.func @spike(%v: f32) -> f32 {
      %z = snn.spike %v surrogate(#snn.boxcar) : f32
      return %z : f32
    }
    ```

    After:

    ```mlir
    func.func @spike(%v: f32) -> f32 {
      %size = math.absf %v : f32
      %width = arith.constant 5.0e-01 : f32
      %near = arith.cmpf olt, %size, %width : f32
      %one = arith.constant 1.0 : f32
      %zero = arith.constant 0.0 : f32
      %g = arith.select %near, %one, %zero : f32
      %gs = ad.stop_gradient %g : f32
      %h = arith.mulf %v, %gs : f32
      %hs = ad.stop_gradient %h : f32
      %nothing = arith.subf %h, %hs : f32
      %threshold = arith.constant 0.0 : f32
      %above = arith.cmpf ogt, %v, %threshold : f32
      %f = arith.uitofp %above : i1 to f32
      %fs = ad.stop_gradient %f : f32
      %z = arith.addf %nothing, %fs : f32
      return %z : f32
    }
    ```
  }];
  let dependentDialects = ["::mlir::ad::ADDialect", "::mlir::arith::ArithDialect",
    "::mlir::linalg::LinalgDialect", "::mlir::math::MathDialect",
    "::mlir::tensor::TensorDialect", "SNNDialect"];
}

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

def RaiseLoopsPass : Pass<"snn-raise-loops"> {
  let summary = "Turns scf.for over slices of tensors into snn.scan";
  let description = [{
    An `scf.for` over tensors becomes an `snn.scan`. What is read at slice t in
    iteration t becomes a sequence, an iteration argument that is only written
    at slice t (and read there) becomes a stack, the others are carried. If
    every such access runs from the last slice to the first the scan is a
    `reverse` one. The loop must cover the leading dimension exactly, by static
    sizes or provably; a tensor of which it reads only some slices stays a
    captured value.

    A loop stays an `scf.for` if its bounds are neither constants nor `0 to %n
    step 1`, if a carried tensor changes its sizes, and if it has nothing to do
    with tensors.

    Before:

    ```mlir
    func.func @sums(%x: tensor<8xf32>, %s0: f32, %init: tensor<8xf32>) -> tensor<8xf32> {
      %c0 = arith.constant 0 : index
      %c1 = arith.constant 1 : index
      %c8 = arith.constant 8 : index
      %last, %sums = scf.for %t = %c0 to %c8 step %c1
          iter_args(%s = %s0, %acc = %init) -> (f32, tensor<8xf32>) {
        %xt = tensor.extract %x[%t] : tensor<8xf32>
        %next = arith.addf %s, %xt : f32
        %written = tensor.insert %next into %acc[%t] : tensor<8xf32>
        scf.yield %next, %written : f32, tensor<8xf32>
      }
      return %sums : tensor<8xf32>
    }
    ```

    After:

    ```mlir
    func.func @sums(%x: tensor<8xf32>, %s0: f32, %init: tensor<8xf32>) -> tensor<8xf32> {
      %last, %sums = snn.scan %t over(%xt in %x : tensor<8xf32>)
          carry(%s = %s0 : f32) stack(tensor<8xf32>) {
        %next = arith.addf %s, %xt : f32
        snn.yield carry(%next : f32) stack(%next : f32)
      }
      return %sums : tensor<8xf32>
    }
    ```
  }];
  let dependentDialects = ["SNNDialect", "::mlir::arith::ArithDialect",
    "::mlir::tensor::TensorDialect"];
  let options = [
    Option<"remarks", "remarks", "bool", /*default=*/"false",
           "Emit a remark at each loop that stays an scf.for, with the reason">
  ];
  let statistics = [
    Statistic<"numRaised", "raised", "Number of loops raised">
  ];
}

#endif // SNN_DIALECT_SNN_TRANSFORMS_PASSES_TD
