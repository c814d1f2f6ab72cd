// A stop-gradient is never lost: each pass changes this program, and the
// gradient stays the same to the last bit.

// RUN: snn-opt %s -o %t.plain.mlir
// RUN: snn-run call %s --entry=grad --out=%t.npz

// DEFINE: %{pass} =
// DEFINE: %{check} = snn-opt %s %{pass} -o %t.mlir && not cmp -s %t.mlir %t.plain.mlir && \
// DEFINE:   snn-run call %t.mlir --entry=grad --out=%t.got.npz && cmp %t.npz %t.got.npz

// REDEFINE: %{pass} = --inline
// RUN: %{check}
// REDEFINE: %{pass} = --canonicalize
// RUN: %{check}
// REDEFINE: %{pass} = --cse
// RUN: %{check}
// REDEFINE: %{pass} = --loop-invariant-code-motion
// RUN: %{check}
// REDEFINE: %{pass} = --sccp
// RUN: %{check}
// REDEFINE: %{pass} = --remove-dead-values
// RUN: %{check}
// REDEFINE: %{pass} = --symbol-dce
// RUN: %{check}
// REDEFINE: %{pass} = --snn-raise-loops
// RUN: %{check}
// REDEFINE: %{pass} = --snn-expand-fgi
// RUN: %{check}

// All at once, twice over.
// REDEFINE: %{pass} = --snn-expand-fgi --inline --sccp \
// REDEFINE:   --remove-dead-values --canonicalize --cse --loop-invariant-code-motion \
// REDEFINE:   --snn-raise-loops --canonicalize --cse --loop-invariant-code-motion \
// REDEFINE:   --remove-dead-values --symbol-dce
// RUN: %{check}

// Were they lost, the gradient would be another: without one it is the same to
// the bit only by accident.
// RUN: sed 's/ad.stop_gradient \(%%[a-z]*\)/arith.addf \1, %%nothing/' %s > %t.lost.mlir
// RUN: snn-run call %t.lost.mlir --entry=grad --out=%t.got.npz
// RUN: not cmp -s %t.npz %t.got.npz

// Inlined: the surrogate. A dead result and, in @step, a dead argument: for
// remove-dead-values. A repeated exponential: for cse.
func.func private @surrogate(%v: tensor<3x4xf32>, %unused: tensor<3x4xf32>) -> (tensor<3x4xf32>, tensor<3x4xf32>) {
  %half = arith.constant dense<-0.5> : tensor<3x4xf32>
  %0 = arith.mulf %v, %v : tensor<3x4xf32>
  %1 = arith.mulf %0, %half : tensor<3x4xf32>
  %2 = math.exp %1 : tensor<3x4xf32>
  %3 = math.exp %1 : tensor<3x4xf32>
  %4 = arith.addf %2, %3 : tensor<3x4xf32>
  return %4, %3 : tensor<3x4xf32>, tensor<3x4xf32>
}

// Never called: for symbol-dce.
func.func private @nobody(%v: f32) -> f32 {
  return %v : f32
}

func.func @loss(%x: tensor<5x3x4xf32>, %w: tensor<4x4xf32>) -> tensor<f32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c5 = arith.constant 5 : index
  // Constants that meet: for sccp and canonicalize.
  %two = arith.constant 2.0 : f32
  %quarter = arith.constant 0.25 : f32
  %theta = arith.mulf %two, %quarter : f32
  %rest = arith.constant dense<0.0> : tensor<3x4xf32>
  %nothing = arith.constant dense<0.0> : tensor<3x4xf32>
  %u, %z, %sum, %dead = scf.for %t = %c0 to %c5 step %c1
      iter_args(%u = %rest, %z = %rest, %sum = %rest, %d = %rest)
      -> (tensor<3x4xf32>, tensor<3x4xf32>, tensor<3x4xf32>, tensor<3x4xf32>) {
    %xt = tensor.extract_slice %x[%t, 0, 0] [1, 3, 4] [1, 1, 1] : tensor<5x3x4xf32> to tensor<3x4xf32>
    // Invariant: for loop-invariant-code-motion.
    %thetas = tensor.splat %theta : tensor<3x4xf32>
    %i = linalg.matmul ins(%z, %w : tensor<3x4xf32>, tensor<4x4xf32>) outs(%xt : tensor<3x4xf32>) -> tensor<3x4xf32>
    %un = arith.addf %u, %i : tensor<3x4xf32>
    %v = arith.subf %un, %thetas : tensor<3x4xf32>
    %s:2 = func.call @surrogate(%v, %u) : (tensor<3x4xf32>, tensor<3x4xf32>) -> (tensor<3x4xf32>, tensor<3x4xf32>)
    %slope = arith.addf %s#0, %nothing : tensor<3x4xf32>
    %sg = ad.stop_gradient %slope : tensor<3x4xf32>
    %h = arith.mulf %v, %sg : tensor<3x4xf32>
    %hs = ad.stop_gradient %h : tensor<3x4xf32>
    %injected = arith.subf %h, %hs : tensor<3x4xf32>
    %fires = arith.cmpf ogt, %v, %rest : tensor<3x4xf32>
    %f = arith.uitofp %fires : tensor<3x4xi1> to tensor<3x4xf32>
    %fs = ad.stop_gradient %f : tensor<3x4xf32>
    %zn = arith.addf %injected, %fs : tensor<3x4xf32>
    // A spike of the dialect, for the pass that opens it.
    %zs = snn.spike %un surrogate(%a: f32) {
      %g = math.tanh %a : f32
      snn.spike_yield %g : f32
    } : tensor<3x4xf32>
    %us = arith.subf %un, %zn : tensor<3x4xf32>
    %seen = arith.addf %zs, %zn : tensor<3x4xf32>
    %total = arith.addf %sum, %seen : tensor<3x4xf32>
    %gone = arith.addf %d, %total : tensor<3x4xf32>
    scf.yield %us, %zn, %total, %gone : tensor<3x4xf32>, tensor<3x4xf32>, tensor<3x4xf32>, tensor<3x4xf32>
  }
  %zero = arith.constant dense<0.0> : tensor<f32>
  %squares = arith.mulf %sum, %sum : tensor<3x4xf32>
  %r = linalg.reduce { arith.addf } ins(%squares : tensor<3x4xf32>) outs(%zero : tensor<f32>) dimensions = [0, 1]
  return %r : tensor<f32>
}

func.func @grad() -> (tensor<f32>, tensor<5x3x4xf32>, tensor<4x4xf32>) {
  %x = arith.constant dense<[[[-0.405, 0.361, -0.075, 0.510], [0.564, -0.836, -0.967, 1.094], [-0.352, -0.414, 1.489, 0.176]], [[1.091, 0.191, 0.598, -0.623], [0.587, 1.170, 0.308, 0.853], [0.679, -0.840, 0.896, 0.478]], [[-0.247, -0.922, 1.164, 0.182], [0.797, 1.197, 0.785, 1.303], [-0.013, 1.002, 0.112, 1.339]], [[1.197, -0.756, -0.660, -0.458], [1.414, 0.090, 0.567, -0.247], [0.268, -0.035, -0.123, 0.463]], [[0.461, 1.261, 0.705, 1.322], [1.141, 1.477, 0.678, -0.592], [1.152, 1.412, 1.262, 0.423]]]> : tensor<5x3x4xf32>
  %w = arith.constant dense<[[0.785, -0.472, 1.079, 0.434], [-0.288, -0.841, 1.135, 1.475], [-0.779, 1.001, 0.026, -0.623], [-0.265, 0.922, 1.182, -0.890]]> : tensor<4x4xf32>
  %one = arith.constant dense<1.0> : tensor<f32>
  %y, %dx, %dw = ad.vjp @loss(%x, %w) cotangents(%one) {wrt = [0, 1], keep_primal}
    : (tensor<5x3x4xf32>, tensor<4x4xf32>) cotangents(tensor<f32>) -> (tensor<f32>, tensor<5x3x4xf32>, tensor<4x4xf32>)
  return %y, %dx, %dw : tensor<f32>, tensor<5x3x4xf32>, tensor<4x4xf32>
}
