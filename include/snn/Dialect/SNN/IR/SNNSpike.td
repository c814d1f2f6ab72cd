//===- SNNSpike.td - The threshold with a surrogate derivative -*- tablegen -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_DIALECT_SNN_IR_SNNSPIKE_TD
#define SNN_DIALECT_SNN_IR_SNNSPIKE_TD

include "mlir/IR/BuiltinAttributes.td"
include "mlir/Interfaces/InferTypeOpInterface.td"
include "mlir/Interfaces/SideEffectInterfaces.td"
include "snn/Dialect/AD/IR/ADInterfaces.td"
include "snn/Dialect/SNN/IR/SNNDialect.td"
include "snn/Dialect/SNN/IR/SNNEnums.td"
include "snn/Dialect/SNN/IR/SNNSurrogates.td"

/// What can be compared with a threshold. Ranked, since constants of the same
/// shape have to be made.
def SNN_FloatLike : AnyTypeOf<[
  AnyFloat, VectorOfAnyRankOf<[AnyFloat]>, RankedTensorOf<[AnyFloat]>],
  "floating-point scalar, vector or ranked tensor">;

def SpikeOp : SNN_Op<"spike", [
    SameOperandsAndResultType, SingleBlock, RecursiveMemoryEffects,
    RecursivelySpeculatable, DeclareOpInterfaceMethods<ActivityOpInterface>]> {
  let summary = "threshold with a surrogate derivative";
  let description = [{
    Equation: `z = 1 if v > 0, else 0`; with `ge`, `z = 1 if v >= 0, else 0`. A
    NaN gives 0. The threshold is at zero: subtract it first.

    Shapes: any floating-point scalar, vector or ranked tensor; z has the type
    of v.

    Gradient: `ct_v = ct_z * g'(v)`. g' is a preset attribute, or the value of a
    region. The region's argument has the type of v or, for a tensor, its
    element type: a scalar region is applied to each element. Values that the region takes
    from outside receive no gradient. `snn-expand-fgi` turns the op into
    arithmetic with the same gradient for every order of differentiation of the
    program around it:

    ```
    h = v * sg(g'(v));  z = (h - sg(h)) + sg(f(v))
    ```

    For finite h that is exact. If g'(v) * v is infinite or NaN, z is NaN until
    `ad-erase-stop-gradient` folds the arithmetic.

    Constraints:
    - (spike_c1) a preset or a region, not both and not none
    - (spike_c2) the region has one argument, of the type of v or, if v is a tensor,
      of its element type
    - (spike_c3) the region ends with `snn.spike_yield` of its argument's type
    - (spike_c4) the preset's constants are finite, and not rounded to zero, in
      the element type of v

    Example:

    ```mlir
    func.func @spikes(%v: tensor<?x128xf32>, %w: f64) -> (tensor<?x128xf32>, f64, tensor<?x128xf32>) {
      %z0 = snn.spike %v surrogate(#snn.gaussian<peak = 0.3, width = 0.5>) : tensor<?x128xf32>
      %z1 = snn.spike ge %w surrogate(#snn.boxcar) : f64
      %z2 = snn.spike %v surrogate(%x: f32) {
        %cosh = math.cosh %x : f32
        %one = arith.constant 1.0 : f32
        %g = arith.divf %one, %cosh : f32
        snn.spike_yield %g : f32
      } : tensor<?x128xf32>
      return %z0, %z1, %z2 : tensor<?x128xf32>, f64, tensor<?x128xf32>
    }
    ```
  }];
  let arguments = (ins
    SNN_FloatLike:$input,
    DefaultValuedAttr<SNN_Comparison, "::mlir::snn::Comparison::Gt">:$comparison,
    OptionalAttr<SNN_SurrogateAttrInterface>:$surrogate);
  let results = (outs SNN_FloatLike:$output);
  let regions = (region MaxSizedRegion<1>:$derivative);
  let hasCustomAssemblyFormat = 1;
  let hasVerifier = 1;
  let hasRegionVerifier = 1;
  let skipDefaultBuilders = 1;
  let builders = [
    OpBuilder<(ins "::mlir::Value":$input, "::mlir::snn::Comparison":$comparison,
                   "::mlir::snn::SurrogateAttrInterface":$surrogate)>
  ];
  let extraClassDeclaration = [{
    /// Emits g'(x) at `builder`, where `x` stands for the operand. `captures`
    /// says what stands for values that the region takes from outside.
    ::mlir::Value buildDerivative(::mlir::OpBuilder &builder, ::mlir::Value x,
                                  ::mlir::IRMapping &captures);
  }];
}

def SpikeYieldOp : SNN_Op<"spike_yield", [
    HasParent<"SpikeOp">, Pure, ReturnLike, Terminator]> {
  let summary = "value of a surrogate derivative";
  let description = [{
    Equation: gives g'(x) to the enclosing `snn.spike`.

    Shapes: the type of the region's argument.

    Gradient: none flows; see `snn.spike`.

    Example:

    ```mlir
    func.func @triangle(%v: f32) -> f32 {
      %z = snn.spike %v surrogate(%x: f32) {
        %zero = arith.constant 0.0 : f32
        %one = arith.constant 1.0 : f32
        %size = math.absf %x : f32
        %line = arith.subf %one, %size : f32
        %g = arith.maximumf %line, %zero : f32
        snn.spike_yield %g : f32
      } : f32
      return %z : f32
    }
    ```
  }];
  let arguments = (ins SNN_FloatLike:$value);
  let assemblyFormat = "$value attr-dict `:` type($value)";
}

#endif // SNN_DIALECT_SNN_IR_SNNSPIKE_TD
