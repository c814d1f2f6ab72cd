//===- ADInterfaces.td - How ops take part in differentiation -*- tablegen -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_DIALECT_AD_IR_ADINTERFACES_TD
#define SNN_DIALECT_AD_IR_ADINTERFACES_TD

include "mlir/IR/OpBase.td"

def ReverseDifferentiableOpInterface
    : OpInterface<"ReverseDifferentiableOpInterface"> {
  let cppNamespace = "::mlir::ad";
  let description = [{
    An op that knows its vector-Jacobian product.

    The rule reads what it needs of the primal program through `ctx.primal`,
    so that nothing is kept for the reverse sweep that no rule asked for, and
    adds what each operand receives with `ctx.accumulate`.
  }];
  let methods = [
    InterfaceMethod<[{
      Emits the reverse of this op at `builder`. `cotangents` has one value for
      each result; it is null where a result received none. The op is only
      called with at least one cotangent that is not null. On failure the rule
      has emitted an error at the op.
    }],
    "::llvm::LogicalResult", "buildVJP",
    (ins "::mlir::OpBuilder &":$builder, "::mlir::ad::VJPContext &":$ctx,
         "::mlir::ValueRange":$cotangents)>
  ];
}

def ForwardDifferentiableOpInterface
    : OpInterface<"ForwardDifferentiableOpInterface"> {
  let cppNamespace = "::mlir::ad";
  let description = [{
    An op that knows its Jacobian-vector product.

    Primal values are at hand where the rule emits, so nothing is kept. A value
    without a tangent has the tangent zero, which is not made as long as a rule
    can do without.
  }];
  let methods = [
    InterfaceMethod<[{
      Emits what the results' tangents are at `builder`, which stands behind
      this op, and hands them over by `ctx.setTangent`. `tangents` has one value
      for each operand; it is null where the tangent is zero. Tangents of what
      regions capture are had by `ctx.tangent`. The op is only called if a
      derivative flows through one of its results. On failure the rule has
      emitted an error at the op.
    }],
    "::llvm::LogicalResult", "buildJVP",
    (ins "::mlir::OpBuilder &":$builder, "::mlir::ad::JVPContext &":$ctx,
         "::mlir::ValueRange":$tangents)>
  ];
}

def ActivityOpInterface : OpInterface<"ActivityOpInterface"> {
  let cppNamespace = "::mlir::ad";
  let description = [{
    An op that says which values a derivative flows between. Without it every
    operand, and every value that a region captures, is taken to flow into
    every result, and the op's regions are the business of its rule.
  }];
  let methods = [
    InterfaceMethod<[{
      Calls `edge(from, to)` for each pair of values such that `to` depends
      differentiably on `from`. Pairs of other than differentiable types are
      ignored. An op that names values of its regions has those regions walked
      as well.
    }],
    "void", "getActivityEdges",
    (ins "::llvm::function_ref<void(::mlir::Value, ::mlir::Value)>":$edge)>
  ];
}

def StackingLoopOpInterface : OpInterface<"StackingLoopOpInterface"> {
  let cppNamespace = "::mlir::ad";
  let description = [{
    A loop over leading-dimension slices: step t reads slice t of each sequence
    operand and writes slice t of each stacked result. `ad-plan-tape` sees time
    loops through this interface alone, and what they carry through
    `LoopLikeOpInterface`, which they have to implement as well.
  }];
  let methods = [
    InterfaceMethod<"The body, a single block.", "::mlir::Block *", "getStepBlock">,
    InterfaceMethod<"The sequence operands.", "::mlir::OperandRange", "getStepSequences">,
    InterfaceMethod<"The body arguments that hold the slices of the sequences.",
      "::mlir::Block::BlockArgListType", "getStepSlices">,
    InterfaceMethod<"The body argument that holds the step number t.",
      "::mlir::Value", "getStepNumber">,
    InterfaceMethod<"The stacked results.", "::mlir::ResultRange", "getStackedResults">,
    InterfaceMethod<"The values of the body that become the slices of the stacked results.",
      "::mlir::OperandRange", "getStackedValues">,
    InterfaceMethod<"True if steps run from the last to the first.",
      "bool", "runsBackward">,
    InterfaceMethod<"The number of steps, emitted at `builder` where nothing tells it.",
      "::mlir::OpFoldResult", "getStepCount", (ins "::mlir::OpBuilder &":$builder)>,
    InterfaceMethod<[{
      Creates at `builder` a loop over `length` steps of this one, whose step t
      is step `first` + t here. It reads `sequences`, which hold the slices of
      these steps alone, begins with `inits` and has this loop's results, with
      stacks of `length` slices. `mapping` gets what the copied body's values
      and ops are copies of.
    }],
    "::mlir::ad::StackingLoopOpInterface", "cloneSegment",
    (ins "::mlir::OpBuilder &":$builder, "::mlir::IRMapping &":$mapping,
         "::mlir::ValueRange":$sequences, "::mlir::ValueRange":$inits,
         "::mlir::OpFoldResult":$length, "::mlir::Value":$first)>,
    InterfaceMethod<[{
      Replaces the loop by one that drops the stacked results listed in `drop`
      (they must be unused) and in addition stacks `stack`, values of its body.
      The remaining results keep their order, the new ones come last. The body
      moves, so values inside stay what they are.
    }],
    "::mlir::ad::StackingLoopOpInterface", "replaceStacked",
    (ins "::mlir::RewriterBase &":$rewriter, "::llvm::ArrayRef<unsigned>":$drop,
         "::mlir::ValueRange":$stack)>,
    InterfaceMethod<[{
      Replaces the loop by one that drops the sequence operands listed in
      `drop` (their slices must be unused) and in addition reads `sequences`;
      returns the new loop, whose last slices belong to them and have the types
      `sliceTypes`: a slice of a rank-1 tensor is a scalar or a rank-0 tensor.
    }],
    "::mlir::ad::StackingLoopOpInterface", "replaceSequences",
    (ins "::mlir::RewriterBase &":$rewriter, "::llvm::ArrayRef<unsigned>":$drop,
         "::mlir::ValueRange":$sequences, "::mlir::TypeRange":$sliceTypes)>
  ];
}

#endif // SNN_DIALECT_AD_IR_ADINTERFACES_TD
