// RUN: not snn-opt %s --snn-make-train-step="entry=none num-params=1" 2>&1 | FileCheck %s --check-prefix=ENTRY
// RUN: not snn-opt %s --snn-make-train-step="entry=loss num-params=9" 2>&1 | FileCheck %s --check-prefix=COUNT
// RUN: not snn-opt %s --snn-make-train-step="entry=loss num-params=1 frozen=0" 2>&1 | FileCheck %s --check-prefix=NOTHING
// RUN: not snn-opt %s --snn-make-train-step="entry=loss num-params=2" 2>&1 | FileCheck %s --check-prefix=DYNAMIC
// RUN: not snn-opt %s --snn-make-train-step="entry=half num-params=1" 2>&1 | FileCheck %s --check-prefix=HALF
// RUN: not snn-opt %s --snn-make-train-step="entry=vector num-params=1" 2>&1 | FileCheck %s --check-prefix=VECTOR
// RUN: not snn-opt %s --snn-make-train-step="entry=nothing num-params=1" 2>&1 | FileCheck %s --check-prefix=VECTOR
// RUN: not snn-opt %s --snn-make-train-step="entry=measured num-params=1" 2>&1 | FileCheck %s --check-prefix=MEASURED
// RUN: not snn-opt %s --snn-make-train-step="num-params=1 optimizer=lion" 2>&1 | FileCheck %s --check-prefix=OPTIMIZER
// RUN: not snn-opt %s --snn-make-train-step="num-params=1 schedule=saw" 2>&1 | FileCheck %s --check-prefix=SCHEDULE
// RUN: not snn-opt %s --snn-make-train-step="num-params=1 period=0" 2>&1 | FileCheck %s --check-prefix=PERIOD
// RUN: not snn-opt %s --snn-make-train-step="entry=loss num-params=1" --snn-make-train-step="entry=loss num-params=1" 2>&1 | FileCheck %s --check-prefix=TWICE

// ENTRY: expects a function '@none' as loss, found none
// COUNT: 'func.func' op expects 9 parameters, but has 2 arguments
// NOTHING: 'func.func' op expects a parameter to train, found none
// DYNAMIC: 'func.func' op expects parameter #1 to be f32 or f64, alone or in a tensor of static shape, got 'tensor<?xf32>'
// HALF: 'func.func' op expects parameter #0 to be f32 or f64, alone or in a tensor of static shape, got 'f16'
// VECTOR: 'func.func' op expects result #0, the loss, to be f32 or f64, alone or in a tensor of rank 0
// MEASURED: 'func.func' op expects result #1 to have a static shape, got 'tensor<?xf32>'
// OPTIMIZER: expects optimizer to be sgd, adam, adamw or amsgrad, got 'lion'
// SCHEDULE: expects schedule to be constant, step, exponential or cosine, got 'saw'
// PERIOD: expects period to be a positive number of steps, got 0
// TWICE: expects no function '@train_step', since that is the name of the step

func.func @loss(%w: f32, %x: tensor<?xf32>) -> f32 {
  return %w : f32
}
func.func @half(%w: f16) -> f16 {
  return %w : f16
}
func.func @vector(%w: tensor<4xf32>) -> tensor<4xf32> {
  return %w : tensor<4xf32>
}
func.func @nothing(%w: tensor<4xf32>) {
  return
}
func.func @measured(%w: f32, %x: tensor<?xf32>) -> (f32, tensor<?xf32>) {
  return %w, %x : f32, tensor<?xf32>
}
