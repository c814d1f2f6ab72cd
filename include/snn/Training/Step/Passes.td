//===- Passes.td - Passes that build training steps --------*- tablegen -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_TRAINING_STEP_PASSES_TD
#define SNN_TRAINING_STEP_PASSES_TD

include "mlir/Pass/PassBase.td"

def MakeTrainStepPass : Pass<"snn-make-train-step", "::mlir::ModuleOp"> {
  let summary = "Adds loss, gradient and optimizer step as one function";
  let description = [{
    Makes `@train_step` of a loss function whose first arguments are
    parameters. It takes the parameters, the state of the optimizer, the number
    of steps done so far and the data; it returns the new parameters and state,
    the loss, whatever else the loss function returns, the learning rate and the
    norm of the gradient before clipping. Only the loss is differentiated.

    The optimizers, with gradient `g`, learning rate `lr` and `t` counting from
    one:

    - `sgd`: `g += decay * p; b = momentum * b + g; p -= lr * b`, with Nesterov
      `p -= lr * (g + momentum * b)`; without momentum there is no `b`.
    - `adam`: `g += decay * p; m = b1 * m + (1 - b1) * g;
      v = b2 * v + (1 - b2) * g * g;
      p -= lr * (m / (1 - b1^t)) / (sqrt(v / (1 - b2^t)) + eps)`.
    - `adamw`: as `adam` without `decay` in `g`, then `p -= lr * decay * p`.
    - `amsgrad`: `adam` dividing by the largest `v / (1 - b2^t)` so far, as
      Optax does it (PyTorch takes the largest `v`).

    Clipping by norm scales every gradient by `min(1, bound / norm)` of all of
    them together.

    Before, with `entry=loss num-params=1 optimizer=sgd learning-rate=0.5`:

    ```mlir
    func.func @loss(%w: f32, %x: f32) -> f32 {
      %loss = arith.mulf %w, %x : f32
      return %loss : f32
    }
    ```

    After:

    ```mlir
    func.func @loss(%w: f32, %x: f32) -> f32 {
      %loss = arith.mulf %w, %x : f32
      return %loss : f32
    }
    func.func private @loss_for_training(%w: f32, %x: f32) -> f32 {
      %loss = call @loss(%w, %x) : (f32, f32) -> f32
      return %loss : f32
    }
    func.func @train_step(%w: f32, %step: i64, %x: f32) -> (f32, f32, f64, f64) {
      %one = arith.constant 1.0 : f32
      %loss, %g = ad.vjp @loss_for_training(%w, %x) cotangents(%one) {keep_primal, wrt = [0]}
        : (f32, f32) cotangents(f32) -> (f32, f32)
      %none = arith.constant 0.0 : f64
      %wide = arith.extf %g : f32 to f64
      %square = arith.mulf %wide, %wide : f64
      %of_this = arith.addf %square, %none : f64
      %of_all = arith.addf %of_this, %none : f64
      %norm = math.sqrt %of_all : f64
      %rate = arith.constant 5.0e-01 : f64
      %rate_of_this = arith.constant 5.0e-01 : f32
      %change = arith.mulf %g, %rate_of_this : f32
      %next = arith.subf %w, %change : f32
      return %next, %loss, %rate, %norm : f32, f32, f64, f64
    }
    ```
  }];
  let dependentDialects = ["::mlir::ad::ADDialect", "::mlir::arith::ArithDialect",
    "::mlir::func::FuncDialect", "::mlir::linalg::LinalgDialect",
    "::mlir::math::MathDialect", "::mlir::tensor::TensorDialect"];
  let options = [
    Option<"entry", "entry", "std::string", /*default=*/"\"loss\"",
           "The loss function">,
    Option<"numParams", "num-params", "unsigned", /*default=*/"0",
           "How many of its arguments are parameters">,
    ListOption<"frozen", "frozen", "unsigned",
           "Parameters that are not trained">,
    Option<"optimizer", "optimizer", "std::string", /*default=*/"\"sgd\"",
           "sgd, adam, adamw or amsgrad">,
    Option<"momentum", "momentum", "double", /*default=*/"0", "Of sgd">,
    Option<"nesterov", "nesterov", "bool", /*default=*/"false", "Of sgd">,
    Option<"beta1", "beta1", "double", /*default=*/"0.9",
           "Decay of the first moment">,
    Option<"beta2", "beta2", "double", /*default=*/"0.999",
           "Decay of the second moment">,
    Option<"epsilon", "epsilon", "double", /*default=*/"1e-8",
           "Added to the root of the second moment">,
    Option<"weightDecay", "weight-decay", "double", /*default=*/"0",
           "Decoupled for adamw, in the gradient otherwise">,
    Option<"schedule", "schedule", "std::string", /*default=*/"\"constant\"",
           "constant, step, exponential or cosine">,
    Option<"learningRate", "learning-rate", "double", /*default=*/"0.001",
           "After warm-up and before decay">,
    Option<"gamma", "gamma", "double", /*default=*/"0.1",
           "Factor per period (step, exponential)">,
    Option<"period", "period", "int64_t", /*default=*/"1",
           "Steps per decay, or until the cosine ends">,
    Option<"floor", "floor", "double", /*default=*/"0",
           "Fraction of the rate at which the cosine ends">,
    Option<"warmup", "warmup", "int64_t", /*default=*/"0",
           "Steps of linear warm-up">,
    Option<"clipNorm", "clip-norm", "double", /*default=*/"0",
           "Bound on the norm of all gradients together; 0 is none">,
    Option<"clipValue", "clip-value", "double", /*default=*/"0",
           "Bound on each component of a gradient; 0 is none">
  ];
}

#endif // SNN_TRAINING_STEP_PASSES_TD
