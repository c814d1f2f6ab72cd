//===- SNNScan.td - The time loop and its terminator -*- tablegen -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_DIALECT_SNN_IR_SNNSCAN_TD
#define SNN_DIALECT_SNN_IR_SNNSCAN_TD

include "mlir/IR/BuiltinAttributes.td"
include "mlir/IR/OpAsmInterface.td"
include "mlir/Interfaces/ControlFlowInterfaces.td"
include "mlir/Interfaces/InferTypeOpInterface.td"
include "mlir/Interfaces/LoopLikeInterface.td"
include "mlir/Interfaces/SideEffectInterfaces.td"
include "snn/Dialect/AD/IR/ADInterfaces.td"
include "snn/Dialect/SNN/IR/SNNDialect.td"

/// Checks what the interfaces of a scan take for granted, before any of them
/// looks at the op.
def SNN_ScanStructure : NativeOpTrait<"ScanStructure"> {
  let cppNamespace = "::mlir::snn";
}

def ScanOp : SNN_Op<"scan", [
    SNN_ScanStructure, AttrSizedOperandSegments, SingleBlock,
    RecursiveMemoryEffects, RecursivelySpeculatable,
    DeclareOpInterfaceMethods<LoopLikeOpInterface,
      ["getLoopInductionVars", "getLoopLowerBounds", "getLoopUpperBounds",
       "getLoopSteps", "getRegionIterArgs",
       "getYieldedValuesMutable", "getLoopResults", "getStaticTripCount",
       "replaceWithAdditionalYields"]>,
    DeclareOpInterfaceMethods<ReifyRankedShapedTypeOpInterface,
      ["reifyResultShapes"]>,
    DeclareOpInterfaceMethods<OpAsmOpInterface,
      ["getAsmResultNames", "getAsmBlockArgumentNames"]>,
    DeclareOpInterfaceMethods<ActivityOpInterface>,
    DeclareOpInterfaceMethods<StackingLoopOpInterface>]> {
  let summary = "loop over time";
  let description = [{
    Equation: for t = 0, .., T-1 (for t = T-1, .., 0 with `reverse`)

    ```
    u, y[t] = body(t, x[t], u)
    ```

    where u starts as the inits. The results are the u of the last step, then
    the stacks y. `reverse` changes the order of the steps alone: step t reads
    slice t of each sequence and writes slice t of each stack.

    Shapes: T is the leading size of every sequence, static or dynamic, and the
    value of `length`, which is required if there are no sequences. A sequence
    `tensor<TxAxB>` has slices `tensor<AxB>`; one of rank 1 has scalars (or, if
    the body says so, tensors of rank 0). Carried values are of any type and
    keep it, and so do their dynamic sizes. A stacked value `tensor<AxB>` gives
    `tensor<TxAxB>`, a scalar or a tensor of rank 0 gives `tensor<T>`. The body
    may use values from outside.

    Constraints:
    - (scan_c1) a sequence has rank 1 or more
    - (scan_c2) `length` is given if there is no sequence
    - (scan_c3) leading sizes that are static, and a constant `length`, agree
    - (scan_c4) the body has one argument for the step number, one for each
      sequence and one for each init
    - (scan_c5) the step number is an `index`
    - (scan_c6) a slice argument has the type of its sequence less the leading
      dimension
    - (scan_c7) a carried argument has the type of its init
    - (scan_c8) the first results have the types of the inits
    - (scan_c9) the body ends with `snn.yield`
    - (scan_c10) it yields as many carried values as there are inits
    - (scan_c11) a carried value that it yields has the type of its init
    - (scan_c12) it yields one stacked value for each remaining result
    - (scan_c13) a stack has the type of its value with the leading size added

    Gradient: a scan with `reverse` flipped. Its sequences are the cotangents of
    the stacks and what the reverse of the body asks of the body's values; it
    carries the cotangents of the carried values and of what the body captures,
    and stacks the cotangents of the sequences. A slice that the reverse needs
    is read from its sequence again, and a value that is the same in every step
    is computed once, so neither is kept.

    Example: a leaky integrator that returns its last potential and all spikes.

    ```mlir
    func.func @leaky(%x: tensor<28x4xf32>, %u0: tensor<4xf32>, %beta: tensor<4xf32>,
                     %theta: tensor<4xf32>) -> (tensor<4xf32>, tensor<28x4xi1>) {
      %u, %z = snn.scan %t over(%xt in %x : tensor<28x4xf32>)
          carry(%v = %u0 : tensor<4xf32>) stack(tensor<28x4xi1>) {
        %decayed = arith.mulf %v, %beta : tensor<4xf32>
        %next = arith.addf %decayed, %xt : tensor<4xf32>
        %fires = arith.cmpf ogt, %next, %theta : tensor<4xf32>
        snn.yield carry(%next : tensor<4xf32>) stack(%fires : tensor<4xi1>)
      }
      return %u, %z : tensor<4xf32>, tensor<28x4xi1>
    }
    ```

    Without sequences the number of steps is an operand:

    ```mlir
    func.func @decay(%n: index, %u0: f64, %beta: f64) -> f64 {
      %u = snn.scan %t length(%n) carry(%v = %u0 : f64) {
        %next = arith.mulf %v, %beta : f64
        snn.yield carry(%next : f64)
      }
      return %u : f64
    }
    ```
  }];
  let arguments = (ins
    Variadic<AnyRankedTensor>:$sequences,
    Variadic<AnyType>:$inits,
    Optional<Index>:$length,
    UnitAttr:$reverse);
  let results = (outs Variadic<AnyType>:$results);
  let regions = (region SizedRegion<1>:$body);
  let hasCustomAssemblyFormat = 1;
  let hasCanonicalizer = 1;
  let skipDefaultBuilders = 1;
  let builders = [
    /// A scan whose body `buildBody` fills, `snn.yield` included; without it the
    /// body is a block with its arguments alone. `sliceTypes` is only needed
    /// where a slice of a sequence of rank 1 is a tensor of rank 0.
    OpBuilder<(ins "::mlir::ValueRange":$sequences, "::mlir::ValueRange":$inits,
      "::mlir::Value":$length, "::mlir::TypeRange":$stackTypes,
      "bool":$reverse,
      CArg<"::llvm::function_ref<void(::mlir::OpBuilder &, ::mlir::Location, "
           "::mlir::ValueRange)>", "nullptr">:$buildBody,
      CArg<"::mlir::TypeRange", "{}">:$sliceTypes)>
  ];
  let extraClassDeclaration = [{
    /// The type of the slices of `sequence` unless a body says otherwise: its
    /// type less the leading dimension, a scalar if that leaves none. Null if
    /// the rank is 0.
    static ::mlir::Type getSliceType(::mlir::RankedTensorType sequence);

    /// True if `slice` can be a slice of `stack`.
    static bool isSliceOf(::mlir::Type slice, ::mlir::Type stack);

    ::mlir::snn::YieldOp getYield();
    ::mlir::Value getStep() { return getBody().front().getArgument(0); }
    ::mlir::Block::BlockArgListType getSlices();
    ::mlir::Block::BlockArgListType getCarried() { return getRegionIterArgs(); }
    ::mlir::ResultRange getFinals();
    ::mlir::ResultRange getStacks();

    /// The number of steps, if a type or a constant tells it; else dynamic.
    int64_t getStaticLength();

    /// The number of steps, emitted at `builder`.
    ::mlir::OpFoldResult getOrCreateLength(::mlir::OpBuilder &builder);

    /// What a new scan takes from an old one: entry i of each list is the
    /// number of a sequence, carried value or stack of the old one.
    struct Parts {
      ::llvm::SmallVector<unsigned> sequences, carried, stacks;
    };
    /// All parts of this scan.
    Parts getParts();

    /// Replaces the scan by one with the given parts of it, the `sequences`
    /// and the stacks of `stack`, values of its body, added. Parts that are
    /// left out must be unused, but for what leaves with them. The body moves,
    /// so values in it stay what they are. `sliceTypes` are those of the added
    /// sequences where they are not the usual ones.
    ::mlir::snn::ScanOp replaceWithParts(::mlir::RewriterBase &rewriter,
      const Parts &parts, ::mlir::ValueRange sequences = {},
      ::mlir::ValueRange stack = {}, ::mlir::TypeRange sliceTypes = {});
  }];
}

def YieldOp : SNN_Op<"yield", [
    AttrSizedOperandSegments, HasParent<"ScanOp">, Pure, ReturnLike,
    Terminator]> {
  let summary = "end of a time step";
  let description = [{
    Equation: gives the carried values to the next step, and the stacked values
    to slice t of the stacks.

    Shapes: those of the enclosing `snn.scan`.

    Gradient: part of that of the enclosing `snn.scan`.

    Example:

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
  }];
  let arguments = (ins
    Variadic<AnyType>:$carried,
    Variadic<AnyType>:$stacked);
  let assemblyFormat = [{
    (`carry` `(` $carried^ `:` type($carried) `)`)?
    (`stack` `(` $stacked^ `:` type($stacked) `)`)? attr-dict
  }];
}

#endif // SNN_DIALECT_SNN_IR_SNNSCAN_TD
