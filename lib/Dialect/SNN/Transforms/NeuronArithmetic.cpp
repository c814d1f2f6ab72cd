//===- NeuronArithmetic.cpp - Terms of neuron equations -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "NeuronArithmetic.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "snn/Dialect/SNN/IR/ConstantLike.h"

using namespace mlir;
using namespace mlir::snn;

Value NeuronArithmetic::add(Value lhs, Value rhs) {
  return arith::AddFOp::create(builder, loc, lhs, rhs);
}

Value NeuronArithmetic::sub(Value lhs, Value rhs) {
  return arith::SubFOp::create(builder, loc, lhs, rhs);
}

Value NeuronArithmetic::mul(Value lhs, Value rhs) {
  return arith::MulFOp::create(builder, loc, lhs, rhs);
}

Value NeuronArithmetic::div(Value lhs, Value rhs) {
  return arith::DivFOp::create(builder, loc, lhs, rhs);
}

Value NeuronArithmetic::abs(Value value) {
  return math::AbsFOp::create(builder, loc, value);
}

Value NeuronArithmetic::sqrt(Value value) {
  return math::SqrtOp::create(builder, loc, value);
}

Value NeuronArithmetic::constant(double value) {
  return constantLike(builder, loc, state, value);
}

Value NeuronArithmetic::stopGradient(Value value) {
  return ad::StopGradientOp::create(builder, loc, value);
}

/// A scalar is filled, a tensor of the trailing sizes broadcast over the
/// leading ones.
Value NeuronArithmetic::spread(Value parameter, double otherwise) {
  if (!parameter)
    return constant(otherwise);
  if (parameter.getType() == state.getType())
    return parameter;
  auto stateType = cast<RankedTensorType>(state.getType());
  auto type = dyn_cast<RankedTensorType>(parameter.getType());
  Value empty = emptyLike(builder, loc, state);
  if (!type)
    return linalg::FillOp::create(builder, loc, parameter, empty).getResult(0);
  // What one side knows of a size statically, the other has to say too.
  int64_t leading = stateType.getRank() - type.getRank();
  auto trailing = RankedTensorType::get(
      stateType.getShape().drop_front(leading), type.getElementType());
  if (trailing.getShape() != type.getShape())
    parameter = tensor::CastOp::create(builder, loc, trailing, parameter);
  if (leading == 0)
    return parameter;
  auto dimensions = llvm::to_vector(llvm::seq<int64_t>(0, leading));
  return linalg::BroadcastOp::create(builder, loc, parameter, empty, dimensions)
      ->getResult(0);
}

/// Unit: decay old + input. Decay: decay (old + input). OneMinusDecay:
/// decay old + (1 - decay) input, as decay (old - input) + input.
Value NeuronArithmetic::leak(Value decay, Value old, Value input, Gain gain) {
  switch (gain) {
  case Gain::Unit:
    return add(mul(decay, old), input);
  case Gain::Decay:
    return mul(decay, add(old, input));
  case Gain::OneMinusDecay:
    return add(mul(decay, sub(old, input)), input);
  }
  llvm_unreachable("a gain without a formula");
}

/// A named op where the rank has one, so that patterns for those find it.
Value NeuronArithmetic::recur(Value current, Value spikes, Value weights) {
  if (!weights)
    return current;
  int64_t rank = cast<RankedTensorType>(current.getType()).getRank();
  if (rank == 1)
    return linalg::VecmatOp::create(builder, loc, ValueRange{spikes, weights},
                                    ValueRange{current})
        .getResult(0);
  if (rank == 2)
    return linalg::MatmulOp::create(builder, loc, ValueRange{spikes, weights},
                                    ValueRange{current})
        .getResult(0);
  // current[b.., n] += spikes[b.., k] * weights[k, n], over (b.., n, k)
  MLIRContext *context = builder.getContext();
  unsigned leading = rank - 1;
  SmallVector<AffineExpr> batch;
  for (unsigned i = 0; i != leading; ++i)
    batch.push_back(builder.getAffineDimExpr(i));
  AffineExpr n = builder.getAffineDimExpr(leading);
  AffineExpr k = builder.getAffineDimExpr(leading + 1);
  auto withLast = [&](AffineExpr last) {
    SmallVector<AffineExpr> exprs(batch);
    exprs.push_back(last);
    return AffineMapAttr::get(AffineMap::get(rank + 1, 0, exprs, context));
  };
  auto maps = builder.getArrayAttr(
      {withLast(k),
       AffineMapAttr::get(AffineMap::get(rank + 1, 0, {k, n}, context)),
       withLast(n)});
  return linalg::ContractOp::create(builder, loc, TypeRange{current.getType()},
                                    ValueRange{spikes, weights},
                                    ValueRange{current}, maps)
      .getResult(0);
}

/// Subtract: u - z threshold. Zero: u (1 - z).
Value NeuronArithmetic::reset(Value membrane, Value spikes, Value threshold,
                              Reset kind) {
  switch (kind) {
  case Reset::None:
    return membrane;
  case Reset::Subtract:
    return sub(membrane, mul(spikes, threshold));
  case Reset::Zero:
    return mul(membrane, sub(constant(1.0), spikes));
  }
  llvm_unreachable("a reset without a formula");
}

Value NeuronArithmetic::spike(Value v, Comparison comparison,
                              SurrogateAttrInterface surrogate) {
  return SpikeOp::create(builder, loc, v, comparison, surrogate);
}
