//===- Passes.td - Passes on the ad dialect -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_DIALECT_AD_TRANSFORMS_PASSES_TD
#define SNN_DIALECT_AD_TRANSFORMS_PASSES_TD

include "mlir/Pass/PassBase.td"

def DifferentiatePass : Pass<"ad-differentiate", "::mlir::ModuleOp"> {
  let summary = "Answers every request for a derivative";
  let description = [{
    Replaces each `ad.vjp` by a call of a function that holds the primal
    computation followed by its reverse, made from the rules of the ops that a
    derivative flows through (activity analysis says which). An op without a
    rule, a function without a body and a recursion are errors at their
    location. The result is tensor SSA: a loop's residuals are stacked tensors
    that the primal loop carries and the reverse loop reads from the last step
    to the first.

    Each `ad.jvp` becomes a call of a function in which the tangents of each
    op's results follow the op; loops and branches carry and yield them beside
    their values, and nothing is kept.

    Before:

    ```mlir
    func.func @f(%x: f32) -> f32 {
      %y = math.sin %x : f32
      return %y : f32
    }
    func.func @df(%x: f32, %ct: f32) -> f32 {
      %dx = ad.vjp @f(%x) cotangents(%ct) {wrt = [0]} : (f32) cotangents(f32) -> (f32)
      return %dx : f32
    }
    ```

    After (`@f` stays as it is):

    ```mlir
    func.func private @f_vjp(%x: f32, %ct: f32) -> f32 {
      %y = math.sin %x : f32
      %d = math.cos %x : f32
      %dx = arith.mulf %ct, %d : f32
      return %dx : f32
    }
    func.func @df(%x: f32, %ct: f32) -> f32 {
      %dx = call @f_vjp(%x, %ct) : (f32, f32) -> f32
      return %dx : f32
    }
    ```
  }];
  let dependentDialects = ["ADDialect", "::mlir::arith::ArithDialect",
    "::mlir::cf::ControlFlowDialect", "::mlir::func::FuncDialect", "::mlir::linalg::LinalgDialect",
    "::mlir::math::MathDialect", "::mlir::scf::SCFDialect",
    "::mlir::tensor::TensorDialect", "::mlir::ub::UBDialect"];
  let statistics = [
    Statistic<"numRequests", "requests", "Number of requests answered">
  ];
}

def EraseStopGradientPass : Pass<"ad-erase-stop-gradient"> {
  let summary = "Removes stop-gradients once every request is answered";
  let description = [{
    Fails while a request is left, since the stop-gradients still matter to it.
    The arithmetic of forward gradient injection, `(h - sg(h)) + f`, folds to
    `f` first: afterwards it would be a general `h - h`, which nothing folds.
    The fold turns -0.0 into the sign of `f` and drops the NaN of `inf - inf`;
    `keep-non-finite` leaves that arithmetic as it is. Functions lose the
    attribute that names their rule, and stay `no_inline`.

    Before:

    ```mlir
    func.func @spike(%h: f32, %f: f32) -> f32 {
      %hs = ad.stop_gradient %h : f32
      %zero = arith.subf %h, %hs : f32
      %fs = ad.stop_gradient %f : f32
      %z = arith.addf %zero, %fs : f32
      return %z : f32
    }
    ```

    After:

    ```mlir
    func.func @spike(%h: f32, %f: f32) -> f32 {
      return %f : f32
    }
    ```
  }];
  let dependentDialects = ["ADDialect"];
  let options = [
    Option<"keepNonFinite", "keep-non-finite", "bool", /*default=*/"false",
           "Keep (h - sg(h)) + f as arithmetic, NaN of inf - inf included">
  ];
}

def HoldSizesPass : Pass<"ad-hold-sizes", "::mlir::ModuleOp"> {
  let summary = "Asserts that loops keep the sizes that they start with";
  let description = [{
    Where a loop starts with a tensor whose size is a known number, upstream's
    canonicalization takes that size to stay. A loop that may change it, so that
    no analysis of sizes can tell, gets an assertion at the end of each step and
    hands on a slice of the size that it started with: sizes that do change are
    an error at run time and no wrong numbers. `ad-differentiate` does the same
    with every loop that it differentiates.

    Before:

    ```mlir
    func.func @f(%n: index, %a: tensor<4xf32>, %k: index) -> tensor<?xf32> {
      %c0 = arith.constant 0 : index
      %c1 = arith.constant 1 : index
      %u = tensor.cast %a : tensor<4xf32> to tensor<?xf32>
      %r = scf.for %t = %c0 to %n step %c1 iter_args(%v = %u) -> tensor<?xf32> {
        %w = tensor.extract_slice %v[0] [%k] [1] : tensor<?xf32> to tensor<?xf32>
        scf.yield %w : tensor<?xf32>
      }
      return %r : tensor<?xf32>
    }
    ```

    After:

    ```mlir
    func.func @f(%n: index, %a: tensor<4xf32>, %k: index) -> tensor<?xf32> {
      %c4 = arith.constant 4 : index
      %c0 = arith.constant 0 : index
      %c1 = arith.constant 1 : index
      %u = tensor.cast %a : tensor<4xf32> to tensor<?xf32>
      %r = scf.for %t = %c0 to %n step %c1 iter_args(%v = %u) -> tensor<?xf32> {
        %w = tensor.extract_slice %v[0] [%k] [1] : tensor<?xf32> to tensor<?xf32>
        %m = tensor.dim %w, %c0 : tensor<?xf32>
        %kept = arith.cmpi eq, %c4, %m : index
        cf.assert %kept, "expected the loop to keep the sizes of the tensors that it carries, found that a step changes size 0 of number 0"
        %z = tensor.extract_slice %w[0] [%c4] [1] : tensor<?xf32> to tensor<?xf32>
        scf.yield %z : tensor<?xf32>
      }
      return %r : tensor<?xf32>
    }
    ```
  }];
  let dependentDialects = ["ADDialect", "::mlir::arith::ArithDialect",
    "::mlir::cf::ControlFlowDialect", "::mlir::tensor::TensorDialect"];
  let statistics = [
    Statistic<"numLoops", "loops", "Number of loops that assert sizes">
  ];
}

def InlineCustomVJPPass : Pass<"ad-inline-custom-vjp", "::mlir::ModuleOp"> {
  let summary = "Makes opaque derivative rules visible to the optimizer";
  let description = [{
    Inlines the calls that `ad-differentiate` made of the forward and backward
    functions of `ad.custom_vjp`, and the primal functions of those that were
    not differentiated. It shows what visibility alone buys: the same rule, no
    longer a wall. Fails while a request is left, since inlining the primal
    function earlier would drop the rule.

    Before:

    ```mlir
    func.func @twice(%x: f32) -> f32 {
      %y = arith.addf %x, %x : f32
      return %y : f32
    }
    func.func @backward(%ct: f32) -> f32 {
      return %ct : f32
    }
    func.func @f(%x: f32) -> f32 {
      %y = ad.custom_vjp {primal = @twice, forward = @twice, backward = @backward}
        (%x) : (f32) -> f32
      return %y : f32
    }
    ```

    After (`@twice` and `@backward` stay as they are):

    ```mlir
    func.func @f(%x: f32) -> f32 {
      %y = arith.addf %x, %x : f32
      return %y : f32
    }
    ```
  }];
  let dependentDialects = ["ADDialect", "::mlir::func::FuncDialect"];
  let statistics = [
    Statistic<"numInlined", "calls", "Number of calls inlined">
  ];
}

def LowerCustomVJPPass : Pass<"ad-lower-custom-vjp", "::mlir::ModuleOp"> {
  let summary = "Turns what is left of ad.custom_vjp into opaque calls";
  let description = [{
    An `ad.custom_vjp` that no request differentiated is a call of its primal
    function. The call stays opaque, as the rest of the rule does: the function
    becomes `no_inline`.

    Before:

    ```mlir
    func.func @twice(%x: f32) -> f32 {
      %y = arith.addf %x, %x : f32
      return %y : f32
    }
    func.func @backward(%ct: f32) -> f32 {
      return %ct : f32
    }
    func.func @f(%x: f32) -> f32 {
      %y = ad.custom_vjp {primal = @twice, forward = @twice, backward = @backward}
        (%x) : (f32) -> f32
      return %y : f32
    }
    ```

    After:

    ```mlir
    func.func @twice(%x: f32) -> f32 attributes {no_inline} {
      %y = arith.addf %x, %x : f32
      return %y : f32
    }
    func.func @f(%x: f32) -> f32 {
      %y = call @twice(%x) {ad.opaque} : (f32) -> f32
      return %y : f32
    }
    ```
  }];
  let dependentDialects = ["ADDialect", "::mlir::func::FuncDialect"];
}

def PlanTapePass : Pass<"ad-plan-tape"> {
  let summary = "Decides what a loop keeps for its reverse";
  let description = [{
    `ad-differentiate` keeps every value that a rule asked for. This pass looks
    at each loop and the loop that reads its tape, through
    `StackingLoopOpInterface`, and keeps instead a set of values that is the
    fewest bits: a minimum cut between what only the first execution knows
    (carried state, contractions) and what the reverse needs. The rest is
    computed again in the reverse step. Slices of inputs, the step number and
    values from outside the loop are free. An `i1` weighs one bit.

    Before:

    ```mlir
    func.func @f(%x: tensor<9x4xf32>, %u0: tensor<4xf32>) -> tensor<4xf32> {
      %e, %s = snn.scan %t over(%xt in %x : tensor<9x4xf32>)
          stack(tensor<9x4xf32>, tensor<9x4xf32>) {
        %exp = math.exp %xt : tensor<4xf32>
        %sin = math.sin %exp : tensor<4xf32>
        snn.yield stack(%exp, %sin : tensor<4xf32>, tensor<4xf32>)
      }
      %u = snn.scan reverse %t over(%et in %e : tensor<9x4xf32>, %st in %s : tensor<9x4xf32>)
          carry(%v = %u0 : tensor<4xf32>) {
        %0 = arith.mulf %v, %et : tensor<4xf32>
        %1 = arith.mulf %0, %st : tensor<4xf32>
        snn.yield carry(%1 : tensor<4xf32>)
      }
      return %u : tensor<4xf32>
    }
    ```

    After (and `canonicalize`), the input is all that the reverse needs:

    ```mlir
    func.func @f(%x: tensor<9x4xf32>, %u0: tensor<4xf32>) -> tensor<4xf32> {
      %u = snn.scan reverse %t over(%xt in %x : tensor<9x4xf32>)
          carry(%v = %u0 : tensor<4xf32>) {
        %exp = math.exp %xt : tensor<4xf32>
        %sin = math.sin %exp : tensor<4xf32>
        %0 = arith.mulf %v, %exp : tensor<4xf32>
        %1 = arith.mulf %0, %sin : tensor<4xf32>
        snn.yield carry(%1 : tensor<4xf32>)
      }
      return %u : tensor<4xf32>
    }
    ```

    Where the tape of all steps is large, `checkpoint` keeps the carried state
    at the beginning of each segment of steps instead, and runs a segment again,
    with a tape as long as the segment, just before the reverse loop comes to
    it. What runs again are the same ops on the same values, so results do not
    change. `auto` decides by bytes, of which types alone tell: beyond 8 MiB of
    tape, with segments of the length that keeps the least alive. `sqrt` makes
    as many segments as each has steps, `N` gives each N steps. `auto` and
    `sqrt` prefer a divisor of the number of steps that is not much longer, since
    all segments then have one static length; otherwise the last one is shorter.
    A loop stays whole if its body has side effects or if it carries what cannot
    be stacked.

    Before:

    ```mlir
    func.func @g(%u0: tensor<4xf32>, %n: index) -> tensor<4xf32> {
      %u, %s = snn.scan %t length(%n) carry(%v = %u0 : tensor<4xf32>) stack(tensor<9x4xf32>) {
        %next = math.exp %v : tensor<4xf32>
        snn.yield carry(%next : tensor<4xf32>) stack(%next : tensor<4xf32>)
      }
      %d = snn.scan reverse %t over(%st in %s : tensor<9x4xf32>) carry(%v = %u : tensor<4xf32>) {
        %0 = arith.mulf %v, %st : tensor<4xf32>
        snn.yield carry(%0 : tensor<4xf32>)
      }
      return %d : tensor<4xf32>
    }
    ```

    After, with `checkpoint=3` (and `canonicalize`):

    ```mlir
    func.func @g(%u0: tensor<4xf32>, %n: index) -> tensor<4xf32> {
      %c0 = arith.constant 0 : index
      %c1 = arith.constant 1 : index
      %c2 = arith.constant 2 : index
      %c3 = arith.constant 3 : index
      %e = tensor.empty() : tensor<3x4xf32>
      %u, %kept = scf.for %i = %c0 to %c3 step %c1
          iter_args(%v = %u0, %k = %e) -> (tensor<4xf32>, tensor<3x4xf32>) {
        %k1 = tensor.insert_slice %v into %k[%i, 0] [1, 4] [1, 1] : tensor<4xf32> into tensor<3x4xf32>
        %v1 = snn.scan %t length(%c3) carry(%w = %v : tensor<4xf32>) {
          %next = math.exp %w : tensor<4xf32>
          snn.yield carry(%next : tensor<4xf32>)
        }
        scf.yield %v1, %k1 : tensor<4xf32>, tensor<3x4xf32>
      }
      %d = scf.for %i = %c0 to %c3 step %c1 iter_args(%v = %u) -> (tensor<4xf32>) {
        %j = arith.subi %c2, %i : index
        %begin = tensor.extract_slice %kept[%j, 0] [1, 4] [1, 1] : tensor<3x4xf32> to tensor<4xf32>
        %end, %s = snn.scan %t length(%c3) carry(%w = %begin : tensor<4xf32>) stack(tensor<3x4xf32>) {
          %next = math.exp %w : tensor<4xf32>
          snn.yield carry(%next : tensor<4xf32>) stack(%next : tensor<4xf32>)
        }
        %v1 = snn.scan reverse %t over(%st in %s : tensor<3x4xf32>) carry(%w = %v : tensor<4xf32>) {
          %0 = arith.mulf %w, %st : tensor<4xf32>
          snn.yield carry(%0 : tensor<4xf32>)
        }
        scf.yield %v1 : tensor<4xf32>
      }
      return %d : tensor<4xf32>
    }
    ```
  }];
  let dependentDialects = ["::mlir::affine::AffineDialect",
    "::mlir::arith::ArithDialect", "::mlir::math::MathDialect",
    "::mlir::scf::SCFDialect", "::mlir::tensor::TensorDialect"];
  let options = [
    Option<"policy", "policy", "::mlir::ad::TapePolicy",
           /*default=*/"::mlir::ad::TapePolicy::MinCut",
           "What to keep: every value that a rule asked for, or the fewest bits",
           [{::llvm::cl::values(
             clEnumValN(::mlir::ad::TapePolicy::SaveAll, "save-all",
                        "every value that a rule asked for"),
             clEnumValN(::mlir::ad::TapePolicy::MinCut, "min-cut",
                        "the fewest bits; cheap ops run again"))}]>,
    Option<"checkpoint", "checkpoint", "::mlir::ad::CheckpointPolicy",
           /*default=*/"::mlir::ad::CheckpointPolicy()",
           "For how many steps to keep a tape: none (all of them), auto (by "
           "bytes), sqrt (the root of all) or a number">
  ];
  let statistics = [
    Statistic<"numBitsSaved", "bits-saved", "Bits per step not kept any more">,
    Statistic<"numSplit", "split", "Loops that keep one segment's tape">
  ];
}

def PromoteFloatsPass : Pass<"ad-promote-floats"> {
  let summary = "Computes everything in f64";
  let description = [{
    Replaces every floating-point type by f64, constants and signatures
    included, and drops the conversions between them. With it the gradient of a
    program in f32 or bf16 can be compared with finite differences.

    Before:

    ```mlir
    func.func @f(%x: f32, %y: bf16) -> f32 {
      %0 = arith.extf %y : bf16 to f32
      %1 = arith.addf %x, %0 : f32
      return %1 : f32
    }
    ```

    After:

    ```mlir
    func.func @f(%x: f64, %y: f64) -> f64 {
      %1 = arith.addf %x, %y : f64
      return %1 : f64
    }
    ```
  }];
}

def FreezeDecisionsPass : Pass<"ad-freeze-decisions", "::mlir::ModuleOp"> {
  let summary = "Lets stop-gradients and comparisons be replayed";
  let description = [{
    A finite difference of a program with stop-gradients or comparisons is not
    its derivative: they have to stay what they were at the base point. This
    pass puts a call of an external function, `snnReplayF64` or `snnReplayI1`,
    behind each of them, once per element, which at the base point returns and
    records its argument and afterwards returns what it recorded, in the same
    order. It expects f64 (`ad-promote-floats`), and code that runs on one
    thread.

    Before:

    ```mlir
    func.func @f(%x: f64) -> f64 {
      %s = ad.stop_gradient %x : f64
      return %s : f64
    }
    ```

    After:

    ```mlir
    func.func private @snnReplayF64(f64) -> f64
    func.func @f(%x: f64) -> f64 {
      %s = ad.stop_gradient %x : f64
      %r = call @snnReplayF64(%s) : (f64) -> f64
      return %r : f64
    }
    ```
  }];
  let dependentDialects = ["::mlir::func::FuncDialect",
    "::mlir::linalg::LinalgDialect", "::mlir::tensor::TensorDialect"];
}

#endif // SNN_DIALECT_AD_TRANSFORMS_PASSES_TD
