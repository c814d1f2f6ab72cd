//===- SNNNeurons.td - One time step of named neurons -*- tablegen -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_DIALECT_SNN_IR_SNNNEURONS_TD
#define SNN_DIALECT_SNN_IR_SNNNEURONS_TD

include "mlir/IR/BuiltinAttributes.td"
include "mlir/Interfaces/InferTypeOpInterface.td"
include "mlir/Interfaces/SideEffectInterfaces.td"
include "snn/Dialect/SNN/IR/SNNDialect.td"
include "snn/Dialect/SNN/IR/SNNEnums.td"
include "snn/Dialect/SNN/IR/SNNSurrogates.td"

/// A current or a state: one neuron, or [batch..., N] of them.
def SNN_State : AnyTypeOf<[AnyFloat, RankedTensorOf<[AnyFloat]>],
  "floating-point scalar or ranked tensor">;

/// A parameter: shared, or a tensor with the trailing sizes of the states.
def SNN_Parameter : AnyTypeOf<[AnyFloat, RankedTensorOf<[AnyFloat]>],
  "floating-point scalar or ranked tensor">;

//===----------------------------------------------------------------------===//
// What all neurons share
//===----------------------------------------------------------------------===//

class SNN_Neuron<string mnemonic, list<string> states, list<Trait> traits = []>
    : SNN_Op<mnemonic, !listconcat([
        Pure, AllTypesMatch<!listconcat(["current"], states)>,
        InferTypeOpAdaptor], traits)> {
  let hasVerifier = 1;
}

class SNN_SpikingNeuron<string mnemonic, list<string> states>
    : SNN_Neuron<mnemonic, states, [AttrSizedOperandSegments]>;

defvar recurrentOperands = (ins
  Variadic<SNN_State>:$history,
  Optional<RankedTensorOf<[AnyFloat]>>:$weights,
  DefaultValuedAttr<ConfinedAttr<I64Attr, [IntPositive]>, "1">:$recurrence_delay);

defvar thresholdOperands = (ins Optional<SNN_Parameter>:$threshold);

defvar resetOperands = (ins
  Optional<SNN_State>:$previous,
  DefaultValuedAttr<SNN_Reset, "::mlir::snn::Reset::Subtract">:$reset,
  DefaultValuedAttr<SNN_ResetOrder, "::mlir::snn::ResetOrder::After">:$reset_order,
  UnitAttr:$detach_reset);

defvar spikeAttrs = (ins
  DefaultValuedAttr<SNN_Comparison, "::mlir::snn::Comparison::Gt">:$comparison,
  SNN_SurrogateAttrInterface:$surrogate);

defvar thresholdFormat = "(`threshold` `(` $threshold^ `:` type($threshold) `)`)?";
defvar recurrentFormat = [{
  (`recurrent` `(` $history^ `:` type($history) `by` $weights `:`
    type($weights) `)`)? (`delay` $recurrence_delay^)?
}];
defvar resetFormat = [{
  (`reset` $reset^)? (`order` $reset_order^)?
  (`previous` `(` $previous^ `:` type($previous) `)`)?
  (`detach_reset` $detach_reset^)?
}];
defvar spikeFormat = [{
  (`compare` $comparison^)? `surrogate` `(` $surrogate `)` attr-dict `:` type($current)
}];

//===----------------------------------------------------------------------===//
// The neurons
//===----------------------------------------------------------------------===//

def LIOp : SNN_Neuron<"li", ["membrane"]> {
  let summary = "leaky integrator, a readout that does not spike";
  let description = [{
    Equation, with current I, membrane u and decay alpha:

    | gain | u' |
    |---|---|
    | `unit` (default) | alpha u + I |
    | `decay` | alpha (u + I) |
    | `one_minus_decay` | alpha (u - I) + I |

    Shapes: current and membrane are scalars or tensors `[batch..., N]` of one
    type, which is the result's. The decay is a scalar or a tensor whose shape
    is the trailing part of theirs (`[N]`: per neuron).

    Gradient: that of the equation, of every operand.

    Example:

    ```mlir
    func.func @readout(%i: tensor<?x10xf32>, %u: tensor<?x10xf32>, %alpha: tensor<10xf32>) -> tensor<?x10xf32> {
      %next = snn.li %i, %u decay(%alpha : tensor<10xf32>) gain one_minus_decay : tensor<?x10xf32>
      return %next : tensor<?x10xf32>
    }
    ```
  }];
  let arguments = (ins
    SNN_State:$current, SNN_State:$membrane, SNN_Parameter:$decay,
    DefaultValuedAttr<SNN_Gain, "::mlir::snn::Gain::Unit">:$input_gain);
  let results = (outs SNN_State:$membrane_next);
  let assemblyFormat = [{
    $current `,` $membrane `decay` `(` $decay `:` type($decay) `)`
    (`gain` $input_gain^)? attr-dict `:` type($current)
  }];
}

def LIFOp : SNN_SpikingNeuron<"lif", ["membrane"]> {
  let summary = "leaky integrate-and-fire neuron";
  let description = [{
    Equation, with current I, membrane u, decay alpha, threshold theta (1 if
    not given):

    ```
    J  = I + h W                       h: spikes of `delay` steps ago, if given
    u* = alpha u + J                   (gain unit; see below)
    u* = R(u*, previous)               order before
    z  = step(u* - theta)              step by `compare`, gradient by `surrogate`
    u' = R(u*, z)                      order after (default); else u' = u*
    ```

    | gain | u* | | reset | R(u, z) |
    |---|---|-|---|---|
    | `unit` (default) | alpha u + J | | `subtract` (default) | u - z theta |
    | `decay` | alpha (u + J) | | `zero` | u (1 - z) |
    | `one_minus_decay` | alpha (u - J) + J | | `none` | u |

    Libraries, each with its surrogate:
    - snnTorch `Leaky`: gain unit, order before with the carried spikes as
      `previous`, reset subtract or zero, detach_reset, compare gt
    - SpikingJelly `LIFNode`: alpha = 1 - 1/tau, gain one_minus_decay
      (`decay_input`) or unit, order after, reset zero (`v_reset=0`) or subtract
      (`v_reset=None`), compare ge
    - Norse `lif_box_step`: alpha = 1 - dt/tau, gain one_minus_decay, order
      after, reset zero, compare gt

    Shapes: current, membrane, previous and history are scalars or tensors
    `[batch..., N]` of one type, which is also that of the results. A parameter
    is a scalar or a tensor whose shape is the trailing part of theirs (`[N]`:
    per neuron). W is `[N, N]`, presynaptic first. With `delay` d the history is
    the spikes of the last d steps, newest first; the results are the spikes, u',
    and the first d - 1 entries of the history, so that (spikes, delayed...) is
    the history of the next step.

    Gradient: that of the equation, of every operand, with the surrogate for
    step. `detach_reset` stops the gradient through the z of R.

    Example:

    ```mlir
    func.func @step(%i: tensor<?x128xf32>, %u: tensor<?x128xf32>, %z: tensor<?x128xf32>,
                    %alpha: tensor<128xf32>, %theta: f32, %w: tensor<128x128xf32>)
        -> (tensor<?x128xf32>, tensor<?x128xf32>) {
      %fired, %next = snn.lif %i, %u decay(%alpha : tensor<128xf32>) threshold(%theta : f32)
        recurrent(%z : tensor<?x128xf32> by %w : tensor<128x128xf32>)
        gain one_minus_decay reset zero detach_reset
        surrogate(#snn.fast_sigmoid<width = 0.04>) : tensor<?x128xf32>
      return %fired, %next : tensor<?x128xf32>, tensor<?x128xf32>
    }
    ```
  }];
  let arguments = !con(
    (ins SNN_State:$current, SNN_State:$membrane, SNN_Parameter:$decay),
    thresholdOperands, recurrentOperands,
    (ins DefaultValuedAttr<SNN_Gain, "::mlir::snn::Gain::Unit">:$input_gain),
    resetOperands, spikeAttrs);
  let results = (outs SNN_State:$spikes, SNN_State:$membrane_next,
    Variadic<SNN_State>:$delayed);
  let assemblyFormat = !interleave([
    "$current `,` $membrane ",
    "`decay` `(` $decay `:` type($decay) `)`",
    thresholdFormat,
    recurrentFormat,
    "(`gain` $input_gain^)?",
    resetFormat,
    spikeFormat], " ");
}

def ALIFOp : SNN_SpikingNeuron<"alif", ["membrane", "adaptation"]> {
  let summary = "leaky integrate-and-fire neuron with an adaptive threshold";
  let description = [{
    Equation, with current I, membrane u, adaptation a, decay alpha, adaptation
    decay rho, adaptation strength beta, base threshold theta0 (1 if not given):

    ```
    theta = theta0 + beta a
    J  = I + h W                       h: spikes of `delay` steps ago, if given
    u* = alpha (u - J) + J             (gain one_minus_decay; the others as in snn.lif)
    u* = R(u*, previous)               order before
    z  = step(u* - theta)              step by `compare`, gradient by `surrogate`
    u' = R(u*, z)                      order after (default); else u' = u*
    a' = rho a + (1 - rho) z           (adaptation_gain one_minus_decay)
    ```

    R as in `snn.lif`; `subtract` takes theta, not theta0. The other adaptation
    gains are rho a + z (`unit`) and rho (a + z) (`decay`).

    With the defaults this is the neuron of the paper on forward gradient
    injection (arXiv 2406.00177), after Bellec et al., "Long short-term memory
    and learning-to-learn in networks of spiking neurons" (2018), and Yin,
    Corradi, Bohte (2021).

    Shapes: as for `snn.lif`; results are the spikes, u', a' and the delayed
    spikes.

    Gradient: that of the equation, of every operand, through theta as well,
    with the surrogate for step. `detach_reset` stops the gradient through the z
    of R, not that through theta.

    Example:

    ```mlir
    func.func @step(%i: tensor<128x128xf32>, %u: tensor<128x128xf32>, %a: tensor<128x128xf32>,
                    %alpha: tensor<128xf32>, %rho: tensor<128xf32>, %beta: f32, %theta: f32)
        -> (tensor<128x128xf32>, tensor<128x128xf32>, tensor<128x128xf32>) {
      %z, %un, %an = snn.alif %i, %u, %a decay(%alpha : tensor<128xf32>)
        adaptation_decay(%rho : tensor<128xf32>) strength(%beta : f32) threshold(%theta : f32)
        surrogate(#snn.gaussian) : tensor<128x128xf32>
      return %z, %un, %an : tensor<128x128xf32>, tensor<128x128xf32>, tensor<128x128xf32>
    }
    ```
  }];
  let arguments = !con(
    (ins SNN_State:$current, SNN_State:$membrane, SNN_State:$adaptation,
         SNN_Parameter:$decay, SNN_Parameter:$adaptation_decay,
         SNN_Parameter:$strength),
    thresholdOperands, recurrentOperands,
    (ins DefaultValuedAttr<SNN_Gain, "::mlir::snn::Gain::OneMinusDecay">:$input_gain,
         DefaultValuedAttr<SNN_Gain, "::mlir::snn::Gain::OneMinusDecay">:$adaptation_gain),
    resetOperands, spikeAttrs);
  let results = (outs SNN_State:$spikes, SNN_State:$membrane_next,
    SNN_State:$adaptation_next, Variadic<SNN_State>:$delayed);
  let assemblyFormat = !interleave([
    "$current `,` $membrane `,` $adaptation ",
    "`decay` `(` $decay `:` type($decay) `)`",
    "`adaptation_decay` `(` $adaptation_decay `:` type($adaptation_decay) `)`",
    "`strength` `(` $strength `:` type($strength) `)`",
    thresholdFormat,
    recurrentFormat,
    "(`gain` $input_gain^)?",
    "(`adaptation_gain` $adaptation_gain^)?",
    resetFormat,
    spikeFormat], " ");
}

def CubaLIFOp : SNN_SpikingNeuron<"cuba_lif", ["synapse", "membrane"]> {
  let summary = "leaky integrate-and-fire neuron with a synaptic current";
  let description = [{
    Equation, with current I, synaptic current s, membrane u, synaptic decay
    kappa, membrane decay alpha, threshold theta (1 if not given):

    ```
    J  = I + h W                       h: spikes of `delay` steps ago, if given
    s' = kappa s + J                   (gain unit; the others as in snn.lif)
    c  = s'                            with delay_synapse: s
    u* = alpha u + c                   (membrane_gain unit; the others as well)
    u* = R(u*, previous)               order before
    z  = step(u* - theta)              step by `compare`, gradient by `surrogate`
    u' = R(u*, z)                      order after (default); else u' = u*
    ```

    R as in `snn.lif`. Libraries, each with its surrogate:
    - snnTorch `Synaptic`: the gains unit, order before with the carried spikes
      as `previous`, detach_reset
    - Norse `lif_step`: kappa = 1 - dt/tau_syn, alpha = 1 - dt/tau_mem,
      delay_synapse, membrane_gain one_minus_decay, reset zero
    - NIR `CubaLIF` by forward Euler with dt: gain as the exporter says,
      membrane_gain one_minus_decay

    Shapes: as for `snn.lif`; results are the spikes, s', u' and the delayed
    spikes.

    Gradient: that of the equation, of every operand, with the surrogate for
    step. `detach_reset` stops the gradient through the z of R.

    Example:

    ```mlir
    func.func @step(%i: tensor<16x?xf64>, %s: tensor<16x?xf64>, %u: tensor<16x?xf64>,
                    %kappa: tensor<?xf64>, %alpha: f64) -> (tensor<16x?xf64>, tensor<16x?xf64>, tensor<16x?xf64>) {
      %z, %sn, %un = snn.cuba_lif %i, %s, %u synaptic_decay(%kappa : tensor<?xf64>)
        decay(%alpha : f64) delay_synapse membrane_gain one_minus_decay reset zero
        surrogate(#snn.triangle) : tensor<16x?xf64>
      return %z, %sn, %un : tensor<16x?xf64>, tensor<16x?xf64>, tensor<16x?xf64>
    }
    ```
  }];
  let arguments = !con(
    (ins SNN_State:$current, SNN_State:$synapse, SNN_State:$membrane,
         SNN_Parameter:$synaptic_decay, SNN_Parameter:$decay),
    thresholdOperands, recurrentOperands,
    (ins DefaultValuedAttr<SNN_Gain, "::mlir::snn::Gain::Unit">:$input_gain,
         UnitAttr:$delay_synapse,
         DefaultValuedAttr<SNN_Gain, "::mlir::snn::Gain::Unit">:$membrane_gain),
    resetOperands, spikeAttrs);
  let results = (outs SNN_State:$spikes, SNN_State:$synapse_next,
    SNN_State:$membrane_next, Variadic<SNN_State>:$delayed);
  let assemblyFormat = !interleave([
    "$current `,` $synapse `,` $membrane ",
    "`synaptic_decay` `(` $synaptic_decay `:` type($synaptic_decay) `)`",
    "`decay` `(` $decay `:` type($decay) `)`",
    thresholdFormat,
    recurrentFormat,
    "(`gain` $input_gain^)? (`delay_synapse` $delay_synapse^)?",
    "(`membrane_gain` $membrane_gain^)?",
    resetFormat,
    spikeFormat], " ");
}

def RFOp : SNN_SpikingNeuron<"rf", ["membrane", "quadrature"]> {
  let summary = "resonate-and-fire neuron";
  let description = [{
    Equation, with current I, membrane u, quadrature v, angular frequency omega,
    damping b (negative for a stable neuron), threshold theta (1 if not given)
    and the constant dt:

    ```
    J  = I + h W                       h: spikes of `delay` steps ago, if given
    u* = u + b u dt - omega v dt + J dt
    v* = v + omega u dt + b v dt       (u, the old value)
    u*, v* = R(u*, v*, previous)       order before
    z  = step(u* - theta)              step by `compare`, gradient by `surrogate`
    u', v' = R(u*, v*, z)              order after (default); else u' = u*, v' = v*
    ```

    R is (u, v) for reset `none` (default), (u - z theta, v) for `subtract`,
    (u (1 - z), v (1 - z)) for `zero`. Izhikevich, "Resonate-and-fire neurons"
    (2001), by forward Euler.

    Shapes: as for `snn.lif`; results are the spikes, u', v' and the delayed
    spikes.

    Gradient: that of the equation, of every operand, with the surrogate for
    step. `detach_reset` stops the gradient through the z of R.

    Example:

    ```mlir
    func.func @step(%i: tensor<8x64xf32>, %u: tensor<8x64xf32>, %v: tensor<8x64xf32>,
                    %omega: tensor<64xf32>, %b: f32) -> (tensor<8x64xf32>, tensor<8x64xf32>, tensor<8x64xf32>) {
      %z, %un, %vn = snn.rf %i, %u, %v frequency(%omega : tensor<64xf32>) damping(%b : f32)
        dt 0.01 surrogate(#snn.gaussian) : tensor<8x64xf32>
      return %z, %un, %vn : tensor<8x64xf32>, tensor<8x64xf32>, tensor<8x64xf32>
    }
    ```
  }];
  let arguments = !con(
    (ins SNN_State:$current, SNN_State:$membrane, SNN_State:$quadrature,
         SNN_Parameter:$frequency, SNN_Parameter:$damping),
    thresholdOperands, recurrentOperands,
    (ins F64Attr:$dt, Optional<SNN_State>:$previous,
         DefaultValuedAttr<SNN_Reset, "::mlir::snn::Reset::None">:$reset,
         DefaultValuedAttr<SNN_ResetOrder, "::mlir::snn::ResetOrder::After">:$reset_order,
         UnitAttr:$detach_reset),
    spikeAttrs);
  let results = (outs SNN_State:$spikes, SNN_State:$membrane_next,
    SNN_State:$quadrature_next, Variadic<SNN_State>:$delayed);
  let assemblyFormat = !interleave([
    "$current `,` $membrane `,` $quadrature ",
    "`frequency` `(` $frequency `:` type($frequency) `)`",
    "`damping` `(` $damping `:` type($damping) `)`",
    thresholdFormat,
    recurrentFormat,
    "`dt` $dt",
    resetFormat,
    spikeFormat], " ");
}

def BRFOp : SNN_SpikingNeuron<"brf", ["membrane", "quadrature", "refractory"]> {
  let summary = "balanced resonate-and-fire neuron";
  let description = [{
    Equation, with current I, membrane u, quadrature v, refractory state q,
    angular frequency omega, damping offset b0, threshold theta (1 if not
    given), refractory decay gamma (0.9 if not given) and the constant dt:

    ```
    J  = I + h W                       h: spikes of `delay` steps ago, if given
    w  = |omega|
    b  = (-1 + sqrt(1 - (dt w)^2)) / dt - |b0| - q
    u' = u + b u dt - w v dt + J dt
    v' = v + w u dt + b v dt           (u, the old value)
    z  = step(u' - theta - q)          step by `compare`, gradient by `surrogate`
    q' = gamma q + z
    ```

    Higuchi, Kairat, Bohte, Otte, "Balanced Resonate-and-Fire Neurons" (2024).
    The refractory state takes the place of a reset. b keeps the oscillation on
    the bound of divergence less |b0|, which needs dt |omega| <= 1; beyond it b
    is NaN.

    Shapes: as for `snn.lif`; results are the spikes, u', v', q' and the delayed
    spikes.

    Gradient: that of the equation, of every operand, with the surrogate for
    step. It is infinite in omega where dt |omega| = 1.

    Example:

    ```mlir
    func.func @step(%i: tensor<16x36xf32>, %u: tensor<16x36xf32>, %v: tensor<16x36xf32>, %q: tensor<16x36xf32>,
                    %omega: tensor<36xf32>, %b: tensor<36xf32>)
        -> (tensor<16x36xf32>, tensor<16x36xf32>, tensor<16x36xf32>, tensor<16x36xf32>) {
      %z, %un, %vn, %qn = snn.brf %i, %u, %v, %q frequency(%omega : tensor<36xf32>)
        damping(%b : tensor<36xf32>) dt 0.01 surrogate(#snn.double_gaussian) : tensor<16x36xf32>
      return %z, %un, %vn, %qn : tensor<16x36xf32>, tensor<16x36xf32>, tensor<16x36xf32>, tensor<16x36xf32>
    }
    ```
  }];
  let arguments = !con(
    (ins SNN_State:$current, SNN_State:$membrane, SNN_State:$quadrature,
         SNN_State:$refractory, SNN_Parameter:$frequency, SNN_Parameter:$damping,
         Optional<SNN_Parameter>:$refractory_decay),
    thresholdOperands, recurrentOperands, (ins F64Attr:$dt), spikeAttrs);
  let results = (outs SNN_State:$spikes, SNN_State:$membrane_next,
    SNN_State:$quadrature_next, SNN_State:$refractory_next,
    Variadic<SNN_State>:$delayed);
  let assemblyFormat = !interleave([
    "$current `,` $membrane `,` $quadrature `,` $refractory ",
    "`frequency` `(` $frequency `:` type($frequency) `)`",
    "`damping` `(` $damping `:` type($damping) `)`",
    "(`refractory_decay` `(` $refractory_decay^ `:` type($refractory_decay) `)`)?",
    thresholdFormat,
    recurrentFormat,
    "`dt` $dt",
    spikeFormat], " ");
}

#endif // SNN_DIALECT_SNN_IR_SNNNEURONS_TD
