//===- SGD.cpp - Gradient descent with momentum -----------------*- C++ -*-===//
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

namespace {
/// With gradient g and momentum mu, as PyTorch has it:
///
///   v' = mu v + g,  p' = p - lr v'  or by Nesterov  p' = p - lr (g + mu v')
///
/// Without momentum there is no v and p' = p - lr g. Weight decay is added to
/// g.
class SGD : public Optimizer {
public:
  using Optimizer::Optimizer;

  SmallVector<StringRef> slots() const override {
    if (options.momentum == 0)
      return {};
    return {"momentum"};
  }

  ElementUpdate buildUpdate(OpBuilder &builder, Location loc, Value parameter,
                            Value gradient, ValueRange state,
                            const UpdateScalars &scalars) const override {
    FloatArithmetic f(builder, loc, parameter.getType());
    if (options.weightDecay != 0)
      gradient = f.add(gradient, f.mul(options.weightDecay, parameter));
    ElementUpdate update;
    Value direction = gradient;
    if (options.momentum != 0) {
      Value momentum = f.add(f.mul(options.momentum, state[0]), gradient);
      direction = options.nesterov
                      ? f.add(gradient, f.mul(options.momentum, momentum))
                      : momentum;
      update.state.push_back(momentum);
    }
    update.parameter = f.sub(parameter, f.mul(scalars.learningRate, direction));
    return update;
  }
};
} // namespace

std::unique_ptr<Optimizer>
mlir::snn::createSGD(const ::snn::training::OptimizerOptions &options) {
  return std::make_unique<SGD>(options);
}
