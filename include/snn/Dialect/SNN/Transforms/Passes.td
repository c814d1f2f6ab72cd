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

def InferSpikesPass : Pass<"snn-infer-spikes", "::mlir::ModuleOp"> {
  let summary = "Makes i1 of floats that are 0 or 1";
  let description = [{
    Finds the values whose every element is +0.0 or 1.0 whatever the program is
    given: conversions from i1, constants, choices, products, complements and
    extrema of such values, what moves them about (slices, shapes, broadcasts,
    bodies of `linalg.generic`), what loops carry and stack, what branches and
    private functions give, and arguments of entries declared `snn.spikes`. They
    become i1 where a mask of them is used or a loop writes them for another,
    and stay floats where each user would only convert them back, as the result
    of a public function is.

    - A product by spikes becomes a choice, `z * x` to `z ? x : 0`: 0 * inf and
      0 * NaN, which are NaN, become 0, and a zero is never negative.
    - A contraction with spikes on one side becomes `snn.spike_matmul`. If both
      sides are spikes, one of them is converted. Convolutions take floats.
    - A comparison of spikes with a constant is the mask, its opposite, or a
      constant; a conversion to an integer extends the mask.
    - Where floats are needed, an `arith.uitofp` stands right before.

    Constants are no spikes to be chosen by: a sum written as a product by ones
    stays one. Calls of opaque derivative rules are closed: what they give is
    floats.

    Before:

    ```mlir
    func.func @run(%x: tensor<28x4xf32>, %w: tensor<4x4xf32>, %theta: tensor<4xf32>) -> tensor<4xf32> {
      %rest = arith.constant dense<0.0> : tensor<4xf32>
      %u, %z = snn.scan %t over(%xt in %x : tensor<28x4xf32>)
          carry(%v = %rest : tensor<4xf32>, %fired = %rest : tensor<4xf32>) {
        %in = linalg.vecmat ins(%fired, %w : tensor<4xf32>, tensor<4x4xf32>) outs(%xt : tensor<4xf32>) -> tensor<4xf32>
        %charged = arith.addf %v, %in : tensor<4xf32>
        %above = arith.cmpf ogt, %charged, %theta : tensor<4xf32>
        %fires = arith.uitofp %above : tensor<4xi1> to tensor<4xf32>
        %drop = arith.mulf %fires, %charged : tensor<4xf32>
        %next = arith.subf %charged, %drop : tensor<4xf32>
        snn.yield carry(%next, %fires : tensor<4xf32>, tensor<4xf32>)
      }
      return %u : tensor<4xf32>
    }
    ```

    After:

    ```mlir
    #s = affine_map<(n, k) -> (k)>
    #w = affine_map<(n, k) -> (k, n)>
    #c = affine_map<(n, k) -> (n)>
    func.func @run(%x: tensor<28x4xf32>, %w: tensor<4x4xf32>, %theta: tensor<4xf32>) -> tensor<4xf32> {
      %rest = arith.constant dense<0.0> : tensor<4xf32>
      %silent = arith.constant dense<false> : tensor<4xi1>
      %u, %z = snn.scan %t over(%xt in %x : tensor<28x4xf32>)
          carry(%v = %rest : tensor<4xf32>, %fired = %silent : tensor<4xi1>) {
        %in = snn.spike_matmul indexing_maps = [#s, #w, #c]
            ins(%fired, %w : tensor<4xi1>, tensor<4x4xf32>) outs(%xt : tensor<4xf32>) -> tensor<4xf32>
        %charged = arith.addf %v, %in : tensor<4xf32>
        %above = arith.cmpf ogt, %charged, %theta : tensor<4xf32>
        %drop = arith.select %above, %charged, %rest : tensor<4xi1>, tensor<4xf32>
        %next = arith.subf %charged, %drop : tensor<4xf32>
        snn.yield carry(%next, %above : tensor<4xf32>, tensor<4xi1>)
      }
      return %u : tensor<4xf32>
    }
    ```
  }];
  let dependentDialects = ["SNNDialect", "::mlir::arith::ArithDialect",
    "::mlir::linalg::LinalgDialect", "::mlir::tensor::TensorDialect"];
  let options = [
    Option<"maskProducts", "mask-products", "bool", /*default=*/"true",
           "Make choices of products by spikes and snn.spike_matmul of "
           "contractions; else they stay, with the NaN that 0 * inf gives">
  ];
  let statistics = [
    Statistic<"numPorts", "retyped",
              "Number of carried values, stacks, slices, results and other "
              "values with several sources that became i1">,
    Statistic<"numProducts", "products", "Number of products made choices">,
    Statistic<"numContractions", "contractions",
              "Number of contractions made snn.spike_matmul">
  ];
}

def ReportFusionPass : Pass<"snn-report-fusion", "::mlir::ModuleOp"> {
  let summary = "Writes what fusion left of each function";
  let description = [{
    For each function on tensors: `kernels`, the ops that become loop nests of
    their own; `calls` that are left; `bytes_written` by both in one call, a
    loop's body counted once for each step; `tape_bytes_per_step`, what a loop
    writes for the loop that undoes it; `checkpoint_bytes_per_segment`, the
    state that a loop keeps instead where it runs in segments; `tape_bytes`,
    what of both is alive at once, in one tile if there are tiles; and
    `blocked`, for each pair of nests that stay apart and for each call, the op
    that keeps them so, its location and the reason. The program is not changed.

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
  let statistics = [
    Statistic<"numRaised", "raised", "Number of loops raised">
  ];
}

def HoistSynapsesPass : Pass<"snn-hoist-synapses"> {
  let summary = "Takes contractions of all time steps at once, out of the loop";
  let description = [{
    A contraction with large weights reads them again in each step. Where it
    needs no result of an earlier step it leaves the loop, and all steps are one
    product of many rows:

    - the product of inputs goes before the loop, which reads its slices. What
      is computed of the inputs alone goes into a loop before it;
    - the product of what the step computes, such as a readout or the next
      layer of a network, goes after the loop, which stacks its operand. What
      waits for it becomes a second loop. In a reverse loop that is the
      cotangent that a layer hands to the one before it;
    - the sum of products that is carried from step to step, such as a weight's
      gradient, becomes one product over steps and samples after the loop.

    This pays where weights are larger than the caches near a core, and larger
    than what has to be written and read of one step instead. Small weights stay
    and are read from there while a tile of samples goes through all steps
    (`snn-fuse-time`); so do weights and sums of unknown size. Contractions are
    `linalg` ops in one float type and `snn.spike_matmul`. Sums over steps are
    taken in another order.

    Before:

    ```mlir
    func.func @f(%x: tensor<28x16x1024xf32>, %w: tensor<1024x1024xf32>, %v0: tensor<16x1024xf32>) -> tensor<16x1024xf32> {
      %zero = arith.constant dense<0.0> : tensor<16x1024xf32>
      %v = snn.scan %t over(%xt in %x : tensor<28x16x1024xf32>) carry(%u = %v0 : tensor<16x1024xf32>) {
        %i = linalg.matmul ins(%xt, %w : tensor<16x1024xf32>, tensor<1024x1024xf32>) outs(%zero : tensor<16x1024xf32>) -> tensor<16x1024xf32>
        %next = arith.addf %u, %i : tensor<16x1024xf32>
        snn.yield carry(%next : tensor<16x1024xf32>)
      }
      return %v : tensor<16x1024xf32>
    }
    ```

    After:

    ```mlir
    #a = affine_map<(m, n, k) -> (m, k)>
    #b = affine_map<(m, n, k) -> (k, n)>
    #c = affine_map<(m, n, k) -> (m, n)>
    func.func @f(%x: tensor<28x16x1024xf32>, %w: tensor<1024x1024xf32>, %v0: tensor<16x1024xf32>) -> tensor<16x1024xf32> {
      %rows = tensor.collapse_shape %x [[0, 1], [2]] : tensor<28x16x1024xf32> into tensor<448x1024xf32>
      %e = tensor.empty() : tensor<448x1024xf32>
      %none = arith.constant 0.0 : f32
      %zero = linalg.fill ins(%none : f32) outs(%e : tensor<448x1024xf32>) -> tensor<448x1024xf32>
      %y = linalg.contract indexing_maps = [#a, #b, #c]
        ins(%rows, %w : tensor<448x1024xf32>, tensor<1024x1024xf32>) outs(%zero : tensor<448x1024xf32>) -> tensor<448x1024xf32>
      %is = tensor.expand_shape %y [[0, 1], [2]] output_shape [28, 16, 1024] : tensor<448x1024xf32> into tensor<28x16x1024xf32>
      %v = snn.scan %t over(%i in %is : tensor<28x16x1024xf32>) carry(%u = %v0 : tensor<16x1024xf32>) {
        %next = arith.addf %u, %i : tensor<16x1024xf32>
        snn.yield carry(%next : tensor<16x1024xf32>)
      }
      return %v : tensor<16x1024xf32>
    }
    ```
  }];
  let dependentDialects = ["SNNDialect", "::mlir::arith::ArithDialect",
    "::mlir::linalg::LinalgDialect", "::mlir::tensor::TensorDialect"];
  let options = [
    Option<"fittingWeights", "fitting-weights", "int64_t", /*default=*/"524288",
           "Bytes of weights up to which their product stays in the loop">,
    Option<"fittingSums", "fitting-sums", "int64_t", /*default=*/"262144",
           "Bytes of a sum over the steps up to which it stays in the loop">
  ];
  let statistics = [
    Statistic<"numInputs", "inputs", "Number of products taken before a loop">,
    Statistic<"numSums", "sums", "Number of sums over steps taken after a loop">,
    Statistic<"numCuts", "cuts", "Number of loops cut in two at a product">
  ];
}

#endif // SNN_DIALECT_SNN_TRANSFORMS_PASSES_TD
