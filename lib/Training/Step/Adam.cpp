//===- Adam.cpp - Adam, AdamW and AMSGrad -----------------------*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FloatArithmetic.h"
#include "Optimizer.h"

using namespace mlir;
using namespace mlir::snn;
using ::snn::training::OptimizerKind;

namespace {
/// With gradient g, t steps done and m, v from 0 (Kingma and Ba, "Adam: a
/// method for stochastic optimization", 2015):
///
///   m' = beta1 m + (1 - beta1) g           v' = beta2 v + (1 - beta2) g^2
///   mh = m' / (1 - beta1^(t+1))            vh = v' / (1 - beta2^(t+1))
///   p' = p - lr mh / (sqrt(vh) + eps)
///
/// Weight decay is added to g, or by AdamW to the direction (Loshchilov and
/// Hutter, "Decoupled weight decay regularization", 2019). AMSGrad divides by
/// the largest corrected v so far (Reddi, Kale, Kumar, 2018).
class Adam : public Optimizer {
public:
  using Optimizer::Optimizer;

  SmallVector<StringRef> slots() const override {
    SmallVector<StringRef> names = {"mean", "variance"};
    if (options.amsgrad)
      names.push_back("largest_variance");
    return names;
  }

  /// The bias corrections 1 - beta1^t and 1 - beta2^t. In f64, since 0.999^t
  /// cancels against 1 in the first steps.
  SmallVector<Value> buildStepScalars(OpBuilder &builder, Location loc,
                                      Value step) const override {
    FloatArithmetic f(builder, loc, builder.getF64Type());
    Value one = f.constant(1);
    Value t = f.add(step, one);
    return {f.sub(one, f.pow(f.constant(options.beta1), t)),
            f.sub(one, f.pow(f.constant(options.beta2), t))};
  }

  ElementUpdate buildUpdate(OpBuilder &builder, Location loc, Value parameter,
                            Value gradient, ValueRange state,
                            const UpdateScalars &scalars) const override {
    FloatArithmetic f(builder, loc, parameter.getType());
    bool decoupled = options.kind == OptimizerKind::AdamW;
    if (options.weightDecay != 0 && !decoupled)
      gradient = f.add(gradient, f.mul(options.weightDecay, parameter));

    Value mean = f.add(f.mul(options.beta1, state[0]),
                       f.mul(1 - options.beta1, gradient));
    Value variance = f.add(f.mul(options.beta2, state[1]),
                           f.mul(1 - options.beta2, f.mul(gradient, gradient)));
    ElementUpdate update{nullptr, {mean, variance}};
    Value meanHat = f.div(mean, scalars.perStep[0]);
    Value varianceHat = f.div(variance, scalars.perStep[1]);
    // The order of correction and maximum is Optax's; PyTorch's is the other.
    if (options.amsgrad) {
      varianceHat = f.max(state[2], varianceHat);
      update.state.push_back(varianceHat);
    }
    Value direction =
        f.div(meanHat, f.add(f.sqrt(varianceHat), f.constant(options.epsilon)));
    if (options.weightDecay != 0 && decoupled)
      direction = f.add(direction, f.mul(options.weightDecay, parameter));
    update.parameter = f.sub(parameter, f.mul(scalars.learningRate, direction));
    return update;
  }
};
} // namespace

std::unique_ptr<Optimizer>
mlir::snn::createAdam(const ::snn::training::OptimizerOptions &options) {
  return std::make_unique<Adam>(options);
}

/// By kind; every kind that is not SGD is one of Adam's.
std::unique_ptr<Optimizer>
Optimizer::create(const ::snn::training::OptimizerOptions &options) {
  if (options.kind == OptimizerKind::SGD)
    return createSGD(options);
  return createAdam(options);
}
