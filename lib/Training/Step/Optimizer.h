//===- Optimizer.h - Update rules of the optimizers -------------*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_TRAINING_STEP_OPTIMIZER_H
#define SNN_LIB_TRAINING_STEP_OPTIMIZER_H

#include "mlir/IR/Builders.h"
#include "snn/Training/Step/StepOptions.h"

#include <memory>

namespace mlir::snn {

/// One element's new parameter and its new state, a value per slot.
struct ElementUpdate {
  Value parameter;
  SmallVector<Value> state;
};

/// The scalars that an update of the element type's width reads.
struct UpdateScalars {
  Value learningRate;
  /// What `Optimizer::buildStepScalars` made, converted to the element type.
  SmallVector<Value> perStep;
};

/// An optimizer as a rule for one element: since every rule is elementwise, a
/// whole parameter is updated by one loop with this body.
class Optimizer {
public:
  explicit Optimizer(const ::snn::training::OptimizerOptions &options)
      : options(options) {}
  virtual ~Optimizer() = default;

  static std::unique_ptr<Optimizer>
  create(const ::snn::training::OptimizerOptions &options);

  /// Names of the tensors kept per parameter; all start from zero.
  virtual SmallVector<StringRef> slots() const = 0;

  /// Scalars (f64) that depend on the step alone; `step` is an f64 from 0.
  virtual SmallVector<Value> buildStepScalars(OpBuilder &builder, Location loc,
                                              Value step) const {
    return {};
  }

  virtual ElementUpdate buildUpdate(OpBuilder &builder, Location loc,
                                    Value parameter, Value gradient,
                                    ValueRange state,
                                    const UpdateScalars &scalars) const = 0;

protected:
  ::snn::training::OptimizerOptions options;
};

std::unique_ptr<Optimizer>
createSGD(const ::snn::training::OptimizerOptions &options);
std::unique_ptr<Optimizer>
createAdam(const ::snn::training::OptimizerOptions &options);

} // namespace mlir::snn

#endif // SNN_LIB_TRAINING_STEP_OPTIMIZER_H
