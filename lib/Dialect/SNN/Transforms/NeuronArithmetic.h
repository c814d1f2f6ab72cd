//===- NeuronArithmetic.h - The terms that neuron equations share -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_DIALECT_SNN_TRANSFORMS_NEURONARITHMETIC_H
#define SNN_LIB_DIALECT_SNN_TRANSFORMS_NEURONARITHMETIC_H

#include "mlir/IR/Builders.h"
#include "snn/Dialect/SNN/IR/SNN.h"

namespace mlir::snn {

/// Builds terms on values that all have the type of one state.
class NeuronArithmetic {
public:
  /// `state` gives the type and, where dynamic, the sizes.
  NeuronArithmetic(OpBuilder &builder, Location loc, Value state)
      : builder(builder), loc(loc), state(state) {}

  Value add(Value lhs, Value rhs);
  Value sub(Value lhs, Value rhs);
  Value mul(Value lhs, Value rhs);
  Value div(Value lhs, Value rhs);
  Value abs(Value value);
  Value sqrt(Value value);
  Value constant(double value);
  Value stopGradient(Value value);

  /// `parameter`, a scalar or a tensor of the trailing sizes, as a state; the
  /// constant `otherwise` if it is null.
  Value spread(Value parameter, double otherwise = 1.0);

  /// A leaky state after one step of input. `one_minus_decay` is computed as
  /// decay (state - input) + input, with one product.
  Value leak(Value decay, Value old, Value input, Gain gain);

  /// `current + spikes * weights`; `current` if there are no weights.
  Value recur(Value current, Value spikes, Value weights);

  /// What `spikes` leave of `membrane`.
  Value reset(Value membrane, Value spikes, Value threshold, Reset kind);

  Value spike(Value v, Comparison comparison, SurrogateAttrInterface surrogate);

private:
  OpBuilder &builder;
  Location loc;
  Value state;
};

} // namespace mlir::snn

#endif // SNN_LIB_DIALECT_SNN_TRANSFORMS_NEURONARITHMETIC_H
