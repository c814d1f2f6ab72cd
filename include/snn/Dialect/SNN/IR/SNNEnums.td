//===- SNNEnums.td - Choices that spikes and neurons leave open -*- tablegen -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_DIALECT_SNN_IR_SNNENUMS_TD
#define SNN_DIALECT_SNN_IR_SNNENUMS_TD

include "mlir/IR/EnumAttr.td"

class SNN_Choice<string name, string summary, list<I32EnumAttrCase> cases>
    : I32EnumAttr<name, summary, cases> {
  let cppNamespace = "::mlir::snn";
}

/// x > 0 or x >= 0.
def SNN_Comparison : SNN_Choice<"Comparison", "when a value above the threshold is a spike", [
  I32EnumAttrCase<"Gt", 0, "gt">,
  I32EnumAttrCase<"Ge", 1, "ge">
]>;

/// x, decay * x, or (1 - decay) * x.
def SNN_Gain : SNN_Choice<"Gain", "factor of what enters a leaky state", [
  I32EnumAttrCase<"Unit", 0, "unit">,
  I32EnumAttrCase<"Decay", 1, "decay">,
  I32EnumAttrCase<"OneMinusDecay", 2, "one_minus_decay">
]>;

/// Nothing, less the threshold, or to zero.
def SNN_Reset : SNN_Choice<"Reset", "what a spike does to the membrane", [
  I32EnumAttrCase<"None", 0, "none">,
  I32EnumAttrCase<"Subtract", 1, "subtract">,
  I32EnumAttrCase<"Zero", 2, "zero">
]>;

/// By the spikes of the step before, ahead of the comparison; or by those of
/// this step, behind it.
def SNN_ResetOrder : SNN_Choice<"ResetOrder", "when the reset takes place", [
  I32EnumAttrCase<"After", 0, "after">,
  I32EnumAttrCase<"Before", 1, "before">
]>;

#endif // SNN_DIALECT_SNN_IR_SNNENUMS_TD
